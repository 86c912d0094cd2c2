//! Lines, units and sentences.
//!
//! A unit ends at a run of final marks or semicolons with the closers behind it (the definition of our labels, so that
//! a unit here is a unit there). A sentence is a run of units that belong together: a semicolon goes on, and so does
//! a quotation or a bracket that is still open.

use crate::document::{Line, Segments, Unit};
use crate::lexicon::but_han;
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
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::of(start..start + line.len()).trim(text);
        start += line.len();
        if !span.is_empty() {
            let first = out.units.len();
            units(text, span, out.lines.len(), &mut out.units);
            sentences(text, &out.units[first..], &mut out.sentences);
            out.lines.push(Line { span, units: first..out.units.len() });
        }
    }
    out
}

fn units(text: &str, line: Span, number: usize, out: &mut Vec<Unit>) {
    let slice = line.of_text(text);
    let base = line.range().start;
    let mut push = |range: std::ops::Range<usize>| {
        let span = Span::of(base + range.start..base + range.end).trim(text);
        if !span.is_empty() {
            out.push(Unit { span, line: number });
        }
    };
    // No mark is a Chinese character.
    let (mut start, mut marks) = (0, but_han(slice).peekable());
    while let Some((i, c)) = marks.next() {
        if !ends_unit(c) {
            continue;
        }
        let mut end = i + c.len_utf8();
        while let Some((i, c)) = marks.next_if(|&(i, c)| i == end && ends_unit(c)) {
            end = i + c.len_utf8();
        }
        while let Some((i, c)) = marks.next_if(|&(i, c)| i == end && closes(c)) {
            end = i + c.len_utf8();
        }
        push(start..end);
        start = end;
    }
    push(start..slice.len());
}

/// Groups the units of one line into sentences.
fn sentences(text: &str, units: &[Unit], out: &mut Vec<Span>) {
    // What opens a quotation or bracket that must close before a sentence may end. A line that never closes one is
    // damaged, not one long sentence: openers without a closer on their line count for nothing.
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
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return };
    let line = first.span.join(last.span);
    // Looked for where something opens.
    let mut last_close = [None; PAIRS.len()];
    let find = |pair: usize| line.of_text(text).rfind(PAIRS[pair].1).map(|i| line.range().start + i);
    let mut closers: Vec<char> = Vec::new();
    let mut sentence: Option<Span> = None;
    for unit in units {
        let slice = unit.span.of_text(text);
        for (i, c) in but_han(slice) {
            if let Some(pair) = PAIRS.iter().position(|p| p.0 == c) {
                if *last_close[pair].get_or_insert_with(|| find(pair)) > Some(unit.span.range().start + i) {
                    closers.push(PAIRS[pair].1);
                }
            } else if let Some(at) = closers.iter().rposition(|&x| x == c) {
                closers.truncate(at);
            }
        }
        let whole = sentence.map_or(unit.span, |s: Span| s.join(unit.span));
        let goes_on = slice.ends_with([';', '；']) || !closers.is_empty();
        if goes_on {
            sentence = Some(whole);
        } else {
            out.push(whole);
            sentence = None;
        }
    }
    out.extend(sentence);
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
