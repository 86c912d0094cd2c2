//! Which of many patterns can fit a text at all: one pass over the text says which characters, and which pairs of
//! them, it has, and a pattern that must have what the text lacks need not be asked. Nor need one that begins, ends or
//! measures otherwise.

use super::needs::{self, Gram};
use super::parse;
use super::shape;
use crate::lexicon::members;

/// How many patterns one gate stands before at most.
const PATTERNS: usize = 320;
/// How many characters and pairs the patterns of one gate are held to at most.
const ROWS: usize = 4096;
/// The marks that most paragraphs have and most titles have not.
const MARKS: [char; 6] = ['。', ',', '、', ':', ';', '!'];
/// Texts of so many characters are as good as endless.
const LONG: usize = 64;

/// Patterns, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Among([u64; PATTERNS / 64]);

impl Among {
    /// All patterns.
    pub(crate) const ALL: Self = Self([u64::MAX; PATTERNS / 64]);

    /// Adds a pattern.
    pub(crate) fn put(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    /// Whether it has a pattern.
    #[inline]
    pub(crate) fn has(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 != 0
    }

    /// Those that the other has not.
    #[inline]
    pub(crate) fn without(mut self, other: &Self) -> Self {
        self.drop(other);
        self
    }

    /// Those that the other has too.
    #[inline]
    pub(crate) fn both(mut self, other: &Self) -> Self {
        self.keep(other);
        self
    }

    /// Adds those of the other.
    #[inline]
    pub(crate) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Keeps those that the other has.
    #[inline]
    fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
    }

    /// Drops those that the other has.
    #[inline]
    fn drop(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= !other);
    }

    /// The patterns, in order.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + use<> {
        self.0.into_iter().enumerate().flat_map(|(word, all)| members(all).map(move |bit| word * 64 + bit))
    }
}

impl FromIterator<usize> for Among {
    fn from_iter<I: IntoIterator<Item = usize>>(patterns: I) -> Self {
        let mut out = Self::default();
        patterns.into_iter().for_each(|i| out.put(i));
        out
    }
}

/// What is known of a character.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// A bit for each remainder by 64 of the characters that end a pair which it begins.
    sieve: u64,
    /// These pairs, as a range of the gate's.
    pairs: (u32, u32),
    /// Its own row; 0: none.
    row: u16,
    /// Its ends; 0: none.
    ends: u16,
}

/// The patterns that a character can begin, or end, of those that only a few characters can.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    first: Among,
    last: Among,
}

/// What the patterns must have.
#[derive(Debug)]
pub(crate) struct Gate {
    /// The entry of each of the first 65536 characters, in pages of 256; page 0 and entry 0 are empty.
    pages: Vec<[u16; 256]>,
    page: [u8; 256],
    entries: Vec<Entry>,
    /// The second characters of all pairs and their rows, in order for each first one.
    pairs: Vec<(char, u16)>,
    /// For each character or pair (a row) that any pattern is held to, the patterns whose rarest set it is of; row 0 is
    /// empty.
    telling: Vec<Among>,
    /// The rows that tell of any pattern at all, as bits.
    tell: Vec<u64>,
    /// The other sets of each pattern, as a range of `sets`.
    others: Vec<(u32, u32)>,
    /// Sets of rows, as ranges of `words`: the places of words of rows, and which of their bits.
    sets: Vec<(u32, u32)>,
    words: Vec<(u16, u64)>,
    /// The patterns that can fit anything.
    always: Among,
    /// The patterns that must have no more than what tells of them.
    decided: Among,
    /// For each of the marks the patterns that fit whole texts without it only.
    without: [Among; MARKS.len()],
    /// The patterns that fit whole texts without Chinese characters only.
    no_han: Among,
    /// What begins and ends the patterns, and those that anything can begin, or end.
    ends: Vec<Ends>,
    open_ended: Ends,
    /// For each number of characters the patterns that fit a text of so many.
    lengths: Vec<Among>,
}

/// A gate that is being built: the pairs of each character are still apart.
struct Builder {
    gate: Gate,
    pairs: Vec<Vec<(char, u16)>>,
}

impl Builder {
    /// The entry of a character, a new one if need be.
    fn entry(&mut self, c: char) -> usize {
        let (high, low) = (c as usize >> 8 & 255, c as usize & 255);
        let gate = &mut self.gate;
        if gate.page[high] == 0 {
            gate.page[high] = gate.pages.len() as u8;
            gate.pages.push([0; 256]);
        }
        let entry = &mut gate.pages[usize::from(gate.page[high])][low];
        if *entry == 0 {
            *entry = gate.entries.len() as u16;
            gate.entries.push(Entry::default());
            self.pairs.push(Vec::new());
        }
        usize::from(*entry)
    }

