//! All integration tests in one binary: it links once.

// A test that cannot go on panics: that is its message.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "cli")]
mod batch;
#[cfg(feature = "cli")]
mod cli;
mod explain;
mod corpus;
mod dedup;
mod fixtures;
mod golden;
mod laws;
mod long;
mod layers;
mod readme;
#[cfg(feature = "cli")]
mod report;
#[cfg(feature = "review")]
mod review;
mod schema;
mod tables;
#[cfg(feature = "parallel")]
mod score;
mod words;
