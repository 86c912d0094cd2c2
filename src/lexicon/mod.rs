//! Tables of words, characters, cues and weights: data, no logic. Each row has a reason or an example.
//!
//! A table is a `.tsv` file beside this one: one row a line, fields separated by tabs, `#` opens a comment line. Tables
//! are embedded in the program; a malformed row fails the tests, not a user.

mod bits;
mod charset;
mod han;
mod letter;
mod starts;
mod trie;

pub(crate) use bits::{bits, members, set_of};
pub(crate) use charset::CharSet;
pub(crate) use han::{ButHan, but_han, code};
pub(crate) use letter::{begins_with_han, is_letter, is_letter_or_number};
pub(crate) use starts::Starts;
pub(crate) use trie::Trie;

/// The rows of a table with `N` columns.
///
/// # Panics
/// If a row has another number of fields.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|line| {
        let mut fields = line.split('\t');
        let row = std::array::from_fn(|_| fields.next().unwrap_or_else(|| panic!("too few fields: {line}")));
        assert!(fields.next().is_none(), "too many fields: {line}");
        row
    })
}
