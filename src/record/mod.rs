//! The one serialisable shape: what `CONTRACT` version 1 lays down, made from a [`Document`].
//!
//! This file owns the contract. Formats see only records, and spans become code points of the source text here, once.

mod maker;
mod points;
mod requirement;
mod speech;

use schemars::JsonSchema;
use serde::Serialize;

use maker::{Maker, rounded};
pub use requirement::*;
pub use speech::*;

use crate::document::{self as doc, Document};
use crate::notice::Severity;

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
    pub encoding_confidence: Option<f64>,
    /// Where an earlier program decoded the file wrongly and saved it so: what was undone before anything else. Spans
    /// then count the text as it was; to get at it, decode the file, encode as `read_as`, decode as `was`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misread: Option<Misread>,
    /// Size in bytes.
    pub bytes: u64,
    /// Length of the source text in code points.
    pub chars: u32,
    /// BLAKE3 of the bytes, hexadecimal; `null` where they could not be read.
    pub blake3: Option<String>,
}

/// A wrong decoding that was undone, by WHATWG names.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Misread {
    /// What the text was.
    pub was: &'static str,
    /// What it had been read as.
    pub read_as: &'static str,
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
    pub confidence: f64,
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

    /// Numbers the speeches on from so many before them.
    pub(crate) fn number_from(&mut self, before: usize) {
        if before > 0 {
            for (i, speech) in self.speeches.iter_mut().enumerate() {
                speech.number(before + i + 1);
            }
        }
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
    #[inline(never)] // a name of its own for `.ci/instructions`
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
                misread: source.misread.map(|m| Misread { was: m.was, read_as: m.read_as }),
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
