//! Bytes to [`Source`]: the only stage that can fail.
//!
//! [`sniff`] tells what kind of file it is; [`txt`] finds the encoding of a text, [`docx`] takes the text out of a
//! Word file.

use crate::document::{Format, Source};
use crate::notice::Notice;

mod decode;
mod docx;
mod guess;
mod likely;
mod lines;
mod mojibake;
mod pieces;
mod resync;
mod sniff;
mod txt;

pub use pieces::{Piece, Pieces, is_plain};

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

impl ReadError {
    fn new(code: &'static str, zh: &str, en: &str) -> Self {
        Self { code, message: format!("{zh}{en}") }
    }
}

/// Reads a file's bytes. What could be read in part gives a source and notices.
///
/// # Errors
/// If the bytes are of no kind that we read, or pass a limit.
#[inline(never)] // a name of its own for `.ci/instructions`
pub fn read(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    notices: &mut Vec<Notice>,
) -> Result<Source, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        let (is, may) = (bytes.len(), limits.file_bytes);
        return Err(ReadError::new(
            "file_too_large",
            &format!("文件过大:{is} 字节,上限 {may} 字节。"),
            &format!("The file is too large: {is} bytes, of {may} allowed."),
        ));
    }
    let mut source = Source {
        name: name.into(),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
        ..Source::default()
    };
    match sniff::sniff(bytes)? {
        sniff::Kind::Text => {
            let read = txt::read(bytes, notices)?;
            source.format = Some(Format::Txt);
            source.encoding = Some(read.encoding.name());
            source.encoding_confidence = Some(read.confidence);
            source.misread = read.misread;
            source.text = read.text;
        }
        sniff::Kind::Zip => {
            let read = docx::read(bytes, limits, notices)?;
            source.format = Some(Format::Docx);
            (source.text, source.hints) = (read.text, read.hints);
        }
    }
    if u32::try_from(source.text.len()).is_err() {
        return Err(ReadError::new(
            "text_too_large",
            "文本超过 4 GiB,请先拆分。",
            "The text is over 4 GiB: split it first.",
        ));
    }
    if source.text.trim().is_empty() {
        notices.push(empty());
    }
    Ok(source)
}

fn empty() -> Notice {
    Notice::info("empty_file", None, "文件里没有文字。The file holds no text.")
}
