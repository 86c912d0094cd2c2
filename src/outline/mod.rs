//! A speech to its sections.

use crate::document::{LineRole, Section, Segments, Source, Speech};
use crate::edit::Text;
use crate::notice::Notice;

/// The heading forms, with their tables loaded.
#[derive(Debug, Default)]
pub struct Outliner;

impl Outliner {
    /// Loads the tables.
    pub fn new() -> Self {
        Self
    }

    /// The divisions of one speech, in text order.
    pub fn outline(
        &self,
        _source: &Source,
        _text: &Text,
        _segments: &Segments,
        _roles: &[LineRole],
        _speech: &Speech,
        _notices: &mut Vec<Notice>,
    ) -> Vec<Section> {
        Vec::new()
    }
}
