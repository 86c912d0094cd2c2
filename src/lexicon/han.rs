//! The characters of a text that are no Chinese characters: the few that marks, figures and letters are among.

use super::bits::bits;

/// The characters that are not from U+4E00 to U+9FFF, with their places in bytes. Where the next one stands cannot be
/// foreseen, so it is not looked for: 64 bytes at a time are told apart, whatever they are.
#[inline]
pub(crate) fn but_han(text: &str) -> ButHan<'_> {
    ButHan { text, base: 0, others: 0, next: 0 }
}

/// See [`but_han`].
#[derive(Clone, Debug)]
pub(crate) struct ButHan<'a> {
    text: &'a str,
    /// The bytes that were told apart last: where they begin, and which of them are still to be given out.
    base: usize,
    others: u64,
    /// Where the next ones begin.
    next: usize,
}

impl Iterator for ButHan<'_> {
    type Item = (usize, char);

    #[inline]
    fn next(&mut self) -> Option<(usize, char)> {
        while self.others == 0 {
            let rest = self.text.as_bytes().get(self.next..).filter(|rest| !rest.is_empty())?;
            self.base = self.next;
            self.others = others(rest);
            self.next += BLOCK;
        }
        let at = self.base + self.others.trailing_zeros() as usize;
        self.others &= self.others - 1;
        Some((at, self.text[at..].chars().next()?))
    }
}

/// How many bytes are told apart at a time.
const BLOCK: usize = u64::BITS as usize;

/// A bit for each of the first bytes in which another character begins than those from U+4E00 to U+9FFF.
fn others(bytes: &[u8]) -> u64 {
    // One more, since E4 is told by the byte behind it. Behind the end nothing begins.
    let mut block = [0x80; BLOCK + 8];
    match bytes.first_chunk() {
        Some(whole) => block = *whole,
        None => block[..bytes.len()].copy_from_slice(bytes),
    }
    let eights = block.as_chunks::<8>().0;
    let mut set = 0;
    for (eight, next) in eights.iter().zip(&eights[1..]).rev() {
        set = set << 8 | bits(others_of_eight(u64::from_le_bytes(*eight), next[0]));
    }
    set
}

/// The highest bit of each of eight bytes in which another character begins than those from U+4E00 to U+9FFF, of which
/// E4 B8 80 is the first and E9 BF BF the last; `next` is the byte behind them. Of a sum of seven bits and a number the
/// eighth tells whether it reaches 128.
#[inline]
fn others_of_eight(bytes: u64, next: u8) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP: u64 = 0x80 * EACH;
    let low = bytes & !TOP;
    let at_least = |number: u64| low + (0x80 - number) * EACH;
    let behind = bytes >> 8 | u64::from(next) << 56;
    let high_second = (behind & !TOP) + (0x80 - 0x38) * EACH;
    // Without the highest bit E4 is 64, EA is 6A, and B8 38.
    let is_han = (at_least(0x65) | at_least(0x64) & high_second) & !at_least(0x6A);
    let begins = !bytes | at_least(0x40);
    (begins & !(is_han & bytes)) & TOP
}

/// The character of three bytes of UTF-8 as a number: from U+0800 to U+FFFF, nearly all Chinese ones among them.
#[inline]
pub(crate) fn code([lead, second, third]: [u8; 3]) -> u16 {
    u16::from(lead & 15) << 12 | u16::from(second & 63) << 6 | u16::from(third & 63)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_no_range_holds(text in "[\u{4DFE}-\u{4E01}\u{9FFE}-\u{A001}a。𠮷é\n]{0,150}") {
            let plain = text.char_indices().filter(|&(_, c)| !('\u{4E00}'..='\u{9FFF}').contains(&c));
            prop_assert!(but_han(&text).eq(plain));
        }

        #[test]
        fn three_bytes_are_a_character(c in "[\u{800}-\u{FFFF}]") {
            let bytes = c.as_bytes().try_into().unwrap();
            prop_assert_eq!(Some(u32::from(code(bytes))), c.chars().next().map(u32::from));
        }
    }
}
