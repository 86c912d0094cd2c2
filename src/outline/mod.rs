//! A speech to its sections.
//!
//! `scan` finds every place where a marker may stand, by the table of `form`s; `series` finds which of them count on
//! one another and which are chance; `unmarked` adds headings without marker; `tree` puts each in its place; `title`
//! finds the words of each heading, and `check` reports what is wrong with the numbering.

mod check;
mod form;
mod pattern;
mod scan;
mod series;
mod title;
mod tree;
mod unmarked;
mod words;

use form::{Family, Forms, Place};
use scan::Mark;
use title::Cut;
use tree::{Between, Item};
use words::Lists;

use crate::document::{LineRole, Role, Section, SectionKind, Segments, Source, Speech};
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

/// A division with its words, before the tree.
struct Division {
    item: Item,
    marker: Option<Span>,
    /// Where its words begin.
    words: usize,
    form: &'static str,
}

impl Outliner {
    /// Loads the tables.
    pub fn new() -> Self {
        Self { forms: Forms::new(), lists: Lists::new() }
    }

    /// The divisions of one speech, in text order.
    pub fn outline(
        &self,
        _source: &Source,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
        notices: &mut Vec<Notice>,
    ) -> Vec<Section> {
        let body = |&line: &usize| roles.get(line).is_none_or(|r| r.role == Role::Body);
        let lines: Vec<usize> = speech.lines.clone().filter(body).collect();
        let view = View { lists: &self.lists, text: text.as_str(), segments, lines: &lines };
        let mut divisions = self.divisions(&view);
        view.kinds(&mut divisions);
        let items: Vec<Item> = divisions.iter().map(|d| d.item.clone()).collect();
        let nodes = tree::grow(&items, &Facts::of(&view, &items));
        let markers: Vec<Option<Span>> = divisions.iter().map(|d| d.marker).collect();
        check::numbering(text, &items, &nodes, &markers, notices);
        let cuts = view.cuts(&items);
        divisions
            .iter()
            .enumerate()
            .map(|(i, d)| {
                let end = nodes[i].end.map_or(speech.span.range().end, |j| items[j].at);
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
                    span: Span::of(d.item.at..end.max(d.item.at)).trim(text.as_str()),
                    kind: d.item.kind,
                    level: nodes[i].level,
                    parent: nodes[i].parent,
                    marker: d.marker,
                    number: d.item.number,
                    title: title::title(&self.lists, text.as_str(), range, cuts[i]),
                    form: d.form,
                }
            })
            .collect()
    }

    /// The divisions in text order, kinds still open.
    fn divisions(&self, view: &View) -> Vec<Division> {
        let (text, segments) = (view.text, view.segments);
        let mut marks: Vec<Mark> = Vec::new();
        for &line in view.lines {
            scan::line(&self.forms, text, segments, line, &mut marks);
        }
        let series = series::group(&self.forms, &marks, |m| view.promised(&self.forms, &marks, m));
        let mut out: Vec<Division> = Vec::new();
        for (index, one) in series.iter().enumerate() {
            for &m in &one.marks {
                let mark = &marks[m];
                let form = self.forms.get(mark.form);
                out.push(Division {
                    item: Item {
                        at: mark.at,
                        line: mark.line,
                        unit: mark.unit,
                        place: mark.place,
                        family: one.family,
                        number: mark.number,
                        series: index,
                        within: one.within,
                        kind: SectionKind::Point,
                    },
                    marker: Some(Span::of(mark.at..mark.end).trim(text)),
                    words: mark.end,
                    form: form.name,
                });
            }
        }
        let mut opened: Vec<usize> =
            out.iter().filter(|d| d.item.place == Place::Line).map(|d| d.item.line).collect();
        opened.sort_unstable();
        let free = |line: usize| opened.binary_search(&line).is_err();
        let plain = unmarked::headings(&self.lists, text, segments, view.lines);
        let topics = unmarked::topics(&self.lists, text, segments, view.lines, |l| !free(l));
        let first = series.len();
        let plain = plain.into_iter().filter(|&l| free(l)).map(|l| (l, Family::Plain, "plain", first));
        let topics = topics.into_iter().map(|(l, run)| (l, Family::Topic, "topic", first + 1 + run));
        for (line, family, form, series) in plain.chain(topics) {
            let at = segments.lines[line].span.range().start;
            let unit = segments.lines[line].units.start;
            let item = Item {
                at,
                line,
                unit,
                place: Place::Line,
                family,
                number: None,
                series,
                within: None,
                kind: SectionKind::Heading,
            };
            out.push(Division { item, marker: None, words: at, form });
        }
        out.sort_by_key(|d| d.item.at);
        out
    }
}

