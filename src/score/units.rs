//! Units of a source text: what labels speak of (`docs/labelling.md`).

use super::gold::Place;

/// Where each line begins, and the place after the end.
pub(crate) fn line_starts(text: &[char]) -> Vec<usize> {
    let newlines = text.iter().enumerate().filter(|&(_, &c)| c == '\n').map(|(i, _)| i + 1);
    std::iter::once(0).chain(newlines).chain([text.len() + 1]).collect()
}

/// White space as Python's `str.strip` has it, on which the labels were made.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `LINE.K`, line number and place of each unit, in order.
pub(crate) fn units<'a>(
    text: &'a [char],
    line_start: &'a [usize],
) -> impl Iterator<Item = (String, usize, Place)> + 'a {
    let lines = line_start.windows(2).enumerate();
    lines.flat_map(move |(i, w)| {
        let (start, end) = (w[0], w[1] - 1);
        let mut cuts = Vec::new();
        let (mut from, mut at) = (start, start);
        while at < end {
            if !matches!(text[at], '。' | '！' | '？' | '；' | '…' | '!' | '?' | ';') {
                at += 1;
                continue;
            }
            while at < end && matches!(text[at], '。' | '！' | '？' | '；' | '…' | '!' | '?' | ';') {
                at += 1;
            }
            while at < end && matches!(text[at], '”' | '’' | '」' | '』' | '）' | ')' | '》' | '】' | '"')
            {
                at += 1;
            }
            cuts.push((from, at));
            from = at;
        }
        cuts.push((from, end));
        let trimmed = cuts.into_iter().filter_map(|(mut a, mut b)| {
            while a < b && is_space(text[a]) {
                a += 1;
            }
            while b > a && is_space(text[b - 1]) {
                b -= 1;
            }
            (a < b).then_some((a, b))
        });
        trimmed
            .enumerate()
            .map(move |(k, place)| (format!("{}.{}", i + 1, k + 1), i + 1, place))
            .collect::<Vec<_>>()
    })
}
