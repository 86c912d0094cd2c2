//! The record of every page of the corpus, as it was last blessed: `corpus/golden/<page>.json`.
//!
//! `YAODIAN_BLESS=1 cargo test golden` writes them anew. Read the diff before you commit it.

use std::fmt::Write;
use std::fs;

use serde_json::Value;
use yaodian::{Options, Pipeline, Record};

use crate::corpus;

/// A value that fits into so many columns stands on one line.
const WIDTH: usize = 110;

#[test]
fn every_page_gives_its_golden_record() {
    let pipeline = Pipeline::new(&Options::default());
    let folder = corpus::root().join("golden");
    let mut wanted = Vec::new();
    let mut wrong = Vec::new();
    for (name, file, bytes) in corpus::files("pages") {
        let mut record =
            serde_json::to_value(Record::with_repairs(&pipeline.process(&file, &bytes))).unwrap();
        record["tool"].take(); // a release changes it and nothing else
        let mut got = String::new();
        lay_out(&record, 0, &mut got);
        got.push('\n');
        let path = folder.join(format!("{name}.json"));
        if corpus::bless() {
            fs::write(&path, &got).unwrap();
        } else if let Some(difference) =
            first_difference(&fs::read_to_string(&path).unwrap_or_default(), &got)
        {
            wrong.push(format!("{name}: {difference}"));
        }
        wanted.push(name);
    }
    let orphans = corpus::files("golden").into_iter().map(|f| f.0).filter(|name| !wanted.contains(name));
    wrong.extend(orphans.map(|name| format!("{name}: a golden record without a page")));
    assert!(wrong.is_empty(), "{}\n(YAODIAN_BLESS=1 writes them anew; read the diff)", wrong.join("\n"));
}

/// Where two texts part, with the line of each.
fn first_difference(golden: &str, got: &str) -> Option<String> {
    if golden == got {
        return None;
    }
    let (mut a, mut b) = (golden.lines(), got.lines());
    for number in 1.. {
        let (x, y) = (a.next(), b.next());
        if x != y || x.is_none() {
            return Some(format!(
                "line {number}\n  golden: {}\n  got:    {}",
                x.unwrap_or("-"),
                y.unwrap_or("-")
            ));
        }
    }
    None
}

/// JSON for eyes and diffs: small things on one line, large ones a line a member.
fn lay_out(value: &Value, indent: usize, out: &mut String) {
    let flat = value.to_string();
    let (open, close, members): (_, _, Vec<(String, &Value)>) = match value {
        Value::Object(fields) => ('{', '}', fields.iter().map(|(k, v)| (format!("\"{k}\": "), v)).collect()),
        Value::Array(items) => ('[', ']', items.iter().map(|v| (String::new(), v)).collect()),
        _ => return out.push_str(&flat),
    };
    if flat.chars().count() + indent <= WIDTH || members.is_empty() {
        return out.push_str(&flat);
    }
    out.push(open);
    for (i, (key, member)) in members.into_iter().enumerate() {
        let _ = write!(out, "{}\n{:2$}{key}", if i > 0 { "," } else { "" }, "", indent + 2);
        lay_out(member, indent + 2, out);
    }
    let _ = write!(out, "\n{:1$}{close}", "", indent);
}
