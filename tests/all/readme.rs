//! The example of the READMEs is what the program does.

use serde_json::Value;
use yaodian::{Options, Pipeline, Record};

/// The first code block of a language.
fn block<'a>(readme: &'a str, language: &str) -> &'a str {
    let (_, rest) = readme.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// Whether the example leaves out parts of the record, and nothing else.
fn shortened(example: &Value, record: &Value, path: &str) {
    match (example, record) {
        (Value::Object(a), Value::Object(b)) => {
            a.iter().for_each(|(k, v)| shortened(v, &b[k], &format!("{path}.{k}")))
        }
        (Value::Array(a), Value::Array(b)) => {
            assert!(a.len() <= b.len(), "{path} has only {} members", b.len());
            a.iter().zip(b).for_each(|(a, b)| shortened(a, b, &format!("{path}[]")));
        }
        _ => assert_eq!(example, record, "{path}"),
    }
}

#[test]
fn the_example_is_true() {
    for readme in [include_str!("../../README.md"), include_str!("../../README.zh-CN.md")] {
        let document =
            Pipeline::new(&Options::default()).process("page.txt", block(readme, "text").as_bytes());
        let record = serde_json::to_value(Record::from(&document)).unwrap();
        shortened(&serde_json::from_str(block(readme, "json")).unwrap(), &record, "");
    }
}
