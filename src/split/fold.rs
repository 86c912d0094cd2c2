//! Text as the tables see it: half-width marks, lower case, one kind of bracket; with the way back.
//!
//! Archives mix half- and full-width punctuation at will. Folding them to one form once keeps every pattern simple.

use std::ops::Range;

use crate::lexicon::is_letter_or_number;

/// A folded text, and the way back to the original.
pub(super) struct Folded<'a> {
    pub(super) chars: Vec<char>,
    original: &'a str,
}

impl<'a> Folded<'a> {
    pub(super) fn of(original: &'a str) -> Self {
        let mut chars = Vec::new();
        add_folded(original, &mut chars);
        Self { chars, original }
    }

    /// The bytes of the original that a range of folded characters stands for.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start, 0);
        if range.is_empty() { start..start } else { start..self.place(range.len(), start) }
    }

    /// Where in the original the character stands behind so many folded ones, counted from a place.
    fn place(&self, count: usize, from: usize) -> usize {
        let mut folded = self.original[from..].char_indices().filter(|&(_, c)| fold(c).is_some());
        folded.nth(count).map_or(self.original.len(), |(at, _)| from + at)
    }
}

/// Adds a text, folded, where nobody asks for the way back.
pub(super) fn add_folded(original: &str, out: &mut Vec<char>) {
    // Nearly all characters have three bytes.
    out.reserve(original.len() / 3);
    for c in original.chars() {
        match c {
            // Nearly all, and not worth a call.
            '\u{4E00}'..='\u{9FFF}' => out.push(c),
            // `extend` would ask how many may come.
            c => {
                if let Some(c) = fold(c) {
                    out.push(c);
                }
            }
        }
    }
}

/// One character folded; `None` for those without width.
fn fold(c: char) -> Option<char> {
    Some(match c {
        '\u{4E00}'..='\u{9FFF}' | ' '..='@' | '['..='~' | '、' | '。' => c,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => return None,
        '【' | '〔' | '［' | '〖' => '[',
        '】' | '〕' | '］' | '〗' => ']',
        '﹙' => '(',
        '﹚' => ')',
        '∶' | '︰' | '﹕' | 'ː' => ':',
        '﹐' => ',',
        '﹔' => ';',
        '｡' => '。',
        '－' | '―' | '─' | '━' | '–' => '—',
        '•' | '・' => '·',
        '「' => '“',
        '」' => '”',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?.to_ascii_lowercase(),
        c if c.is_whitespace() => ' ',
        c => c.to_ascii_lowercase(),
    })
}

/// A folded text without spaces and marks, for comparing.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter_map(fold).filter(|&c| is_letter_or_number(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_way_back() {
        let original = "【第１篇】：\u{200B}春耕（二）";
        let folded = Folded::of(original);
        assert_eq!(folded.chars.iter().collect::<String>(), "[第1篇]:春耕(二)");
        let at = folded.chars.iter().position(|&c| c == '春').unwrap();
        assert_eq!(&original[folded.original(at..at + 2)], "春耕");
        assert_eq!(&original[folded.original(at - 1..at)], "：\u{200B}");
        assert_eq!(&original[folded.original(0..folded.chars.len())], original);
        assert_eq!(folded.original(0..0), 0..0);
    }
}
