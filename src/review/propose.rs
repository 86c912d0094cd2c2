//! What the program itself would label: where a person begins.

use crate::document::{Document, Role, SectionKind};
use crate::record::{Modality, Place, Record, SectionRecord, SpeechKind, SpeechRecord};
use crate::score::units::{line_starts, units};

use super::labels::{Key, Labels, Table};

/// The labels that a document amounts to.
pub fn propose(document: &Document) -> Labels {
    let record = Record::from(document);
    let text: Vec<char> = document.source.text.chars().collect();
    let starts = line_starts(&text);
    let units = units(&text, &starts)
        .map(|(_, line, place)| (line, place))
        .scan((0, 0), |(last, unit), (line, place)| {
            *unit = if line == *last { *unit + 1 } else { 1 };
            *last = line;
            Some((Key { line, unit: *unit }, place))
        })
        .collect();
    let mut proposal = Proposal { text, starts, units, labels: Labels::default() };
    proposal.lines(document);
    for speech in &record.speeches {
        proposal.speech(speech);
        speech.sections.iter().for_each(|section| proposal.section(section));
        proposal.requirements(speech);
    }
    proposal.labels
}

struct Proposal {
    text: Vec<char>,
    starts: Vec<usize>,
    units: Vec<(Key, (usize, usize))>,
    labels: Labels,
}

impl Proposal {
    /// The line, from 1, of a place.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).clamp(1, self.starts.len() - 1)
    }

    /// The words at a place on one line, or `-`.
    fn words(&self, place: Place) -> String {
        let [from, to] = place.map(|at| (at as usize).min(self.text.len()));
        let words: String = self.text[from..to.max(from)].iter().collect();
        let parts: Vec<&str> =
            words.split(['\n', '\r', '\t']).map(str::trim).filter(|p| !p.is_empty()).collect();
        if parts.is_empty() { "-".to_owned() } else { parts.join(" ") }
    }

    /// A role for each line that holds anything.
    fn lines(&mut self, document: &Document) {
        let source = &document.source.text;
        let newlines: Vec<usize> = source.match_indices('\n').map(|(at, _)| at).collect();
        let line_of = |byte: u32| newlines.partition_point(|&at| at < byte as usize) + 1;
        let mut roles: Vec<Option<&'static str>> = vec![None; newlines.len() + 2];
        for (line, role) in document.segments.lines.iter().zip(&document.roles) {
            let place = document.text.to_source(line.span);
            let (first, last) = (line_of(place.start()), line_of(place.end().max(place.start() + 1) - 1));
            roles[first] = Some(match role.role {
                Role::Noise => "noise",
                Role::Label => "label",
                Role::Title => "title",
                Role::Byline => "byline",
                Role::Salutation => "salutation",
                Role::Body => "body",
            });
            roles[first + 1..=last.max(first)].fill(Some("cont"));
        }
        for section in document.speeches.iter().flat_map(|s| &s.sections) {
            let line = line_of(document.text.to_source(section.span).start());
            match section.kind {
                SectionKind::Heading => roles[line] = Some("heading"),
                SectionKind::Runin => roles[line] = Some("runin"),
                SectionKind::Point => {}
            }
        }
        for (i, _) in source.split('\n').enumerate().filter(|(_, words)| !words.trim().is_empty()) {
            let role = roles[i + 1].unwrap_or("noise");
            self.labels.put(Table::Lines, Key { line: i + 1, unit: 0 }, vec![role.to_owned()]);
        }
    }

    fn speech(&mut self, speech: &SpeechRecord) {
        let [from, to] = speech.span.map(|at| at as usize);
        let or_none = |place: Option<Place>| place.map_or_else(|| "-".to_owned(), |p| self.words(p));
        let kind = match speech.kind {
            SpeechKind::Speech => "speech",
            SpeechKind::Report => "report",
            SpeechKind::News => "news",
            SpeechKind::Essay => "essay",
            SpeechKind::Other => "other",
        };
        let row = vec![
            self.line(to.max(from + 1) - 1).to_string(),
            or_none(speech.title.as_ref().map(|t| t.span)),
            or_none(speech.speaker.as_ref().map(|s| s.span)),
            or_none(speech.date.as_ref().map(|d| d.span)),
            kind.to_owned(),
        ];
        self.labels.put(Table::Docs, Key { line: self.line(from), unit: 0 }, row);
    }

    fn section(&mut self, section: &SectionRecord) {
        let at = section.span[0] as usize;
        let behind = self.units.partition_point(|(_, (start, _))| *start <= at);
        let Some(&(key, _)) = behind.checked_sub(1).and_then(|i| self.units.get(i)) else { return };
        let marker = section.marker.as_ref().map_or_else(
            || "-".to_owned(),
            |marker| {
                let length = u32::try_from(marker.chars().count()).unwrap_or(0);
                let end = section.title_span.map_or(section.span[0] + length, |t| t[0]);
                self.words([section.span[0], end])
            },
        );
        let kind = match section.kind {
            crate::record::SectionKind::Heading => "heading",
            crate::record::SectionKind::Runin => "runin",
            crate::record::SectionKind::Point => "point",
        };
        let title = section.title_span.map_or_else(|| "-".to_owned(), |t| self.words(t));
        self.labels.put(
            Table::Sections,
            key,
            vec![kind.to_owned(), section.level.clamp(1, 9).to_string(), marker, title],
        );
    }

    /// A requirement labels each unit of which it covers half.
    fn requirements(&mut self, speech: &SpeechRecord) {
        for requirement in &speech.requirements {
            let [from, to] = requirement.span.map(|at| at as usize);
            let first = self.units.partition_point(|(_, (_, end))| *end <= from);
            let touched: Vec<(Key, (usize, usize))> =
                self.units[first..].iter().take_while(|(_, (start, _))| *start < to).copied().collect();
            for (key, (start, end)) in touched {
                if 2 * (end.min(to) - start.max(from)) < end - start {
                    continue;
                }
                let inside = |place: Place| place[0] as usize >= start && place[1] as usize <= end;
                let words = |place: Option<Place>| {
                    place.filter(|p| inside(*p)).map_or_else(|| "-".to_owned(), |p| self.words(p))
                };
                let modality = match requirement.modality {
                    Modality::Prohibition => "prohibition",
                    Modality::Obligation => "obligation",
                    Modality::Commitment => "commitment",
                    Modality::Recommendation => "recommendation",
                    Modality::Permission => "permission",
                    Modality::Exhortation => "exhortation",
                };
                let row = vec![
                    modality.to_owned(),
                    words(requirement.addressee.as_ref().map(|a| a.span)),
                    words(requirement.deadline.as_ref().map(|d| d.span)),
                    if requirement.relayed_from.is_some() { "relayed" } else { "-" }.to_owned(),
                ];
                let change = super::labels::Change { table: Table::Requirements, key, rows: vec![row] };
                self.labels.apply(&change);
            }
        }
    }
}
