//! A set of characters that is asked for every character of a text.

use super::code;

/// Characters; one look tells whether one is among them.
#[derive(Clone, Debug)]
pub(crate) struct CharSet {
    /// A bit for each of the first 65536 characters.
    low: Vec<u64>,
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

    /// The places of its characters in a text, and which ones they are: one look at each character.
    #[inline]
    pub(crate) fn places(&self, text: &str) -> impl Iterator<Item = (usize, char)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let here = at;
                let code = match *text.as_bytes().get(at..)? {
                    [lead @ 0xE0..=0xEF, second, third, ..] => {
                        at += 3;
                        code([lead, second, third])
                    }
                    [only @ 0..=0x7F, ..] => {
                        at += 1;
                        u16::from(only)
                    }
                    _ => {
                        let c = text[at..].chars().next()?;
                        at += c.len_utf8();
                        if self.contains(c) {
                            return Some((here, c));
                        }
                        continue;
                    }
                };
                if self.low[usize::from(code / 64)] >> (code % 64) & 1 != 0 {
                    return Some((here, char::from_u32(code.into())?));
                }
            }
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
        let mut set = Self { low: vec![0; 1024], high: Vec::new() };
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
