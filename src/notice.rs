//! What looked wrong and did not stop us: the `diagnostics` of a record.

use crate::span::SourceSpan;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong with the result.
    Info,
    /// A result may be wrong or incomplete here.
    Warning,
    /// The file gave no result.
    Error,
}

/// One observation about one place (or the whole file).
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// Stable name for machines, e.g. `numbering_gap`.
    pub code: &'static str,
    /// Where, in the text as read; `None` for the whole file.
    pub span: Option<SourceSpan>,
    /// What happened and what to do, for people.
    pub message: String,
}

impl Notice {
    /// A notice that a result may be wrong.
    pub fn warning(code: &'static str, span: Option<SourceSpan>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, span, message: message.into() }
    }

    /// A notice worth knowing.
    pub fn info(code: &'static str, span: Option<SourceSpan>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Info, code, span, message: message.into() }
    }

    /// The reason why a file gave no result.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, span: None, message: message.into() }
    }
}
