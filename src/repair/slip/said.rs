//! What a page says itself: which of its characters stand side by side, and with what they go on.
//!
//! One pass notes the characters and chains the places of each pair; the places of a pair are gathered and put in order
//! when the first one is asked for: most never are.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use super::super::table::{self, Flags, Known, Pairs};
use crate::lexicon::code;

/// A page this long has said all its words.
const ENOUGH: usize = 60_000;

/// The places of a page.
#[derive(Debug)]
pub(super) struct Said {
    places: Vec<Place>,
    /// The pairs of words that stand side by side.
    pairs: Pairs,
    chains: RefCell<Chains>,
    /// Made when it is first asked for.
    each: OnceCell<Each>,
}

/// A character of a page.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The character as words have it.
    code: u16,
    /// Where the pair before that falls into the same chain as this one; places count from 1, 0 is none. A pair stands
    /// where its first character does.
    before: u32,
}

/// The places of pairs by where these fall, and those that were asked for.
#[derive(Debug)]
struct Chains {
    /// Where each chain ends, or [`GATHERED`] and the number of its list.
    last: Box<[u32; 1 << 14]>,
    /// The places of gathered chains, each as what begins there: up to four characters, sixteen bits each, the first one
    /// highest.
    keys: Vec<u64>,
    /// Where in `keys` each list is.
    lists: Vec<Range<usize>>,
}

const GATHERED: u32 = 1 << 31;

/// Where each character stands: places count from 1, 0 is none.
#[derive(Debug)]
struct Each {
    /// The last place of a character with these last bits.
    last: Box<[u32; 1 << 12]>,
    /// The one before each place.
    before: Vec<u32>,
}

impl Each {
    fn of(places: &[Place]) -> Self {
        let mut last = Box::new([0; 1 << 12]);
        let before = places.iter().zip(1..).map(|(&Place { code, .. }, place)| {
            let last = &mut last[usize::from(code) % (1 << 12)];
            std::mem::replace(last, place)
        });
        let before = before.collect();
        Self { last, before }
    }
}

/// The chain of two characters that stand side by side, both [`table::mixed`].
#[inline]
fn chain(first: u32, second: u32) -> usize {
    table::place(first, second, 18)
}

fn is_word(code: u16) -> bool {
    Known::of_code(code).is(Flags::WORD)
}

impl Said {
    /// What a text says, white space and these stretches of it left out: so lines that are joined change nothing.
    pub(super) fn of(text: &str, left_out: impl Iterator<Item = Range<usize>>) -> Self {
        let room = ENOUGH.min(text.len() / 2);
        let chains = Chains { last: Box::new([0; _]), keys: Vec::new(), lists: Vec::new() };
        let (places, each) = (Vec::with_capacity(room), OnceCell::new());
        let mut said = Self { places, pairs: Pairs::none(), chains: chains.into(), each };
        let (mut at, mut word_before) = (0, 0);
        for out in left_out {
            said.read(&text[at..out.start], &mut word_before);
            at = out.end;
        }
        said.read(&text[at..], &mut word_before);
        said
    }

    /// Adds the characters of a text, white space left out, up to [`ENOUGH`]. `word_before` is the one before them,
    /// [`table::mixed`]; 0 if there is none.
    fn read(&mut self, text: &str, word_before: &mut u32) {
        let (places, pairs, last) = (&mut self.places, &mut self.pairs, &mut *self.chains.get_mut().last);
        let (mut rest, mut first) = (text.as_bytes(), *word_before);
        while places.len() < ENOUGH {
            let code = if let [lead @ 0xE4..=0xE9, second, third, behind @ ..] = rest {
                rest = behind;
                code([*lead, *second, *third])
            } else {
                let Some(c) = text[text.len() - rest.len()..].chars().next() else { break };
                rest = &rest[c.len_utf8()..];
                if c.is_whitespace() {
                    continue;
                }
                u16::try_from(u32::from(c)).unwrap_or(u16::MAX)
            };
            // As words have it; most are that.
            let mut known = Known::of_code(code);
            let plain = known.folded();
            if plain != code {
                known = Known::of_code(plain);
            }
            let (mut second, mut before) = (0, 0);
            if known.is(Flags::WORD) {
                second = table::mixed(plain);
                if first != 0 {
                    pairs.add(first, second);
                    // Its first character stands one before this place: as places count from 1, here.
                    before = std::mem::replace(&mut last[chain(first, second)], places.len() as u32);
                }
            }
            first = second;
            places.push(Place { code: plain, before });
        }
        *word_before = first;
    }

    /// How many places there are, those included where no word begins.
    pub(super) fn places(&self) -> usize {
        self.places.len()
    }

    /// Whether two characters may stand side by side, both [`table::mixed`].
    #[inline]
    pub(super) fn may_have(&self, first: u32, second: u32) -> bool {
        self.pairs.may_have(first, second)
    }

