//! Which of many patterns can fit a text at all: one pass over the text says which characters, and which pairs of
//! them, it has, and a pattern that must have what the text lacks need not be asked. Nor need one that begins, ends or
//! measures otherwise.

use std::hint::select_unpredictable;

use serde::{Deserialize, Serialize};

use super::among::Among;
use super::{ahead, shape};

/// How many characters and pairs the patterns of one gate are held to at most.
pub(super) const ROWS: usize = 4096;
/// How many characters a page is for: all that differ in the last byte of three.
pub(super) const PAGE: usize = 64;
/// The marks that most paragraphs have and most titles have not.
pub(super) const MARKS: [char; 6] = ['。', ',', '、', ':', ';', '!'];
/// A character that no pattern has.
const NOTHING: usize = u16::MAX as usize;
/// Texts of so many characters are as good as endless.
pub(super) const LONG: usize = 64;

/// What is known of a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Where its pairs begin: the entry of the character behind it is how far its pair stands from there.
    pub(super) pairs: u16,
    /// Its own row; 0: none.
    pub(super) row: u16,
    /// Its ends; 0: none.
    pub(super) ends: u16,
}

/// The patterns that a character can begin, or end, of those that only a few characters can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Ends {
    pub(super) first: Among,
    pub(super) last: Among,
}

/// What a gate tells of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Open {
    /// The patterns that may fit it.
    pub(crate) may: Among,
    /// Those among them that do.
    pub(crate) sure: Among,
}

/// What the patterns must have.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Gate {
    /// The entry of each of the first 65536 characters, in pages of 64, and where the page of each 64 characters begins;
    /// the first page and entry 0 are empty.
    pub(super) pages: Vec<u16>,
    pub(super) page: Vec<u16>,
    pub(super) entries: Vec<Entry>,
    /// The entries that begin the pairs, and the rows of those: pairs of one beginning stand as far apart as the entries
    /// of their ends, in one another's gaps (Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array
    /// Structure", 1989).
    pub(super) pairs: Vec<(u16, u16)>,
    /// For each character or pair (a row) that any pattern is held to, the place in `told` of the patterns whose rarest
    /// set it is of; row 0 is no character's, and tells of none.
    pub(super) telling: Vec<u16>,
    pub(super) told: Vec<Among>,
    /// The other sets of each pattern, as a range of `sets`.
    pub(super) others: Vec<(u16, u16)>,
    /// Sets of rows, as ranges of `words`: the places of words of rows, and which of their bits.
    pub(super) sets: Vec<(u16, u16)>,
    pub(super) words: Vec<(u16, u64)>,
    /// The patterns that can fit anything.
    pub(super) always: Among,
    /// For each pattern the set of which one is enough that it fits, as a range of `words`; mostly none.
    pub(super) sure: Vec<(u16, u16)>,
    /// For each of the marks the patterns that fit whole texts without it only.
    pub(super) without: [Among; MARKS.len()],
    /// The patterns that fit whole texts without Chinese characters only.
    pub(super) no_han: Among,
    /// What begins and ends the patterns, and those that anything can begin, or end.
    pub(super) ends: Vec<Ends>,
    pub(super) open_ended: Ends,
    /// For each number of characters the patterns that fit a text of so many.
    pub(super) lengths: Vec<Among>,
}

/// Which rows a text has, and the patterns that they tell of.
struct Seen<'g> {
    gate: &'g Gate,
    rows: [u64; ROWS / 64],
    open: Among,
    /// The rows met last: noted many at a time, since to set bits of one word one after the other is slow.
    met: [u16; 2 * MET],
    count: usize,
}

/// How many rows are noted at a time; there is room for more, so that it is asked but once for each character.
const MET: usize = 64;

