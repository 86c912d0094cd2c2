//! What is known of a document before its body is read.

use std::collections::BTreeMap;

use super::flow::Lines;
use super::numbering::Numbering;
use super::styles::Styles;

/// The parts beside the main one.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    /// The lines of each note by kind and number; each is taken once.
    pub(super) notes: BTreeMap<(NoteKind, String), Lines>,
}

/// Footnotes and endnotes have numbers of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NoteKind {
    Foot,
    End,
}
