//! What the names of rules, forms and cues mean, for people.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon;

static REASONS: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let rows = lexicon::rows::<3>(include_str!("../lexicon/reasons.tsv"));
    rows.map(|[name, zh, en]| (name, [zh, en])).collect()
});

/// The sentence for a name, in Chinese and English, or nothing where the table has none.
pub fn reason(name: &str) -> Option<[&'static str; 2]> {
    REASONS.get(name).copied()
}

/// The name with its sentence. A cue's name may carry what it met behind a colon (`modal:必须`): then the sentence is
/// that of the part before.
pub(super) fn told(name: &str) -> String {
    let (head, rest) = name.split_once(':').unwrap_or((name, ""));
    match reason(name).map(|r| (r, "")).or_else(|| reason(head).map(|r| (r, rest))) {
        Some(([zh, en], "")) => format!("{zh} · {en} [{name}]"),
        Some(([zh, en], rest)) => format!("{zh} · {en}: {rest} [{name}]"),
        None => format!("[{name}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_sentence_in_both_languages() {
        let rows = lexicon::rows::<3>(include_str!("../lexicon/reasons.tsv"));
        assert_eq!(rows.count(), REASONS.len(), "a name stands twice");
        for (name, [zh, en]) in REASONS.iter() {
            assert!(!name.is_empty() && !zh.is_empty() && en.is_ascii(), "{name}: {en}");
        }
    }

    #[test]
    fn unknown_names_stand_for_themselves() {
        assert_eq!(told("no_such_rule"), "[no_such_rule]");
        assert!(told("paragraph").ends_with("[paragraph]"));
    }
}
