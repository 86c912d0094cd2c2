//! What repairs know of each character and word: made ahead of time and read in place, so that a small page costs little.
//!
//! `YAODIAN_BLESS=1 cargo test --lib repair::table` makes the files of `data/` from the tables of `lexicon`.

use std::ops::Range;

#[cfg(test)]
mod make;

/// What is known of a character: its folded form, 16 bits; its pair of bytes in GBK, 16 bits; its number among the
/// first and second ones of words, 16 bits; what it costs alone in tenths, 8 bits; its [`Flags`].
static CHARS: &[[u8; 8]; 0x1_0000] =
    match include_bytes!("data/chars.bin").as_slice().as_chunks().0.first_chunk() {
        Some(all) => all,
        None => panic!("one entry for each character"),
    };
/// The character of each pair of bytes in GBK; 0 where there is none.
static PAIRS: &[[u8; 2]] = include_bytes!("data/pairs.bin").as_slice().as_chunks().0;
/// A bit for each character from U+4000 to U+9FFF: whether only Traditional text has it.
static TRADITIONAL: Bits = bits(include_bytes!("data/traditional.bin"));
/// The same: whether it is odd in running text.
static ODD: Bits = bits(include_bytes!("data/odd.bin"));
/// The words of the dictionary in order: up to four characters, sixteen bits each, the first one highest.
static KEYS: &[[u8; 8]] = include_bytes!("data/keys.bin").as_slice().as_chunks().0;
/// What they cost, in tenths.
static COSTS: &[u8] = include_bytes!("data/costs.bin").as_slice();
/// Where the words of each first character begin, by its number.
static FIRSTS: &[[u8; 2]] = include_bytes!("data/firsts.bin").as_slice().as_chunks().0;
/// The characters that words have before a second one, in order; those of one after the other's.
static LEADERS: &[[u8; 2]] = include_bytes!("data/leaders.bin").as_slice().as_chunks().0;
/// Where those of each second character begin, by its number.
static SECONDS: &[[u8; 2]] = include_bytes!("data/seconds.bin").as_slice().as_chunks().0;
/// Which pairs of characters words begin with, by [`place`].
static BEGINNINGS: &[u8] = include_bytes!("data/beginnings.bin").as_slice();

/// What a character costs that no table knows, in tenths.
const UNKNOWN: u8 = 170;

/// What a character is, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flags(u8);

impl Flags {
    /// Odd in running text: none of the 3,755 common ones of GB 2312, nor the Traditional form of one, nor a mark.
    pub(super) const ODD: Self = Self(1);
    /// Common enough, in words or alone, to be guessed at; or a mark between clauses.
    pub(super) const GUESSABLE: Self = Self(1 << 1);
    /// A Chinese character that is a word of its own.
    pub(super) const WORD: Self = Self(1 << 2);
    /// Only Traditional text has it.
    pub(super) const TRADITIONAL: Self = Self(1 << 3);
    /// Only Simplified text has it.
    pub(super) const SIMPLIFIED: Self = Self(1 << 4);
}

/// What is known of a character of the basic plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known(u64);

impl Known {
    /// What is known of a character; `None` outside the basic plane.
    #[inline]
    pub(super) fn of(c: char) -> Option<Self> {
        CHARS.get(c as usize).map(|&entry| Self(u64::from_le_bytes(entry)))
    }

    /// The same of a code of sixteen bits.
    #[inline]
    pub(super) fn of_code(code: u16) -> Self {
        Self(u64::from_le_bytes(CHARS[usize::from(code)]))
    }

    /// As words have it: Simplified, and one mark for all that end a clause.
    #[inline]
    pub(super) fn folded(self) -> u16 {
        self.0 as u16
    }

    /// Its bytes in GBK.
    #[inline]
    pub(super) fn pair(self) -> Option<[u8; 2]> {
        let pair = (self.0 >> 16) as u16;
        (pair != 0).then(|| pair.to_be_bytes())
    }

    /// Its number among the first and second characters of words, from 1; 0 for others.
    #[inline]
    pub(super) fn number(self) -> usize {
        usize::from((self.0 >> 32) as u16)
    }

    /// What it costs as a word of its own, in nats.
    #[inline]
    pub(super) fn cost_alone(self) -> f32 {
        nats((self.0 >> 48) as u8)
    }

    /// Whether it is this.
    #[inline]
    pub(super) fn is(self, flag: Flags) -> bool {
        (self.0 >> 56) as u8 & flag.0 != 0
    }
}

/// Whether a character of the basic plane is this.
#[inline]
pub(super) fn is(c: char, flag: Flags) -> bool {
    Known::of(c).is_some_and(|known| known.is(flag))
}

/// A bit for each character from U+4000 to U+9FFF: its last byte in UTF-8 says which one in the word of its first two.
/// Room for two more leads saves a test.
type Bits = [u64; 8 << 6];

const fn bits(bytes: &[u8]) -> Bits {
    let (mut words, mut i) = ([0; 8 << 6], 0);
    while i < bytes.len() {
        words[i / 8] |= (bytes[i] as u64) << (i % 8 * 8);
        i += 1;
    }
    words
}

