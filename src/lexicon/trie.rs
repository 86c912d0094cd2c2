//! Words looked up where they stand in a text: made in microseconds, and most places of a text cost one look.

use super::CharSet;

/// A set of words with a value each; read from their first character on, or from their last.
#[derive(Clone, Debug)]
pub(crate) struct Trie<V> {
    /// What words begin with.
    first: CharSet,
    /// The steps, open addressing: node and character, and the node there; 0 is empty.
    steps: Vec<(u64, u32)>,
    /// For each node the value of the word that ends there.
    values: Vec<Option<V>>,
}

impl<V> Trie<V> {
    /// Of these words; of equal ones the last counts.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, V)>) -> Self {
        Self::of(words, |word| word.chars(), |_, last| last)
    }

    /// Of these words; the values of equal ones are merged.
    pub(crate) fn merged<'a>(
        words: impl IntoIterator<Item = (&'a str, V)>,
        merge: impl Fn(V, V) -> V,
    ) -> Self {
        Self::of(words, |word| word.chars(), merge)
    }

    /// Of these words, read backwards.
    pub(crate) fn backwards<'a>(words: impl IntoIterator<Item = (&'a str, V)>) -> Self {
        Self::of(words, |word| word.chars().rev(), |_, last| last)
    }

    fn of<'a, C: Iterator<Item = char>>(
        words: impl IntoIterator<Item = (&'a str, V)>,
        spell: impl Fn(&'a str) -> C,
        merge: impl Fn(V, V) -> V,
    ) -> Self {
        let mut trie = Self { first: CharSet::from_iter([]), steps: vec![(0, 0); 64], values: vec![None] };
        for (word, value) in words {
            let mut node = 0;
            for c in spell(word) {
                node = trie.step(node, c).unwrap_or_else(|| trie.add(node, c));
            }
            let known = &mut trie.values[node as usize];
            *known = Some(match known.take() {
                Some(before) => merge(before, value),
                None => value,
            });
        }
        trie
    }

    fn key(node: u32, c: char) -> u64 {
        (u64::from(node) << 21) | (c as u64 + 1)
    }

    fn slot(&self, key: u64) -> usize {
        // Fibonacci hashing (Knuth, TAOCP 3, 6.4): the high bits are the well mixed ones.
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (self.steps.len() - 1)
    }

    fn add(&mut self, node: u32, c: char) -> u32 {
        if self.values.len() * 2 >= self.steps.len() {
            let larger = vec![(0, 0); self.steps.len() * 4];
            let old = std::mem::replace(&mut self.steps, larger);
            for (key, to) in old.into_iter().filter(|step| step.0 != 0) {
                self.put(key, to);
            }
        }
        if node == 0 {
            self.first.insert(c);
        }
        let to = self.values.len() as u32;
        self.values.push(None);
        self.put(Self::key(node, c), to);
        to
    }

    fn put(&mut self, key: u64, to: u32) {
        let mut at = self.slot(key);
        while self.steps[at].0 != 0 {
            at = (at + 1) & (self.steps.len() - 1);
        }
        self.steps[at] = (key, to);
    }

    #[inline]
    fn step(&self, node: u32, c: char) -> Option<u32> {
        let key = Self::key(node, c);
        let mut at = self.slot(key);
        loop {
            let (found, to) = self.steps[at];
            if found == key {
                return Some(to);
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & (self.steps.len() - 1);
        }
    }

    /// The words that these characters begin with, shortest first: their lengths in bytes, and their values.
    #[inline]
    pub(crate) fn along(&self, mut chars: impl Iterator<Item = char>) -> impl Iterator<Item = (usize, &V)> {
        let (mut node, mut len) = (0, 0);
        std::iter::from_fn(move || {
            loop {
                let c = chars.next()?;
                if node == 0 && !self.first.contains(c) {
                    return None;
                }
                node = self.step(node, c)?;
                len += c.len_utf8();
                if let Some(value) = &self.values[node as usize] {
                    return Some((len, value));
                }
            }
        })
    }

    /// The longest word that `text` begins with: its length in bytes, and its value.
    #[inline]
    pub(crate) fn longest(&self, text: &str) -> Option<(usize, &V)> {
        self.along(text.chars()).last()
    }

    /// Whether a word begins `text`.
    #[inline]
    pub(crate) fn starts(&self, text: &str) -> bool {
        self.along(text.chars()).next().is_some()
    }

    /// The longest words of a text, from left to right, without overlap: where each stands, and its value.
    pub(crate) fn find_all<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, &'a V)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(c) = text[at..].chars().next() {
                let start = at;
                match self.first.contains(c).then(|| self.longest(&text[at..])).flatten() {
                    Some((len, value)) => {
                        at += len;
                        return Some((start..at, value));
                    }
                    None => at += c.len_utf8(),
                }
            }
            None
        })
    }

    /// Every word at every place of a text: where it ends, and its value.
    pub(crate) fn find_overlapping<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a V)> {
        let places = text.char_indices().filter(|&(_, c)| self.first.contains(c));
        places.flat_map(|(at, _)| self.along(text[at..].chars()).map(move |(len, value)| (at + len, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_where_they_stand() {
        let trie = Trie::new([("要", 1), ("主要", 2), ("要求", 3), ("𠮷", 4)]);
        let found: Vec<_> = trie.find_all("主要要求𠮷要").map(|(range, &v)| (range, v)).collect();
        assert_eq!(found, [(0..6, 2), (6..12, 3), (12..16, 4), (16..19, 1)]);
        assert_eq!(
            trie.find_overlapping("主要要求").map(|(end, &v)| (end, v)).collect::<Vec<_>>(),
            [(6, 2), (6, 1), (9, 1), (12, 3)]
        );
        assert_eq!(trie.along("要求".chars()).map(|(len, _)| len).collect::<Vec<_>>(), [3, 6]);
        assert!(trie.starts("要") && !trie.starts("求") && !trie.starts("主"));
        let endings = Trie::backwards([("教育局", 1), ("局", 2)]);
        assert_eq!(endings.along("县教育局".chars().rev()).map(|(_, &v)| v).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn many_words() {
        let words: Vec<String> =
            (0..5000u32).map(|i| format!("{}{}", char::from_u32(0x4E00 + i % 700).unwrap(), i)).collect();
        let trie = Trie::new(words.iter().map(|w| w.as_str()).zip(0..));
        for (i, word) in words.iter().enumerate() {
            assert_eq!(trie.longest(word), Some((word.len(), &i)));
        }
    }
}
