//! The one serialisable shape: what `CONTRACT` version 1 lays down, made from a [`Document`].
//!
//! This file owns the contract. Formats see only records, and spans become code points of the source text here, once.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{self as doc, Document};
use crate::edit::Text;
use crate::notice::Severity;
use crate::span::{SourceSpan, Span};

/// The version of the shape; a field never changes its meaning without a new one.
pub const SCHEMA_VERSION: u32 = 1;

/// `[start, end)` in Unicode code points of the source text.
pub type Place = [u32; 2];

/// One input file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Record {
    /// The version of this shape, 1.
    pub schema_version: u32,
    /// What made the record.
    pub tool: Tool,
    /// The file.
    pub source: SourceInfo,
    /// What belongs to no speech.
    pub noise: Vec<NoiseRecord>,
    /// What was repaired; only on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repairs: Option<Vec<Repair>>,
    /// The speeches, in text order.
    pub speeches: Vec<SpeechRecord>,
    /// What looked wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// The program that made a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Tool {
    /// `yaodian`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// The file a record is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceInfo {
    /// As it was given, with `/` between folders.
    pub path: String,
    /// `null` where the bytes are of no kind that we read.
    pub format: Option<Format>,
    /// WHATWG name; `null` for Word files and for what is no text.
    pub encoding: Option<&'static str>,
    /// How sure the encoding is, from 0 to 1.
    pub encoding_confidence: Option<f32>,
    /// Size in bytes.
    pub bytes: u64,
    /// Length of the source text in code points.
    pub chars: u32,
    /// BLAKE3 of the bytes, hexadecimal; `null` where they could not be read.
    pub blake3: Option<String>,
}

/// The kind of a file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Txt,
    /// Word.
    Docx,
}

/// A stretch that belongs to no speech.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoiseRecord {
    /// Where.
    pub span: Place,
    /// What kind.
    pub kind: &'static str,
}

/// A place that reads otherwise than it stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Repair {
    /// Where.
    pub span: Place,
    /// The rule.
    pub kind: &'static str,
    /// What it reads as.
    pub text: String,
    /// `safe` or `guess`.
    pub safety: &'static str,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Words and where they stand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Phrase {
    /// The cleaned reading.
    pub text: String,
    /// Where.
    pub span: Place,
}

/// A speech, report, news item, essay or other text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpeechRecord {
    /// Stable within the record: 1, 2, ….
    pub id: String,
    /// From the title to the last line.
    pub span: Place,
    /// What it is.
    pub kind: SpeechKind,
    /// Its own title.
    pub title: Option<Phrase>,
    /// Who speaks.
    pub speaker: Option<Speaker>,
    /// The day it was held.
    pub date: Option<DateRecord>,
    /// 同志们.
    pub salutation: Option<Phrase>,
    /// How sure its borders are, from 0 to 1.
    pub confidence: f32,
    /// The name of the rule that found its beginning.
    pub opened_by: &'static str,
    /// Its divisions, flat, in text order.
    pub sections: Vec<SectionRecord>,
    /// Its sentences with their words; only on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<SentenceRecord>>,
    /// What it asks for, in text order.
    pub requirements: Vec<RequirementRecord>,
}

/// What a text is.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpeechKind {
    /// Somebody speaks.
    Speech,
    /// A work report.
    Report,
    /// News about a meeting.
    News,
    /// An article.
    Essay,
    /// Anything else.
    Other,
}

/// Who speaks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Speaker {
    /// Name and post as they stand, cleaned.
    pub text: String,
    /// The name, white space removed.
    pub name: Option<String>,
    /// The post.
    pub post: Option<String>,
    /// Where.
    pub span: Place,
}

/// A day, month or year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DateRecord {
    /// The words.
    pub text: String,
    /// ISO 8601 (a day, a month, a year), as far as the words go.
    pub iso: Option<String>,
    /// Where.
    pub span: Place,
}

/// A division.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SectionRecord {
    /// Stable within the record, e.g. `1.4`: the fourth division of the first speech.
    pub id: String,
    /// The division it belongs to.
    pub parent: Option<String>,
    /// Depth from 1.
    pub level: u8,
    /// How it stands in the text.
    pub kind: SectionKind,
    /// 一、 (二) 1., with its punctuation.
    pub marker: Option<String>,
    /// The marker's number.
    pub number: Option<u32>,
    /// The heading's words.
    pub title: Option<String>,
    /// The whole division, from its marker to its end.
    pub span: Place,
    /// The heading's words.
    pub title_span: Option<Place>,
}

/// How a division stands in the text.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// On its own line.
    Heading,
    /// Opens a paragraph.
    Runin,
    /// Inside a paragraph.
    Point,
}

/// A sentence.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SentenceRecord {
    /// Where.
    pub span: Place,
    /// Its words.
    pub words: Vec<WordRecord>,
}

