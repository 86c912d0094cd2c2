//! The likeliest way through a block of characters, by the words of the dictionary.

use super::own::Own;
use super::table::{Node, Weights};

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

/// A stretch of text without punctuation or white space.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The codes of its characters, and behind them, while a way is looked for, two zeros.
    pub(super) codes: Vec<u16>,
    /// Where each character begins in the text.
    pub(super) offsets: Vec<u32>,
    /// The word to take at each character.
    pub(super) steps: Vec<Step>,
    scores: Vec<f64>,
}

/// The better of two words at one place: the likelier; of equals the longer, which comes later.
#[inline(always)]
fn take(best: &mut (f64, Step), score: f64, step: Step) {
    if score >= best.0 {
        *best = (score, step);
    }
}

impl Block {
    /// Where the characters `from..to` stand in the text; for the last one the block's end must be among the offsets.
    pub(super) fn place(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        self.offsets[from] as usize..self.offsets[to] as usize
    }

    /// Fills in `steps`. `text` is that of the block, `one` the weight of a character that is no word.
    ///
    /// The sums are jieba's, addition by addition, from the end of the block to its start.
    pub(super) fn route(&mut self, text: &str, weights: &Weights, one: f64, own: Option<&Own>) {
        let n = self.codes.len();
        self.codes.extend([0, 0]);
        if self.scores.len() < n + 2 {
            self.scores.resize(n + 2, 0.0);
            self.steps.resize(n + 2, Step::NONE);
        }
        let (codes, scores, steps) = (&self.codes[..n + 2], &mut self.scores[..n + 2], &mut self.steps[..n]);
        scores[n] = 0.0;
        for i in (0..n).rev() {
            let mut best = match own.filter(|own| own.may_begin(codes[i], codes[i + 1])) {
                None => best(codes, scores, weights, i),
                Some(own) => {
                    let rest = &text[(self.offsets[i] - self.offsets[0]) as usize..];
                    best_of_both(codes, scores, weights, i, own, rest)
                }
            };
            if best.1.0 == 0 {
                best = (one + scores[i + 1], Step::UNKNOWN);
            }
            (scores[i], steps[i]) = best;
        }
        self.codes.truncate(n);
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