/// A speech as the questions below need it.
struct View<'a> {
    lists: &'a Lists,
    text: &'a str,
    segments: &'a Segments,
    /// The body lines of the speech.
    lines: &'a [usize],
}

impl View<'_> {
    /// Whether one mark alone is a division: a list was promised, a heading closes its line, or the mark stands where
    /// the heading over it stops.
    fn promised(&self, forms: &Forms, marks: &[Mark], index: usize) -> bool {
        let mark = &marks[index];
        let family = forms.get(mark.form).family;
        let before = index.checked_sub(1).map(|i| &marks[i]);
        let under = |family: Family| before.is_some_and(|b| forms.get(b.form).family == family);
        let unit = self.segments.units[mark.unit].span.range();
        let line = self.segments.lines[mark.line].span.range();
        match mark.place {
            Place::Line if forms.get(mark.form).name == "digit_bare" => {
                let above = self.lines.partition_point(|&l| l < mark.line).checked_sub(1);
                mark.number == Some(1)
                    && above.is_some_and(|a| {
                        before.is_some_and(|b| b.place == Place::Line && b.line == self.lines[a])
                    })
            }
            Place::Line => false,
            _ if matches!(family, Family::Sequence | Family::Dash | Family::Bullet | Family::Mask) => false,
            Place::Unit if family == Family::Han => {
                let rest = &self.text[mark.end..line.end];
                unit.end == line.end && rest.chars().count() <= 30 && !rest.contains(['。', '！', '!'])
            }
            Place::Unit => false,
            _ if family == Family::Paren
                && under(Family::Han)
                && before.is_some_and(|b| b.unit == mark.unit) =>
            {
                true
            }
            Place::Colon | Place::Clause => self.lists.announces(&self.text[unit.start..mark.at]),
            Place::Inside => false,
        }
    }

    /// Headings fill their line, run-ins open one; everything else is a point.
    fn kinds(&self, divisions: &mut [Division]) {
        let series = divisions.iter().map(|d| d.item.series + 1).max().unwrap_or(0);
        let mut runins = vec![false; series];
        for i in 0..divisions.len() {
            let item = &divisions[i].item;
            let line = &self.segments.lines[item.line];
            let alone =
                line.units.len() == 1 && divisions.get(i + 1).is_none_or(|next| next.item.line != item.line);
            let kind = match item.place {
                Place::Line if alone => SectionKind::Heading,
                Place::Line => SectionKind::Runin,
                _ => SectionKind::Point,
            };
            runins[item.series] |= kind == SectionKind::Runin;
            divisions[i].item.kind = kind;
        }
        // A sentence on a line of its own among paragraphs, with nothing below it, is an item of a list and no heading.
        let mut bare = vec![false; series];
        for i in 0..divisions.len() {
            let item = &divisions[i].item;
            if item.kind != SectionKind::Heading || divisions[i].marker.is_none() {
                continue;
            }
            let line = self.segments.lines[item.line].span.of_text(self.text);
            let next = divisions.get(i + 1).map(|d| &d.item);
            let below = self.lines.get(self.lines.partition_point(|&l| l <= item.line));
            let sibling = next.is_some_and(|n| n.series == item.series && Some(&n.line) == below);
            let last = next.is_none_or(|n| n.series != item.series) && bare[item.series];
            let listed = line.ends_with([';', '；']);
            if listed || line.ends_with('。') && runins[item.series] && (sibling || last) {
                bare[item.series] = true;
                divisions[i].item.kind = SectionKind::Point;
            }
        }
    }

    /// Where the words of a division may stand: behind its marker, up to the end of its unit or the next division.
    fn words_of(&self, division: &Division, next: usize) -> std::ops::Range<usize> {
        const LONGEST: usize = 24;
        let item = &division.item;
        let below = self.lines.get(self.lines.partition_point(|&l| l <= item.line));
        if division.form == "digit_bare"
            && let Some(&line) = below
        {
            // The words of a number on a line of its own stand on the next one, if a short sentence opens it.
            let first = self.segments.units[self.segments.lines[line].units.start].span;
            if first.range().start < next && first.of_text(self.text).chars().count() <= LONGEST {
                return first.range();
            }
        }
        let end = self.segments.units[item.unit].span.range().end.min(next).max(division.words);
        division.words..end
    }

    /// How each title is cut. A point's first sentence is a title where every item of its list goes on behind it.
    fn cuts(&self, items: &[Item]) -> Vec<Cut> {
        const GOES_ON: usize = 3;
        let count = items.iter().map(|i| i.series + 1).max().unwrap_or(0);
        let mut goes_on = vec![true; count];
        for (i, item) in items.iter().enumerate() {
            let last = self.segments.lines[item.line].units.end;
            let end = items.get(i + 1).map_or(last, |n| n.unit.min(last));
            goes_on[item.series] &= end - item.unit.min(end) >= GOES_ON || item.kind != SectionKind::Point;
        }
        items
            .iter()
            .map(|item| match item.kind {
                SectionKind::Heading => Cut::All,
                SectionKind::Runin => Cut::Sentence,
                SectionKind::Point if goes_on[item.series] => Cut::Sentence,
                SectionKind::Point if item.family.written() && item.family <= Family::Paren => Cut::Sentence,
                SectionKind::Point => Cut::Clause,
            })
            .collect()
    }
}

