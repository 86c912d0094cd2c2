//! A speech as the stage looks at it: which lone marks are believed, of what kind a division is, and where its words
//! stand.

use super::divisions::Division;
use super::form::{Family, Forms, Place};
use super::scan::Mark;
use super::title::Cut;
use super::tree::Item;
use super::words::Lists;
use crate::document::{SectionKind, Segments};
use crate::lexicon::is_letter;

/// A speech as the questions below need it.
pub(super) struct View<'a> {
    pub(super) lists: &'a Lists,
    pub(super) text: &'a str,
    pub(super) segments: &'a Segments,
    /// The body lines of the speech.
    pub(super) lines: &'a [usize],
    /// Whether it is no speech at all.
    pub(super) fiction: bool,
}

impl View<'_> {
    /// Whether one mark alone is a division: a list was promised, a heading closes its line, or the mark stands where
    /// the heading over it stops.
    pub(super) fn promised(&self, forms: &Forms, marks: &[Mark], index: usize) -> bool {
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
            Place::Unit | Place::Note => false,
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
    pub(super) fn kinds(&self, divisions: &mut [Division]) {
        let series = divisions.iter().map(|d| d.item.series + 1).max().unwrap_or(0);
        let mut runins = vec![false; series];
        // Where each series begins, as an index of divisions.
        let mut begins = vec![usize::MAX; series];
        for (i, division) in divisions.iter().enumerate() {
            begins[division.item.series] = begins[division.item.series].min(i);
        }
        for i in 0..divisions.len() {
            let item = &divisions[i].item;
            let line = &self.segments.lines[item.line];
            // A heading into whose end its first item ran is one all the same.
            let glued = || line.span.of_text(self.text).ends_with(is_letter);
            let alone = line.units.len() == 1
                && divisions.get(i + 1).is_none_or(|next| {
                    next.item.line != item.line || next.item.place == Place::Unit && glued()
                });
            // Clauses that follow one another are a list in a paragraph: 一,…;二,…;三,….
            let clauses = divisions.get(i + 1).is_some_and(|next| {
                next.item.series == item.series
                    && next.item.line == item.line
                    && next.item.unit == item.unit + 1
            });
            let kind = match item.place {
                Place::Line if alone => SectionKind::Heading,
                Place::Line if clauses && divisions[i].marker.is_some() => SectionKind::Point,
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
            // What asks for something and has nothing below it is no heading of anything.
            let childless = next.is_some_and(|n| {
                n.place == Place::Line && Some(&n.line) == below && (sibling || begins[n.series] < i)
            });
            let behind = &self.text[divisions[i].words..self.segments.lines[item.line].span.range().end];
            let asks = childless
                && (self.lists.forbids(behind) || line.ends_with('。') && self.lists.sets_limits(behind));
            let told = item.family == Family::Sequence && sibling && line.ends_with(['。', '！', '!']);
            if listed || last || asks || told || line.ends_with('。') && runins[item.series] && sibling {
                bare[item.series] = true;
                divisions[i].item.kind = SectionKind::Point;
            }
        }
    }

    /// Where the words of a division may stand: behind its marker, up to the end of its unit or the next division.
    pub(super) fn words_of(&self, division: &Division, next: usize) -> std::ops::Range<usize> {
        let item = &division.item;
        let whole = self.segments.lines[item.line].span.range();
        let below = self.lines.get(self.lines.partition_point(|&l| l <= item.line));
        if item.place == Place::Line
            && division.words >= whole.end
            && !matches!(item.family, Family::Han | Family::Paren)
            && let Some(&line) = below
        {
            // The words of a number on a line of its own stand on the next one, unless (一) is all that is left.
            let first = self.segments.units[self.segments.lines[line].units.start].span;
            if first.range().start < next {
                return first.range().start..first.range().end.min(next);
            }
        }
        let end = self.segments.units[item.unit].span.range().end.min(next).max(division.words);
        division.words..end
    }

    /// Whether a division's marker is all of its line.
    fn bare(&self, item: &Item) -> bool {
        self.segments.lines[item.line].span.of_text(self.text).chars().count() <= 6
    }

    /// Whether the speech lost its commas: a filter took them from every sentence.
    fn commaless(&self) -> bool {
        const LEAST: usize = 300;
        const RATE: usize = 150;
        let words = || self.lines.iter().map(|&l| self.segments.lines[l].span.of_text(self.text));
        let chars: usize = words().map(|w| w.chars().count()).sum();
        let commas = words().flat_map(|w| w.matches([',', '，']));
        // Most speeches have that many in their first lines.
        let enough = chars.div_ceil(RATE);
        chars >= LEAST && commas.take(enough).count() < enough
    }

    /// How each title is cut. A point's first sentence is a title where every item of its list goes on behind it.
    pub(super) fn cuts(&self, items: &[Item]) -> Vec<Cut> {
        const GOES_ON: usize = 3;
        let count = items.iter().map(|i| i.series + 1).max().unwrap_or(0);
        let mut goes_on = vec![true; count];
        for (i, item) in items.iter().enumerate() {
            let last = self.segments.lines[item.line].units.end;
            let end = items.get(i + 1).map_or(last, |n| n.unit.min(last));
            goes_on[item.series] &= end - item.unit.min(end) >= GOES_ON || item.kind != SectionKind::Point;
        }
        let cut = |kind| matches!(kind, SectionKind::Runin | SectionKind::Point);
        let commaless = items.iter().any(|i| cut(i.kind)) && self.commaless();
        items
            .iter()
            .map(|item| match item.kind {
                kind if cut(kind) && commaless => Cut::Commaless,
                // What stands on the next line is a paragraph's first sentence.
                SectionKind::Heading if self.bare(item) => Cut::Sentence,
                SectionKind::Heading => Cut::All,
                SectionKind::Runin => Cut::Sentence,
                SectionKind::Point if goes_on[item.series] => Cut::Sentence,
                SectionKind::Point if item.family.written() && item.family <= Family::Paren => Cut::Sentence,
                SectionKind::Point => Cut::Clause,
            })
            .collect()
    }
}