    /// The places where two characters stand side by side, both [`table::mixed`], that lie between two keys.
    pub(super) fn beginning(&self, first: u32, second: u32, keys: (u64, u64)) -> Range<usize> {
        if !self.may_have(first, second) {
            return 0..0;
        }
        let mut chains = self.chains.borrow_mut();
        let chain = chain(first, second);
        let mut place = chains.last[chain];
        if place & GATHERED == 0 {
            let start = chains.keys.len();
            while place > 0 {
                chains.keys.push(self.key(place as usize - 1));
                place = self.places[place as usize].before;
            }
            chains.keys[start..].sort_unstable();
            let list = start..chains.keys.len();
            place = chains.lists.len() as u32 | GATHERED;
            chains.lists.push(list);
            chains.last[chain] = place;
        }
        let list = chains.lists[(place & !GATHERED) as usize].clone();
        drop(chains);
        self.between(list, keys)
    }

    /// What begins at a place.
    fn key(&self, at: usize) -> u64 {
        let mut key = u64::from(self.places[at].code) << 48;
        for (i, shift) in (at + 1..self.places.len()).zip([32, 16, 0]) {
            let code = self.places[i].code;
            if !is_word(code) {
                // How a clause ends is worth knowing: behind two characters, the last one may be its mark. A mark
                // before odd characters may be no mark: damage is no witness.
                if shift < 32 && code == ',' as u16 && !self.is_odd(i + 1) && !self.is_odd(i + 2) {
                    key |= u64::from(code) << shift;
                }
                break;
            }
            key |= u64::from(code) << shift;
        }
        key
    }

    /// Whether the character at a place is odd in running text.
    fn is_odd(&self, at: usize) -> bool {
        self.places.get(at).is_some_and(|&Place { code, .. }| {
            u8::try_from(code).is_ok_and(|c| c.is_ascii_alphabetic()) || Known::of_code(code).is(Flags::ODD)
        })
    }

    /// Those of some places, in order, that lie between two keys.
    pub(super) fn between(&self, places: Range<usize>, keys: (u64, u64)) -> Range<usize> {
        let near = &self.chains.borrow().keys[places.clone()];
        let start = near.partition_point(|&key| key < keys.0);
        // Most are few.
        let count = near[start..].iter().take(8).take_while(|&&key| key <= keys.1).count();
        let count = if count < 8 { count } else { near[start..].partition_point(|&key| key <= keys.1) };
        places.start + start..places.start + start + count
    }

    /// Calls a function with what begins at some places.
    pub(super) fn with<T>(&self, places: Range<usize>, with: impl FnOnce(&[u64]) -> T) -> T {
        with(&self.chains.borrow().keys[places])
    }

    /// What stands behind a character, as often as it does.
    pub(super) fn behind(&self, code: u16) -> impl Iterator<Item = u16> {
        self.places_of(code).filter_map(|at| Some(self.places.get(at + 1)?.code))
    }

    /// What stands before a character, as often as it does.
    pub(super) fn before(&self, code: u16) -> impl Iterator<Item = u16> {
        self.places_of(code).filter_map(|at| Some(self.places.get(at.checked_sub(1)?)?.code))
    }

    /// Where a character stands, the last place first.
    fn places_of(&self, code: u16) -> impl Iterator<Item = usize> {
        let Each { last, before } = self.each.get_or_init(|| Each::of(&self.places));
        let place = |from_one: u32| from_one.checked_sub(1).map(|place| place as usize);
        let last = place(last[usize::from(code) % last.len()]);
        std::iter::successors(last, move |&at| place(before[at]))
            .filter(move |&at| self.places[at].code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::folded;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_what_stands_there(text in "[枫桥镇業业的工作,。、：仡櫼a\n 字]{0,60}") {
            let said = Said::of(&text, std::iter::empty());
            let chars: Vec<char> = text.chars().filter(|&c| !c.is_whitespace()).map(folded).collect();
            prop_assert_eq!(said.places(), chars.len());
            let is_word = |c: char| u16::try_from(u32::from(c)).is_ok_and(is_word);
            for pair in chars.windows(2).filter(|pair| is_word(pair[0]) && is_word(pair[1])) {
                let [first, second] = [table::mixed_char(pair[0]), table::mixed_char(pair[1])];
                let key = u64::from(u32::from(pair[0])) << 48 | u64::from(u32::from(pair[1])) << 32;
                let found = said.beginning(first, second, (key, key | 0xFFFF_FFFF));
                prop_assert_eq!(found.len(), chars.windows(2).filter(|&p| p == pair).count());
                let word = u16::try_from(u32::from(pair[0])).unwrap();
                let mut behind: Vec<u16> = said.behind(word).collect();
                behind.reverse();
                let all = chars.windows(2).filter(|p| p[0] == pair[0]);
                prop_assert_eq!(behind, all.map(|p| u32::from(p[1]) as u16).collect::<Vec<_>>());
                let word = u16::try_from(u32::from(pair[1])).unwrap();
                let before = chars.windows(2).filter(|p| p[1] == pair[1]).count();
                prop_assert_eq!(said.before(word).count(), before);
            }
        }
    }
}
