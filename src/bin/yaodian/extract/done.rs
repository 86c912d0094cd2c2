//! One finished file: what will be written of it, and what is known of it.

use serde::{Deserialize, Serialize};
use yaodian::batch::keep::manifest::Counts;
use yaodian::batch::keep::{Entry, short_hash};
use yaodian::document::Document;
use yaodian::record::{Diagnostic, DiagnosticSeverity, SourceInfo};
use yaodian::{Record, long};

use super::sink::{Piece, Shape};

/// One finished file. Made on the thread that did the work, taken in the order of the input.
pub(crate) struct Done {
    /// The record, as the sink wants it.
    pub(crate) piece: Piece,
    pub(crate) about: About,
}

/// What is known of a finished file.
pub(crate) struct About {
    /// The how-manieth input, from 0.
    pub(crate) index: u64,
    pub(crate) name: String,
    /// Size in bytes.
    pub(crate) bytes: u64,
    pub(crate) blake3: Option<String>,
    pub(crate) made: Made,
    /// Whether the record was made by an earlier run.
    pub(crate) reused: bool,
}

/// What came of the work itself.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(crate) counts: Counts,
    /// Diagnostics of severity error.
    pub(crate) failures: Vec<Failure>,
}

/// Why a file gave no result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub(crate) code: String,
    /// What happened and what to do, for people.
    pub(crate) message: String,
}

impl Made {
    /// What a document holds, with its record.
    pub(crate) fn of(document: &Document, repairs: bool) -> (Self, Record) {
        let record = if repairs { Record::with_repairs(document) } else { Record::from(document) };
        let mut made = Self::of_record(&record);
        made.counts.repairs = document.text.edits().len() as u64;
        (made, record)
    }

    /// What a record holds, but for the number of repairs, which it does not always tell.
    pub(crate) fn of_record(record: &Record) -> Self {
        let with = |severity| record.diagnostics.iter().filter(move |d: &&Diagnostic| d.severity == severity);
        let failures = with(DiagnosticSeverity::Error)
            .map(|d| Failure { code: d.code.into(), message: d.message.clone() })
            .collect();
        let counts = Counts {
            speeches: record.speeches.len() as u64,
            requirements: record.speeches.iter().map(|s| s.requirements.len() as u64).sum(),
            repairs: 0,
            warnings: with(DiagnosticSeverity::Warning).count() as u64,
        };
        Self { counts, failures }
    }

    /// What the next block of a long text holds, too. Diagnostics are told of the whole.
    pub(crate) fn add(&mut self, block: &long::Made) {
        let Counts { speeches, requirements, repairs, .. } = Self::of_long(block).counts;
        self.counts.speeches += speeches;
        self.counts.requirements += requirements;
        self.counts.repairs += repairs;
    }

    /// The same of a long text that is whole in memory.
    pub(crate) fn of_long(made: &long::Made) -> Self {
        let Self { counts, failures } = Self::of_record(&made.record);
        Self { counts: Counts { repairs: made.repairs as u64, ..counts }, failures }
    }

    /// What an earlier run noted, and the record says.
    fn again(entry: &Entry, record: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Told {
            diagnostics: Vec<Diagnosed>,
        }
        #[derive(Deserialize)]
        struct Diagnosed {
            severity: String,
            #[serde(flatten)]
            failure: Failure,
        }
        let told = if entry.outcome == "ok" { None } else { serde_json::from_slice::<Told>(record).ok() };
        let diagnosed = told.map_or_else(Vec::new, |told| told.diagnostics);
        let errors = diagnosed.into_iter().filter(|d| d.severity == "error");
        Self { counts: entry.counts, failures: errors.map(|d| d.failure).collect() }
    }
}

impl Done {
    /// From the document of the how-manieth input.
    pub(crate) fn of(index: u64, document: &Document, repairs: bool, shape: Shape) -> Self {
        let (made, record) = Made::of(document, repairs);
        Self { piece: shape.piece(&record, &document.source.text), about: About::of(index, &record, made) }
    }

    /// From a long text that is whole in memory.
    pub(crate) fn of_long(index: u64, long: &long::Made, shape: Shape) -> Self {
        let about = About::of(index, &long.record, Made::of_long(long));
        Self { piece: shape.piece(&long.record, &long.text), about }
    }

    /// From the record of an earlier run.
    pub(crate) fn again(index: u64, entry: &Entry, record: Vec<u8>) -> Option<Self> {
        let about = About::again(index, entry, &record);
        let hash = entry.record.clone();
        Some(Self { piece: Piece::Line(String::from_utf8(record).ok()?, hash), about })
    }
}

impl About {
    /// Of a record, and what it holds.
    pub(crate) fn of(index: u64, record: &Record, made: Made) -> Self {
        let SourceInfo { path, bytes, blake3, .. } = &record.source;
        Self { index, name: path.clone(), bytes: *bytes, blake3: blake3.clone(), made, reused: false }
    }

    /// Of a record that an earlier run made.
    pub(crate) fn again(index: u64, entry: &Entry, record: &[u8]) -> Self {
        Self {
            index,
            name: entry.path.clone(),
            bytes: entry.bytes,
            blake3: entry.blake3.clone(),
            made: Made::again(entry, record),
            reused: true,
        }
    }

    /// `ok`, or the code of what failed first.
    pub(crate) fn outcome(&self) -> &str {
        self.made.failures.first().map_or("ok", |failure| &failure.code)
    }

    /// For the manifest; its place is known to the one who writes it.
    pub(crate) fn entry(&self, run: &str, record: String) -> Entry {
        Entry {
            input: self.index,
            path: self.name.clone(),
            bytes: self.bytes,
            blake3: self.blake3.clone(),
            run: run.into(),
            at: 0,
            len: 0,
            record,
            outcome: self.outcome().into(),
            counts: self.made.counts,
        }
    }
}

/// A record's line, with the hash that the manifest keeps of it.
pub(crate) fn line(mut record: String) -> Piece {
    record.push('\n');
    let hash = short_hash(record.as_bytes());
    Piece::Line(record, hash)
}
