//! Sets of characters.

use std::hint::select_unpredictable;

use crate::lexicon::{is_letter, members};

/// A set of characters: ranges, and the kinds that have names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Class {
    /// All characters but these.
    pub(super) negated: bool,
    /// Bits of the first 128 characters; behind them, for each remainder by 256, whether any other character that leaves
    /// it may be of the set.
    pub(super) bits: [u64; 6],
    /// The others, in order, apart from one another.
    pub(super) ranges: Vec<(char, char)>,
    /// The widest range: most that are in any are in this one.
    pub(super) widest: Option<(char, char)>,
    /// `\p{L}`, beyond ASCII.
    pub(super) letters: bool,
    /// `\p{N}`, beyond ASCII.
    pub(super) numbers: bool,
}

/// The script of Chinese characters (Unicode, Scripts.txt), iteration marks and 〇 among them.
pub(super) const HAN: &[(char, char)] = &[
    ('\u{2E80}', '\u{2E99}'),
    ('\u{2E9B}', '\u{2EF3}'),
    ('\u{2F00}', '\u{2FD5}'),
    ('\u{3005}', '\u{3005}'),
    ('\u{3007}', '\u{3007}'),
    ('\u{3021}', '\u{3029}'),
    ('\u{3038}', '\u{303B}'),
    ('\u{3400}', '\u{4DBF}'),
    ('\u{4E00}', '\u{9FFF}'),
    ('\u{F900}', '\u{FA6D}'),
    ('\u{FA70}', '\u{FAD9}'),
    ('\u{16FE2}', '\u{16FE3}'),
    ('\u{16FF0}', '\u{16FF1}'),
    ('\u{20000}', '\u{2A6DF}'),
    ('\u{2A700}', '\u{2EBE0}'),
    ('\u{2EBF0}', '\u{2EE5D}'),
    ('\u{2F800}', '\u{2FA1D}'),
    ('\u{30000}', '\u{323AF}'),
];

/// How many characters are few.
pub(super) const FEW: usize = 48;

/// How many bytes a character has, by its first one.
#[inline]
pub(super) fn length(first: u8) -> usize {
    const LENGTHS: [u8; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 4];
    usize::from(LENGTHS[usize::from(first >> 4)])
}

/// The place one character before another.
#[inline]
pub(super) fn before(text: &str, at: usize) -> Option<usize> {
    text.as_bytes()[..at].iter().rposition(|b| b & 0xC0 != 0x80)
}

impl Class {
    /// The set of one character.
    pub(super) fn of(c: char) -> Self {
        Self::from_iter([(c, c)])
    }

    /// `\p{L}`.
    pub(super) fn of_letters() -> Self {
        let mut out = Self { letters: true, ..Self::default() };
        out.extend([('a', 'z'), ('A', 'Z')]);
        out
    }

    /// `\p{N}`.
    pub(super) fn of_numbers() -> Self {
        let mut out = Self { numbers: true, ..Self::default() };
        out.extend([('0', '9')]);
        out
    }

    /// All characters but a line's end.
    pub(super) fn of_lines() -> Self {
        Self { negated: true, ..Self::of('\n') }
    }

    /// With these ranges too.
    pub(super) fn extend(&mut self, ranges: impl IntoIterator<Item = (char, char)>) {
        for (first, last) in ranges {
            if first.is_ascii() {
                (first as usize..=(last as usize).min(127)).for_each(|c| self.bits[c / 64] |= 1 << (c % 64));
            }
            if !last.is_ascii() {
                self.ranges.push((first.max('\u{80}'), last));
            }
        }
        self.tidy();
    }

    /// Puts the ranges in order, overlapping ones together.
    pub(super) fn tidy(&mut self) {
        self.ranges.sort_unstable();
        self.ranges.dedup_by(|next, last| {
            let meets = next.0 <= last.1;
            if meets {
                last.1 = last.1.max(next.1);
            }
            meets
        });
        self.widest = self.ranges.iter().copied().max_by_key(|&(first, last)| last as u32 - first as u32);
        let wide = self.widest.is_some_and(|(first, last)| last as u32 - first as u32 >= 255);
        self.bits[2..].fill(if wide || self.letters || self.numbers { u64::MAX } else { 0 });
        if !wide {
            for c in self.ranges.iter().flat_map(|&(first, last)| first as usize..=last as usize) {
                self.bits[2 + c / 64 % 4] |= 1 << (c % 64);
            }
        }
    }

