//! The likeliest way through a block of characters, by the words of the dictionary.

use std::hint::select_unpredictable;

use super::own::Own;
use super::table::{self, Node, Weights};

/// A word on the way, or [`Step::UNKNOWN`]: its length in characters, and its tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step(u32);

impl Step {
    const NONE: Self = Self(0);

    #[inline(always)]
    fn new(length: usize, tag: u8) -> Self {
        Self((length as u32) << 8 | u32::from(tag))
    }

    /// A character that is no word.
    pub(super) const UNKNOWN: Self = Self(1 << 8 | NO_TAG as u32);

    #[inline(always)]
    pub(super) fn length(self) -> usize {
        (self.0 >> 8) as usize
    }

    #[inline(always)]
    pub(super) fn tag(self) -> Option<u8> {
        Some(self.0 as u8).filter(|&tag| tag != NO_TAG)
    }
}

const NO_TAG: u8 = 0xFF;

/// A stretch of text without punctuation or white space. Its buffers only grow; what counts in them is the front.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// How many characters it has.
    pub(super) length: usize,
    /// The codes of its characters, and two zeros.
    pub(super) codes: Vec<u16>,
    /// Where each character begins in the text, and where the block ends.
    pub(super) offsets: Vec<u32>,
    /// The word to take at each character.
    pub(super) steps: Vec<Step>,
    scores: Vec<f64>,
}

/// The better of two words at one place: the likelier; of equals the longer, which comes later. Which it is nobody can
/// foretell, so there is no branch.
#[inline(always)]
fn take(best: &mut (f64, Step), score: f64, step: Step) {
    let better = score >= best.0;
    best.1 = select_unpredictable(better, step, best.1);
    best.0 = if score > best.0 { score } else { best.0 };
}

impl Block {
    /// Where the characters `from..to` stand in the text.
    pub(super) fn place(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        self.offsets[from] as usize..self.offsets[to] as usize
    }

    /// Reads the block, perhaps an empty one, that begins at `start`: where it ends, and the character there. `None` at the
    /// end of the text.
    pub(super) fn read(&mut self, text: &str, start: usize) -> Option<(usize, Option<char>)> {
        let bytes = text.as_bytes();
        if start == bytes.len() {
            return None;
        }
        let (mut at, mut n) = (start, 0);
        let (mut codes, mut offsets) = (self.codes.as_mut_slice(), self.offsets.as_mut_slice());
        let outside = loop {
            if n + 2 >= codes.len() || n + 2 >= offsets.len() {
                let room = (self.codes.len() * 2).max(64);
                self.codes.resize(room, 0);
                self.offsets.resize(room, 0);
                (codes, offsets) = (self.codes.as_mut_slice(), self.offsets.as_mut_slice());
            }
            offsets[n] = at as u32;
            let (scalar, length) = match bytes[at..] {
                // Nearly always.
                [a @ 0xE0..=0xEF, b, c, ..] => {
                    let bits = |byte: u8| u32::from(byte & 0x3F);
                    (u32::from(a & 0xF) << 12 | bits(b) << 6 | bits(c), 3)
                }
                [] => break None,
                _ => text[at..].chars().next().map_or((0, 1), |c| (c.into(), c.len_utf8())),
            };
            let Ok(code) = table::code(scalar) else { break char::from_u32(scalar) };
            codes[n] = code;
            at += length;
            n += 1;
        };
        // Code 0 leads nowhere.
        (codes[n], codes[n + 1]) = (0, 0);
        self.length = n;
        Some((at, outside))
    }

    /// Fills in `steps`. `one` is the weight of a character that is no word.
    ///
    /// The sums are jieba's, addition by addition, from the end of the block to its start.
    pub(super) fn route(&mut self, text: &str, weights: &Weights, one: f64, own: Option<&Own>) {
        let n = self.length;
        if self.scores.len() < n + 2 {
            self.scores.resize(self.codes.len(), 0.0);
            self.steps.resize(self.codes.len(), Step::NONE);
        }
        let (codes, scores, steps) = (&self.codes[..n + 2], &mut self.scores[..n + 2], &mut self.steps[..n]);
        scores[n] = 0.0;
        for i in (0..n).rev() {
            let mut best = match own.filter(|own| own.may_begin(codes[i], codes[i + 1])) {
                None => best(codes, scores, weights, i),
                Some(own) => best_of_both(codes, scores, weights, i, own, &text[self.offsets[i] as usize..]),
            };
            if best.1.0 == 0 {
                best = (one + scores[i + 1], Step::UNKNOWN);
            }
            (scores[i], steps[i]) = best;
        }
    }
}

/// The best word of the dictionary at a place.
#[inline(always)]
fn best(codes: &[u16], scores: &[f64], weights: &Weights, i: usize) -> (f64, Step) {
    let mut best = (f64::NEG_INFINITY, Step::NONE);
    let node = Node::first(codes[i]);
    take(&mut best, weights.of(node.rank()) + scores[i + 1], Step::new(1, node.tag()));
    let mut node = node.second(codes[i + 1]);
    take(&mut best, weights.of(node.rank()) + scores[i + 2], Step::new(2, node.tag()));
    let mut end = i + 2;
    while let Some(next) = node.next(codes[end]) {
        (node, end) = (next, end + 1);
        take(&mut best, weights.of(node.rank()) + scores[end], Step::new(end - i, node.tag()));
    }
    best
}

/// The best word of the dictionary or of the user's own at a place.
#[cold]
fn best_of_both(
    codes: &[u16],
    scores: &[f64],
    weights: &Weights,
    i: usize,
    own: &Own,
    rest: &str,
) -> (f64, Step) {
    let mut best = (f64::NEG_INFINITY, Step::NONE);
    let mut known = Some(Node::first(codes[i]));
    let mut own = own.prefixes(rest).peekable();
    for length in 1.. {
        let end = i + length;
        let own_word = own.next_if(|&(l, _)| l == length);
        match (own_word, known) {
            (Some((_, word)), _) => take(&mut best, word.weight + scores[end], Step::new(length, word.tag)),
            (None, Some(node)) => {
                take(&mut best, weights.of(node.rank()) + scores[end], Step::new(length, node.tag()))
            }
            (None, None) => {}
        }
        known = known.and_then(|node| node.next(*codes.get(end)?));
        if known.is_none() && own.peek().is_none() {
            break;
        }
    }
    best
}
