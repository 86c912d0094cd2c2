//! Many files at once: paths, archives, limits, threads, order, and what is needed to go on after a stop.
//!
//! One file is one task, and one thread takes it through its whole line. Whatever happens to a file stays with that
//! file: what cannot be opened, is too large or makes the program panic becomes a document that says so.

mod archive;
mod find;
mod input;
pub mod keep;
mod list;
mod names;
mod order;
mod select;
mod spread;
mod walk;

pub use archive::ArchiveLimits;
pub use find::{FindError, Search};
pub use input::{From, Input, Opened};
pub use list::List;
pub use order::{Bounds, in_order, in_order_within};
pub use select::Select;
pub use spread::spread;

use crate::document::Document;
use crate::pipeline::{Pipeline, guarded, unread};

/// Takes one input through the pipeline. Total: what goes wrong is in the document.
pub fn process(pipeline: &Pipeline, input: &Input) -> Document {
    match input.bytes(pipeline.limits()) {
        Ok(bytes) => process_bytes(pipeline, &input.name, &bytes),
        Err(document) => *document,
    }
}

/// Takes the bytes of an input through the pipeline. Total.
pub fn process_bytes(pipeline: &Pipeline, name: &str, bytes: &[u8]) -> Document {
    guarded(|| pipeline.process(name, bytes)).unwrap_or_else(|notice| unread(name, bytes, notice))
}
