//! Records of speeches and what is in them: places of the text become places of the source.

use memchr::memchr;

use super::points::CodePoints;
use super::*;
use crate::edit::Text;
use crate::numeral::push_decimal;
use crate::span::{SourceSpan, Span};
use crate::trim;

/// Turns the places of a document into places of its source.
pub(super) struct Maker<'a> {
    document: &'a Document,
    text: &'a Text,
    pub(super) points: CodePoints,
}

impl<'a> Maker<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            text: &document.text,
            points: CodePoints::new(&document.source.text, document.source.before),
        }
    }

    pub(super) fn source_place(&self, span: SourceSpan) -> Place {
        [self.points.of(span.start()), self.points.of(span.end())]
    }

    pub(super) fn place(&self, span: Span) -> Place {
        self.source_place(self.text.to_source(span))
    }

    /// The words at `span` on one line: a break inside them is a space.
    fn words(&self, span: Span) -> String {
        let words = self.text.slice(span);
        if memchr(b'\n', words.as_bytes()).is_none() {
            return trim::end(trim::start(words)).to_owned();
        }
        words.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The words without any white space, as names are written.
    fn squeezed(&self, span: Span) -> String {
        self.text.slice(span).split_whitespace().collect()
    }

    fn phrase(&self, span: Span) -> Phrase {
        Phrase { text: self.words(span), span: self.place(span) }
    }

    fn date(&self, date: &doc::Date) -> DateRecord {
        DateRecord { text: self.words(date.span), iso: date.iso.clone(), span: self.place(date.span) }
    }

    pub(super) fn speech(&self, index: usize, speech: &doc::Speech) -> SpeechRecord {
        let id = (index + 1).to_string();
        SpeechRecord {
            span: self.place(speech.span),
            kind: speech.kind.into(),
            title: speech.title.map(|s| self.phrase(s)),
            speaker: speech.speaker.map(|s| Speaker {
                text: self.words(s.span),
                name: s.name.map(|n| self.squeezed(n)),
                post: s.post.map(|p| self.words(p)),
                span: self.place(s.span),
            }),
            date: speech.date.as_ref().map(|d| self.date(d)),
            salutation: speech.salutation.map(|s| self.phrase(s)),
            confidence: rounded(speech.confidence),
            opened_by: speech.opened_by,
            sections: speech.sections.iter().enumerate().map(|(i, s)| self.section(&id, i, s)).collect(),
            sentences: self.document.words.as_ref().map(|words| self.sentences(speech, words)),
            requirements: speech
                .requirements
                .iter()
                .enumerate()
                .map(|(i, r)| self.requirement(&id, i, r))
                .collect(),
            signature: speech.signature.clone(),
            duplicate_of: None,
            id,
        }
    }

    fn section(&self, speech: &str, index: usize, section: &doc::Section) -> SectionRecord {
        SectionRecord {
            id: section_id(speech, index),
            parent: section.parent.map(|p| section_id(speech, p)),
            level: section.level,
            kind: section.kind.into(),
            marker: section.marker.map(|m| self.words(m)),
            number: section.number,
            title: section.title.map(|t| self.words(t)),
            span: self.place(section.span),
            title_span: section.title.map(|t| self.place(t)),
        }
    }

    fn sentences(&self, speech: &doc::Speech, words: &[Vec<doc::Word>]) -> Vec<SentenceRecord> {
        let all = &self.document.segments.sentences;
        let first = all.partition_point(|s| s.start() < speech.span.start());
        let own = all.iter().zip(words).skip(first);
        own.take_while(|(s, _)| speech.span.contains(**s))
            .map(|(&span, words)| {
                // Words follow one another: most stand as far from their place in the source as their sentence does.
                let shift = self.text.shift(span);
                let place = |word: Span| match shift {
                    Some(shift) if span.contains(word) && !word.is_empty() => {
                        [word.start(), word.end()].map(|at| self.points.of(at.wrapping_add(shift)))
                    }
                    _ => self.place(word),
                };
                let word = |w: &doc::Word| WordRecord {
                    text: self.text.slice(w.span).into(),
                    span: place(w.span),
                    pos: w.pos,
                };
                SentenceRecord { span: self.place(span), words: words.iter().map(word).collect() }
            })
            .collect()
    }

    fn requirement(&self, speech: &str, index: usize, requirement: &doc::Requirement) -> RequirementRecord {
        RequirementRecord {
            id: requirement_id(index),
            span: self.place(requirement.span),
            text: self.words(requirement.span),
            section: requirement.section.map(|s| section_id(speech, s)),
            modality: requirement.modality.into(),
            relayed_from: requirement.relayed_from.map(|s| self.words(s)),
            addressee: requirement.addressee.map(|a| AddresseeRecord {
                text: self.words(a.span),
                span: self.place(a.span),
                carried: a.carried,
            }),
            parties: requirement
                .parties
                .iter()
                .map(|p| PartyRecord {
                    text: self.words(p.span),
                    span: self.place(p.span),
                    role: p.role.into(),
                })
                .collect(),
            strength: requirement.strength,
            action: self.words(requirement.action),
            deadline: requirement.deadline.as_ref().map(|d| DeadlineRecord {
                text: self.words(d.span),
                kind: d.kind.into(),
                iso: d.iso.clone(),
                span: self.place(d.span),
            }),
            quantities: requirement
                .quantities
                .iter()
                .map(|q| QuantityRecord {
                    text: self.words(q.span),
                    value: q.value,
                    unit: self.words(q.unit),
                    span: self.place(q.span),
                })
                .collect(),
            confidence: rounded(requirement.confidence),
        }
    }
}

fn section_id(speech: &str, index: usize) -> String {
    let mut id = String::with_capacity(speech.len() + 4);
    id.push_str(speech);
    id.push('.');
    push_decimal(index as u64 + 1, &mut id);
    id
}

fn requirement_id(index: usize) -> String {
    let mut id = String::from("r");
    push_decimal(index as u64 + 1, &mut id);
    id
}

/// To three decimals: more would say nothing, and would differ between machines.
pub(super) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}
