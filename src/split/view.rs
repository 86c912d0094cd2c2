//! A line as the rules look at it.

use super::fold::folded;
use crate::document::Segments;
use crate::edit::Text;

/// How many characters of a line's beginning the rules see; shorter lines are seen whole.
const HEAD: usize = 240;
/// How many of its end.
const TAIL: usize = 120;

/// A line: its words, and its folded beginning and end.
pub(super) struct View<'a> {
    /// As it stands.
    pub(super) text: &'a str,
    /// The folded beginning; the whole line if it is not long.
    pub(super) head: String,
    /// The folded end.
    pub(super) tail: String,
    /// Length in characters.
    pub(super) chars: usize,
}

impl<'a> View<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let chars = text.chars().count();
        let head = text.char_indices().nth(HEAD).map_or(text.len(), |(i, _)| i);
        let tail = text.char_indices().nth_back(TAIL - 1).map_or(0, |(i, _)| i);
        Self { text, head: folded(&text[..head]), tail: folded(&text[tail..]), chars }
    }

    /// The views of all lines.
    pub(super) fn all(text: &'a Text, segments: &Segments) -> Vec<Self> {
        segments.lines.iter().map(|line| Self::of(text.slice(line.span))).collect()
    }

    /// Whether the rules see all of it at once.
    pub(super) fn is_short(&self) -> bool {
        self.chars <= HEAD
    }

    /// Whether it ends as sentences end.
    pub(super) fn ends_a_sentence(&self) -> bool {
        let mut tail = self.tail.as_str();
        // A remark in brackets behind the sentence: (热烈掌声).
        if let Some((before, remark)) = tail.strip_suffix(')').and_then(|t| t.rsplit_once('('))
            && remark.chars().count() <= 20
        {
            tail = before.trim_end();
        }
        tail.trim_end_matches(['”', '’', '"', '\'', ')', ']', '》'])
            .ends_with(['。', '!', '?', ';', ':', '…', '.'])
    }
}
