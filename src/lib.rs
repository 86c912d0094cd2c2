#![doc = include_str!("../README.md")]

// The modules in reading order, lowest first: each uses only those before it, and the stages (read, repair, segment,
// split, outline, extract) never one another. A test reads this list and checks both.
#[cfg(feature = "parallel")]
pub mod batch;
mod calendar;
pub mod document;
pub mod edit;
pub mod emit;
pub mod explain;
pub mod extract;
mod lexicon;
pub mod notice;
mod numeral;
pub mod outline;
pub mod pipeline;
pub mod read;
pub mod record;
pub mod repair;
pub mod segment;
pub mod span;
pub mod split;

pub use pipeline::{Options, Pipeline};
pub use record::Record;
