//! Headings without a marker: short lines that read as headings, and topic sentences of parallel paragraphs.

use super::title::final_mark;
use super::words::Lists;
use crate::document::Segments;

/// Longest unmarked heading, in characters.
const HEADING: usize = 24;
/// Longest topic sentence, in characters, with its stop.
const TOPIC: usize = 24;
/// How long a paragraph under a heading or with a topic sentence is at least, in characters.
const BODY: usize = 40;
/// How many topic sentences a speech needs before any is believed: fewer are chance.
const TOPICS: usize = 5;

/// The lines that read as headings though they carry no marker: they stand between whole paragraphs, are short, hold
/// no mark, and end as headings do, or there are several of them with a paragraph under each.
pub(super) fn headings(lists: &Lists, text: &str, segments: &Segments, lines: &[usize]) -> Vec<usize> {
    let words = |line: usize| segments.lines[line].span.of_text(text);
    let whole = |line: usize| words(line).ends_with(['。', '！', '？', '!', '?', ':', '：', '”', ';', '；']);
    let count = |line: usize| words(line).chars().take(BODY).count();
    let (mut sure, mut likely) = (Vec::new(), Vec::new());
    for around in lines.windows(3) {
        let [before, line, after] = [around[0], around[1], around[2]];
        let own = words(line);
        // 20xx年: a letter that hides a digit is none.
        let mask = |c: char| matches!(c, 'x' | 'X');
        let plain = |c: char| {
            let bracket =
                matches!(c, '“' | '”' | '《' | '》' | '(' | ')' | '（' | '）' | '【' | '】' | '[' | ']');
            !final_mark(c) && !bracket && !matches!(c, '|' | '/') && (!c.is_ascii_alphabetic() || mask(c))
        };
        if !(4..=HEADING).contains(&count(line))
            || !own.chars().all(plain)
            || lists.addresses(own)
            || !(whole(before) || sure.last() == Some(&before))
        {
            continue;
        }
        if lists.ends_heading(own) && count(after) >= 4 {
            sure.push(line);
        } else if whole(after) && count(after) >= BODY / 2 {
            likely.push(line);
        }
    }
    if likely.len() > 1 {
        sure.extend(likely);
        sure.sort_unstable();
    }
    sure
}

/// Lines that are one short sentence and stand closer to the paragraph below than to the one above: so pages print a
/// paragraph's bold beginning. One or two are chance.
pub(super) fn sentences(lists: &Lists, text: &str, segments: &Segments, lines: &[usize]) -> Vec<usize> {
    const SENTENCES: usize = 3;
    let span = |line: usize| segments.lines[line].span;
    let breaks = |a: usize, b: usize| {
        text[span(a).range().end..span(b).range().start].bytes().filter(|&b| b == b'\n').count()
    };
    let reads = |line: usize| {
        let words = span(line).of_text(text);
        segments.lines[line].units.len() == 1
            && (5..=TOPIC).contains(&words.chars().take(TOPIC + 1).count())
            && words.ends_with('。')
            && !words.contains([':', '：'])
            && !lists.no_topic(words)
    };
    let long = |line: usize| span(line).of_text(text).chars().nth(BODY).is_some();
    let found: Vec<usize> = lines
        .windows(3)
        .filter(|w| reads(w[1]) && long(w[2]) && breaks(w[1], w[2]) < breaks(w[0], w[1]))
        .map(|w| w[1])
        .collect();
    if found.len() < SENTENCES { Vec::new() } else { found }
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
    // Paragraphs: a line that goes on with the one before is none and parts no neighbours.
    let mut whole = true;
    let mut paragraphs = Vec::new();
    for &line in lines {
        let words = segments.lines[line].span.of_text(text);
        let goes_on = !whole || words.chars().all(invisible);
        whole = taken(line) || words.ends_with(|c| final_mark(c) || matches!(c, '”' | ')' | '）'));
        if !goes_on {
            paragraphs.push((line, opens(line)));
        }
    }
    let (mut found, mut single, mut run, mut at) = (Vec::new(), Vec::new(), 0, 0_usize);
    // A run of as many paragraphs as were promised right before it needs no others.
    let mut promised = Vec::new();
    for chunk in paragraphs.chunk_by(|a, b| a.1 && b.1) {
        let before = at.checked_sub(1).map(|b| segments.lines[paragraphs[b].0].span.of_text(text));
        match chunk {
            [(_, false)] => {}
            _ if before.and_then(|b| lists.promises(b)).is_some_and(|n| n > 1 && n == chunk.len()) => {
                promised.extend(chunk.iter().map(|&(line, _)| (line, run)));
            }
            [(line, _)] => single.push((*line, run)),
            _ => found.extend(chunk.iter().map(|&(line, _)| (line, run))),
        }
        at += chunk.len();
        run += 1;
    }
    if found.len() + promised.len() < TOPICS {
        return promised;
    }
    found.extend(promised);
    // In a speech that is written so, one paragraph alone between two marked ones has its topic too.
    let marked = |i: usize| paragraphs.get(i).is_some_and(|p| taken(p.0));
    single.retain(|&(line, _)| {
        let i = paragraphs.partition_point(|p| p.0 < line);
        i > 0 && marked(i - 1) && marked(i + 1)
    });
    found.extend(single);
    found.sort_unstable();
    found
}

/// Characters without a picture.
fn invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