/// A word.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WordRecord {
    /// Cleaned.
    pub text: String,
    /// Where.
    pub span: Place,
    /// Part of speech (jieba's tags).
    pub pos: &'static str,
}

/// Something the speech asks for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RequirementRecord {
    /// Stable within the record, e.g. `r3`.
    pub id: String,
    /// Where.
    pub span: Place,
    /// The cleaned words.
    pub text: String,
    /// The innermost division it stands in.
    pub section: Option<String>,
    /// What kind of duty.
    pub modality: Modality,
    /// Who is quoted as asking.
    pub relayed_from: Option<String>,
    /// Who must act.
    pub addressee: Option<AddresseeRecord>,
    /// What to do.
    pub action: String,
    /// By when, or how often.
    pub deadline: Option<DeadlineRecord>,
    /// Amounts.
    pub quantities: Vec<QuantityRecord>,
    /// From 0 to 1.
    pub confidence: f32,
}

/// What kind of duty.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// 不得.
    Prohibition,
    /// 必须, 要.
    Obligation,
    /// 我们将.
    Commitment,
    /// 希望.
    Recommendation,
    /// 可以.
    Permission,
    /// 让我们.
    Exhortation,
}

/// Who must act.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AddresseeRecord {
    /// The words, cleaned.
    pub text: String,
    /// Where they stand.
    pub span: Place,
    /// Whether they stand in an earlier sentence.
    pub carried: bool,
}

/// By when, or how often.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeadlineRecord {
    /// The words.
    pub text: String,
    /// What it is measured by.
    pub kind: DeadlineKind,
    /// The last day in ISO 8601, or an interval `from/to`, where the words and the speech's date say so much.
    pub iso: Option<String>,
    /// Where.
    pub span: Place,
}

/// What a deadline is measured by.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeadlineKind {
    /// 10月底前.
    Calendar,
    /// 每月.
    Frequency,
    /// 春节前, 入党前.
    Event,
    /// 会后一周内.
    Duration,
}

/// An amount.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuantityRecord {
    /// The words.
    pub text: String,
    /// The number.
    pub value: f64,
    /// What is counted.
    pub unit: String,
    /// Where.
    pub span: Place,
}

/// What looked wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: DiagnosticSeverity,
    /// Stable name.
    pub code: &'static str,
    /// Where; `null` for the whole file.
    pub span: Option<Place>,
    /// For people.
    pub message: String,
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosticSeverity {
    /// Worth knowing.
    Info,
    /// A result may be wrong here.
    Warning,
    /// The file gave no result.
    Error,
}

impl Record {
    /// The JSON Schema (draft 2020-12) of a record, from these types.
    pub fn schema() -> schemars::Schema {
        schemars::schema_for!(Self)
    }

    /// Whether the file could not be read.
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == DiagnosticSeverity::Error)
    }

    /// The record with every repair listed.
    pub fn with_repairs(document: &Document) -> Self {
        let maker = Maker::new(document);
        let repairs = document.text.edits().iter().map(|edit| Repair {
            span: maker.source_place(edit.source),
            kind: edit.rule.name,
            text: document.text.slice(edit.span).to_owned(),
            safety: match edit.rule.safety {
                crate::edit::Safety::Safe => "safe",
                crate::edit::Safety::Guess => "guess",
            },
            confidence: rounded(edit.confidence),
        });
        Self { repairs: Some(repairs.collect()), ..Self::from(document) }
    }
}

impl From<&Document> for Record {
    fn from(document: &Document) -> Self {
        let maker = Maker::new(document);
        let source = &document.source;
        let noise = document.noise.iter().map(|n| NoiseRecord { span: maker.place(n.span), kind: n.kind });
        let speeches = document.speeches.iter().enumerate().map(|(i, s)| maker.speech(i, s));
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            source: SourceInfo {
                path: source.name.clone(),
                format: source.format.map(|f| match f {
                    doc::Format::Txt => Format::Txt,
                    doc::Format::Docx => Format::Docx,
                }),
                encoding: source.encoding,
                encoding_confidence: source.encoding_confidence.map(rounded),
                bytes: source.bytes,
                chars: maker.points.of(source.text.len() as u32),
                blake3: Some(source.blake3.clone()).filter(|hash| !hash.is_empty()),
            },
            noise: noise.collect(),
            repairs: None,
            speeches: speeches.collect(),
            diagnostics: document
                .notices
                .iter()
                .map(|n| Diagnostic {
                    severity: match n.severity {
                        Severity::Info => DiagnosticSeverity::Info,
                        Severity::Warning => DiagnosticSeverity::Warning,
                        Severity::Error => DiagnosticSeverity::Error,
                    },
                    code: n.code,
                    span: n.span.map(|s| maker.source_place(s)),
                    message: n.message.clone(),
                })
                .collect(),
        }
    }
}

/// Turns the places of a document into places of its source.
struct Maker<'a> {
    document: &'a Document,
    text: &'a Text,
    points: CodePoints<'a>,
}

