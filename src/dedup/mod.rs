//! Which speeches are copies of earlier ones: the same speech is posted again and again, with other masks, numbers,
//! names and page furniture, cut short or with another one behind it.
//!
//! A speech becomes a [`Sketch`]: of all its shingles (five letters in a row, see [`letters`]) the 128 with the
//! smallest hashes, and a hash of all its letters. Two sketches tell how much their speeches share
//! ([`Sketch::overlap`]) without the texts. A [`Finder`] is given the speeches in order and keeps the sketches of those
//! that are no copies; which of them can be meant, an index of the 32 smallest hashes of each says. What this finds and
//! what it costs: `docs/dedup.md`.

mod finder;
mod index;
pub mod letters;
mod overlap;
mod sketch;

pub use finder::Finder;
pub use overlap::Overlap;
pub use sketch::{NotASketch, Sketch};

use crate::document::{Document, Role, Speech};

/// How one speech is a copy of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same letters: nothing differs but spaces, marks, numbers and masks.
    Exact,
    /// Most of each stands in the other.
    Near,
    /// It stands in the earlier one, which has more.
    Part,
    /// The earlier one stands in it, and it has more: what it adds is new.
    Holds,
}

/// A speech found to be a copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copy {
    /// Of which speech, counted from 0 in the order they were given to the [`Finder`].
    pub of: u32,
    /// How.
    pub kind: Kind,
    /// The shingles that both have, of those that either has: from 0 to 1.
    pub similarity: f64,
    /// The shingles that both have, of those that the shorter one has: from 0 to 1.
    pub shared: f64,
}

/// Gives each speech of a document its signature.
pub fn sign(document: &mut Document) {
    let signatures: Vec<String> = document.speeches.iter().map(|s| sketch(document, s).to_string()).collect();
    for (speech, signature) in document.speeches.iter_mut().zip(signatures) {
        speech.signature = Some(signature);
    }
}

/// The sketch of a speech: its paragraphs and headings. Title, speaker, day and salutation differ from page to page and
/// say little; noise among its lines is left out.
pub fn sketch(document: &Document, speech: &Speech) -> Sketch {
    let lines = document.segments.lines.get(speech.lines.clone()).unwrap_or_default();
    let roles = document.roles.get(speech.lines.clone()).unwrap_or_default();
    let body = lines.iter().zip(roles).filter(|(_, role)| role.role == Role::Body);
    Sketch::of(body.map(|(line, _)| document.text.slice(line.span)))
}
