//! White space at the ends of words: nearly all begin and end with a Chinese character or a wide mark, as a few bytes
//! tell.

/// Words without the white space at their beginning.
pub(crate) fn start(words: &str) -> &str {
    let mut at = 0;
    loop {
        match words.as_bytes()[at..] {
            [b' ', ..] => at += 1,
            // U+3000: nearly all lines that begin with white space begin with these two.
            [0xE3, 0x80, 0x80, ..] => at += 3,
            // No white space begins as Chinese characters do.
            [0xE4..=0xE9, ..] => return &words[at..],
            _ => return words[at..].trim_start(),
        }
    }
}

/// Words without the white space at their end.
pub(crate) fn end(words: &str) -> &str {
    // Chinese characters and wide marks, the full stop.
    let plain = matches!(words.as_bytes(), [.., 0xE4..=0xEF, _, _] | [.., 0xE3, 0x80, 0x82]);
    if plain { words } else { words.trim_end() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_the_standard_library_does(words in "[ \u{3000}\t\n\u{A0}\u{2003}一。，a\u{FEFF}𠮷]{0,9}") {
            prop_assert_eq!(start(&words), words.trim_start());
            prop_assert_eq!(end(&words), words.trim_end());
        }
    }
}
