//! Repairs can be undone, and repairing twice is repairing once.
#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yaodian::document::Source;
use yaodian::repair::{Repairer, Script};

static REPAIRER: LazyLock<Repairer> = LazyLock::new(|| Repairer::new(Script::Simplified, &BTreeSet::new()));

fuzz_target!(|text: String| {
    let repair = |text: &str| {
        let source = Source { text: text.to_owned(), ..Source::default() };
        REPAIRER.repair(&source, &mut Vec::new())
    };
    let once = repair(&text);
    assert_eq!(once.undo(&text), text);
    let twice = repair(once.as_str());
    assert_eq!(twice.as_str(), once.as_str());
});
