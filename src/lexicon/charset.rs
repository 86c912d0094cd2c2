//! A set of characters that is asked for every character of a text.

use super::code;

/// Characters; one look tells whether one is among them.
#[derive(Clone, Debug)]
pub(crate) struct CharSet {
    /// A bit for each of the first 65536 characters.
    low: Box<[u64; 1024]>,
    /// The others, in order.
    high: Vec<char>,
}

impl CharSet {
    /// Adds a character.
    pub(crate) fn insert(&mut self, c: char) {
        if (c as u32) < 65536 {
            self.low[c as usize / 64] |= 1 << (c as u32 % 64);
        } else if let Err(at) = self.high.binary_search(&c) {
            self.high.insert(at, c);
        }
    }

    /// Whether it holds the character.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        match self.low.get(c as usize / 64) {
            Some(bits) => bits >> (c as u32 % 64) & 1 != 0,
            None => self.high.binary_search(&c).is_ok(),
        }
    }

    /// The first of its characters in a text from a place on, and where it stands.
    #[inline]
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<(usize, char)> {
        let mut at = from;
        loop {
            // Nearly all characters have three bytes, of which the first two make a page.
            for &[lead, second, third] in text.as_bytes()[at..].as_chunks().0 {
                if !(0xE0..=0xEF).contains(&lead) {
                    break;
                }
                if self.low[usize::from(lead & 15) << 6 | usize::from(second & 63)] >> (third & 63) & 1 != 0 {
                    return Some((at, char::from_u32(code([lead, second, third]).into())?));
                }
                at += 3;
            }
            let c = text[at..].chars().next()?;
            if self.contains(c) {
                return Some((at, c));
            }
            at += c.len_utf8();
        }
    }

    /// The places of its characters in a text, and which ones they are.
    #[inline]
    pub(crate) fn places(&self, text: &str) -> impl Iterator<Item = (usize, char)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let (at, c) = self.find(text, from)?;
            from = at + c.len_utf8();
            Some((at, c))
        })
    }

    /// How many characters before each 64 of the first 65536 it holds.
    pub(super) fn counts(&self) -> Vec<u16> {
        let sums = self.low.iter().scan(0, |sum, bits| {
            let before = *sum;
            *sum += bits.count_ones() as u16;
            Some(before)
        });
        sums.collect()
    }

    /// How many of the same 64 characters as `c`, one of the first 65536, come before it.
    #[inline]
    pub(super) fn rank(&self, c: char) -> usize {
        let below = (1u64 << (c as u32 % 64)) - 1;
        self.low.get(c as usize / 64).map_or(0, |bits| (bits & below).count_ones() as usize)
    }
}

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let mut set = Self { low: Box::new([0; 1024]), high: Vec::new() };
        chars.into_iter().for_each(|c| set.insert(c));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_where_its_characters_stand(text in "[一要丁b0é·。𠮷𠀀]{0,30}") {
            let set: CharSet = "要0·𠮷".chars().collect();
            prop_assert!(set.places(&text).eq(text.char_indices().filter(|&(_, c)| set.contains(c))));
        }
    }

    #[test]
    fn holds_what_was_put_in() {
        let set: CharSet = "要a𠮷𠀀".chars().collect();
        assert!("a要𠀀𠮷".chars().all(|c| set.contains(c)));
        assert!("b不𠀁\u{10FFFF}".chars().all(|c| !set.contains(c)));
    }
}
