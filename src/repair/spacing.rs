//! Letter-spaced words: a name or title set as `张 小 明` for show.

use memchr::{memchr_iter, memchr3};

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use super::chars::is_han;
use super::lines;

pub(super) static RULE: Rule = Rule {
    name: "letter_spacing",
    safety: Safety::Safe,
    reason: "characters set apart for show / 为排版而拉开的字",
};

/// A line with more is text, not show.
const LONGEST_LINE: usize = 120;

pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1).chain([text.len()]) {
        let line = &text[start..end];
        if line.len() <= LONGEST_LINE
            && has_gap(lines::trim_end(lines::without_indent(line)))
            && line.contains([' ', '\u{3000}'])
        {
            in_line(line, start, &mut out);
        }
        start = end;
    }
    out
}

/// Whether anything is set apart inside a line.
fn has_gap(line: &str) -> bool {
    memchr3(b' ', b'\t', b'\r', line.as_bytes()).is_some() || line.contains('\u{3000}')
}

fn in_line(line: &str, offset: usize, out: &mut Vec<Change>) {
    // Words between single spaces; a wider gap parts two runs.
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in line.split([' ', '\u{3000}', '\t', '\n', '\r']) {
        words.push((at, word));
        at += word.len();
        at += line[at..].chars().next().map_or(0, char::len_utf8);
    }
    let single = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(is_han) && chars.next().is_none()
    };
    for run in words.chunk_by(|a, b| single(a.1) && single(b.1)) {
        // Two may be words of their own; a date left blank (年 月 日) and numbers are no word.
        let blank = run.iter().any(|&(_, w)| "年月日一二三四五六七八九十".contains(w));
        if !(3..=8).contains(&run.len()) || blank {
            continue;
        }
        for pair in run.windows(2) {
            let gap = pair[0].0 + pair[0].1.len()..pair[1].0;
            out.push(Change {
                span: Span::of(offset + gap.start..offset + gap.end),
                text: String::new(),
                confidence: 0.95,
            });
        }
    }
}
