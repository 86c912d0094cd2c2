//! What a Word file's styles say of headings without marker: evidence beside the words, for lines that carry none.

use super::form::Family;
use super::title::final_mark;
use crate::document::{Segments, Source};
use crate::edit::Text;
use crate::span::SourceSpan;

/// Longest heading that a style is believed for, in characters: some writers style whole paragraphs.
const LONGEST: usize = 60;

/// The lines that styles make headings, with the family that their style counts as.
pub(super) fn headings(
    source: &Source,
    text: &Text,
    segments: &Segments,
    lines: &[usize],
) -> Vec<(usize, Family)> {
    let mut found = Vec::new();
    if source.hints.is_empty() {
        return found;
    }
    let mut hints = source.hints.iter().peekable();
    for &line in lines {
        let place = text.to_source(segments.lines[line].span);
        while hints.next_if(|h| h.span.end() <= place.start()).is_some() {}
        let Some(hint) = hints.peek().filter(|h| h.span.start() <= place.start()) else { continue };
        let words = text.slice(segments.lines[line].span);
        let short = words.chars().count() <= LONGEST;
        let bold = SourceSpan::new(hint.span.start(), hint.span.start().saturating_add(hint.bold)).end();
        let first = text.to_source(segments.units[segments.lines[line].units.start].span);
        let sentence = segments.lines[line].units.len() > 1
            && bold < place.end()
            && (first.end().saturating_sub(SLACK)..=first.end() + SLACK).contains(&bold);
        match hint.level {
            Some(1) if short => found.push((line, Family::StyleOne)),
            Some(2) if short => found.push((line, Family::StyleTwo)),
            Some(_) if short => found.push((line, Family::StyleThree)),
            _ if short && bold >= place.end() && !words.ends_with(final_mark) => {
                found.push((line, Family::Plain));
            }
            _ if sentence => found.push((line, Family::Topic)),
            _ => {}
        }
    }
    // One bold sentence is an emphasis; two or more are a way of writing.
    if found.iter().filter(|f| f.1 == Family::Topic).count() == 1 {
        found.retain(|f| f.1 != Family::Topic);
    }
    found
}

/// How many series the families of unmarked headings make: each is one series of its own.
pub(super) const SERIES: usize = 5;

/// The series of a family among them.
pub(super) fn series(family: Family) -> usize {
    match family {
        Family::StyleOne => 1,
        Family::StyleTwo => 2,
        Family::StyleThree => 3,
        Family::Topic => 4,
        _ => 0,
    }
}

/// How far the end of the bold words may lie from the end of the first sentence, in bytes: its stop and a space.
const SLACK: u32 = 4;
