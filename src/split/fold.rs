//! Text as the tables see it: half-width marks, lower case, one kind of bracket; with the way back.
//!
//! Archives mix half- and full-width punctuation at will. Folding them to one form once keeps every pattern simple.

use std::ops::Range;

use crate::lexicon::{but_han, is_letter_or_number};

/// A folded text, and the way back to the original.
pub(super) struct Folded<'a> {
    pub(super) text: String,
    /// The same as patterns read it.
    pub(super) chars: Vec<char>,
    original: &'a str,
}

impl<'a> Folded<'a> {
    pub(super) fn of(original: &'a str) -> Self {
        let (mut text, mut chars) =
            (String::with_capacity(original.len()), Vec::with_capacity(original.len() / 3 + 8));
        fold_into(original, &mut text, &mut chars);
        Self { text, chars, original }
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

/// Adds a text, folded, to words and to characters.
pub(super) fn fold_into(original: &str, text: &mut String, chars: &mut Vec<char>) {
    // What stays as it is comes in runs, which are copied as a whole.
    let (begin, mut copied) = (text.len(), 0);
    for (at, c) in but_han(original) {
        let folded = match c {
            ' '..='@' | '['..='~' | '、' | '。' => continue,
            // Full-width forms, those of the marks and letters of ASCII, but for the dash.
            '！'..='，' | '．'..='～' => Some(char::from((c as u32 - 0xFEE0) as u8).to_ascii_lowercase()),
            _ => fold(c),
        };
        text.push_str(&original[copied..at]);
        text.extend(folded);
        copied = at + c.len_utf8();
    }
    text.push_str(&original[copied..]);
    chars.extend(text[begin..].chars());
}

/// One character folded; `None` for those without width.
fn fold(c: char) -> Option<char> {
    Some(match c {
        '\u{4E00}'..='\u{9FFF}' => c,
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
    fn runs_are_folded_as_their_characters_are() {
        let mut all = String::new();
        for c in '\0'..=char::MAX {
            all.push(c);
            all.push('讲');
        }
        assert!(all.chars().filter_map(|c| Some((c, fold(c)?))).all(|(c, f)| f.len_utf8() <= c.len_utf8()));
        let (mut folded, mut chars) = (String::new(), Vec::new());
        fold_into(&all, &mut folded, &mut chars);
        assert!(folded == all.chars().filter_map(fold).collect::<String>());
        assert!(chars.into_iter().eq(folded.chars()));
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
