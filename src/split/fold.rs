//! Text as the tables see it: half-width marks, lower case, one kind of bracket; with the way back.
//!
//! Archives mix half- and full-width punctuation at will. Folding them to one form once keeps every pattern simple.

use std::ops::Range;

use crate::lexicon::is_letter_or_number;

/// A folded text, and the way back to the original.
pub(super) struct Folded<'a> {
    pub(super) text: String,
    /// The same as patterns read it.
    pub(super) chars: Vec<char>,
    original: &'a str,
}

impl<'a> Folded<'a> {
    pub(super) fn of(original: &'a str) -> Self {
        let mut chars = Vec::with_capacity(original.len() / 3 + 8);
        add_folded(original, &mut chars);
        Self { text: chars.iter().collect(), chars, original }
    }

    /// The range of the original that a range of the folded text stands for.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start, 0, 0);
        if range.is_empty() { start..start } else { start..self.place(range.end, range.start, start) }
    }

    /// Where in the original the character stands that begins at a place of the folded text, told from an earlier one.
    fn place(&self, folded: usize, known: usize, original: usize) -> usize {
        // No character grows when it is folded: a text as long as the original has all its characters in their places.
        if self.text.len() == self.original.len() {
            return folded;
        }
        let mut at = known;
        for (i, c) in self.original[original..].char_indices() {
            if let Some(c) = fold(c) {
                if at >= folded {
                    return original + i;
                }
                at += c.len_utf8();
            }
        }
        self.original.len()
    }
}

/// Adds a text, folded, where nobody asks for the way back.
pub(super) fn add_folded(original: &str, out: &mut Vec<char>) {
    out.reserve(original.len() / 3);
    for c in original.chars() {
        // `extend` would ask at each character how many may come.
        if let Some(c) = fold(c) {
            out.push(c);
        }
    }
}

/// One character folded; `None` for those without width.
#[inline]
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

    /// What the way back builds on.
    #[test]
    fn no_character_grows() {
        let folded = ('\0'..=char::MAX).filter_map(|c| Some((c, fold(c)?)));
        assert!(folded.into_iter().all(|(c, folded)| folded.len_utf8() <= c.len_utf8()));
    }

    #[test]
    fn folding_keeps_the_way_back() {
        let original = "【第１篇】：\u{200B}春耕（二）";
        let folded = Folded::of(original);
        assert_eq!(folded.text, "[第1篇]:春耕(二)");
        let at = folded.text.find("春耕").unwrap();
        assert_eq!(&original[folded.original(at..at + 6)], "春耕");
        assert_eq!(&original[folded.original(0..folded.text.len())], original);
        assert_eq!(folded.original(0..0), 0..0);
    }
}
