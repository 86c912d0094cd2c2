//! Stops that were set twice.

use crate::edit::{Change, Rule, Safety};
use crate::lexicon::but_han;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    name: "doubled_stop",
    safety: Safety::Safe,
    reason: "a stop set twice, or behind a mark that excludes it / 重复的句读",
};

pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    let mut stops = but_han(text).filter(|&(_, c)| is_stop(c)).peekable();
    while let Some((i, first)) = stops.next() {
        let mut at = i + first.len_utf8();
        // One alone, as nearly all.
        if stops.peek().is_none_or(|&(next, _)| next > at) {
            continue;
        }
        while let Some((_, c)) = stops.next_if(|&(next, _)| next == at) {
            at += c.len_utf8();
        }
        let run = &text[i..at];
        let marks: Vec<char> = run.chars().collect();
        // Three and more are an ellipsis or a joke; two alike are one, and so are a comma or colon and a full stop.
        let keep = match marks[..] {
            [a, b] if same(a) == same(b) => Some(a),
            [a, '。'] if matches!(same(a), ',' | '、' | ';') => Some('。'),
            ['。', b] if matches!(same(b), ',' | ';') => Some('。'),
            [a, '。'] if same(a) == ':' => Some(a),
            _ => None,
        };
        if let Some(keep) = keep {
            // The one that goes is a plain deletion.
            let first = marks[0].len_utf8();
            let gone = if keep == marks[0] { i + first..at } else { i..i + first };
            out.push(Change { span: Span::of(gone), text: String::new(), confidence: 1.0 });
        }
    }
    out
}

/// Whether a mark parts clauses or sentences.
#[inline]
pub(super) const fn is_stop(c: char) -> bool {
    matches!(c, '。' | '，' | '、' | '；' | ',' | ';' | ':' | '：')
}

/// A mark in its half-width form.
fn same(c: char) -> char {
    match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        c => c,
    }
}
