//! The characters of a text that are no Chinese characters: the few that marks, figures and letters are among.

/// The characters that are not from U+4E00 to U+9FFF, with their places in bytes. The others, nearly all, are stepped
/// over without being read.
#[inline]
pub(crate) fn but_han(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // E4 B8 80 is the first of them, E9 BF BF the last.
        while matches!(bytes.get(at), Some(0xE5..=0xE9))
            || bytes.get(at) == Some(&0xE4) && bytes.get(at + 1) >= Some(&0xB8)
        {
            at += 3;
        }
        let c = text.get(at..)?.chars().next()?;
        let here = at;
        at += c.len_utf8();
        Some((here, c))
    })
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
        fn what_no_range_holds(text in "[\u{4DFE}-\u{4E01}\u{9FFE}-\u{A001}a。𠮷\n]*") {
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
