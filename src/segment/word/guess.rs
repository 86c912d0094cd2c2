//! The part of speech of a word that no dictionary has: jieba's second Markov model, whose states are position in the word
//! (B, M, E, S) and tag.

use super::TAGS;
use super::table::Eight;

static ROWS: &[[u8; 4]] = include_bytes!("data/guess_rows.bin").as_slice().as_chunks().0;
static ENTRIES: &[[u8; 9]] = include_bytes!("data/guess_entries.bin").as_slice().as_chunks().0;
static MOVES: &[Eight] = include_bytes!("data/guess_moves.bin").as_slice().as_chunks().0;

/// What cannot be.
const NEVER: f64 = -3.14e100;

/// The positions that may stand before each.
const BEFORE: [[usize; 2]; 4] = [[2, 3], [0, 1], [0, 1], [2, 3]];

const BEGIN: u8 = 0;
const END: u8 = 2;
const SINGLE: u8 = 3;

/// A state that a character may be in, and how it was best reached.
#[derive(Clone, Copy, Debug)]
struct Cell {
    score: f64,
    /// The cell before it.
    back: u32,
    state: u8,
}

/// Where the cells of a character lie: they are in order of state, those of position `p` in `ends[p]..ends[p + 1]`.
#[derive(Clone, Copy, Debug, Default)]
struct Column([usize; 5]);

/// How many words are remembered.
const REMEMBERED: usize = 512;

/// The cells of a word, those of each character together and in order of state; and what was guessed before.
#[derive(Debug, Default)]
pub(super) struct Guesser {
    cells: Vec<Cell>,
    way: Vec<u8>,
    /// A word's codes and its tag, at a place that the codes give.
    guessed: Vec<(u64, u8)>,
}

/// The states of a character with their emissions.
#[inline(always)]
fn entries(code: u16) -> impl Iterator<Item = (u8, f64)> {
    let at = |i: usize| u32::from_le_bytes(ROWS[i]) as usize;
    let code = usize::from(code);
    ENTRIES[at(code)..at(code + 1)].iter().map(|&[state, weight @ ..]| (state, f64::from_le_bytes(weight)))
}

fn start(state: u8) -> f64 {
    f64::from_le_bytes(MOVES[usize::from(state)])
}

impl Guesser {
    /// The tag of `word`, an index into [`TAGS`]; `codes` are those of its characters.
    pub(super) fn tag(&mut self, word: &str, codes: &[u16]) -> u8 {
        if word.as_bytes()[0].is_ascii() || codes.contains(&0) {
            return self.fresh(word, codes);
        }
        // Fourteen bits a code: the key is the word.
        if codes.len() > 4 {
            return self.fresh(word, codes);
        }
        let key = codes.iter().fold(0, |key, &code| key << 14 | u64::from(code));
        let place = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % REMEMBERED;
        if self.guessed.is_empty() {
            self.guessed.resize(REMEMBERED, (0, 0));
        }
        if self.guessed[place].0 != key {
            self.guessed[place] = (key, self.fresh(word, codes));
        }
        self.guessed[place].1
    }

    fn fresh(&mut self, word: &str, codes: &[u16]) -> u8 {
        let letters = word.bytes().filter(u8::is_ascii_alphanumeric).count();
        if letters > 0 {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            return tag_of(if digits == letters { "m" } else { "eng" });
        }
        let longest = if word.is_ascii() { None } else { self.longest(word, codes) };
        longest.unwrap_or_else(|| tag_of("x"))
    }

    /// The tag of the longest word inside `word`, the last one of several.
    fn longest(&mut self, word: &str, codes: &[u16]) -> Option<u8> {
        let (&first, rest) = codes.split_first()?;
        let begun =
            entries(first).map(|(state, weight)| Cell { state, score: start(state) + weight, back: 0 });
        let Some((&last, middle)) = rest.split_last() else {
            let singles = begun.filter(|cell| cell.state / 64 == SINGLE && cell.score > NEVER);
            // The last of equals wins here.
            let best = singles.reduce(|best, next| if next.score >= best.score { next } else { best })?;
            return Some(best.state % 64);
        };
        self.cells.clear();
        self.cells.extend(begun.filter(|cell| cell.score > NEVER));
        let mut column = self.column(0);
        for &code in middle {
            column = self.next(column, code, |_| true)?;
        }
        // In the last one only what ends a word counts.
        let column = self.next(column, last, |state| matches!(state / 64, END | SINGLE))?;
        let ends = column.0[2]..column.0[4];
        let last =
            ends.reduce(|best, i| if self.cells[i].score > self.cells[best].score { i } else { best })?;
        Some(self.longest_on_way_to(last, word))
    }

    /// The column of the cells from `from` on.
    fn column(&self, from: usize) -> Column {
        let cells = &self.cells[from..];
        let end = |position: u8| from + cells.partition_point(|cell| cell.state / 64 < position);
        Column([from, end(1), end(2), end(3), self.cells.len()])
    }

    /// The column of the next character; `None` if nothing leads there.
    fn next(&mut self, before: Column, code: u16, wanted: impl Fn(u8) -> bool) -> Option<Column> {
        for (state, emission) in entries(code).filter(|&(state, _)| wanted(state)) {
            let mut best = Cell { state, score: NEVER, back: u32::MAX };
            // The first of equals wins.
            for (row, position) in BEFORE[usize::from(state / 64)].into_iter().enumerate() {
                let moves: &[Eight; 64] =
                    MOVES[256 + usize::from(state) * 128 + row * 64..].first_chunk().unwrap_or(&[[0; 8]; 64]);
                for i in before.0[position]..before.0[position + 1] {
                    let cell = self.cells[i];
                    let step = f64::from_le_bytes(moves[usize::from(cell.state % 64)]);
                    let score = cell.score + step + emission;
                    if score > best.score && step > NEVER {
                        best = Cell { state, score, back: i as u32 };
                    }
                }
            }
            if best.back != u32::MAX {
                self.cells.push(best);
            }
        }
        let column = self.column(before.0[4]);
        (column.0[0] < column.0[4]).then_some(column)
    }

    fn longest_on_way_to(&mut self, last: usize, word: &str) -> u8 {
        self.way.clear();
        let mut at = last;
        for _ in word.chars() {
            self.way.push(self.cells[at].state);
            at = self.cells[at].back as usize;
        }
        let (mut longest, mut length) = ((0, 0), 0);
        for (&state, c) in self.way.iter().rev().zip(word.chars()) {
            // A word of one character, or the beginning of one.
            if matches!(state / 64, BEGIN | SINGLE) {
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
