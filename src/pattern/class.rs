//! Sets of characters.

use crate::lexicon::{is_letter, members};

/// A set of characters: ranges, and the kinds that have names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Class {
    /// All characters but these.
    pub(super) negated: bool,
    /// Bits of the first 128 characters.
    pub(super) ascii: u128,
    /// The others, in order, apart from one another.
    pub(super) ranges: Vec<(char, char)>,
    /// For each remainder by 256 whether the ranges hold a character that leaves it.
    pub(super) sieve: [u64; 4],
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
pub(super) const FEW: usize = 24;

impl Class {
    /// The set of one character.
    pub(super) fn of(c: char) -> Self {
        Self::from_iter([(c, c)])
    }

    /// With these ranges too.
    pub(super) fn extend(&mut self, ranges: impl IntoIterator<Item = (char, char)>) {
        for (first, last) in ranges {
            if first.is_ascii() {
                let width = (last as u32).min(127) - first as u32 + 1;
                self.ascii |= (u128::MAX >> (128 - width)) << first as u32;
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
        self.sieve = [0; 4];
        for &(first, last) in &self.ranges {
            if last as u32 - first as u32 >= 255 {
                self.sieve = [u64::MAX; 4];
                break;
            }
            for c in first as u32..=last as u32 {
                self.sieve[c as usize >> 6 & 3] |= 1 << (c & 63);
            }
        }
    }

    /// Adds all of another set that is not negated; to be tidied when all are in.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.ascii |= other.ascii;
        self.letters |= other.letters;
        self.numbers |= other.numbers;
        self.ranges.extend_from_slice(&other.ranges);
    }

    /// Adds a character; to be tidied when all are in.
    pub(super) fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.ascii |= 1 << c as u32;
        } else {
            self.ranges.push((c, c));
        }
    }

    /// Whether it holds the character.
    #[inline]
    pub(super) fn holds(&self, c: char) -> bool {
        self.negated
            != if c.is_ascii() {
                self.ascii >> c as u32 & 1 != 0
            } else {
                self.sieve[c as usize >> 6 & 3] >> (c as u32 & 63) & 1 != 0 && self.in_ranges(c)
                    || self.letters && is_letter(c)
                    || self.numbers && c.is_numeric()
            }
    }

    /// The first of its characters in a text, from a place on.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let sieved = !(self.negated || self.letters || self.numbers);
        let mut at = from;
        while let Some(&first) = bytes.get(at) {
            let length = match first {
                0..=0x7F => 1,
                0x80..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0.. => 4,
            };
            // The last two bytes of a long character have the eight bits that the sieve asks for.
            let passes = |high: u8, low: u8| self.sieve[usize::from(high & 3)] >> (low & 63) & 1 != 0;
            if !sieved || length == 1 || passes(bytes[at + length - 2], bytes[at + length - 1]) {
                let c = if length == 1 { char::from(first) } else { text[at..].chars().next()? };
                if self.holds(c) {
                    return Some(at);
                }
            }
            at += length;
        }
        None
    }

    fn in_ranges(&self, c: char) -> bool {
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
        if self.ascii.count_ones() + size > many as u32 {
            return None;
        }
        let ascii = members(self.ascii as u64).chain(members((self.ascii >> 64) as u64).map(|i| i + 64));
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
