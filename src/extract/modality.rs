//! What kind of duty a requirement lays down.

use super::clause::{Opening, Subject};
use super::context::Item;
use crate::document::Modality;

/// The modality of a unit that is a requirement.
pub(super) fn modality(_words: &str, item: &Item) -> Modality {
    let reading = &item.reading;
    match (reading.opening(), reading.subject()) {
        (Opening::Let, _) => Modality::Exhortation,
        (Opening::Hope, _) => Modality::Recommendation,
        (Opening::Ban, _) => Modality::Prohibition,
        (Opening::Allow, _) => Modality::Permission,
        (Opening::Will, Subject::We | Subject::Org) => Modality::Commitment,
        _ => Modality::Obligation,
    }
}
