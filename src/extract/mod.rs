//! Units and sections to requirements.

use crate::document::{LineRole, Requirement, Segments, Speech};
use crate::edit::Text;

/// The cues, with their tables loaded.
#[derive(Debug, Default)]
pub struct Extractor;

impl Extractor {
    /// Loads the tables.
    pub fn new() -> Self {
        Self
    }

    /// What one speech (whose sections are known) asks for, in text order.
    pub fn extract(
        &self,
        _text: &Text,
        _segments: &Segments,
        _roles: &[LineRole],
        _speech: &Speech,
    ) -> Vec<Requirement> {
        Vec::new()
    }
}
