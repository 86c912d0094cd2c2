//! Records as tables: plain typed rows, for programs that think in rows (SQL, data frames, spreadsheets, Spark).
//!
//! The rows are declared once, in `rows.rs`; from there come the columns that CSV, Parquet, the documentation
//! (`docs/tables.md`) and the Python side show. Nothing is lost in silence: a file that could not be read is a row of
//! `files`, and its error a row of `diagnostics`.

mod cell;
mod day;
pub mod ledger;
mod lines;
mod make;
mod names;
mod rows;

use serde::Serialize;

pub use cell::{Cell, Kind, Typed};
pub use day::Day;
pub use lines::Lines;
pub use rows::{DiagnosticRow, FileRow, RequirementRow, SectionRow, SentenceRow, SpeechRow};

use crate::record::Record;

/// What a table is called and what its columns are.
#[derive(Debug)]
pub struct Table {
    /// `speeches`; with an ending, the name of its file.
    pub name: &'static str,
    /// What a row stands for.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its name: lower case, no word that SQL keeps for itself.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether a cell may be empty.
    pub nullable: bool,
    /// What it says.
    pub meaning: &'static str,
}

/// A row of one of the tables.
pub trait Row {
    /// The table it belongs to.
    const TABLE: Table;

    /// Appends a cell for each column, in order.
    fn cells<'a>(&'a self, to: &mut Vec<Cell<'a>>);
}

/// The rows of one table, whichever it is.
pub trait Rows {
    /// The table.
    fn table(&self) -> &'static Table;

    /// How many rows there are.
    fn count(&self) -> usize;

    /// Appends the cells of row `index`.
    ///
    /// # Panics
    /// If there is no such row.
    fn cells<'a>(&'a self, index: usize, to: &mut Vec<Cell<'a>>);
}

impl<R: Row> Rows for Vec<R> {
    fn table(&self) -> &'static Table {
        const { &R::TABLE }
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn cells<'a>(&'a self, index: usize, to: &mut Vec<Cell<'a>>) {
        self[index].cells(to);
    }
}

/// What one record gives, table by table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tables {
    /// One row: the file.
    pub files: Vec<FileRow>,
    /// The speeches.
    pub speeches: Vec<SpeechRow>,
    /// Their divisions.
    pub sections: Vec<SectionRow>,
    /// What they ask for.
    pub requirements: Vec<RequirementRow>,
    /// Their sentences; empty unless the words were asked for.
    pub sentences: Vec<SentenceRow>,
    /// What looked wrong.
    pub diagnostics: Vec<DiagnosticRow>,
}

impl Tables {
    /// All tables, in the order of [`Tables::all`].
    pub const ALL: [&'static Table; 6] = [
        &FileRow::TABLE,
        &SpeechRow::TABLE,
        &SectionRow::TABLE,
        &RequirementRow::TABLE,
        &SentenceRow::TABLE,
        &DiagnosticRow::TABLE,
    ];

    /// The rows of a record. `text` is the source text that the record's spans count
    /// ([`crate::document::Source::text`]): lines are numbered in it.
    pub fn of(record: &Record, text: &str) -> Self {
        make::tables(record, &Lines::new(text))
    }

    /// Every table with its rows.
    pub fn all(&self) -> [&dyn Rows; 6] {
        [&self.files, &self.speeches, &self.sections, &self.requirements, &self.sentences, &self.diagnostics]
    }
}

#[cfg(test)]
mod tests;
