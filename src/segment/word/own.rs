//! Words of the user's own, beside those of the dictionary.

use std::collections::BTreeMap;

use super::table::{self, Node, TOTAL};

/// A word that counts instead of the dictionary's, if that has it too.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnWord {
    freq: u32,
    /// `ln(freq / total)`.
    pub(super) weight: f64,
    pub(super) tag: u8,
}

/// A tree of words; its first node is the root.
#[derive(Clone, Debug)]
pub(super) struct Own {
    children: BTreeMap<(u32, char), u32>,
    nodes: Vec<Option<OwnWord>>,
    /// How often all words were counted, those of the dictionary too.
    total: u64,
    /// A bit for each first character's code, and for each pair of codes that opens a longer word.
    singles: Vec<u64>,
    pairs: Vec<u64>,
}

/// The bit of a pair of codes; several share one.
#[inline(always)]
fn pair(a: u16, b: u16) -> usize {
    usize::from(a.wrapping_mul(0x9E37) ^ b)
}

#[inline(always)]
fn has(bits: &[u64], bit: usize) -> bool {
    bits[bit / 64] >> (bit % 64) & 1 == 1
}

impl Default for Own {
    fn default() -> Self {
        let bits = || vec![0; (1 << 16) / 64];
        Self { children: BTreeMap::new(), nodes: vec![None], total: TOTAL, singles: bits(), pairs: bits() }
    }
}

impl Own {
    /// Adds a word, or counts one anew. The tag of a word that was there stays, as with jieba.
    pub(super) fn add(&mut self, word: &str, freq: u32, tag: u8) {
        let codes: Vec<u16> = word.chars().map(table::any_code).collect();
        let Some(&first) = codes.first() else { return };
        let known = Node::word(&codes);
        let mut at = 0;
        for c in word.chars() {
            let new = self.nodes.len() as u32;
            at = *self.children.entry((at, c)).or_insert(new);
            if at == new {
                self.nodes.push(None);
            }
        }
        let (bits, bit) = match codes.get(1) {
            None => (&mut self.singles, usize::from(first)),
            Some(&second) => (&mut self.pairs, pair(first, second)),
        };
        bits[bit / 64] |= 1 << (bit % 64);
        let node = &mut self.nodes[at as usize];
        let (before, tag) = match (*node, known) {
            (Some(own), _) => (own.freq, own.tag),
            (None, Some(known)) => (table::frequency(known.rank()), known.tag()),
            (None, None) => (0, tag),
        };
        *node = Some(OwnWord { freq, weight: 0.0, tag });
        self.total = self.total + u64::from(freq) - u64::from(before);
    }

    /// To be called after words were added.
    pub(super) fn weigh(&mut self) {
        let log_total = (self.total as f64).ln();
        for word in self.nodes.iter_mut().flatten() {
            word.weight = f64::from(word.freq).ln() - log_total;
        }
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Whether a word may begin with characters of these codes.
    #[inline(always)]
    pub(super) fn may_begin(&self, first: u16, second: u16) -> bool {
        has(&self.singles, usize::from(first)) || has(&self.pairs, pair(first, second))
    }

    /// The words that `text` begins with, shortest first, each with its length in characters.
    pub(super) fn prefixes(&self, text: &str) -> impl Iterator<Item = (usize, OwnWord)> {
        let walk = text.chars().scan(0, |at, c| {
            *at = *self.children.get(&(*at, c))?;
            Some(self.nodes[*at as usize])
        });
        walk.zip(1..).filter_map(|(word, length)| Some((length, word?)))
    }

    pub(super) fn get(&self, word: &str) -> Option<OwnWord> {
        let step = |at, c| self.children.get(&(at, c)).copied();
        word.chars().try_fold(0, step).and_then(|at| self.nodes[at as usize])
    }

    /// How often a word was counted, by the user or else by the dictionary.
    pub(super) fn frequency(&self, word: &str) -> Option<u32> {
        let codes: Vec<u16> = word.chars().map(table::any_code).collect();
        let known = || Node::word(&codes).map(|known| table::frequency(known.rank()));
        self.get(word).map(|own| own.freq).or_else(known)
    }
}
