//! The part of speech of a word that no dictionary has: jieba's second Markov model, whose states are position in the word
//! (B, M, E, S) and tag.

use super::TAGS;
use super::table::{Eight, any_code};

static ROWS: &[[u8; 4]] = include_bytes!("data/guess_rows.bin").as_slice().as_chunks().0;
static ENTRIES: &[[u8; 9]] = include_bytes!("data/guess_entries.bin").as_slice().as_chunks().0;
static MOVES: &[Eight] = include_bytes!("data/guess_moves.bin").as_slice().as_chunks().0;

/// What cannot be.
const NEVER: f64 = -3.14e100;

/// The positions that may stand before each.
const BEFORE: [[u8; 2]; 4] = [[2, 3], [0, 1], [0, 1], [2, 3]];

const END: u8 = 2;
const SINGLE: u8 = 3;

/// A state that a character may be in, and how it was best reached.
#[derive(Clone, Copy, Debug)]
struct Cell {
    state: u8,
    score: f64,
    /// The cell before it.
    back: u32,
}

/// The cells of a word, those of each character together and in order of state.
#[derive(Debug, Default)]
pub(super) struct Guesser {
    cells: Vec<Cell>,
    best: Vec<u8>,
}

/// The states of a character with their emissions.
fn entries(c: char) -> impl Iterator<Item = (u8, f64)> {
    let at = |i: usize| u32::from_le_bytes(ROWS[i]) as usize;
    let code = usize::from(any_code(c));
    ENTRIES[at(code)..at(code + 1)].iter().map(|&[state, weight @ ..]| (state, f64::from_le_bytes(weight)))
}

fn start(state: u8) -> f64 {
    f64::from_le_bytes(MOVES[usize::from(state)])
}

impl Guesser {
    /// The tag of `word`, an index into [`TAGS`].
    pub(super) fn tag(&mut self, word: &str) -> u8 {
        let letters = word.bytes().filter(u8::is_ascii_alphanumeric).count();
        if letters > 0 {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            return tag_of(if digits == letters { "m" } else { "eng" });
        }
        let longest = if word.is_ascii() { None } else { self.longest(word) };
        longest.unwrap_or_else(|| tag_of("x"))
    }

    /// The tag of the longest word inside `word`, the last one of several.
    fn longest(&mut self, word: &str) -> Option<u8> {
        let mut chars = word.chars();
        let first = chars.next()?;
        if chars.as_str().is_empty() {
            let singles = entries(first).filter(|(state, _)| state / 64 == SINGLE);
            let scored = singles
                .map(|(state, weight)| (start(state) + weight, state))
                .filter(|&(score, _)| score > NEVER);
            let best = scored.reduce(|best, next| if next.0 >= best.0 { next } else { best })?;
            return Some(best.1 % 64);
        }
        self.cells.clear();
        let begun =
            entries(first).map(|(state, weight)| Cell { state, score: start(state) + weight, back: 0 });
        self.cells.extend(begun.filter(|cell| cell.score > NEVER));
        let mut live = 0..self.cells.len();
        for c in chars {
            for (state, emission) in entries(c) {
                if let Some(cell) = self.reach(live.clone(), state, emission) {
                    self.cells.push(cell);
                }
            }
            live = live.end..self.cells.len();
            if live.is_empty() {
                return None;
            }
        }
        let ends = live.filter(|&i| matches!(self.cells[i].state / 64, END | SINGLE));
        // Those of End come first, and the first of equals wins.
        let last =
            ends.reduce(|best, i| if self.cells[i].score > self.cells[best].score { i } else { best })?;
        Some(self.longest_on_way_to(last, word))
    }

    /// The best way from one of the cells in `live` to `state`; the first of equals wins.
    fn reach(&self, live: std::ops::Range<usize>, state: u8, emission: f64) -> Option<Cell> {
        let mut best: Option<Cell> = None;
        for (row, position) in BEFORE[usize::from(state / 64)].into_iter().enumerate() {
            let moves = &MOVES[256 + usize::from(state) * 128 + row * 64..][..64];
            for i in live.clone() {
                let from = self.cells[i];
                if from.state / 64 != position {
                    continue;
                }
                let step = f64::from_le_bytes(moves[usize::from(from.state % 64)]);
                let score = from.score + step + emission;
                if step > NEVER && score > best.map_or(NEVER, |b| b.score) {
                    best = Some(Cell { state, score, back: i as u32 });
                }
            }
        }
        best
    }

    fn longest_on_way_to(&mut self, last: usize, word: &str) -> u8 {
        self.best.clear();
        let mut at = last;
        for _ in word.chars() {
            self.best.push(self.cells[at].state);
            at = self.cells[at].back as usize;
        }
        let (mut longest, mut length) = ((0, tag_of("x")), 0);
        for (&state, c) in self.best.iter().rev().zip(word.chars()) {
            // A word of one character, or the beginning of one.
            if matches!(state / 64, 0 | SINGLE) {
                length = 0;
            }
            length += c.len_utf8();
            if matches!(state / 64, END | SINGLE) && length >= longest.0 {
                longest = (length, state % 64);
            }
        }
        longest.1
    }
}

/// The number of a tag, that of `x` if there is no such tag.
pub(super) fn tag_of(tag: &str) -> u8 {
    let at = |tag| TAGS.iter().position(|&t| t == tag);
    at(tag).or_else(|| at("x")).unwrap_or(0) as u8
}
