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
    if let Some(whole) = bytes.first_chunk() {
        return others_of(whole);
    }
    // Behind the end nothing begins.
    let mut block = [0x80; BLOCK + 1];
    block[..bytes.len()].copy_from_slice(bytes);
    others_of(&block)
}

/// The same of a whole block and one byte more, since E4 is told by the byte behind it: of U+4E00 to U+9FFF the first is
/// E4 B8 80, the last E9 BF BF. Nothing is decided, so the compiler looks at sixteen bytes at once.
#[inline]
fn others_of(block: &[u8; BLOCK + 1]) -> u64 {
    let mut tops = [0u8; BLOCK];
    for (i, top) in tops.iter_mut().enumerate() {
        let (byte, next) = (block[i], block[i + 1]);
        let is_han = (byte.wrapping_sub(0xE5) < 5) | (byte == 0xE4) & (next >= 0xB8);
        let begins = (byte as i8) >= -0x40;
        *top = u8::from(begins & !is_han) << 7;
    }
    tops.as_chunks::<8>().0.iter().rev().fold(0, |set, &eight| set << 8 | bits(u64::from_le_bytes(eight)))
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
