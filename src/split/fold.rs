//! Text as the tables see it: half-width marks, lower case, one kind of bracket; with the way back.
//!
//! Archives mix half- and full-width punctuation at will. Folding them to one form once keeps every pattern simple.

use std::ops::Range;

use crate::lexicon::is_letter_or_number;

/// A folded text and, for each of its bytes, the byte of the original that it stands for.
pub(super) struct Folded {
    pub(super) text: String,
    at: Vec<u32>,
}

impl Folded {
    pub(super) fn of(original: &str) -> Self {
        let (mut text, mut at) =
            (String::with_capacity(original.len()), Vec::with_capacity(original.len() + 1));
        for (i, c) in original.char_indices() {
            if let Some(c) = fold(c) {
                text.push(c);
                at.extend(std::iter::repeat_n(i as u32, c.len_utf8()));
            }
        }
        at.push(original.len() as u32);
        Self { text, at }
    }

    /// The range of the original that a range of the folded text stands for.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        // What was dropped behind the last character stays outside: the end is where that character ends.
        let start = self.at[range.start] as usize;
        let mut last = range.end;
        while last > range.start && self.at[last] == self.at[range.end.saturating_sub(1)] {
            last += 1;
        }
        let end = if range.is_empty() { start } else { self.at[last] as usize };
        start..end
    }
}

/// Adds a text, folded, where nobody asks for the way back.
pub(super) fn fold_into(original: &str, out: &mut String) {
    out.extend(original.chars().filter_map(fold));
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
