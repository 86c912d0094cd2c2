//! A speech as a row of items: each unit of its text, read, with the headings over it and what went before.

use super::clause::{Bytes, Reading};
use super::cue::Class;
use super::deadline::{Limit, Limits};
use super::reader::Reader;
use super::readings::Readings;
use super::stand::{Stand, Stands};
use crate::document::{LineRole, Role, Section, SectionKind, Segments, Speech};
use crate::edit::Text;
use crate::lexicon::is_letter_or_number;
use crate::span::Span;

/// A unit of a speech's text, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    /// The unit, as an index into [`Segments::units`].
    pub(super) unit: usize,
    /// Its place.
    pub(super) span: Span,
    /// What it says.
    pub(super) reading: Reading<'a>,
    /// By when or how often.
    pub(super) limit: Option<Limit>,
    /// The innermost division that holds it whole, as an index into [`Speech::sections`].
    pub(super) section: Option<usize>,
    /// Whether a point begins in it.
    pub(super) opens_point: bool,
    /// Whether it opens a paragraph that a run-in heading opens.
    pub(super) runin: bool,
    /// What the innermost heading over it says.
    pub(super) heading: Stand,
    /// What the outermost heading over it says.
    pub(super) top: Stand,
    /// What the last lead-in of the speech says, headings of the first level included.
    pub(super) lead: Stand,
    /// What the last lead-in of its paragraph says.
    pub(super) local: Stand,
    /// Whether a heading stands between it and the item before.
    pub(super) after_heading: bool,
    /// Its place in its paragraph, and how many items that has.
    pub(super) in_paragraph: (usize, usize),
    /// How far into the speech it stands, from 0 to 1.
    pub(super) depth: f32,
}

impl Item<'_> {
    /// Bytes of the unit as a span of the text.
    pub(super) fn place(&self, (start, end): Bytes) -> Span {
        Span::new(self.span.start() + start as u32, self.span.start() + end as u32)
    }
}

/// A speech, and the page that it is on.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) text: &'a Text,
    pub(super) segments: &'a Segments,
    pub(super) roles: &'a [LineRole],
    pub(super) speech: &'a Speech,
}

/// The items of a speech, in text order; heading lines and whole run-in headings are none. What they say goes to
/// `readings`.
pub(super) fn items<'a>(
    reader: &Reader,
    limits: &Limits,
    stands: &Stands,
    context: &Context,
    readings: &'a mut Readings,
) -> Vec<Item<'a>> {
    let mut out = standing(&heading_stands(reader, stands, context), stands, context);
    let words: Vec<&str> = out.iter().map(|item| context.text.slice(item.span)).collect();
    *readings = reader.read(&words);
    for (item, reading) in out.iter_mut().zip(readings.iter()) {
        item.reading = reading;
    }
    for (item, words) in out.iter_mut().zip(words) {
        item.limit = limits.first(words);
    }
    out
}

/// The items with all but what they say themselves; `says` tells what each section's heading says.
fn standing<'a>(says: &[Stand], stands: &Stands, context: &Context) -> Vec<Item<'a>> {
    let &Context { text, segments, roles, speech } = context;
    let units = |line: usize| segments.lines.get(line).map_or(segments.units.len(), |line| line.units.start);
    let mut out: Vec<Item> =
        Vec::with_capacity(units(speech.lines.end).saturating_sub(units(speech.lines.start)));
    // The divisions that are open, innermost last, and the next one to open.
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut lead = Stand::None;
    let mut after_heading = false;
    let lines = speech.lines.start.min(segments.lines.len())..speech.lines.end.min(segments.lines.len());
    for line in lines {
        let role = roles.get(line).map_or(Role::Body, |r| r.role);
        let (mut local, first, mut runin) = (Stand::None, out.len(), false);
        for unit in segments.lines[line].units.clone() {
            let span = segments.units[unit].span;
            let (mut opens_point, mut is_heading) = (false, false);
            while let Some(section) = speech.sections.get(next).filter(|s| s.span.start() < span.end()) {
                open.retain(|&s| speech.sections[s].level < section.level);
                open.push(next);
                match section.kind {
                    SectionKind::Point => opens_point = true,
                    kind => {
                        is_heading = kind == SectionKind::Heading || covers_head(text, section, span);
                        runin = kind == SectionKind::Runin;
                        after_heading = true;
                        if section.level == 1
                            || matches!(says[next], Stand::Review | Stand::Problem | Stand::Task)
                        {
                            lead = says[next];
                        }
                    }
                }
                next += 1;
            }
            while let Some(&s) = open.last()
                && speech.sections[s].span.end() <= span.start()
            {
                open.pop();
            }
            if role != Role::Body || is_heading {
                continue;
            }
            let headings = || open.iter().filter(|&&s| speech.sections[s].kind != SectionKind::Point);
            out.push(Item {
                unit,
                span,
                section: open.iter().rev().copied().find(|&s| speech.sections[s].span.contains(span)),
                opens_point,
                runin,
                heading: headings().next_back().map_or(Stand::None, |&s| says[s]),
                top: headings().next().map_or(Stand::None, |&s| says[s]),
                lead,
                local,
                after_heading,
                in_paragraph: (out.len() - first, 0),
                depth: 0.0,
                limit: None,
                reading: Reading::default(),
            });
            after_heading = false;
            if let Some(stand) = stands.of_lead(text.slice(span)) {
                (lead, local) = (stand, stand);
            }
        }
        let count = out.len() - first;
        for item in &mut out[first..] {
            item.in_paragraph.1 = count;
        }
    }
    let count = out.len().max(1) as f32;
    for (i, item) in out.iter_mut().enumerate() {
        item.depth = i as f32 / count;
    }
    out
}

/// Whether the unit is the heading and nothing else.
fn covers_head(text: &Text, section: &Section, unit: Span) -> bool {
    let Some(head) = section.title.or(section.marker) else { return false };
    let behind = head.end().clamp(unit.start(), unit.end());
    text.slice(Span::new(behind, unit.end())).chars().all(|c| !is_letter_or_number(c))
}

/// What each section's heading says of the text under it.
fn heading_stands(reader: &Reader, stands: &Stands, context: &Context) -> Vec<Stand> {
    let title = |section: &Section| section.title.map(|title| context.text.slice(title));
    let stand = |title: &str| stands.of_heading(title);
    let mut says: Vec<Option<Stand>> =
        context.speech.sections.iter().map(|s| title(s).map_or(Some(Stand::Plain), stand)).collect();
    // The others are read.
    let open = context.speech.sections.iter().zip(&says).filter(|(_, stand)| stand.is_none());
    let titles: Vec<&str> = open.filter_map(|(section, _)| title(section)).collect();
    let readings = reader.read(&titles);
    for (stand, reading) in says.iter_mut().filter(|stand| stand.is_none()).zip(readings.iter()) {
        *stand = Some(if reading.clauses.iter().any(|c| c.opening.is_order()) {
            Stand::Order
        } else if reading.has(Class::Copula) {
            Stand::Statement
        } else {
            Stand::Plain
        });
    }
    says.into_iter().map(|stand| stand.unwrap_or(Stand::Plain)).collect()
}
