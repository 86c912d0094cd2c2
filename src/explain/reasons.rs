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

/// The name with its sentence.
pub(super) fn told(name: &str) -> String {
    reason(name).map_or_else(|| format!("[{name}]"), |[zh, en]| format!("{zh} · {en} [{name}]"))
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
