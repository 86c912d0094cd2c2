//! Every record is what the schema says, by another's validator.

use std::fs;
use std::path::{Path, PathBuf};

use boon::{Compiler, Draft, Schemas};
use serde_json::{Value, json};
use yaodian::{Options, Pipeline, Record};

struct Validator {
    schemas: Schemas,
    index: boon::SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V2020_12);
        let schema = serde_json::to_value(Record::schema()).unwrap();
        compiler.add_resource("record.json", schema).unwrap();
        let index = compiler.compile("record.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn check(&self, record: &Value) -> Result<(), String> {
        self.schemas.validate(record, self.index).map_err(|e| format!("{e:#}"))
    }
}

pub(crate) fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

#[test]
fn the_schema_is_of_its_draft() {
    let schema = serde_json::to_value(Record::schema()).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

/// All files, also those that are no text: their records say so.
#[test]
fn every_record_of_the_corpus_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("corpus"), &mut paths);
    files(&root.join("tests/cmd/pages"), &mut paths);
    let validator = Validator::new();
    let pipeline = Pipeline::new(&Options { words: true, ..Options::default() });
    for path in paths {
        let document = pipeline.process(&path.to_string_lossy(), &fs::read(&path).unwrap());
        let record = serde_json::to_value(Record::with_repairs(&document)).unwrap();
        if let Err(why) = validator.check(&record) {
            panic!("{}: {why}", path.display());
        }
    }
}

#[test]
fn what_is_no_record_is_refused() {
    let validator = Validator::new();
    let document = Pipeline::new(&Options::default()).process("a.txt", "要抓紧。".as_bytes());
    let good = serde_json::to_value(Record::from(&document)).unwrap();
    validator.check(&good).unwrap();
    for (field, wrong) in [("noise", json!([{"span": [1], "kind": "x"}])), ("speeches", json!(null))] {
        let mut bad = good.clone();
        bad[field] = wrong;
        assert!(validator.check(&bad).is_err(), "{field}");
    }
}
