//! What the words of a name tell of whoever bears it.

use std::sync::LazyLock;

use crate::lexicon::{self, Trie};
use crate::trim;

/// The words of one kind in `names.tsv`.
fn words(kind: &str) -> impl Iterator<Item = (&'static str, ())> {
    let rows = lexicon::rows::<3>(include_str!("../lexicon/names.tsv"));
    rows.filter(move |row| row[0] == kind).flat_map(|row| row[1].split(' ')).map(|word| (word, ()))
}

/// Read backwards.
static OFFICES: LazyLock<Trie<()>> = LazyLock::new(|| Trie::backwards(words("office")));
static WHOM: LazyLock<Trie<()>> = LazyLock::new(|| Trie::new(words("whom")));
/// Read backwards.
static SMALL: LazyLock<Trie<()>> = LazyLock::new(|| Trie::backwards(words("small")));
static MEASURED: LazyLock<Trie<()>> = LazyLock::new(|| Trie::new(words("measured")));

/// The small adverbs that stand between a name and what it does.
pub(super) fn adverbs() -> impl Iterator<Item = &'static str> {
    words("small").map(|(word, ())| word)
}

/// Whether the name is one of those who act by office, not one that is acted on or for (外资企业, 群众).
pub(super) fn is_actor(name: &str) -> bool {
    name.starts_with(['各', '每']) || OFFICES.ends(name)
}

/// Whether the words say whom of many they mean.
pub(super) fn is_quantified(name: &str) -> bool {
    WHOM.find_all(name).next().is_some()
}

/// Whether 各 counts things by kinds: 各项, 各类.
pub(super) fn is_measured(name: &str) -> bool {
    MEASURED.starts(name)
}

/// The words without the small adverbs that stand between a name and what it does, and that no table lists as cues.
pub(super) fn without_adverb(words: &str) -> &str {
    let mut words = trim::end(words);
    while let Some((len, ())) = SMALL.longest_end(words) {
        words = trim::end(&words[..words.len() - len]);
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
