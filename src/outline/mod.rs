//! A speech to its sections.
//!
//! `scan` finds every place where a marker may stand, by the table of `form`s; `series` finds which of them count on
//! one another and which are chance; `unmarked` adds headings without marker; `tree` puts each in its place; `title`
//! finds the words of each heading, and `check` reports what is wrong with the numbering.

mod check;
mod divisions;
mod ends;
mod facts;
mod form;
mod parallel;
mod pattern;
mod scan;
mod series;
mod style;
#[cfg(test)]
mod tests;
mod title;
mod tree;
mod unmarked;
mod view;
mod words;

use facts::Facts;
use form::{Family, Forms};
use tree::Item;
use view::View;
use words::Lists;

use crate::document::{LineRole, Role, Section, SectionKind, Segments, Source, Speech, SpeechKind};
use crate::edit::Text;
use crate::notice::Notice;
use crate::span::Span;

/// The heading forms, with their tables loaded.
#[derive(Debug)]
pub struct Outliner {
    forms: Forms,
    lists: Lists,
}

impl Default for Outliner {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether text behind a heading of this kind may have run into it: lists in words are cut at their commas anyway.
fn glue(item: &Item) -> bool {
    matches!(item.family, Family::Han | Family::Paren | Family::Digit)
}

impl Outliner {
    /// Loads the tables.
    pub fn new() -> Self {
        Self { forms: Forms::new(), lists: Lists::new() }
    }

    /// The divisions of one speech, in text order.
    #[inline(never)] // a name of its own for `.ci/instructions`
    pub fn outline(
        &self,
        source: &Source,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
        notices: &mut Vec<Notice>,
    ) -> Vec<Section> {
        let body = |&line: &usize| roles.get(line).is_none_or(|r| r.role == Role::Body);
        let lines: Vec<usize> = speech.lines.clone().filter(body).collect();
        let view = View {
            lists: &self.lists,
            text: text.as_str(),
            segments,
            lines: &lines,
            fiction: speech.kind == SpeechKind::Other,
        };
        let styled = style::headings(source, text, segments, &lines);
        let mut divisions = divisions::found(&self.forms, &self.lists, &view, &styled);
        view.kinds(&mut divisions);
        let items: Vec<Item> = divisions.iter().map(|d| d.item.clone()).collect();
        let nodes = tree::grow(&items, &Facts::of(&view, &items));
        let markers: Vec<Option<Span>> = divisions.iter().map(|d| d.marker).collect();
        check::numbering(text, &items, &nodes, &markers, notices);
        let cuts = view.cuts(&items);
        let ends = ends::of(&view, &items, &nodes, speech.span.range().end);
        divisions
            .iter()
            .enumerate()
            .map(|(i, d)| {
                let next = items.get(i + 1).map_or(usize::MAX, |n| n.at);
                let mut range = view.words_of(d, next);
                // A page that repeats the speech's title behind a heading makes it no part of the heading.
                if let Some(title) = speech.title.map(|t| text.slice(t))
                    && text.as_str()[range.clone()].trim_end().ends_with(title)
                    && d.item.kind == SectionKind::Heading
                {
                    range.end = range.start + text.as_str()[range.clone()].trim_end().len() - title.len();
                }
                Section {
                    span: Span::of(d.item.at..ends[i].max(d.item.at)).trim(text.as_str()),
                    kind: d.item.kind,
                    level: nodes[i].level,
                    parent: nodes[i].parent,
                    marker: d.marker,
                    number: d.item.number,
                    title: title::title(&self.lists, text.as_str(), range, cuts[i], glue(&items[i])),
                    form: d.item.form,
                }
            })
            .collect()
    }
}