impl<'a> Maker<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, text: &document.text, points: CodePoints::new(&document.source.text) }
    }

    fn source_place(&self, span: SourceSpan) -> Place {
        [self.points.of(span.start()), self.points.of(span.end())]
    }

    fn place(&self, span: Span) -> Place {
        self.source_place(self.text.to_source(span))
    }

    /// The words at `span` on one line: a break inside them is a space.
    fn words(&self, span: Span) -> String {
        self.text.slice(span).lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
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

    fn speech(&self, index: usize, speech: &doc::Speech) -> SpeechRecord {
        let id = (index + 1).to_string();
        SpeechRecord {
            span: self.place(speech.span),
            kind: match speech.kind {
                doc::SpeechKind::Speech => SpeechKind::Speech,
                doc::SpeechKind::Report => SpeechKind::Report,
                doc::SpeechKind::News => SpeechKind::News,
                doc::SpeechKind::Essay => SpeechKind::Essay,
                doc::SpeechKind::Other => SpeechKind::Other,
            },
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
            id,
        }
    }

    fn section(&self, speech: &str, index: usize, section: &doc::Section) -> SectionRecord {
        SectionRecord {
            id: section_id(speech, index),
            parent: section.parent.map(|p| section_id(speech, p)),
            level: section.level,
            kind: match section.kind {
                doc::SectionKind::Heading => SectionKind::Heading,
                doc::SectionKind::Runin => SectionKind::Runin,
                doc::SectionKind::Point => SectionKind::Point,
            },
            marker: section.marker.map(|m| self.words(m)),
            number: section.number,
            title: section.title.map(|t| self.words(t)),
            span: self.place(section.span),
            title_span: section.title.map(|t| self.place(t)),
        }
    }

    fn sentences(&self, speech: &doc::Speech, words: &[Vec<doc::Word>]) -> Vec<SentenceRecord> {
        let all = self.document.segments.sentences.iter().zip(words);
        all.filter(|(s, _)| speech.span.contains(**s))
            .map(|(&span, words)| SentenceRecord {
                span: self.place(span),
                words: words
                    .iter()
                    .map(|w| WordRecord {
                        text: self.text.slice(w.span).to_owned(),
                        span: self.place(w.span),
                        pos: w.pos,
                    })
                    .collect(),
            })
            .collect()
    }

    fn requirement(&self, speech: &str, index: usize, requirement: &doc::Requirement) -> RequirementRecord {
        RequirementRecord {
            id: format!("r{}", index + 1),
            span: self.place(requirement.span),
            text: self.words(requirement.span),
            section: requirement.section.map(|s| section_id(speech, s)),
            modality: match requirement.modality {
                doc::Modality::Prohibition => Modality::Prohibition,
                doc::Modality::Obligation => Modality::Obligation,
                doc::Modality::Commitment => Modality::Commitment,
                doc::Modality::Recommendation => Modality::Recommendation,
                doc::Modality::Permission => Modality::Permission,
                doc::Modality::Exhortation => Modality::Exhortation,
            },
            relayed_from: requirement.relayed_from.map(|s| self.words(s)),
            addressee: requirement.addressee.map(|a| AddresseeRecord {
                text: self.words(a.span),
                span: self.place(a.span),
                carried: a.carried,
            }),
            action: self.words(requirement.action),
            deadline: requirement.deadline.as_ref().map(|d| DeadlineRecord {
                text: self.words(d.span),
                kind: match d.kind {
                    doc::DeadlineKind::Calendar => DeadlineKind::Calendar,
                    doc::DeadlineKind::Frequency => DeadlineKind::Frequency,
                    doc::DeadlineKind::Event => DeadlineKind::Event,
                    doc::DeadlineKind::Duration => DeadlineKind::Duration,
                },
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
    format!("{speech}.{}", index + 1)
}

/// To three decimals: more would say nothing, and would differ between machines.
fn rounded(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}

/// Counts code points before a byte: a checkpoint every block, the rest by hand.
struct CodePoints<'a> {
    text: &'a [u8],
    blocks: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    const BLOCK: usize = 256;

    fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let mut blocks = Vec::with_capacity(text.len() / Self::BLOCK + 1);
        let mut sum = 0;
        for block in text.chunks(Self::BLOCK) {
            blocks.push(sum);
            sum += count(block);
        }
        blocks.push(sum);
        Self { text, blocks }
    }

    fn of(&self, byte: u32) -> u32 {
        let block = byte as usize / Self::BLOCK;
        self.blocks[block] + count(&self.text[block * Self::BLOCK..byte as usize])
    }
}

/// Characters that begin in these bytes.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_across_blocks() {
        let text = "a要点€𠀀".repeat(100);
        let points = CodePoints::new(&text);
        for (n, (i, _)) in text.char_indices().enumerate() {
            assert_eq!(points.of(i as u32), n as u32);
        }
        assert_eq!(points.of(text.len() as u32), 500);
    }
}
