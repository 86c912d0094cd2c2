//! Headings without a marker: short lines that read as headings, and topic sentences of parallel paragraphs.

use super::title::final_mark;
use super::words::Lists;
use crate::document::Segments;

/// Longest unmarked heading, in characters.
const HEADING: usize = 24;
/// Longest topic sentence, in characters, with its stop.
const TOPIC: usize = 24;
/// How long a paragraph with a topic sentence is at least.
const BODY: usize = 40;
/// How many topic sentences a speech needs before any is believed: fewer are chance.
const TOPICS: usize = 5;

/// The lines that read as headings though they carry no marker: they stand between whole paragraphs, are short, hold
/// no mark, and end as headings do.
pub(super) fn headings(lists: &Lists, text: &str, segments: &Segments, lines: &[usize]) -> Vec<usize> {
    let words = |line: usize| segments.lines[line].span.of_text(text);
    let whole = |line: usize| words(line).ends_with(['。', '！', '？', '!', '?', ':', '：', '”', ';', '；']);
    let count = |line: usize| words(line).chars().count();
    let mut found: Vec<usize> = Vec::new();
    for around in lines.windows(3) {
        let [before, line, after] = [around[0], around[1], around[2]];
        let own = words(line);
        let plain = |c: char| !final_mark(c) && !"“”《》()（）|".contains(c);
        if (4..=HEADING).contains(&count(line))
            && own.chars().all(plain)
            && lists.ends_heading(own)
            && !lists.addresses(own)
            && (whole(before) || found.last() == Some(&before))
            && count(after) >= 4
        {
            found.push(line);
        }
    }
    found
}

/// Runs of neighbouring paragraphs that each open with a short sentence and go on: work reports are written so. Gives
/// lines with the number of their run.
pub(super) fn topics(
    lists: &Lists,
    text: &str,
    segments: &Segments,
    lines: &[usize],
    taken: impl Fn(usize) -> bool,
) -> Vec<(usize, usize)> {
    let opens = |line: usize| {
        let units = &segments.lines[line].units;
        let first = segments.units[units.start].span.of_text(text);
        !taken(line)
            && units.len() >= 2
            && (5..=TOPIC).contains(&first.chars().count())
            && segments.lines[line].span.of_text(text).chars().nth(BODY).is_some()
            && first.ends_with('。')
            && !first.starts_with(|c: char| c.is_ascii_digit())
            && !first.contains([',', '，', ':', '：', '是'])
            && !lists.no_topic(first)
    };
    let (mut found, mut run, mut neighbours, mut whole) = (Vec::new(), 0, 0, true);
    for &line in lines {
        let words = segments.lines[line].span.of_text(text);
        // A line that goes on with the one before is no paragraph and parts no neighbours.
        let goes_on = !whole || !words.contains(|c: char| !invisible(c));
        whole = words.ends_with(|c| final_mark(c) || matches!(c, '”' | ')' | '）'));
        if goes_on {
            continue;
        }
        if opens(line) {
            found.push((line, run));
            neighbours += 1;
        } else {
            if neighbours == 1 {
                found.pop();
            }
            run += usize::from(neighbours > 1);
            neighbours = 0;
        }
    }
    if neighbours == 1 {
        found.pop();
    }
    if found.len() < TOPICS {
        found.clear();
    }
    found
}

/// Characters without a picture.
fn invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
