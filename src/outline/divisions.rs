//! The divisions of a speech in text order: marks that are believed, and headings without marker.

use super::form::{Family, Forms, Place};
use super::scan::{self, Mark};
use super::tree::Item;
use super::view::View;
use super::words::Lists;
use super::{parallel, series, style, unmarked};
use crate::document::SectionKind;
use crate::span::Span;

/// The form of a heading over a speech's last part, 结束语.
pub(super) const ENDING: &str = "heading_of_the_end";

/// A division with its words, before the tree.
pub(super) struct Division {
    pub(super) item: Item,
    pub(super) marker: Option<Span>,
    /// Where its words begin.
    pub(super) words: usize,
}

/// The divisions in text order, kinds still open. `styled`: the lines that a Word file's styles make headings.
pub(super) fn found(forms: &Forms, lists: &Lists, view: &View, styled: &[(usize, Family)]) -> Vec<Division> {
    let (text, segments) = (view.text, view.segments);
    let mut marks: Vec<Mark> = Vec::new();
    for &line in view.lines {
        scan::line(forms, text, segments, line, &mut marks);
    }
    if view.fiction {
        // A story quotes lists in passing; only its own headings divide it.
        marks.retain(|m| m.place == Place::Line);
    }
    let series = series::group(forms, &marks, |m| view.promised(forms, &marks, m));
    let mut out: Vec<Division> = Vec::new();
    for (index, one) in series.iter().enumerate() {
        for &m in &one.marks {
            let mark = &marks[m];
            let form = forms.get(mark.form);
            out.push(Division {
                item: Item {
                    at: mark.at,
                    line: mark.line,
                    unit: mark.unit,
                    place: mark.place,
                    family: one.family,
                    form: form.name,
                    number: mark.number.or_else(|| series::wording(form.name)),
                    series: index,
                    within: one.within,
                    kind: SectionKind::Point,
                },
                marker: Some(Span::of(mark.at..mark.end).trim(text)),
                words: mark.end,
            });
        }
    }
    let mut opened: Vec<usize> =
        out.iter().filter(|d| d.item.place == Place::Line).map(|d| d.item.line).collect();
    opened.sort_unstable();
    let free = |line: usize| opened.binary_search(&line).is_err();
    let plain = unmarked::headings(lists, text, segments, view.lines);
    let sentences = unmarked::sentences(lists, text, segments, view.lines);
    let headed =
        |l: usize| !free(l) || plain.binary_search(&l).is_ok() || sentences.binary_search(&l).is_ok();
    let topics = unmarked::topics(lists, text, segments, view.lines, headed);
    let unstyled = |line: &usize| styled.binary_search_by_key(line, |s| s.0).is_err();
    let first = series.len();
    let plain = plain.into_iter().chain(sentences).filter(unstyled);
    let plain = plain.map(|l| (l, Family::Plain, "heading_unmarked", 0));
    let runs = style::SERIES + topics.last().map_or(0, |t| t.1 + 1);
    let topics = topics.into_iter().map(|(l, run)| (l, Family::Topic, "topic_sentence", style::SERIES + run));
    let topics = topics.filter(|t| unstyled(&t.0));
    let last = view.lines.iter().filter(|&&l| lists.ends_speech(segments.lines[l].span.of_text(text)));
    let last = last.map(|&l| (l, Family::Han, ENDING, runs));
    let styled = styled.iter().map(|&(l, family)| (l, family, "heading_style", style::series(family)));
    for (line, family, form, series) in styled.chain(last).chain(plain).chain(topics) {
        if !free(line) {
            continue;
        }
        let at = segments.lines[line].span.range().start;
        let unit = segments.lines[line].units.start;
        if out.last().is_some_and(|d| d.marker.is_none() && d.item.line == line) {
            continue;
        }
        let item = Item {
            at,
            line,
            unit,
            place: Place::Line,
            family,
            form,
            number: None,
            series: first + series,
            within: None,
            kind: SectionKind::Heading,
        };
        out.push(Division { item, marker: None, words: at });
    }
    for (index, units) in parallel::lists(lists, text, segments, view.lines).into_iter().enumerate() {
        for unit in units {
            let (at, line) = (segments.units[unit].span.range().start, segments.units[unit].line);
            let item = Item {
                at,
                line,
                unit,
                place: Place::Unit,
                family: Family::Topic,
                form: "parallel_sentence",
                number: None,
                series: first + runs + 1 + index,
                within: None,
                kind: SectionKind::Point,
            };
            if free(line) {
                out.push(Division { item, marker: None, words: at });
            }
        }
    }
    out.sort_by_key(|d| d.item.at);
    out.dedup_by_key(|d| d.item.at);
    out
}