impl Seen<'_> {
    /// Meets a row; none counts for nothing.
    #[inline]
    fn meet(&mut self, row: u16) {
        self.met[self.count % (2 * MET)] = row;
        self.count += usize::from(row != 0);
    }

    /// Whatever a row tells, if only of no pattern, is added without a question: which rows do cannot be foreseen.
    fn note(&mut self) {
        let mut open = self.open;
        for row in self.met[..self.count].iter().map(|&row| usize::from(row)) {
            self.rows[row / 64 % (ROWS / 64)] |= 1 << (row % 64);
            open.join(&self.gate.told[usize::from(self.gate.telling[row])]);
        }
        self.open = open;
        self.count = 0;
    }

    /// Whether the text has one of a set.
    fn has(&self, set: (u16, u16)) -> bool {
        let words = &self.gate.words[usize::from(set.0)..usize::from(set.1)];
        words.iter().fold(0, |any, &(at, bits)| any | self.rows[usize::from(at)] & bits) != 0
    }
}

impl Gate {
    /// The gate before these patterns: the one that was laid out ahead of time, if there is one.
    ///
    /// # Panics
    /// If one is no pattern, or there are too many: the tests load all tables.
    pub(crate) fn new<'a>(patterns: impl Iterator<Item = &'a str> + Clone) -> Self {
        ahead::gate(patterns)
    }

    /// Which entry is that of a character. Those beyond the first 65536 are in no table: one that no pattern has stands for
    /// them.
    #[inline]
    fn entry(&self, c: char) -> u16 {
        let code = (c as usize).min(NOTHING);
        self.pages[usize::from(self.page[code / PAGE]) + code % PAGE]
    }

    fn ends_of(&self, c: Option<&char>) -> &Ends {
        let entry = c.map_or(0, |&c| self.entry(c));
        &self.ends[usize::from(self.entries[usize::from(entry)].ends)]
    }

    /// The patterns that may fit the text, as indices, in order.
    pub(crate) fn open(&self, text: &[char]) -> impl Iterator<Item = usize> {
        self.open_among(text, &Among::ALL).may.iter()
    }

    /// Which of some patterns may fit the text, and which do.
    pub(crate) fn open_among(&self, text: &[char], among: &Among) -> Open {
        let fit = self.fit_ends(text).both(among);
        if fit == Among::default() {
            return Open::default();
        }
        let mut seen =
            Seen { gate: self, rows: [0; ROWS / 64], open: self.always, met: [0; 2 * MET], count: 0 };
        let (mut before, mut pairs) = (0, 0);
        for &c in text {
            let own = self.entry(c);
            let entry = &self.entries[usize::from(own)];
            let (first, row) = self.pairs[usize::from(pairs) + usize::from(own)];
            seen.meet(select_unpredictable(first == before, row, 0));
            seen.meet(entry.row);
            if seen.count >= MET {
                seen.note();
            }
            (before, pairs) = (own, entry.pairs);
        }
        seen.note();
        let mut open = seen.open.both(&fit);
        open.keep(&self.lengths[text.len().min(LONG)]);
        // The marks have the first rows.
        for (without, row) in self.without.iter().zip(1..) {
            if seen.rows[0] >> row & 1 != 0 {
                open.drop(without);
            }
        }
        let mut sure = Among::default();
        for i in open.iter() {
            let (begin, end) = self.others[i];
            if !self.sets[usize::from(begin)..usize::from(end)].iter().all(|&set| seen.has(set)) {
                open.take(i);
            } else if seen.has(self.sure[i]) {
                sure.put(i);
            }
        }
        Open { may: open, sure }
    }

    /// The patterns that can begin and end as the text does.
    fn fit_ends(&self, text: &[char]) -> Among {
        let (first, last) = (text.first(), text.last());
        let mut fit = self.open_ended.first;
        fit.join(&self.ends_of(first).first);
        let mut fit_last = self.open_ended.last;
        fit_last.join(&self.ends_of(last).last);
        fit.keep(&fit_last);
        if [first, last].into_iter().flatten().any(|c| shape::HAN.contains(c)) {
            fit.drop(&self.no_han);
        }
        fit
    }
}
