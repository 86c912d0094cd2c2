//! A set of characters that is asked for every character of a text.

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

    #[test]
    fn holds_what_was_put_in() {
        let set: CharSet = "要a𠮷𠀀".chars().collect();
        assert!("a要𠀀𠮷".chars().all(|c| set.contains(c)));
        assert!("b不𠀁\u{10FFFF}".chars().all(|c| !set.contains(c)));
    }
}
