//! Letter-spaced words: a name or title set as `张 小 明` for show.

use memchr::{memchr, memchr3_iter, memmem, memrchr};

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use super::chars::is_han;

pub(super) static RULE: Rule = Rule {
    name: "letter_spacing",
    safety: Safety::Safe,
    reason: "characters set apart for show / 为排版而拉开的字",
};

/// A line with more is text, not show.
const LONGEST_LINE: usize = 120;

pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    // What is before this place is done.
    let mut done = 0;
    for gap in gaps(text) {
        if gap < done {
            continue;
        }
        let (head, rest) = text.as_bytes().split_at(gap);
        let start = memrchr(b'\n', &head[done..]).map_or(done, |i| done + i + 1);
        done = memchr(b'\n', rest).map_or(text.len(), |i| gap + i + 1);
        let line = &text[start..done];
        if line.len() <= LONGEST_LINE && line.contains([' ', '\u{3000}']) {
            in_line(line, start, &mut out);
        }
    }
    out
}

/// Where white space stands between two characters, in order.
fn gaps(text: &str) -> Vec<usize> {
    let wide = "\u{3000}";
    let narrow = memchr3_iter(b' ', b'\t', b'\r', text.as_bytes()).map(|at| (at, at + 1));
    let wide = memmem::find_iter(text.as_bytes(), wide).map(|at| (at, at + wide.len()));
    let between =
        |&(from, to): &(usize, usize)| text[..from].ends_with(is_han) && text[to..].starts_with(is_han);
    let mut gaps: Vec<_> = narrow.filter(between).chain(wide.filter(between)).map(|(at, _)| at).collect();
    gaps.sort_unstable();
    gaps
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_line_is_overlooked(text in "([张小明〇][ \u{3000}]{1,2}|[张小明〇a，\u{3000} \t\r\n]){0,90}") {
            let (mut all, mut start) = (Vec::new(), 0);
            for line in text.split_inclusive('\n') {
                if line.len() <= LONGEST_LINE && line.contains([' ', '\u{3000}']) {
                    in_line(line, start, &mut all);
                }
                start += line.len();
            }
            let spans = |changes: &[Change]| changes.iter().map(|change| change.span).collect::<Vec<_>>();
            prop_assert_eq!(spans(&changes(&text)), spans(&all));
        }
    }
}
