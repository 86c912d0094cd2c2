//! The repaired text cut into lines, units, sentences and words.

mod sentence;
pub mod word;

use crate::document::Segments;
use crate::edit::Text;

/// Lines, units and sentences of a text. Sentences and the gaps between them (white space) are the text, byte for
/// byte.
#[inline(never)] // a name of its own for `.ci/instructions`
pub fn segment(text: &Text) -> Segments {
    sentence::segment(text.as_str())
}
