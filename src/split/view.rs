//! A line as the rules look at it.

use std::sync::LazyLock;

use super::fold::fold_into;
use crate::document::Segments;
use crate::edit::Text;
use crate::pattern::Pattern;

/// How many characters of a line's beginning the rules see; shorter lines are seen whole.
const HEAD: usize = 240;
/// How many of its end.
const TAIL: usize = 120;

/// A line: its words, and its folded beginning and end.
pub(super) struct View<'a> {
    /// As it stands.
    pub(super) text: &'a str,
    /// The folded beginning and end; the whole line if it is not long.
    folded: String,
    /// Where in it the beginning ends.
    head: usize,
    /// Where in it the end begins.
    tail: usize,
    /// Length in characters.
    pub(super) chars: usize,
    /// Whether it begins with a heading's number.
    pub(super) numbered: bool,
    /// Whether it ends as sentences end.
    pub(super) ends_a_sentence: bool,
}

impl<'a> View<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let chars = text.chars().count();
        let head = place(text, chars.min(HEAD));
        let tail = place(text, chars.saturating_sub(TAIL));
        let mut folded = String::with_capacity(head + text.len() - tail.max(head));
        // In a long line the two lie apart, in a short one they overlap.
        fold_into(&text[..head.min(tail)], &mut folded);
        let before = folded.len();
        fold_into(text.get(tail..head).unwrap_or_default(), &mut folded);
        let both = folded.len();
        fold_into(&text[head.max(tail)..], &mut folded);
        let mut out =
            Self { text, folded, head: both, tail: before, chars, numbered: false, ends_a_sentence: false };
        out.numbered = numbered(out.head());
        out.ends_a_sentence = ends_a_sentence(out.tail());
        out
    }

    /// The folded beginning; the whole line if it is not long.
    pub(super) fn head(&self) -> &str {
        &self.folded[..self.head]
    }

    /// The folded end.
    pub(super) fn tail(&self) -> &str {
        &self.folded[self.tail..]
    }

    /// The views of all lines.
    pub(super) fn all(text: &'a Text, segments: &Segments) -> Vec<Self> {
        segments.lines.iter().map(|line| Self::of(text.slice(line.span))).collect()
    }

    /// Whether the rules see all of it at once.
    pub(super) fn is_short(&self) -> bool {
        self.chars <= HEAD
    }
}

/// Where a character stands, of which there are as many or one less.
fn place(text: &str, index: usize) -> usize {
    let mut chars = text.chars();
    if let Some(before) = index.checked_sub(1) {
        chars.nth(before);
    }
    text.len() - chars.as_str().len()
}

/// Whether a line with this end ends as sentences end.
fn ends_a_sentence(mut tail: &str) -> bool {
    // A remark in brackets behind the sentence: (热烈掌声).
    if let Some((before, remark)) = tail.strip_suffix(')').and_then(|t| t.rsplit_once('('))
        && remark.chars().count() <= 20
    {
        tail = before.trim_end();
    }
    tail.trim_end_matches(['”', '’', '"', '\'', ')', ']', '》'])
        .ends_with(['。', '!', '?', ';', ':', '…', '.'])
}

/// Whether a line begins with a heading's number.
fn numbered(head: &str) -> bool {
    static MARKER: LazyLock<Pattern> = LazyLock::new(|| {
        let marker = r"^([一二三四五六七八九十百]+、|\([一二三四五六七八九十]+\)|\d{1,2}[、.]\D|\(\d+\)|第[一二三四五六七八九十]+[,、]|[一二三四五六七八九十][是要])";
        Pattern::new(marker)
    });
    MARKER.is_match(head)
}
