//! A line as the rules look at it.

use std::ops::{Index, Range};
use std::sync::LazyLock;

use super::fold::fold_into;
use crate::document::Segments;
use crate::edit::Text;
use crate::pattern::Pattern;

/// How many characters of a line's beginning the rules see; shorter lines are seen whole.
const HEAD: usize = 240;
/// How many of its end.
const TAIL: usize = 120;

/// What lines are folded into: the words, and the same as patterns read them.
#[derive(Debug, Default)]
pub(super) struct Folds {
    text: String,
    chars: Vec<char>,
}

/// A line: its words, and its folded beginning and end.
pub(super) struct View<'a> {
    /// As it stands.
    pub(super) text: &'a str,
    /// The folded beginning and end; the whole line if it is not long.
    folded: Part<&'a str>,
    read: Part<&'a [char]>,
    /// Length in characters.
    pub(super) chars: usize,
    /// Whether it begins with a heading's number.
    pub(super) numbered: bool,
    /// Whether it ends as sentences end.
    pub(super) ends_a_sentence: bool,
}

/// Beginning and end of a line.
struct Part<T> {
    head: T,
    tail: T,
}

/// Where a line's folded beginning and end lie in the buffer that they were written to, in bytes or in characters.
struct Places {
    begin: usize,
    tail: usize,
    head: usize,
    end: usize,
}

/// A line that was folded: where, and its length in characters.
struct Folding {
    text: Places,
    chars: Places,
    length: usize,
}

impl Places {
    fn part<'a, T: ?Sized + Index<Range<usize>>>(&self, all: &'a T) -> Part<&'a T::Output> {
        Part { head: &all[self.begin..self.head], tail: &all[self.tail..self.end] }
    }
}

impl Folds {
    /// Folds a line's beginning and end.
    fn fold(&mut self, text: &str) -> Folding {
        let length = text.chars().count();
        let head = if length > HEAD { place(text, HEAD) } else { text.len() };
        let tail = if length > TAIL { place(text, length - TAIL) } else { 0 };
        let mut ends = [(self.text.len(), self.chars.len()); 4];
        // In a long line the two lie apart, in a short one they overlap.
        let parts =
            [&text[..head.min(tail)], text.get(tail..head).unwrap_or_default(), &text[head.max(tail)..]];
        for (part, end) in parts.into_iter().zip(&mut ends[1..]) {
            fold_into(part, &mut self.text, &mut self.chars);
            *end = (self.text.len(), self.chars.len());
        }
        let places = |[begin, tail, head, end]: [usize; 4]| Places { begin, tail, head, end };
        Folding { text: places(ends.map(|end| end.0)), chars: places(ends.map(|end| end.1)), length }
    }
}

impl<'a> View<'a> {
    fn new(text: &'a str, folds: &'a Folds, folding: &Folding) -> Self {
        let mut out = Self {
            text,
            folded: folding.text.part(&folds.text),
            read: folding.chars.part(&folds.chars[..]),
            chars: folding.length,
            numbered: false,
            ends_a_sentence: false,
        };
        out.numbered = numbered(out.read.head);
        out.ends_a_sentence = ends_a_sentence(out.folded.tail);
        out
    }

    /// The view of one line, which is folded into a buffer of its own.
    pub(super) fn of(text: &'a str, folds: &'a mut Folds) -> Self {
        folds.text.clear();
        folds.chars.clear();
        let folding = folds.fold(text);
        Self::new(text, folds, &folding)
    }

    /// The folded beginning; the whole line if it is not long.
    pub(super) fn head(&self) -> &'a str {
        self.folded.head
    }

    /// The folded end.
    pub(super) fn tail(&self) -> &'a str {
        self.folded.tail
    }

    /// The folded beginning, as patterns read it.
    pub(super) fn head_chars(&self) -> &'a [char] {
        self.read.head
    }

    /// The folded end, as patterns read it.
    pub(super) fn tail_chars(&self) -> &'a [char] {
        self.read.tail
    }

    /// The views of all lines, which are folded into one buffer.
    pub(super) fn all(text: &'a Text, segments: &Segments, folds: &'a mut Folds) -> Vec<Self> {
        folds.text.reserve(text.as_str().len());
        let words = || segments.lines.iter().map(|line| text.slice(line.span));
        let foldings: Vec<Folding> = words().map(|line| folds.fold(line)).collect();
        words().zip(&foldings).map(|(line, folding)| Self::new(line, folds, folding)).collect()
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
fn numbered(head: &[char]) -> bool {
    static MARKER: LazyLock<Pattern> = LazyLock::new(|| {
        let marker = r"^([一二三四五六七八九十百]+、|\([一二三四五六七八九十]+\)|\d{1,2}[、.]\D|\(\d+\)|第[一二三四五六七八九十]+[,、]|[一二三四五六七八九十][是要])";
        Pattern::new(marker)
    });
    MARKER.is_match(head)
}
