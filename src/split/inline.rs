//! Front matter inside paragraphs: pages that print a whole speech on one line, agencies that sign at the end.

use std::ops::Range;

use super::date;
use super::fold::Folded;
use super::speaker::{self, Speakers};
use crate::calendar;
use crate::lexicon::{self, is_letter_or_number};
use crate::pattern::{Found, Gate, Pattern};

/// What a paragraph itself tells, as ranges of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Inline {
    pub(super) title: Option<Range<usize>>,
    pub(super) speaker: Option<speaker::Found>,
    pub(super) date: Option<date::Found>,
    /// Where the speech itself begins.
    pub(super) end: usize,
}

/// The table of such places, loaded.
#[derive(Debug)]
pub(super) struct Inlines {
    head: Side,
    tail: Side,
}

/// Patterns of one end of a paragraph, and the gate before them.
#[derive(Debug)]
struct Side {
    patterns: Vec<Pattern>,
    gate: Gate,
}

impl Side {
    fn new(sources: &[&'static str]) -> Self {
        let gate = Gate::new(sources.iter().copied());
        Self { patterns: sources.iter().map(|&source| Pattern::new(source)).collect(), gate }
    }

    fn first(&self, text: &[char]) -> Option<Found<'_>> {
        self.gate.open(text).find_map(|i| self.patterns[i].captures(text))
    }
}

impl Inlines {
    pub(super) fn load() -> Self {
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        for [place, _, pattern, _] in rows() {
            let list = if place == "head" { &mut head } else { &mut tail };
            list.push(pattern);
        }
        Self { head: Side::new(&head), tail: Side::new(&tail) }
    }

    /// What the head of a first paragraph tells.
    pub(super) fn in_head(&self, paragraph: &str, speakers: &Speakers) -> Inline {
        const HEAD: usize = 200;
        let end = paragraph.char_indices().nth(HEAD).map_or(paragraph.len(), |(i, _)| i);
        let folded = Folded::of(&paragraph[..end]);
        let Some(found) = self.head.first(&folded.chars) else {
            return Inline::default();
        };
        let place = |name| found.name(name).map(|r: Range<usize>| folded.original(r));
        let named = place("name").and_then(|name| recurring(paragraph, name));
        let who = || {
            let who = place("who")?;
            let found = speakers.in_byline(&paragraph[who.clone()])?;
            speaker::shifted(found, who.start)
        };
        Inline {
            title: place("title"),
            speaker: named.map(|name| speaker::Found { post: None, name: Some(name) }).or_else(who),
            date: date_of(&found, &folded, paragraph, 0),
            end: behind(paragraph, ["title", "who", "name", "date"].into_iter().filter_map(place)),
        }
    }

    /// The date that the end of a last paragraph tells.
    pub(super) fn in_tail(&self, paragraph: &str) -> Option<date::Found> {
        const TAIL: usize = 200;
        let start = paragraph.char_indices().rev().nth(TAIL).map_or(0, |(i, _)| i);
        let folded = Folded::of(&paragraph[start..]);
        let found = self.tail.first(&folded.chars)?;
        date_of(&found, &folded, paragraph, start)
    }
}

/// Where the speech's own words begin behind what stands before it.
fn behind(paragraph: &str, parts: impl Iterator<Item = Range<usize>>) -> usize {
    let end = parts.map(|p| p.end).max().unwrap_or(0);
    let rest = &paragraph[end..];
    end + rest.len() - rest.trim_start_matches(|c: char| !is_letter_or_number(c) && c != '“').len()
}

fn date_of(found: &Found, folded: &Folded, paragraph: &str, start: usize) -> Option<date::Found> {
    let range = folded.original(found.name("date")?);
    let range = range.start + start..range.end + start;
    let iso = calendar::dates(&paragraph[range.clone()]).next().and_then(|d| d.iso(None));
    Some(date::Found { range, iso })
}

/// How much of a run of two to four characters is a name, where nothing parts it from the text behind: as much as the
/// paragraph says again.
fn recurring(paragraph: &str, run: Range<usize>) -> Option<Range<usize>> {
    let ends: Vec<usize> =
        paragraph[run.clone()].char_indices().map(|(i, c)| run.start + i + c.len_utf8()).collect();
    let rest = &paragraph[run.end..];
    ends.into_iter().skip(1).rev().map(|end| run.start..end).find(|r| rest.contains(&paragraph[r.clone()]))
}

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    lexicon::rows(include_str!("../lexicon/inline.tsv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_matches_its_example() {
        for [_, name, pattern, example] in rows() {
            assert!(Pattern::new(pattern).is_match(&Folded::of(example).chars), "{name}");
        }
    }

    #[test]
    fn a_speech_on_one_line() {
        let (inlines, speakers) = (Inlines::load(), Speakers::load());
        let line = "春耕要早 秋收要快※丁小禾今年春天来得早。※这是丁小禾县长2004年3月8日在河湾会议上的讲话。";
        let found = inlines.in_head(line, &speakers);
        assert_eq!(&line[found.title.unwrap()], "春耕要早 秋收要快");
        assert_eq!(&line[found.speaker.unwrap().whole().unwrap()], "丁小禾");
        assert_eq!(inlines.in_tail(line).unwrap().iso.as_deref(), Some("2004-03-08"));
        let line = "春耕要早——在河湾论坛的致辞（2004年3月8日，河湾）河湾县县长 丁小禾尊敬的各位来宾：今天";
        let found = inlines.in_head(line, &speakers);
        assert_eq!(&line[found.title.unwrap()], "春耕要早——在河湾论坛的致辞");
        assert_eq!(&line[found.speaker.unwrap().whole().unwrap()], "河湾县县长 丁小禾");
        assert_eq!(found.date.unwrap().iso.as_deref(), Some("2004-03-08"));
        for (line, title, who, date, rest) in [
            (
                "在春耕会议上的讲话 县长 丁小禾 2004年3月8日 同志们：春耕要早。",
                "在春耕会议上的讲话",
                Some("县长 丁小禾"),
                Some("2004年3月8日"),
                "同志们",
            ),
            (
                "在春耕会议上的讲话（2004年3月8日）同志们：春耕要早。",
                "在春耕会议上的讲话",
                None,
                Some("2004年3月8日"),
                "同志们",
            ),
            ("在春耕会议上的讲话同志们：春耕要早。", "在春耕会议上的讲话", None, None, "同志们"),
        ] {
            let found = inlines.in_head(line, &speakers);
            assert_eq!(&line[found.title.unwrap()], title);
            assert_eq!(found.speaker.and_then(|s| s.whole()).map(|r| &line[r]), who);
            assert_eq!(found.date.map(|d| &line[d.range]), date);
            assert!(line[found.end..].starts_with(rest), "{}", &line[found.end..]);
        }
    }
}
