//! Words that no dictionary has: jieba's hidden Markov model over runs of single characters.

use super::table::{Eight, MODELLED};

static NUMBERS: &[Eight] = include_bytes!("data/hmm.bin").as_slice().as_chunks().0;

/// States in jieba's order.
const BEGIN: usize = 0;
const END: usize = 1;
const MIDDLE: usize = 2;
const SINGLE: usize = 3;

/// Four weights each: start, transitions from Begin, End, Middle and Single, then the emissions of each code.
#[inline(always)]
fn row(at: usize) -> [f64; 4] {
    let [a, b, c, d] = *NUMBERS[at * 4..].first_chunk().unwrap_or(&[[0; 8]; 4]);
    [f64::from_le_bytes(a), f64::from_le_bytes(b), f64::from_le_bytes(c), f64::from_le_bytes(d)]
}

/// The weights of the moves between characters.
struct Moves([[f64; 4]; 4]);

/// The better of two ways into a state, and whether it is the second: on a tie it is.
#[inline(always)]
fn better(one: f64, two: f64) -> (f64, u8) {
    (if one > two { one } else { two }, u8::from(one <= two))
}

impl Moves {
    /// The best way into `to` from one of two states: the sum is jieba's, addition by addition.
    #[inline(always)]
    fn reach(&self, to: usize, [a, b]: [usize; 2], scores: [f64; 4], here: [f64; 4]) -> (f64, u8) {
        better(scores[a] + self.0[a][to] + here[to], scores[b] + self.0[b][to] + here[to])
    }
}

/// What may stand before Begin and Single, and what before End and Middle.
const APART: [usize; 2] = [END, SINGLE];
const INSIDE: [usize; 2] = [BEGIN, MIDDLE];

/// For each character but the first, from which of two states the best way to each state came, a bit a state.
#[derive(Debug, Default)]
pub(super) struct Model {
    back: Vec<u8>,
}

impl Model {
    /// Hands the lengths of the words in `codes` to `emit`, in characters.
    pub(super) fn cut(&mut self, codes: &[u16], mut emit: impl FnMut(usize)) {
        let [first, middle @ .., last] = codes else {
            return codes.iter().for_each(|_| emit(1));
        };
        let emission = |code: u16| row(5 + usize::from(code));
        let moves = Moves([row(1), row(2), row(3), row(4)]);
        let (start, here) = (row(0), emission(*first));
        let mut scores: [f64; 4] = std::array::from_fn(|state| start[state] + here[state]);
        self.back.clear();
        for &code in middle {
            let here = emission(code);
            let begin = moves.reach(BEGIN, APART, scores, here);
            let end = moves.reach(END, INSIDE, scores, here);
            let inside = moves.reach(MIDDLE, INSIDE, scores, here);
            let single = moves.reach(SINGLE, APART, scores, here);
            scores = [begin.0, end.0, inside.0, single.0];
            self.back.push(begin.1 | end.1 << END | inside.1 << MIDDLE | single.1 << SINGLE);
        }
        let here = emission(*last);
        let end = moves.reach(END, INSIDE, scores, here);
        let single = moves.reach(SINGLE, APART, scores, here);
        let state = if end.0 > single.0 { END } else { SINGLE };
        if middle.is_empty() {
            // Whatever the first one was.
            if state == END {
                emit(2);
            } else {
                emit(1);
                emit(1);
            }
            return;
        }
        self.back.push(end.1 << END | single.1 << SINGLE);
        self.trace(state, emit);
    }

    /// Follows the best way back from the last state, and hands out the words.
    fn trace(&mut self, last: usize, mut emit: impl FnMut(usize)) {
        let mut state = last;
        // What was chosen becomes the states themselves.
        for choice in self.back.iter_mut().rev() {
            let second = usize::from(*choice >> state & 1);
            *choice = state as u8;
            state = if matches!(state, BEGIN | SINGLE) { APART[second] } else { INSIDE[second] };
        }
        let mut length = 0;
        for state in std::iter::once(state).chain(self.back.iter().map(|&s| usize::from(s))) {
            length += 1;
            if matches!(state, END | SINGLE) {
                emit(length);
                length = 0;
            }
        }
    }
}

/// The pieces of text outside the model: runs of letters and digits (also over `.`, `_`, `-` inside, and with a `%` behind),
/// and what lies between them.
pub(super) fn other_pieces(bytes: &[u8], mut emit: impl FnMut(usize)) {
    let mut at = 0;
    while at < bytes.len() {
        let gap = bytes[at..].iter().position(u8::is_ascii_alphanumeric);
        match gap {
            Some(0) => at += run(&bytes[at..]),
            gap => at = gap.map_or(bytes.len(), |gap| at + gap),
        }
        emit(at);
    }
}

/// Length of the run of letters and digits at the start.
fn run(bytes: &[u8]) -> usize {
    let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let mut end = 0;
    loop {
        while word(end) {
            end += 1;
        }
        if matches!(bytes.get(end), Some(b'.' | b'_' | b'-')) && word(end + 1) {
            end += 1;
        } else {
            break;
        }
    }
    end + usize::from(bytes.get(end) == Some(&b'%'))
}

/// Whether the model covers a character of this code; those without code must be looked at.
pub(super) fn covers(code: u16, c: impl FnOnce() -> Option<char>) -> bool {
    match code {
        0 => c().is_some_and(|c| matches!(c, '\u{4E00}'..='\u{9FD5}')),
        code => code <= MODELLED,
    }
}
