//! Every rule's cases, before and after, and the laws on random text.

use std::collections::BTreeSet;

use super::{Repairer, Script};
use crate::document::Source;
use crate::edit::Text;

fn repair(text: &str, script: Script) -> Text {
    let source = Source { text: text.into(), ..Source::default() };
    Repairer::new(script, &BTreeSet::new()).repair(&source, &mut Vec::new())
}

/// `before ⇒ after`, several a rule; the same text on both sides must survive untouched.
#[test]
fn before_and_after() {
    for line in include_str!("cases.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let [rule, before, after] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three fields: {line}")
        };
        let (before, after) = (before.replace('⏎', "\n"), after.replace('⏎', "\n"));
        let text = repair(&before, Script::Simplified);
        assert_eq!(text.as_str(), after, "{rule}: {before}");
        if before == after {
            assert!(text.edits().is_empty(), "{rule}: {before}");
        } else {
            assert!(text.edits().iter().any(|e| e.rule.name == rule), "{rule}: {:?}", text.edits());
        }
        assert_eq!(text.undo(&before), before);
    }
}
