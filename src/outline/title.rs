//! The words of a heading: where they begin and end.

use super::words::Lists;
use crate::span::Span;

/// Longest first sentence, in characters, that still reads as the title of a paragraph as a whole.
const WHOLE: usize = 95;

/// A clause of more characters than this holds more than a title.
const LONG_CLAUSE: usize = 16;

/// How a title is cut from the words behind its marker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cut {
    /// A heading on its own line: all of it.
    All,
    /// The first sentence of a paragraph, if it is not too long for a title.
    Sentence,
    /// The first clause.
    Clause,
    /// The same, in a speech whose commas are lost: up to where somebody begins to act.
    Commaless,
}

/// The title in `range` of `text`: behind the marker, up to the end of the unit or the next marker. `glue`: body text
/// may have run into it.
pub(super) fn title(
    lists: &Lists,
    text: &str,
    range: std::ops::Range<usize>,
    cut: Cut,
    glue: bool,
) -> Option<Span> {
    let mark = |c: char| matches!(c, '、' | '，' | ',' | '.' | '．' | '：' | ':');
    let lead = text[range.clone()].trim_start_matches(|c: char| c.is_whitespace() || mark(c));
    let span = Span::of(range.end - lead.len()..range.end).trim(text);
    let words = span.of_text(text);
    let mut end = words.len();
    if cut != Cut::All {
        if cut == Cut::Commaless && words.chars().count() > LONG_CLAUSE {
            end = lists.actor(words).unwrap_or(end);
        }
        if cut != Cut::Sentence || words.chars().count() > WHOLE {
            end = words.find([',', '，']).unwrap_or(end).min(end);
        }
        if glue && let Some(body) = lists.glued(words) {
            end = end.min(body);
        }
    }
    let title = words[..end].trim_end_matches(|c: char| c.is_whitespace() || final_mark(c));
    let start = span.range().start;
    let title = Span::of(start..start + title.len()).trim(text);
    (!title.is_empty()).then_some(title)
}

/// Marks that end a heading and are no part of it.
pub(super) fn final_mark(c: char) -> bool {
    matches!(
        c,
        '。' | '.' | '．' | ';' | '；' | ':' | '：' | '!' | '！' | '?' | '？' | ',' | '，' | '、' | '…'
    )
}
