//! Lines, units and sentences.
//!
//! A unit ends at a run of final marks or semicolons with the closers behind it (the definition of our labels, so that
//! a unit here is a unit there). A sentence is a run of units that belong together: a semicolon goes on, and so does
//! a quotation or a bracket that is still open.

use std::iter::Peekable;
use std::ops::Range;

use memchr::memchr;

use crate::document::{Line, Segments, Unit};
use crate::lexicon::{ButHan, but_han};
use crate::span::Span;

/// Marks that end a unit, half- and full-width alike.
fn ends_unit(c: char) -> bool {
    matches!(c, '。' | '!' | '！' | '?' | '？' | ';' | '；' | '…')
}

/// Closers that belong to the mark before them.
fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '】' | '"')
}

pub(super) fn segment(text: &str) -> Segments {
    let mut out = Segments::default();
    // No mark is a Chinese character. One pass over the text: lines, units and sentences all take theirs from it.
    let mut marks = but_han(text).peekable();
    let mut start = 0;
    while start < text.len() {
        let end = memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |i| start + i + 1);
        let span = Span::of(start..end).trim(text);
        if span.is_empty() {
            while marks.next_if(|&(at, _)| at < end).is_some() {}
        } else {
            let first = out.units.len();
            line(text, span, end, &mut marks, &mut out);
            out.lines.push(Line { span, units: first..out.units.len() });
        }
        start = end;
    }
    out
}

/// The units and sentences of a line, whose marks stand before `end`.
fn line(text: &str, line: Span, end: usize, marks: &mut Peekable<ButHan<'_>>, out: &mut Segments) {
    let mut open = Open::new(text, line);
    let mut sentence: Option<Span> = None;
    let number = out.lines.len();
    let mut push = |range: Range<usize>, open: &Open| {
        let span = Span::of(range).trim(text);
        if span.is_empty() {
            return;
        }
        out.units.push(Unit { span, line: number });
        let whole = sentence.map_or(span, |s: Span| s.join(span));
        let goes_on = !open.closers.is_empty() || span.of_text(text).ends_with([';', '；']);
        sentence = goes_on.then_some(whole);
        if !goes_on {
            out.sentences.push(whole);
        }
    };
    let mut start = line.range().start;
    while let Some((at, c)) = marks.next_if(|&(at, _)| at < end) {
        open.see(at, c);
        if !ends_unit(c) {
            continue;
        }
        let mut behind = at + c.len_utf8();
        for belongs in [ends_unit as fn(char) -> bool, closes] {
            while let Some((at, c)) = marks.next_if(|&(at, c)| at == behind && belongs(c)) {
                open.see(at, c);
                behind = at + c.len_utf8();
            }
        }
        push(start..behind, &open);
        start = behind;
    }
    push(start..line.range().end, &open);
    out.sentences.extend(sentence);
}

/// The quotations and brackets of a line that are open.
struct Open<'a> {
    text: &'a str,
    line: Span,
    closers: Vec<char>,
    /// Where each closer stands last in the line, if anywhere; looked for where something opens.
    last_close: [Option<Option<usize>>; PAIRS.len()],
}

/// What opens a quotation or bracket that must close before a sentence may end. A line that never closes one is
/// damaged, not one long sentence: openers without a closer on their line count for nothing.
const PAIRS: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('《', '》'),
    ('【', '】'),
];

impl<'a> Open<'a> {
    fn new(text: &'a str, line: Span) -> Self {
        Self { text, line, closers: Vec::new(), last_close: [None; PAIRS.len()] }
    }

    /// Goes on to the next mark.
    #[inline]
    fn see(&mut self, at: usize, c: char) {
        if let Some(pair) = PAIRS.iter().position(|p| p.0 == c) {
            let start = self.line.range().start;
            let find = || self.line.of_text(self.text).rfind(PAIRS[pair].1).map(|i| start + i);
            if *self.last_close[pair].get_or_insert_with(find) > Some(at) {
                self.closers.push(PAIRS[pair].1);
            }
        } else if let Some(at) = self.closers.iter().rposition(|&closer| closer == c) {
            self.closers.truncate(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> (Vec<&str>, Vec<&str>) {
        let s = segment(text);
        (
            s.units.iter().map(|u| u.span.of_text(text)).collect(),
            s.sentences.iter().map(|s| s.of_text(text)).collect(),
        )
    }

    #[test]
    fn quotes_and_semicolons_keep_a_sentence_together() {
        let (units, sentences) = cut("他说:“抓紧办。办好!”一是快;二是稳。(见附件。)好\n  第二段 ");
        assert_eq!(units, ["他说:“抓紧办。", "办好!”", "一是快;", "二是稳。", "(见附件。)", "好", "第二段"]);
        assert_eq!(sentences, ["他说:“抓紧办。办好!”", "一是快;二是稳。", "(见附件。)", "好", "第二段"]);
    }

    #[test]
    fn an_opener_without_closer_binds_nothing() {
        let (_, sentences) = cut("所谓“四个不够。要改。\n真正落实。");
        assert_eq!(sentences, ["所谓“四个不够。", "要改。", "真正落实。"]);
    }
}