/// What the text between divisions says, looked up in order.
struct Facts {
    /// Lines that are paragraphs of their own and open no division.
    plain: Vec<usize>,
    /// Units that open by turning to the audience.
    addresses: Vec<usize>,
    /// Units that open with a turn.
    turns: Vec<usize>,
}

impl Facts {
    fn of(view: &View, items: &[Item]) -> Self {
        let (text, segments) = (view.text, view.segments);
        let mut facts = Self { plain: Vec::new(), addresses: Vec::new(), turns: Vec::new() };
        let mut opened = items.iter().filter(|i| i.place == Place::Line).map(|i| i.line).peekable();
        let mut whole = true;
        for &line in view.lines {
            let words = segments.lines[line].span.of_text(text);
            let opens = opened.next_if_eq(&line).is_some();
            // What follows a line that breaks off goes on with it.
            if !opens && whole {
                facts.plain.push(line);
            }
            whole = opens && segments.lines[line].units.len() == 1
                || words.ends_with(title::final_mark)
                || words.ends_with(['”', ')', '）', '》']);
            for unit in segments.lines[line].units.clone() {
                let words = segments.units[unit].span.of_text(text);
                if view.lists.turns(words) {
                    facts.turns.push(unit);
                }
                let opens_line = unit == segments.lines[line].units.start;
                if (opens_line || words.ends_with(['！', '!'])) && view.lists.addresses(words) {
                    facts.addresses.push(unit);
                }
            }
        }
        facts
    }
}

/// Whether a sorted list holds a number in a range.
fn any_in(sorted: &[usize], range: std::ops::Range<usize>) -> bool {
    sorted.get(sorted.partition_point(|&x| x < range.start)).is_some_and(|x| *x < range.end)
}

impl Between for Facts {
    fn plain_paragraph(&self, after: usize, before: usize) -> bool {
        any_in(&self.plain, after + 1..before)
    }

    fn address(&self, after: usize, before: usize) -> bool {
        any_in(&self.addresses, after + 1..before + 1)
    }

    fn turn(&self, after: usize, before: usize) -> bool {
        any_in(&self.turns, after + 1..before + 1)
    }
}

#[cfg(test)]
mod tests;
