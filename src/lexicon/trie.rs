//! Words looked up where they stand in a text: made in microseconds, and small, since a look that misses the nearest
//! cache costs more than all that is done with it.

use std::ops::Range;

use super::starts::{self, Starts};
use super::{CharSet, set_of};

/// A set of words with a value each; read from their first character on, or from their last.
#[derive(Clone, Debug)]
pub(crate) struct Trie<V> {
    /// What words begin with.
    first: CharSet,
    /// How many of those come before each 64 characters.
    before: Vec<u16>,
    /// Node 0 is the root, and one more stands behind the last.
    nodes: Vec<Node>,
    /// A bit for each node: whether a word ends there.
    ends: Vec<u64>,
    /// For each node the value of the word that ends there.
    values: Vec<Option<V>>,
}

/// A beginning of words. Its children stand together: those of the root in order, those of others by the last bits of
/// their characters, so that a bit's rank in the set is the child's place; children whose bits another has stand behind.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The last bits of the characters that follow it, as a set: most places of a text are done with here.
    set: u64,
    /// Its first child.
    children: u32,
    /// Its last character.
    label: char,
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
        // All words letter by letter in one row.
        let mut letters: Vec<char> = Vec::new();
        let mut ends: Vec<(usize, V)> = Vec::new();
        for (word, value) in words {
            letters.extend(spell(word));
            ends.push((letters.len(), value));
        }
        let starts = std::iter::once(0).chain(ends.iter().map(|end| end.0));
        let spelled: Vec<&[char]> = starts.zip(&ends).map(|(start, end)| &letters[start..end.0]).collect();
        // By their beginnings, and in their order where these are equal; then the few whose beginnings are.
        let key = |(i, word): (usize, &&[char])| u128::from(beginning(word)) << 64 | i as u128;
        let mut keys: Vec<u128> = spelled.iter().enumerate().map(key).collect();
        keys.sort_unstable();
        let place = |key: u128| key as u64 as usize;
        for equal in keys.chunk_by_mut(|a, b| a >> 64 == b >> 64).filter(|equal| equal.len() > 1) {
            equal.sort_by_key(|&key| spelled[place(key)]);
        }
        let mut values: Vec<Option<V>> = ends.into_iter().map(|(_, value)| Some(value)).collect();
        let mut sorted: Vec<(&[char], Option<V>)> = Vec::with_capacity(spelled.len());
        for i in keys.into_iter().map(place) {
            let (word, value) = (spelled[i], values[i].take());
            match sorted.last_mut().filter(|(last, _)| *last == word) {
                Some((_, known)) => {
                    *known = known.take().zip(value).map(|(known, value)| merge(known, value))
                }
                None => sorted.push((word, value)),
            }
        }
        Self::of_sorted(&mut sorted)
    }

    /// Level by level: the words of a node stand together, and the one that ends there comes first.
    fn of_sorted(words: &mut [(&[char], Option<V>)]) -> Self {
        let mut trie = Self {
            first: CharSet::from_iter([]),
            before: Vec::new(),
            nodes: vec![Node::default()],
            ends: Vec::new(),
            values: Vec::new(),
        };
        let mut open = vec![(0..words.len(), 0)];
        let mut node = 0;
        let mut below: Vec<(bool, char, Range<usize>)> = Vec::new();
        while let Some((own, depth)) = open.get(node).cloned() {
            let ends_here = words[own.clone()].first().is_some_and(|(word, _)| word.len() == depth);
            trie.values.push(if ends_here { words[own.start].1.take() } else { None });
            trie.nodes[node].children = open.len() as u32;
            let mut start = own.start + usize::from(ends_here);
            for group in words[start..own.end].chunk_by(|(a, _), (b, _)| a[depth] == b[depth]) {
                let label = group[0].0[depth];
                let set = &mut trie.nodes[node].set;
                below.push((*set & last_bits(label) != 0, label, start..start + group.len()));
                *set |= last_bits(label);
                start += group.len();
            }
            if node > 0 && below.len() > 1 {
                below.sort_by_key(|&(is_taken, label, _)| (is_taken, last_bits(label)));
            }
            for (_, label, words) in below.drain(..) {
                trie.nodes.push(Node { label, ..Node::default() });
                open.push((words, depth + 1));
            }
            node += 1;
        }
        trie.nodes.push(Node { children: open.len() as u32, ..Node::default() });
        trie.ends = trie.values.chunks(64).map(|values| set_of(values.iter().map(Option::is_some))).collect();
        trie.first = trie.nodes[trie.below(0)].iter().map(|node| node.label).collect();
        trie.before = trie.first.counts();
        trie
    }

    /// The children of a node.
    #[inline]
    fn below(&self, node: usize) -> Range<usize> {
        self.nodes[node].children as usize..self.nodes[node + 1].children as usize
    }

    /// Whether a word ends at a node.
    #[inline]
    fn is_word(&self, node: usize) -> bool {
        self.ends[node / 64] >> (node % 64) & 1 != 0
    }

    /// The node of one of the characters that words begin with.
    #[inline]
    fn root(&self, c: char) -> Option<usize> {
        match self.before.get(c as usize / 64) {
            Some(&before) => Some(1 + usize::from(before) + self.first.rank(c)),
            None => self.below(0).find(|&node| self.nodes[node].label == c),
        }
    }

    /// The node that a character leads on to, from another than the root.
    #[inline]
    fn child(&self, node: usize, c: char) -> Option<usize> {
        let Node { set, children, .. } = self.nodes[node];
        let bit = last_bits(c);
        if set & bit == 0 {
            return None;
        }
        let at = children as usize + (set & (bit - 1)).count_ones() as usize;
        if self.nodes[at].label == c {
            return Some(at);
        }
        // Few have the same last bits.
        let mut others = self.below(node).skip(set.count_ones() as usize);
        others.find(|&other| self.nodes[other].label == c)
    }

    /// The words that these characters begin with, shortest first: their lengths in bytes, and their values.
    #[inline]
    pub(crate) fn along(&self, mut chars: impl Iterator<Item = char>) -> impl Iterator<Item = (usize, &V)> {
        let mut reached: Option<(usize, usize)> = None;
        std::iter::from_fn(move || {
            loop {
                let c = chars.next()?;
                let (node, len) = match reached {
                    Some((node, len)) => (self.child(node, c)?, len),
                    None if self.first.contains(c) => (self.root(c)?, 0),
                    None => return None,
                };
                let len = len + c.len_utf8();
                reached = Some((node, len));
                if self.is_word(node)
                    && let Some(value) = &self.values[node]
                {
                    return Some((len, value));
                }
            }
        })
    }

    /// The longest of the words that begin with `first`, one of the characters that words begin with, and go on with
    /// those behind it.
    #[inline]
    fn longest_from(&self, first: char, mut behind: impl Iterator<Item = char>) -> Option<(usize, &V)> {
        let mut node = self.root(first)?;
        let mut len = first.len_utf8();
        // No branch on whether a word ends: that cannot be foreseen.
        let mut longest = (0, 0);
        loop {
            longest = std::hint::select_unpredictable(self.is_word(node), (len, node), longest);
            let Some((c, child)) = behind.next().and_then(|c| Some((c, self.child(node, c)?))) else { break };
            (node, len) = (child, len + c.len_utf8());
        }
        let (len, node) = longest;
        if len == 0 { None } else { Some((len, self.values[node].as_ref()?)) }
    }

    /// The longest word that `text` begins with: its length in bytes, and its value.
    #[inline]
    pub(crate) fn longest(&self, text: &str) -> Option<(usize, &V)> {
        let mut chars = text.chars();
        let first = chars.next().filter(|&c| self.first.contains(c))?;
        self.longest_from(first, chars)
    }

    /// The longest word that `text` ends with, of a trie that is read backwards.
    #[inline]
    pub(crate) fn longest_end(&self, text: &str) -> Option<(usize, &V)> {
        let mut chars = text.chars().rev();
        let last = chars.next().filter(|&c| self.first.contains(c))?;
        self.longest_from(last, chars)
    }

    /// The value of a word.
    #[inline]
    pub(crate) fn get(&self, word: &str) -> Option<&V> {
        self.along(word.chars()).find(|&(len, _)| len == word.len()).map(|(_, value)| value)
    }

    /// Whether a word begins `text`.
    #[inline]
    pub(crate) fn starts(&self, text: &str) -> bool {
        self.along(text.chars()).next().is_some()
    }

    /// Whether a word ends `text`, of a trie that is read backwards.
    #[inline]
    pub(crate) fn ends(&self, text: &str) -> bool {
        self.along(text.chars().rev()).next().is_some()
    }

    /// The longest words of a text, from left to right, without overlap: where each stands, and its value.
    pub(crate) fn find_all<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, &'a V)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let (start, c) = self.first.find(text, from)?;
                from = start + c.len_utf8();
                if let Some((len, value)) = self.longest_from(c, text[from..].chars()) {
                    from = start + len;
                    return Some((start..from, value));
                }
            }
        })
    }

    /// Where words may begin, for [`Self::find_among`].
    pub(crate) fn beginnings(&self) -> Starts {
        let own = self.below(0).map(|node| {
            let Node { set, label, .. } = self.nodes[node];
            (label, if self.is_word(node) { starts::ALONE } else { set })
        });
        Starts::of(own)
    }

    /// The same as [`Self::find_all`], cheaper where a word begins nearly everywhere; `starts` are [`Self::beginnings`].
    pub(crate) fn find_among<'a>(
        &'a self,
        starts: &'a Starts,
        text: &'a str,
    ) -> impl Iterator<Item = (Range<usize>, &'a V)> {
        let mut places = starts.places(text);
        std::iter::from_fn(move || {
            loop {
                let start = places.next()?;
                if let Some((len, value)) = self.longest(&text[start..]) {
                    places.skip_to(start + len);
                    return Some((start..start + len, value));
                }
            }
        })
    }

    /// Every word at every place of a text: where it ends, and its value.
    pub(crate) fn find_overlapping<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a V)> {
        let mut from = 0;
        // The node that was reached last, and the place behind its character.
        let mut reached: Option<(usize, usize)> = None;
        std::iter::from_fn(move || {
            loop {
                let longer = reached.and_then(|(node, end)| {
                    let c = text[end..].chars().next()?;
                    Some((self.child(node, c)?, end + c.len_utf8()))
                });
                let (node, end) = match longer {
                    Some(longer) => longer,
                    None => {
                        let (at, c) = self.first.find(text, from)?;
                        from = at + c.len_utf8();
                        (self.root(c)?, from)
                    }
                };
                reached = Some((node, end));
                if self.is_word(node)
                    && let Some(value) = &self.values[node]
                {
                    return Some((end, value));
                }
            }
        })
    }
}