/// The bit of a character of three bytes, the first one from E4 to E9, lowest among others.
#[inline]
fn bit(set: &Bits, [lead, second, third]: [u8; 3]) -> u64 {
    set[usize::from(lead.wrapping_sub(0xE4) & 7) << 6 | usize::from(second & 63)] >> (third & 63)
}

/// The lowest bit says whether only Traditional text has a character of three bytes, the first one from E4 to E9.
#[inline]
pub(super) fn traditional(bytes: [u8; 3]) -> u64 {
    bit(&TRADITIONAL, bytes)
}

/// Whether a character of three bytes, the first one from E4 to E9, is odd in running text ([`Flags::ODD`]).
#[inline]
pub(super) fn is_odd(bytes: [u8; 3]) -> bool {
    bit(&ODD, bytes) & 1 == 1
}

/// The character of two bytes in GBK.
#[inline]
pub(super) fn char_of(lead: u8, trail: u8) -> Option<char> {
    let entry = PAIRS.get(usize::from(lead.checked_sub(0x81)?) << 8 | usize::from(trail))?;
    char::from_u32(u16::from_le_bytes(*entry).into()).filter(|&c| c != '\0')
}

/// What a character costs as a word of its own, in nats.
#[inline]
pub(super) fn cost_alone(c: char) -> f32 {
    Known::of(c).map_or(nats(UNKNOWN), Known::cost_alone)
}

/// Tenths as a cost.
#[inline]
fn nats(tenths: u8) -> f32 {
    f32::from(tenths) / 10.0
}

/// How many characters have a number ([`Known::number`]), 0 counted too.
pub(super) fn numbers() -> usize {
    FIRSTS.len() - 1
}

/// From one entry of a table to the next one.
#[inline]
fn range(table: &[[u8; 2]], number: usize) -> Range<usize> {
    let at = |i: usize| usize::from(u16::from_le_bytes(table[i]));
    at(number)..at(number + 1)
}

/// Where the words begin and end whose first character has this number.
#[inline]
pub(super) fn words(number: usize) -> Range<usize> {
    range(FIRSTS, number)
}

/// The first characters of the words whose second one has this number.
#[inline]
pub(super) fn leaders(number: usize) -> impl Iterator<Item = u16> {
    LEADERS[range(SECONDS, number)].iter().map(|&code| u16::from_le_bytes(code))
}

/// Those of some words that lie between two keys.
#[inline]
pub(super) fn between(words: Range<usize>, first: u64, last: u64) -> Range<usize> {
    let near = &KEYS[words.clone()];
    let start = near.partition_point(|&word| u64::from_le_bytes(word) < first);
    let behind = near[start..].iter().take_while(|&&word| u64::from_le_bytes(word) <= last);
    words.start + start..words.start + start + behind.count()
}

/// A word of the dictionary.
#[inline]
pub(super) fn key(word: usize) -> u64 {
    u64::from_le_bytes(KEYS[word])
}

/// What it costs in nats.
#[inline]
pub(super) fn cost(word: usize) -> f32 {
    nats(COSTS[word])
}

/// A character as a number that looks random: two of them say where the pair stands in a set ([`place`]).
#[inline]
pub(super) fn mixed(code: u16) -> u32 {
    u32::from(code).wrapping_mul(0x9E37_79B1)
}

/// The same of a character; those outside the basic plane are all one.
#[inline]
pub(super) fn mixed_char(c: char) -> u32 {
    mixed(u16::try_from(u32::from(c)).unwrap_or(u16::MAX))
}

/// Where a pair of characters, both [`mixed`], stands in a set of 2^(32 - shift) bits.
#[inline]
pub(super) fn place(first: u32, second: u32, shift: u32) -> usize {
    ((first << 16).wrapping_add(second) >> shift) as usize
}

/// Whether a bit is set.
#[inline]
fn has(bits: &[u8], bit: usize) -> bool {
    bits[bit / 8] >> (bit % 8) & 1 == 1
}

/// The shift of [`BEGINNINGS`].
const BEGINNINGS_SHIFT: u32 = 12;

/// Whether a word of the dictionary may begin with two characters, both [`mixed`].
#[inline]
pub(super) fn may_begin(first: u32, second: u32) -> bool {
    has(BEGINNINGS, place(first, second, BEGINNINGS_SHIFT))
}

/// The pairs of characters of a page: of most others it says that they are none of them.
#[derive(Clone, Debug)]
pub(super) struct Pairs(Box<[u8; 1 << 15]>);

impl Pairs {
    const SHIFT: u32 = 14;

    /// None yet.
    pub(super) fn none() -> Self {
        Self(Box::new([0; _]))
    }

    /// Adds two characters that stand side by side, both [`mixed`].
    #[inline]
    pub(super) fn add(&mut self, first: u32, second: u32) {
        let bit = place(first, second, Self::SHIFT);
        self.0[bit / 8] |= 1 << (bit % 8);
    }

    /// Whether two characters may be one of the pairs, both [`mixed`].
    #[inline]
    pub(super) fn may_have(&self, first: u32, second: u32) -> bool {
        has(&*self.0, place(first, second, Self::SHIFT))
    }
}
