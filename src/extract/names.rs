//! What the words of a name tell of whoever bears it.

use std::sync::LazyLock;

use crate::lexicon;

/// The words of one kind in `names.tsv`.
fn words(kind: &str) -> Vec<&'static str> {
    let rows = lexicon::rows::<3>(include_str!("../lexicon/names.tsv"));
    rows.filter(|row| row[0] == kind).flat_map(|row| row[1].split(' ')).collect()
}

static OFFICES: LazyLock<Vec<&str>> = LazyLock::new(|| words("office"));
static WHOM: LazyLock<Vec<&str>> = LazyLock::new(|| words("whom"));
static SMALL: LazyLock<Vec<&str>> = LazyLock::new(|| words("small"));
static MEASURED: LazyLock<Vec<&str>> = LazyLock::new(|| words("measured"));

/// Whether the name is one of those who act by office, not one that is acted on or for (外资企业, 群众).
pub(super) fn is_actor(name: &str) -> bool {
    name.starts_with(['各', '每']) || OFFICES.iter().any(|end| name.ends_with(end))
}

/// Whether the words say whom of many they mean.
pub(super) fn is_quantified(name: &str) -> bool {
    WHOM.iter().any(|sign| name.contains(sign))
}

/// Whether 各 counts things by kinds: 各项, 各类.
pub(super) fn is_measured(name: &str) -> bool {
    MEASURED.iter().any(|word| name.starts_with(word))
}

/// The words without the small adverbs that stand between a name and what it does, and that no table lists as cues.
pub(super) fn without_adverb(words: &str) -> &str {
    let mut words = words.trim_end();
    while let Some(shorter) = SMALL.iter().find_map(|small| words.strip_suffix(small)) {
        words = shorter.trim_end();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_words() {
        for kind in lexicon::rows::<3>(include_str!("../lexicon/names.tsv")).map(|row| row[0]) {
            assert!(["office", "whom", "small", "measured"].contains(&kind), "{kind}");
        }
        assert!(is_actor("财政所") && !is_actor("外资企业"));
        assert!(is_quantified("各单位") && is_measured("各项工作"));
        assert_eq!(without_adverb("信息员自己也"), "信息员");
    }
}
