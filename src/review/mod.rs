//! The desk behind the review page: what a person decided, kept as labels.
//!
//! A file's labels begin as the program's own reading of it ([`propose`]), and people change them row by row. Each change is
//! a line of the [journal](Journal), on the disk before it is answered; the label tables of `docs/labelling.md` are
//! written from it and can be written again at any time. Only what a person has declared done is among them.

mod desk;
mod journal;
mod labels;
mod propose;
mod write;

pub use desk::{Desk, DeskError};
pub use journal::Journal;
pub use labels::{Change, Key, Labels, Table};
pub use propose::propose;
