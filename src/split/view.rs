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
    folded: &'a str,
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

/// Where a line's folded beginning and end lie in the buffer that they were written to.
struct Places {
    begin: usize,
    tail: usize,
    head: usize,
    end: usize,
    chars: usize,
}

impl Places {
    /// Writes the folded beginning and end of a line to a buffer.
    fn write(text: &str, folded: &mut String) -> Self {
        let chars = text.chars().count();
        let head = if chars > HEAD { place(text, HEAD) } else { text.len() };
        let tail = if chars > TAIL { place(text, chars - TAIL) } else { 0 };
        let begin = folded.len();
        // In a long line the two lie apart, in a short one they overlap.
        fold_into(&text[..head.min(tail)], folded);
        let before = folded.len();
        fold_into(text.get(tail..head).unwrap_or_default(), folded);
        let both = folded.len();
        fold_into(&text[head.max(tail)..], folded);
        Self { begin, tail: before, head: both, end: folded.len(), chars }
    }
}

impl<'a> View<'a> {
    fn new(text: &'a str, folded: &'a str, places: &Places) -> Self {
        let mut out = Self {
            text,
            folded: &folded[places.begin..places.end],
            head: places.head - places.begin,
            tail: places.tail - places.begin,
            chars: places.chars,
            numbered: false,
            ends_a_sentence: false,
        };
        out.numbered = numbered(out.head());
        out.ends_a_sentence = ends_a_sentence(out.tail());
        out
    }

    /// The view of one line, which is folded into a buffer of its own.
    pub(super) fn of(text: &'a str, folded: &'a mut String) -> Self {
        folded.clear();
        let places = Places::write(text, folded);
        Self::new(text, folded, &places)
    }

    /// The folded beginning; the whole line if it is not long.
    pub(super) fn head(&self) -> &'a str {
        &self.folded[..self.head]
    }

    /// The folded end.
    pub(super) fn tail(&self) -> &'a str {
        &self.folded[self.tail..]
    }

    /// The views of all lines, which are folded into one buffer.
    pub(super) fn all(text: &'a Text, segments: &Segments, folded: &'a mut String) -> Vec<Self> {
        folded.reserve(text.as_str().len());
        let words = || segments.lines.iter().map(|line| text.slice(line.span));
        let places: Vec<Places> = words().map(|line| Places::write(line, folded)).collect();
        words().zip(&places).map(|(line, places)| Self::new(line, folded, places)).collect()
    }

    /// Whether the rules see all of it at once.
    pub(super) fn is_short(&self) -> bool {
        self.chars <= HEAD
    }
}

/// Where so many characters end that a text has.
fn place(text: &str, chars: usize) -> usize {
    text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at)
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
