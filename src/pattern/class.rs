//! Sets of characters.

use crate::lexicon::{is_letter, members};

/// A set of characters: ranges, and the kinds that have names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Class {
    /// All characters but these.
    pub(super) negated: bool,
    /// Bits of the first 128 characters.
    pub(super) ascii: [u64; 2],
    /// For each remainder by 512, whether any character that leaves it may be of the set.
    pub(super) may: [u64; 8],
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
                (first as usize..=(last as usize).min(127)).for_each(|c| self.ascii[c / 64] |= 1 << (c % 64));
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
        let wide = self.widest.is_some_and(|(first, last)| last as u32 - first as u32 >= 511);
        if wide || self.letters || self.numbers {
            self.may = [u64::MAX; 8];
            return;
        }
        self.may = [0; 8];
        self.may[..2].copy_from_slice(&self.ascii);
        for c in self.ranges.iter().flat_map(|&(first, last)| first as usize..=last as usize) {
            self.may[c / 64 % 8] |= 1 << (c % 64);
        }
    }

    /// Adds all of another set that is not negated; to be tidied when all are in.
    pub(super) fn absorb(&mut self, other: &Self) {
        (0..2).for_each(|i| self.ascii[i] |= other.ascii[i]);
        self.letters |= other.letters;
        self.numbers |= other.numbers;
        self.ranges.extend_from_slice(&other.ranges);
    }

    /// Adds a character; to be tidied when all are in.
    pub(super) fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.ascii[c as usize / 64] |= 1 << (c as u32 % 64);
        } else {
            self.ranges.push((c, c));
        }
    }

    /// Whether it holds the character. Most characters are done with by the bit of their remainder.
    #[inline]
    pub(super) fn holds(&self, c: char) -> bool {
        let may = self.may[c as usize / 64 % 8] >> (c as u32 % 64) & 1 != 0;
        self.negated != (may && self.counts(c))
    }

    /// Whether the character is one of those that are named, be it to leave them out.
    #[inline(never)] // kept out of the loops
    fn counts(&self, c: char) -> bool {
        match self.ascii.get(c as usize / 64) {
            Some(bits) => bits >> (c as u32 % 64) & 1 != 0,
            None => self.in_ranges(c) || self.letters && is_letter(c) || self.numbers && c.is_numeric(),
        }
    }

    /// Whether it holds the character at a place of a text.
    #[inline]
    pub(super) fn is_at(&self, text: &[char], at: usize) -> bool {
        text.get(at).is_some_and(|&c| self.holds(c))
    }

    /// The first of its characters in a text, from a place on.
    pub(super) fn find(&self, text: &[char], from: usize) -> Option<usize> {
        text.get(from..)?.iter().position(|&c| self.holds(c)).map(|at| from + at)
    }

    /// The last of its characters in a text between two places, both counted.
    pub(super) fn rfind(&self, text: &[char], from: usize, to: usize) -> Option<usize> {
        let among = text.get(from..text.len().min(to + 1))?;
        among.iter().rposition(|&c| self.holds(c)).map(|at| from + at)
    }

    /// How far its characters go on from a place, so many of them at most.
    #[inline]
    pub(super) fn run(&self, text: &[char], at: usize, most: u32) -> usize {
        let rest = &text[at..];
        let rest = &rest[..rest.len().min(most as usize)];
        at + rest.iter().position(|&c| !self.holds(c)).unwrap_or(rest.len())
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
        if self.ascii.iter().map(|bits| bits.count_ones()).sum::<u32>() + size > many as u32 {
            return None;
        }
        let ascii = members(self.ascii[0]).chain(members(self.ascii[1]).map(|i| i + 64));
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
