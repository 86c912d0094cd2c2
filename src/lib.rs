#![doc = include_str!("../README.md")]

// The modules in reading order, lowest first: each uses only those before it, and the stages (read, repair, segment,
// split, outline, extract) never one another. A test reads this list and checks both.
mod trim;
pub mod span;
pub mod edit;
pub mod notice;
pub mod document;
mod lexicon;
mod pattern;
mod numeral;
mod calendar;
mod office;
pub mod read;
pub mod repair;
pub mod segment;
pub mod split;
pub mod outline;
pub mod extract;
pub mod dedup;
pub mod pipeline;
pub mod clean;
pub mod record;
pub mod long;
pub mod table;
pub mod emit;
pub mod report;
pub mod score;
pub mod explain;
#[cfg(feature = "parallel")]
pub mod batch;
#[cfg(feature = "review")]
pub mod review;

pub use pipeline::{Options, Pipeline};
pub use record::Record;

/// The recipes' code is run with the tests, and so is the Chinese README's.
#[cfg(doctest)]
#[doc = include_str!("../CONTRIBUTING.md")]
#[doc = include_str!("../README.zh-CN.md")]
struct Recipes;
