//! Where words may begin in a text, told without any branch on what a character is: for so many words that every second
//! character begins one, since then nobody can foresee which does.

use std::hint::select_unpredictable;

use super::code;

/// For each character that words begin with the last bits of those that follow it, as a set.
#[derive(Clone, Debug)]
pub(crate) struct Starts {
    /// By a few bits made of the character; some share them, and so a few more places are told.
    follow: Box<[u64; SLOTS]>,
}

const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 11;

/// The set of a character that is a word by itself.
pub(super) const ALONE: u64 = u64::MAX;

/// How many characters are looked at before places are given out.
const AT_ONCE: usize = 32;
/// How many places are left out at once.
const FEW: usize = 4;

impl Starts {
    /// Of the characters that words begin with, each with the set of what follows it.
    pub(super) fn of(beginnings: impl Iterator<Item = (char, u64)>) -> Self {
        let mut follow = Box::new([0; SLOTS]);
        for (c, set) in beginnings {
            follow[slot(c.into())] |= set;
        }
        Self { follow }
    }

    /// The places of a text where a word may begin, in order.
    #[inline]
    pub(super) fn places<'a>(&'a self, text: &'a str) -> Places<'a> {
        let mut places = Places { starts: self, text, at: 0, before: 0, set: 0, found: [0; _], next: 0 };
        places.found[0] = usize::MAX;
        places
    }
}

/// See [`Starts::places`].
#[derive(Clone, Debug)]
pub(super) struct Places<'a> {
    starts: &'a Starts,
    text: &'a str,
    /// Where the next character stands.
    at: usize,
    /// Where the one before it stands, and the set of what may follow that.
    before: usize,
    set: u64,
    /// Places to give out, and behind them some that are none.
    found: [usize; AT_ONCE + 1 + FEW],
    /// The next of them.
    next: usize,
}

impl Places<'_> {
    /// Leaves out what begins before a place.
    #[inline]
    pub(super) fn skip_to(&mut self, to: usize) {
        loop {
            let next = self.next;
            let left_out = self.found[next..next + FEW].iter().filter(|&&at| at < to).count();
            self.next += left_out;
            if left_out < FEW {
                break;
            }
        }
        self.set = select_unpredictable(self.before < to, 0, self.set);
        self.at = self.at.max(to);
    }

    /// Looks at the next characters.
    fn look(&mut self) {
        let bytes = self.text.as_bytes();
        let Self { mut at, mut before, mut set, .. } = *self;
        let mut count = 0;
        for _ in 0..AT_ONCE {
            let (own, last, width) = match bytes[at..].first_chunk() {
                Some(&[lead @ 0xE0..=0xEF, second, third]) => (code([lead, second, third]).into(), third, 3),
                _ => match self.text[at..].chars().next() {
                    Some(c) => (c.into(), bytes[at + c.len_utf8() - 1], c.len_utf8()),
                    None => {
                        self.found[count] = before;
                        count += usize::from(set == ALONE);
                        set = 0;
                        break;
                    }
                },
            };
            self.found[count] = before;
            count += (set >> (last & 63) & 1) as usize;
            (before, set) = (at, self.starts.follow[slot(own)]);
            at += width;
        }
        self.found[count..count + FEW].fill(usize::MAX);
        (self.at, self.before, self.set, self.next) = (at, before, set, 0);
    }
}

impl Iterator for Places<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        loop {
            let at = self.found[self.next];
            if at != usize::MAX {
                self.next += 1;
                return Some(at);
            }
            if self.at >= self.text.len() && self.set == 0 {
                return None;
            }
            self.look();
        }
    }
}

/// Where the set of a character stands.
#[inline]
fn slot(c: u32) -> usize {
    (c.wrapping_mul(0x9E37_79B1) >> (u32::BITS - SLOT_BITS)) as usize
}
