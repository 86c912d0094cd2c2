//! What the program took a line for, and why, in plain words.
//!
//! Built on nothing but the [`Document`]: the stages leave their reasons there.

use crate::document::Document;

/// A line that the source does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有第 {line} 行,全文共 {lines} 行 · there is no line {line}, the text has {lines}")]
pub struct NoSuchLine {
    line: usize,
    lines: usize,
}

/// What became of a line of the source text (counted from 1).
///
/// # Errors
/// If the text has fewer lines.
pub fn line(document: &Document, line: usize) -> Result<String, NoSuchLine> {
    let lines = document.source.text.lines().count();
    document.source.text.lines().nth(line - 1).map(str::to_owned).ok_or(NoSuchLine { line, lines })
}
