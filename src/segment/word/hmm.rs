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
    let row = NUMBERS[at * 4..].first_chunk().unwrap_or(&[[0; 8]; 4]);
    row.map(f64::from_le_bytes)
}

/// Which states came before the best way to each, a byte a character.
#[derive(Debug, Default)]
pub(super) struct Model {
    back: Vec<u8>,
}

impl Model {
    /// Hands the lengths of the words in `codes` to `emit`, in characters.
    pub(super) fn cut(&mut self, codes: &[u16], mut emit: impl FnMut(usize)) {
        if codes.len() < 2 {
            return codes.iter().for_each(|_| emit(1));
        }
        let from = [row(1), row(2), row(3), row(4)];
        let emission = |code: u16| row(5 + usize::from(code));
        let (start, first) = (row(0), emission(codes[0]));
        let mut score = [0.0; 4];
        for state in 0..4 {
            score[state] = start[state] + first[state];
        }
        self.back.clear();
        for &code in &codes[1..] {
            let here = emission(code);
            // On a tie the second wins.
            let best = |state: usize, a: usize, b: usize| {
                let one = score[a] + from[a][state] + here[state];
                let two = score[b] + from[b][state] + here[state];
                if one > two { (one, 0) } else { (two, 1u8) }
            };
            let begin = best(BEGIN, END, SINGLE);
            let end = best(END, BEGIN, MIDDLE);
            let middle = best(MIDDLE, BEGIN, MIDDLE);
            let single = best(SINGLE, END, SINGLE);
            score = [begin.0, end.0, middle.0, single.0];
            self.back.push(begin.1 | end.1 << END | middle.1 << MIDDLE | single.1 << SINGLE);
        }
        let mut state = if score[END] > score[SINGLE] { END } else { SINGLE };
        // From back to front, what was chosen becomes the states themselves.
        for choice in self.back.iter_mut().rev() {
            let second = *choice >> state & 1 == 1;
            *choice = state as u8;
            state = match state {
                BEGIN | SINGLE => {
                    if second {
                        SINGLE
                    } else {
                        END
                    }
                }
                _ => {
                    if second {
                        MIDDLE
                    } else {
                        BEGIN
                    }
                }
            };
        }
        let mut begun = 0;
        for (i, state) in std::iter::once(state).chain(self.back.iter().map(|&s| usize::from(s))).enumerate()
        {
            if state == END || state == SINGLE {
                emit(i + 1 - begun);
                begun = i + 1;
            }
        }
        if begun < codes.len() {
            emit(codes.len() - begun);
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
