//! Records to bytes. A format is a file, a variant, a test.
//!
//! JSON is written record by record; the others have many files or a beginning and an end, and types of their own.

mod compact;
#[cfg(feature = "csv")]
pub mod csv;
#[cfg(feature = "docx")]
pub mod docx;
mod json;
mod jsonl;
mod mark;
mod parts;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use mark::{Counts, MarkError, Marker};
pub use parts::Parts;

use crate::record::Record;

/// How records are written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines: one record a line.
    #[default]
    Jsonl,
    /// One JSON array, indented for readers.
    Json,
}

/// What stands around the records of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Before the first one.
    pub open: &'static str,
    /// Between two.
    pub between: &'static str,
    /// After the last one.
    pub close: &'static str,
}

impl Format {
    /// One record.
    #[inline(never)] // a name of its own for `.ci/instructions`
    pub fn record(self, record: &Record) -> String {
        match self {
            Self::Jsonl => jsonl::record(record),
            Self::Json => json::record(record),
        }
    }

    /// What stands around the records.
    pub fn frame(self) -> Frame {
        match self {
            Self::Jsonl => jsonl::FRAME,
            Self::Json => json::FRAME,
        }
    }
}
