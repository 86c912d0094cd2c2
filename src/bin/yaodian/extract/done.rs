//! One finished file: what will be written of it, and what the summary needs.

use yaodian::batch::{self, Input};
use yaodian::document::Document;
use yaodian::record::{Diagnostic, DiagnosticSeverity};
use yaodian::{Pipeline, Record};

use super::sink::{Piece, Shape};

/// One finished file. Made on the thread that did the work, taken in the order of the input.
pub(crate) struct Done {
    pub(crate) name: String,
    /// The record, as the sink wants it.
    pub(crate) piece: Piece,
    /// What failed, for people.
    pub(crate) errors: Vec<String>,
    pub(crate) speeches: usize,
    pub(crate) requirements: usize,
    pub(crate) warnings: usize,
}

impl Done {
    /// Takes one input through the whole line and brings its record into `shape`.
    pub(crate) fn new(pipeline: &Pipeline, input: &Input, repairs: bool, shape: Shape) -> Self {
        Self::of(&batch::process(pipeline, input), repairs, shape)
    }

    /// Brings the record of a document into `shape`.
    pub(crate) fn of(document: &Document, repairs: bool, shape: Shape) -> Self {
        let record = if repairs { Record::with_repairs(document) } else { Record::from(document) };
        let with = |severity| record.diagnostics.iter().filter(move |d: &&Diagnostic| d.severity == severity);
        Self {
            name: document.source.name.clone(),
            errors: with(DiagnosticSeverity::Error).map(|d| d.message.clone()).collect(),
            speeches: record.speeches.len(),
            requirements: record.speeches.iter().map(|s| s.requirements.len()).sum(),
            warnings: with(DiagnosticSeverity::Warning).count(),
            piece: shape.piece(&record, document),
        }
    }
}
