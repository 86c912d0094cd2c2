//! A line as the rules look at it.

use std::sync::LazyLock;

use super::fold::add_folded;
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
    /// The folded beginning; the whole line if it is not long.
    pub(super) head: &'a [char],
    /// The folded end.
    pub(super) tail: &'a [char],
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
    fn write(text: &str, folded: &mut Vec<char>) -> Self {
        let chars = text.chars().count();
        let tail = if chars > TAIL { text.char_indices().nth_back(TAIL - 1) } else { None };
        let head = if chars > HEAD { text.char_indices().nth(HEAD) } else { None };
        let (tail, head) = (tail.map_or(0, |(at, _)| at), head.map_or(text.len(), |(at, _)| at));
        let begin = folded.len();
        // In a long line the two lie apart, in a short one they overlap.
        add_folded(&text[..head.min(tail)], folded);
        let before = folded.len();
        add_folded(text.get(tail..head).unwrap_or_default(), folded);
        let both = folded.len();
        add_folded(&text[head.max(tail)..], folded);
        Self { begin, tail: before, head: both, end: folded.len(), chars }
    }
}

impl<'a> View<'a> {
    fn new(text: &'a str, folded: &'a [char], places: &Places) -> Self {
        let (head, tail) = (&folded[places.begin..places.head], &folded[places.tail..places.end]);
        let (numbered, ends_a_sentence) = (numbered(head), ends_a_sentence(tail));
        Self { text, head, tail, chars: places.chars, numbered, ends_a_sentence }
    }

    /// The view of one line, which is folded into a buffer of its own.
    pub(super) fn of(text: &'a str, folded: &'a mut Vec<char>) -> Self {
        folded.clear();
        let places = Places::write(text, folded);
        Self::new(text, folded, &places)
    }

    /// The views of all lines, which are folded into one buffer.
    pub(super) fn all(text: &'a Text, segments: &Segments, folded: &'a mut Vec<char>) -> Vec<Self> {
        // Nearly all characters have three bytes.
        folded.reserve(text.as_str().len() / 3);
        let words = || segments.lines.iter().map(|line| text.slice(line.span));
        let places: Vec<Places> = words().map(|line| Places::write(line, folded)).collect();
        words().zip(&places).map(|(line, places)| Self::new(line, folded, places)).collect()
    }

    /// Whether the rules see all of it at once.
    pub(super) fn is_short(&self) -> bool {
        self.chars <= HEAD
    }
}

/// Whether a line with this end ends as sentences end.
fn ends_a_sentence(mut tail: &[char]) -> bool {
    // A remark in brackets behind the sentence: (热烈掌声).
    if let [before @ .., ')'] = tail
        && let Some(open) = before.iter().rposition(|&c| c == '(')
        && before.len() - open <= 21
    {
        tail = &before[..open];
        while let [before @ .., ' '] = tail {
            tail = before;
        }
    }
    while let [before @ .., '”' | '’' | '"' | '\'' | ')' | ']' | '》'] = tail {
        tail = before;
    }
    matches!(tail, [.., '。' | '!' | '?' | ';' | ':' | '…' | '.'])
}

/// Whether a line begins with a heading's number.
fn numbered(head: &[char]) -> bool {
    static MARKER: LazyLock<Pattern> = LazyLock::new(|| {
        let marker = r"^([一二三四五六七八九十百]+、|\([一二三四五六七八九十]+\)|\d{1,2}[、.]\D|\(\d+\)|第[一二三四五六七八九十]+[,、]|[一二三四五六七八九十][是要])";
        Pattern::new(marker)
    });
    MARKER.is_match(head)
}
