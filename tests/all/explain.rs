//! Every line of the corpus can be explained, and every name in an explanation has its sentence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use yaodian::{Options, Pipeline, explain};

use crate::schema::files;

#[test]
fn every_name_has_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("corpus"), &mut paths);
    files(&root.join("tests/cmd/pages"), &mut paths);
    let pipeline = Pipeline::new(&Options { reasons: true, ..Options::default() });
    let mut without = BTreeSet::new();
    for path in paths {
        let document = pipeline.process(&path.to_string_lossy(), &fs::read(&path).unwrap());
        for line in 1..=document.source.text.lines().count() {
            explain::line(&document, line).unwrap();
        }
        let speeches = document.speeches.iter();
        let names = document.roles.iter().map(|r| r.rule).chain(document.noise.iter().map(|n| n.kind));
        let names = names.chain(speeches.clone().map(|s| s.opened_by));
        let names = names.chain(speeches.flat_map(|s| s.sections.iter().map(|s| s.form)));
        without.extend(names.filter(|n| explain::reason(n).is_none()).map(str::to_owned));
    }
    assert!(without.is_empty(), "add a row to src/lexicon/reasons.tsv for each of {without:#?}");
}
