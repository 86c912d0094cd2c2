//! Every rule's cases, before and after, and the laws on random text.

use std::collections::BTreeSet;

use proptest::prelude::*;

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

/// Texts of all kinds, and such as damage is made of.
pub(super) fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,60}",
        // What damage is made of, denser than any page.
        "[業業长長區区變为橘質仡櫼荒陙的。一、?;!,:(（)）\n 《》“”qūyīèa1F|&<p>/共第页3頁　×]{0,60}",
        "([業變區專][?(](qū|yōu|zhì)\\)|。|;仡櫼荒陙|橘|\\n|聘书。|颁发了。|[a-z]{1,3}\\)){0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Any text is repaired, undoing the edits gives it back, and a repaired text needs no repair.
    #[test]
    fn laws(source in texts()) {
        let text = repair(&source, Script::Simplified);
        prop_assert_eq!(text.undo(&source), source.clone());
        let again = repair(text.as_str(), Script::Simplified);
        prop_assert_eq!(again.as_str(), text.as_str());
        prop_assert!(again.edits().is_empty());
    }
}

/// Twice the text takes about twice the time, also where every place is in doubt.
#[test]
fn time_grows_with_the_text() {
    for piece in
        ["業(yè)變?yōu)橘|(zhì);仡櫼荒陙(lái)", "((((((((", "共\n3\n", "聘书。\n", "??qū)?", "中 国 "]
    {
        let time = |n: usize| {
            let source = piece.repeat(n);
            let start = std::time::Instant::now();
            repair(&source, Script::Simplified);
            start.elapsed().as_secs_f64()
        };
        time(50);
        let (once, twice) = (time(400), time(800));
        assert!(twice < 4.0 * once + 0.5, "{piece}: {once} {twice}");
    }
}