    /// The row of a character or pair, a new one if need be.
    fn row(&mut self, (c, next): Gram) -> u16 {
        let entry = self.entry(c);
        let row = match next {
            None => &mut self.gate.entries[entry].row,
            Some(next) => {
                self.gate.entries[entry].sieve |= 1 << (next as u32 & 63);
                let pairs = &mut self.pairs[entry];
                let at = pairs.partition_point(|pair| pair.0 < next);
                if pairs.get(at).is_none_or(|pair| pair.0 != next) {
                    pairs.insert(at, (next, 0));
                }
                &mut pairs[at].1
            }
        };
        if *row == 0 {
            *row = self.gate.telling.len() as u16;
            assert!(self.gate.telling.len() < ROWS, "too many characters for one gate");
            self.gate.telling.push(Among::default());
        }
        *row
    }

    /// The ends of a character, new ones if need be.
    fn ends(&mut self, c: char) -> &mut Ends {
        let entry = self.entry(c);
        let at = &mut self.gate.entries[entry].ends;
        if *at == 0 {
            *at = self.gate.ends.len() as u16;
            self.gate.ends.push(Ends::default());
        }
        &mut self.gate.ends[usize::from(*at)]
    }

    fn add(&mut self, i: usize, source: &str) {
        let tree = parse::parse(source).unwrap_or_else(|e| panic!("{source}: {e}"));
        let whole = shape::fits_whole(&tree);
        for (mark, without) in MARKS.iter().zip(&mut self.gate.without) {
            if whole && !shape::takes(&tree, *mark) {
                without.put(i);
            }
        }
        if whole && !shape::takes_han(&tree) {
            self.gate.no_han.put(i);
        }
        let (least, most) = shape::length(&tree);
        let most = most.filter(|_| whole).unwrap_or(usize::MAX);
        for (length, fits) in self.gate.lengths.iter_mut().enumerate() {
            if (least..=most.max(least)).contains(&length) || length == LONG && most >= LONG {
                fits.put(i);
            }
        }
        // Characters beyond the first 65536 are in no table.
        let in_tables = |chars: &[char]| chars.iter().all(|&c| c as u32 <= 0xFFFF);
        match shape::begins_with(&tree).filter(|chars| in_tables(chars)) {
            Some(chars) => chars.into_iter().for_each(|c| self.ends(c).first.put(i)),
            None => self.gate.open_ended.first.put(i),
        }
        match shape::ends_with(&tree).filter(|chars| in_tables(chars)) {
            Some(chars) => chars.into_iter().for_each(|c| self.ends(c).last.put(i)),
            None => self.gate.open_ended.last.put(i),
        }
        let needs = needs::of(&tree);
        let mut needs =
            needs.iter().map(|need| need.grams()).filter(|grams| grams.iter().all(|g| g.0 as u32 <= 0xFFFF));
        let Some(rarest) = needs.next() else {
            self.gate.always.put(i);
            self.gate.others.push((0, 0));
            return;
        };
        for &gram in rarest {
            let row = self.row(gram);
            self.gate.telling[usize::from(row)].put(i);
        }
        if needs::suffice(&tree, rarest) {
            self.gate.decided.put(i);
        }
        let first = self.gate.sets.len() as u32;
        for set in needs {
            let mut rows: Vec<u16> = set.iter().map(|&gram| self.row(gram)).collect();
            rows.sort_unstable();
            let begin = self.gate.words.len() as u32;
            for same in rows.chunk_by(|a, b| a / 64 == b / 64) {
                let bits = same.iter().fold(0, |bits, row| bits | 1 << (row % 64));
                self.gate.words.push((same[0] / 64, bits));
            }
            self.gate.sets.push((begin, self.gate.words.len() as u32));
        }
        self.gate.others.push((first, self.gate.sets.len() as u32));
    }

    fn built(mut self) -> Gate {
        let tells = |rows: &[Among]| {
            (0..).zip(rows).fold(0, |all, (i, row)| all | u64::from(*row != Among::default()) << i)
        };
        self.gate.tell = self.gate.telling.chunks(64).map(tells).collect();
        for (entry, pairs) in self.gate.entries.iter_mut().zip(self.pairs) {
            let begin = self.gate.pairs.len() as u32;
            self.gate.pairs.extend(pairs);
            entry.pairs = (begin, self.gate.pairs.len() as u32);
        }
        self.gate
    }
}

