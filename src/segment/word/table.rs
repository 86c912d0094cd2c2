//! The dictionary and the models, made ahead of time by `examples/make_words` and read in place.
//!
//! A prefix of words is a node of a double array in eight bytes: its child by a character is in the slot at its base plus
//! the character's code, if the code there is that one. Common characters have small codes and much used prefixes small
//! bases, so that text keeps to the front of the array.

use std::borrow::Cow;

/// A little-endian `f64` or node.
pub(super) type Eight = [u8; 8];

static CODES: &[[u8; 2]] = include_bytes!("data/codes.bin").as_slice().as_chunks().0;
static NODES: &[Eight] = include_bytes!("data/nodes.bin").as_slice().as_chunks().0;
static WEIGHTS: &[Eight] = include_bytes!("data/weights.bin").as_slice().as_chunks().0;
static FREQUENCIES: &[[u8; 4]] = include_bytes!("data/frequencies.bin").as_slice().as_chunks().0;

/// Codes from 1 to this are those of the characters that the model of unknown words covers, `[\u4E00-\u9FD5]`.
pub(super) const MODELLED: u16 = 14839;

/// How often all words of the dictionary were counted, added up.
pub(super) const TOTAL: u64 = 60_101_964;

/// The code of a character, 0 if it has none; `Err` if no block of words holds it (jieba's `RE_HAN_DEFAULT`).
#[inline(always)]
pub(super) fn code(scalar: u32) -> Result<u16, u16> {
    const ENDS: u16 = 0x8000;
    match CODES.get(scalar as usize) {
        Some(&entry) => {
            let entry = u16::from_le_bytes(entry);
            if entry & ENDS == 0 { Ok(entry) } else { Err(entry & !ENDS) }
        }
        None => match scalar {
            0x20000..=0x2A6DF | 0x2A700..=0x2EBEF | 0x2F800..=0x2FA1F => Ok(0),
            _ => Err(0),
        },
    }
}

/// The code of a character, in a block or not.
pub(super) fn any_code(c: char) -> u16 {
    code(c.into()).unwrap_or_else(|code| code)
}

/// A prefix of words.
#[derive(Clone, Copy)]
pub(super) struct Node(u64);

impl Node {
    #[inline(always)]
    fn at(slot: usize) -> Self {
        Self(u64::from_le_bytes(NODES[slot]))
    }

    /// The prefix of one character.
    #[inline(always)]
    pub(super) fn first(code: u16) -> Self {
        Self::at(usize::from(code))
    }

    /// Which character it is reached by, 14 bits; nothing, 3 bits; a filter of its children's codes, 8 bits; the base, 20
    /// bits; the rank, 13 bits; the tag, 6 bits.
    #[inline(always)]
    fn code(self) -> u16 {
        (self.0 >> 50) as u16
    }

    /// One character more; a node without word and children if no word goes on so.
    #[inline(always)]
    pub(super) fn second(self, code: u16) -> Self {
        let child = Self::at(self.base() + usize::from(code));
        Self(if child.code() == code { child.0 } else { 0 })
    }

    /// One character more.
    #[inline(always)]
    pub(super) fn next(self, code: u16) -> Option<Self> {
        if self.0 >> (39 + u32::from(code & 7)) & 1 == 0 {
            return None;
        }
        Some(Self::at(self.base() + usize::from(code))).filter(|child| child.code() == code)
    }

    #[inline(always)]
    fn base(self) -> usize {
        (self.0 >> 19 & 0xF_FFFF) as usize
    }

    /// The rank of the word that ends here, 0 for none: its place in [`Weights`].
    #[inline(always)]
    pub(super) fn rank(self) -> usize {
        (self.0 >> 6 & 0x1FFF) as usize
    }

    /// The tag of the word that ends here.
    #[inline(always)]
    pub(super) fn tag(self) -> u8 {
        (self.0 & 0x3F) as u8
    }

    /// The word spelt by `codes`.
    pub(super) fn word(codes: &[u16]) -> Option<Self> {
        let (&first, rest) = codes.split_first()?;
        let node = rest.iter().try_fold(Self::first(first), |node, &code| node.next(code))?;
        (node.rank() != 0).then_some(node)
    }
}

/// How often words of a rank were counted.
pub(super) fn frequency(rank: usize) -> u32 {
    u32::from_le_bytes(FREQUENCIES[rank])
}

/// `ln(frequency / total)` of each rank.
#[derive(Clone, Debug)]
pub(super) struct Weights(Cow<'static, [Eight]>);

impl Default for Weights {
    fn default() -> Self {
        Self(Cow::Borrowed(WEIGHTS))
    }
}

impl Weights {
    /// The weights when all words together were counted as often as `total` says.
    pub(super) fn of_total(total: u64) -> Self {
        let log_total = (total as f64).ln();
        let weight = |f: &[u8; 4]| (f64::from(u32::from_le_bytes(*f)).ln() - log_total).to_le_bytes();
        let rest = FREQUENCIES[1..].iter().map(weight);
        Self(std::iter::once(WEIGHTS[0]).chain(rest).collect())
    }

    /// Of rank 0: not a number, which loses every comparison.
    #[inline(always)]
    pub(super) fn of(&self, rank: usize) -> f64 {
        f64::from_le_bytes(self.0[rank])
    }

    /// Of a character that is no word: as if it had been counted once.
    pub(super) fn of_one(total: u64) -> f64 {
        0.0 - (total as f64).ln()
    }
}
