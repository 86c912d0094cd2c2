//! Steps over what stands before the words of a clause: marks, numbers of items, dates.

use crate::lexicon::{begins_with_han, is_letter_or_number};

/// Steps over all that stands before the words of a clause.
pub(super) fn opening(text: &str, start: usize, end: usize) -> usize {
    // Most clauses open with a Chinese character.
    if let Some([0xE5..=0xE9, ..]) = text.as_bytes().get(start..end) {
        return start;
    }
    let mut at = marks(text, start, end);
    if start == 0 {
        at = marks(text, number(text, at), end);
    }
    marks(text, date(text, at, end), end)
}

/// Steps over a number that marks an item: 1、 ×、 2.
pub(super) fn number(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '×');
    let is_marker = behind.len() < rest.len() && behind.starts_with(['、', '.', '．', ')', '）']);
    if is_marker { text.len() - behind.len() } else { at }
}

/// Steps over a date: 4月20日前, 12月23日―24日, 20日前, 上午9时.
pub(super) fn date(text: &str, at: usize, end: usize) -> usize {
    const PARTS: &str = "年月日号底末初上中下旬前之以内起期间份×xX*―—-－~～至到点时";
    let rest = &text[at..end.max(at)];
    if !rest.starts_with(|c: char| c.is_ascii_digit() || c == '×') {
        return at;
    }
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || PARTS.contains(c));
    let date = &rest[..rest.len() - behind.len()];
    if date.contains(['年', '月', '日', '号', '点', '时']) { at + date.len() } else { at }
}

/// Steps over blanks, quotation marks, commas of a series and the like.
pub(super) fn marks(text: &str, at: usize, end: usize) -> usize {
    let rest = &text[at..end.max(at)];
    if begins_with_han(rest) {
        return at;
    }
    end.max(at) - rest.trim_start_matches(|c: char| !is_letter_or_number(c) && c != '×').len()
}