impl Gate {
    /// The gate before these patterns.
    ///
    /// # Panics
    /// If one is no pattern, or there are too many: the tests load all tables.
    pub(crate) fn new<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let none = Among::default();
        let gate = Self {
            pages: vec![[0; 256]],
            page: [0; 256],
            entries: vec![Entry::default()],
            pairs: Vec::new(),
            telling: vec![none],
            tell: Vec::new(),
            others: Vec::new(),
            sets: Vec::new(),
            words: Vec::new(),
            always: none,
            decided: none,
            without: [none; MARKS.len()],
            no_han: none,
            ends: vec![Ends::default()],
            open_ended: Ends::default(),
            lengths: vec![none; LONG + 1],
        };
        let mut builder = Builder { gate, pairs: vec![Vec::new()] };
        for mark in MARKS {
            builder.row((mark, None));
        }
        for (i, source) in patterns.enumerate() {
            assert!(i < PATTERNS, "too many patterns for one gate");
            builder.add(i, source);
        }
        builder.built()
    }

    #[inline]
    fn entry(&self, c: char) -> &Entry {
        let page = self.page.get(c as usize >> 8).copied().unwrap_or(0);
        &self.entries[usize::from(self.pages[usize::from(page)][c as usize & 255])]
    }

    fn ends_of(&self, c: Option<char>) -> &Ends {
        &self.ends[c.map_or(0, |c| usize::from(self.entry(c).ends))]
    }

    /// Whether a pattern fits every text that it is open for.
    #[inline]
    pub(crate) fn decides(&self, pattern: usize) -> bool {
        self.decided.has(pattern)
    }

    /// The patterns that may fit the text, as indices, in order.
    pub(crate) fn open(&self, text: &str) -> impl Iterator<Item = usize> {
        self.open_among(text, &Among::ALL).iter()
    }

    /// Which of some patterns may fit the text.
    pub(crate) fn open_among(&self, text: &str, among: &Among) -> Among {
        let fit = self.fit_ends(text).both(among);
        if fit == Among::default() {
            return fit;
        }
        // Which rows the text has.
        let mut has = [0u64; ROWS / 64];
        let mut length = 0;
        let mut before = &self.entries[0];
        for c in text.chars() {
            if before.sieve >> (c as u32 & 63) & 1 != 0 {
                let pairs = &self.pairs[before.pairs.0 as usize..before.pairs.1 as usize];
                if let Ok(i) = pairs.binary_search_by_key(&c, |pair| pair.0) {
                    let row = pairs[i].1;
                    has[usize::from(row / 64)] |= 1 << (row % 64);
                }
            }
            before = self.entry(c);
            has[usize::from(before.row / 64)] |= 1 << (before.row % 64);
            length += 1;
        }
        let mut open = self.always;
        for (word, (&own, tell)) in has.iter().zip(&self.tell).enumerate() {
            for bit in members(own & tell) {
                open.join(&self.telling[word * 64 + bit]);
            }
        }
        open.keep(&fit);
        open.keep(&self.lengths[length.min(LONG)]);
        // The marks have the first rows.
        for (without, row) in self.without.iter().zip(1..) {
            if has[0] >> row & 1 != 0 {
                open.drop(without);
            }
        }
        let in_text = |&(at, bits): &(u16, u64)| has[usize::from(at)] & bits != 0;
        for (word, open) in open.0.iter_mut().enumerate() {
            for bit in members(*open) {
                let (begin, end) = self.others[word * 64 + bit];
                let mut sets = self.sets[begin as usize..end as usize].iter();
                if !sets.all(|set| self.words[set.0 as usize..set.1 as usize].iter().any(in_text)) {
                    *open &= !(1 << bit);
                }
            }
        }
        open
    }

    /// The patterns that can begin and end as the text does.
    fn fit_ends(&self, text: &str) -> Among {
        let (first, last) = (text.chars().next(), text.chars().next_back());
        let mut fit = self.open_ended.first;
        fit.join(&self.ends_of(first).first);
        let mut fit_last = self.open_ended.last;
        fit_last.join(&self.ends_of(last).last);
        fit.keep(&fit_last);
        if [first, last].into_iter().flatten().any(|c| shape::HAN.contains(&c)) {
            fit.drop(&self.no_han);
        }
        fit
    }
}