    /// Adds all of another set that is not negated; to be tidied when all are in.
    pub(super) fn absorb(&mut self, other: &Self) {
        (0..2).for_each(|i| self.bits[i] |= other.bits[i]);
        self.letters |= other.letters;
        self.numbers |= other.numbers;
        self.ranges.extend_from_slice(&other.ranges);
    }

    /// Adds a character; to be tidied when all are in.
    pub(super) fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.bits[c as usize / 64] |= 1 << (c as u32 % 64);
        } else {
            self.ranges.push((c, c));
        }
    }

    /// Whether it holds the character.
    #[inline]
    pub(super) fn holds(&self, c: char) -> bool {
        let word = if c.is_ascii() { c as usize / 64 } else { 2 + c as usize / 64 % 4 };
        self.negated
            != (self.bits[word] >> (c as u32 % 64) & 1 != 0 && (c.is_ascii() || self.beyond_ascii(c)))
    }

    /// Whether it holds a character beyond ASCII, were it not negated.
    fn beyond_ascii(&self, c: char) -> bool {
        self.in_ranges(c) || self.letters && is_letter(c) || self.numbers && c.is_numeric()
    }

    #[inline(never)] // rare: kept out of the loops
    fn beyond_ascii_at(&self, text: &str, at: usize) -> bool {
        text[at..].chars().next().is_some_and(|c| self.beyond_ascii(c))
    }

    /// Whether it holds the character at a place of a text, and how many bytes that has; `None` at the end too. Most
    /// characters are done with by their last two bytes: these have the bits of the remainder.
    #[inline(always)] // a few instructions at each character of a run
    pub(super) fn length_at(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let lead = *bytes.get(at)?;
        // Marks and digits stand among the characters where nobody foresees them: no branch.
        let length = length(lead);
        let (high, low) = (*bytes.get(at + length.saturating_sub(2))?, *bytes.get(at + length - 1)?);
        let word = select_unpredictable(length == 1, lead / 64, 2 + high % 4);
        let may = self.bits[usize::from(word)] >> (low % 64) & 1 != 0;
        let holds = may && (length == 1 || self.beyond_ascii_at(text, at));
        (holds != self.negated).then_some(length)
    }

    /// The first of its characters in a text, from a place on.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        while self.length_at(text, at).is_none() {
            at += length(*bytes.get(at)?);
        }
        Some(at)
    }

    /// The last of its characters in a text that begins between two places, both counted.
    pub(super) fn rfind(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        let mut at = to;
        while self.length_at(text, at).is_none() {
            at = before(text, at).filter(|&at| at >= from)?;
        }
        Some(at)
    }

    /// How far its characters go on from a place, so many of them at most.
    #[inline]
    pub(super) fn run(&self, text: &str, mut at: usize, most: u32) -> usize {
        for _ in 0..most {
            let Some(length) = self.length_at(text, at) else { break };
            at += length;
        }
        at
    }

    fn in_ranges(&self, c: char) -> bool {
        if self.widest.is_some_and(|(first, last)| first <= c && c <= last) {
            return true;
        }
        let behind = self.ranges.partition_point(|&(first, _)| first <= c);
        behind > 0 && c <= self.ranges[behind - 1].1
    }

    /// Its characters, if they are few.
    pub(super) fn few(&self) -> Option<Vec<char>> {
        self.at_most(FEW)
    }

    /// Its characters, if they are so many or fewer.
    pub(super) fn at_most(&self, many: usize) -> Option<Vec<char>> {
        if self.negated || self.letters || self.numbers {
            return None;
        }
        let size: u32 = self.ranges.iter().map(|&(a, b)| b as u32 - a as u32 + 1).sum();
        if self.bits[..2].iter().map(|bits| bits.count_ones()).sum::<u32>() + size > many as u32 {
            return None;
        }
        let ascii = members(self.bits[0]).chain(members(self.bits[1]).map(|i| i + 64));
        Some(ascii.map(|i| char::from(i as u8)).chain(self.ranges.iter().flat_map(|&(a, b)| a..=b)).collect())
    }
}

impl FromIterator<(char, char)> for Class {
    fn from_iter<I: IntoIterator<Item = (char, char)>>(ranges: I) -> Self {
        let mut class = Self::default();
        class.extend(ranges);
        class
    }
}