/// A bit for the character, shared with others.
#[inline]
fn last_bits(c: char) -> u64 {
    1 << (c as u32 % 64)
}

/// The first four characters, up to the first from U+FFFF on, as a number: what orders most words.
fn beginning(word: &[char]) -> u64 {
    let (mut number, mut known) = (0, true);
    for i in 0..4 {
        let c = word.get(i).filter(|_| known).map_or(0, |&c| u64::from(c).min(0xFFFF));
        known &= c < 0xFFFF;
        number = number << 16 | c;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        assert_eq!((trie.get("要求"), trie.get("主"), trie.get("要求𠮷")), (Some(&3), None, None));
        assert!(trie.starts("要") && !trie.starts("求") && !trie.starts("主"));
        let endings = Trie::backwards([("教育局", 1), ("局", 2)]);
        assert_eq!(endings.longest_end("县教育局"), Some(("教育局".len(), &1)));
        assert_eq!(endings.along("县教育局".chars().rev()).map(|(_, &v)| v).collect::<Vec<_>>(), [2, 1]);
    }

    proptest! {
        /// The plain way: every word is tried at every place.
        #[test]
        fn as_without_a_trie(
            words in prop::collection::vec("[一二丁\u{9FFF}\u{FFFF}a𠮷𠮸]{1,5}", 0..40),
            text in "[一二丁\u{9FFF}\u{FFFF}a𠮷𠮸b七]{0,90}",
        ) {
            let trie = Trie::merged(words.iter().map(|w| w.as_str()).zip(1u64..), |a, b| a * 1000 + b);
            let value = |word: &str| {
                let own = words.iter().zip(1u64..).filter(|(w, _)| *w == word);
                own.map(|(_, i)| i).reduce(|a, b| a * 1000 + b)
            };
            let mut ends: Vec<usize> = text.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
            for (start, _) in text.char_indices() {
                let found: Vec<(usize, u64)> =
                    trie.along(text[start..].chars()).map(|(len, &v)| (start + len, v)).collect();
                let plain = ends.iter().filter_map(|&end| Some((end, value(&text[start..end])?)));
                prop_assert_eq!(found, plain.collect::<Vec<_>>());
                ends.remove(0);
            }
            let along = |(start, _)| trie.along(text[start..].chars()).map(move |(len, &v)| (start + len, v));
            let overlapping = trie.find_overlapping(&text).map(|(end, &v)| (end, v));
            prop_assert!(overlapping.eq(text.char_indices().flat_map(along)));
            let mut longest = Vec::new();
            for (start, _) in text.char_indices() {
                let behind = longest.last().map_or(0, |&(_, end, _)| end);
                if start >= behind && let Some((len, &v)) = trie.longest(&text[start..]) {
                    longest.push((start, start + len, v));
                }
            }
            let told = |(at, &v): (Range<usize>, &u64)| (at.start, at.end, v);
            prop_assert_eq!(&trie.find_all(&text).map(told).collect::<Vec<_>>(), &longest);
            let starts = trie.beginnings();
            prop_assert_eq!(trie.find_among(&starts, &text).map(told).collect::<Vec<_>>(), longest);
            for word in &words {
                prop_assert_eq!(trie.get(word).copied(), value(word));
            }
        }
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
