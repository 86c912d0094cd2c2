//! How results are written: a sink takes the pieces of all files in the order of the input.
//!
//! The costly half of a format, turning a record into bytes, is [`Shape::piece`] and runs on the threads; what must
//! happen in order is [`Sink::take`]. A new format is an arm in each.

use std::io::Write;

use anyhow::Context;
use yaodian::document::Document;
use yaodian::emit::{MarkError, Marker};
use yaodian::table::Tables;
#[cfg(any(feature = "xlsx", feature = "docx"))]
use yaodian::table::ledger::{self, Task};
use yaodian::{Record, emit};

use super::tables::CsvTables;
#[cfg(feature = "parquet")]
use super::tables::ParquetTables;
use crate::args::{Extract, Format};
use crate::output::Output;

/// What a sink wants of each record. Small, so that every thread has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Its text in this format.
    Text(emit::Format),
    /// The lines of its CSV tables.
    Csv,
    /// Its tables.
    #[cfg(feature = "parquet")]
    Tables,
    /// Its requirements as tasks.
    #[cfg(any(feature = "xlsx", feature = "docx"))]
    Ledger,
}

/// What a sink takes of one record.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A record written out, without what stands between two.
    Text(String),
    /// The lines of each CSV table.
    Csv(Vec<Vec<u8>>),
    /// The rows of each table.
    #[cfg(feature = "parquet")]
    Tables(Box<Tables>),
    /// The tasks of a ledger.
    #[cfg(any(feature = "xlsx", feature = "docx"))]
    Ledger(Vec<Task>),
}

impl Shape {
    /// The record as the sink wants it; called on the threads.
    pub(crate) fn piece(self, record: &Record, document: &Document) -> Piece {
        let text = &document.source.text;
        match self {
            Self::Text(format) => Piece::Text(format.record(record)),
            Self::Csv => {
                let tables = Tables::of(record, text);
                Piece::Csv(tables.all().iter().map(|rows| emit::csv::rows(*rows)).collect())
            }
            #[cfg(feature = "parquet")]
            Self::Tables => Piece::Tables(Box::new(Tables::of(record, text))),
            #[cfg(any(feature = "xlsx", feature = "docx"))]
            Self::Ledger => Piece::Ledger(ledger::tasks(record, text)),
        }
    }
}

impl Piece {
    /// Its copies of earlier speeches marked; called in the order of the input.
    pub(crate) fn marked(self, marker: &mut Marker) -> Result<Self, MarkError> {
        match self {
            Self::Text(text) => marker.mark(&text).map(Self::Text),
            // Refused before the work began.
            other => Ok(other),
        }
    }
}

/// Where pieces go.
pub(crate) enum Sink {
    /// Formats that are written record by record.
    Text { out: Output, format: emit::Format, first: bool },
    /// A folder of CSV files.
    Csv(CsvTables),
    /// A folder of Parquet files.
    #[cfg(feature = "parquet")]
    Parquet(ParquetTables),
    /// An Excel workbook.
    #[cfg(feature = "xlsx")]
    Xlsx { out: Output, ledger: Box<emit::xlsx::Ledger>, _temporary: tempfile::TempDir },
    /// A Word file.
    #[cfg(feature = "docx")]
    Docx { out: Output, ledger: emit::docx::Ledger },
}

impl Sink {
    /// Opens what the arguments ask for. Whether we may write there shows now and not after the work.
    pub(crate) fn open(args: &Extract) -> anyhow::Result<Self> {
        let output = args.output.as_deref();
        let named =
            || output.context("此格式要用 -o 指定写到哪里 · this format needs -o, the place to write to");
        match args.format {
            Format::Jsonl => Self::text(output, emit::Format::Jsonl),
            Format::Json => Self::text(output, emit::Format::Json),
            Format::Csv => Ok(Self::Csv(CsvTables::open(named()?, args.bom)?)),
            #[cfg(feature = "parquet")]
            Format::Parquet => Ok(Self::Parquet(ParquetTables::open(named()?)?)),
            #[cfg(feature = "xlsx")]
            Format::Xlsx => {
                let out = Output::open(Some(named()?))?;
                // Beside the result: there is room for one where there is room for the other.
                let _temporary = tempfile::Builder::new().prefix(".yaodian-").tempdir_in(out.folder())?;
                let ledger = Box::new(emit::xlsx::Ledger::new(_temporary.path())?);
                Ok(Self::Xlsx { out, ledger, _temporary })
            }
            #[cfg(feature = "docx")]
            Format::Docx => Ok(Self::Docx { out: Output::open(Some(named()?))?, ledger: Default::default() }),
            #[cfg(not(all(feature = "parquet", feature = "xlsx", feature = "docx")))]
            format => Err(crate::args::not_built(format)),
        }
    }

    fn text(output: Option<&std::path::Path>, format: emit::Format) -> anyhow::Result<Self> {
        let mut out = Output::open(output)?;
        out.write_all(format.frame().open.as_bytes())?;
        Ok(Self::Text { out, format, first: true })
    }

    /// What it wants of each record.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Text { format, .. } => Shape::Text(*format),
            Self::Csv(_) => Shape::Csv,
            #[cfg(feature = "parquet")]
            Self::Parquet(_) => Shape::Tables,
            #[cfg(feature = "xlsx")]
            Self::Xlsx { .. } => Shape::Ledger,
            #[cfg(feature = "docx")]
            Self::Docx { .. } => Shape::Ledger,
        }
    }

    /// The next record, in the order of the input.
    pub(crate) fn take(&mut self, piece: Piece) -> anyhow::Result<()> {
        match (self, piece) {
            (Self::Text { out, format, first }, Piece::Text(text)) => {
                if !std::mem::take(first) {
                    out.write_all(format.frame().between.as_bytes())?;
                }
                out.write_all(text.as_bytes())?;
            }
            (Self::Csv(tables), Piece::Csv(lines)) => tables.add(&lines)?,
            #[cfg(feature = "parquet")]
            (Self::Parquet(out), Piece::Tables(tables)) => out.add(&tables)?,
            #[cfg(feature = "xlsx")]
            (Self::Xlsx { ledger, .. }, Piece::Ledger(tasks)) => ledger.add(&tasks)?,
            #[cfg(feature = "docx")]
            (Self::Docx { ledger, .. }, Piece::Ledger(tasks)) => ledger.add(&tasks),
            // A sink is given what its own shape made.
            _ => {}
        }
        Ok(())
    }

    /// All records are there: the result appears under its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Text { mut out, format, .. } => {
                out.write_all(format.frame().close.as_bytes())?;
                out.finish()
            }
            Self::Csv(tables) => tables.finish(),
            #[cfg(feature = "parquet")]
            Self::Parquet(tables) => tables.finish(),
            #[cfg(feature = "xlsx")]
            Self::Xlsx { mut out, ledger, _temporary } => {
                match &mut out {
                    Output::File(file, _) => ledger.finish(file)?,
                    // Workbooks are written to and fro; pipes are not.
                    other => {
                        let mut whole = std::io::Cursor::new(Vec::new());
                        ledger.finish(&mut whole)?;
                        other.write_all(whole.get_ref())?;
                    }
                }
                out.finish()
            }
            #[cfg(feature = "docx")]
            Self::Docx { mut out, ledger } => {
                out.write_all(&ledger.finish()?)?;
                out.finish()
            }
        }
    }
}
