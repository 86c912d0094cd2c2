//! How results are written: a sink takes the pieces of all files in the order of the input.
//!
//! The costly half of a format, turning a record into bytes, is [`Shape::piece`] and runs on the threads; what must
//! happen in order is [`Sink::take`]. A new format is an arm in each.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use yaodian::batch::keep::{Part, Tail};
use yaodian::emit::{MarkError, Marker};
use yaodian::table::Tables;
#[cfg(any(feature = "xlsx", feature = "docx"))]
use yaodian::table::ledger::{self, Task};
use yaodian::{Record, emit};

use super::done::{self, About};
use super::long;
use super::tables::CsvTables;
#[cfg(feature = "parquet")]
use super::tables::ParquetTables;
use crate::args::{Extract, Format};
use crate::output::Output;

/// How often what is done is forced to the disk, beside every 8 MiB: so much work a power cut may cost.
const EVERY: Duration = Duration::from_secs(5);

/// What a sink wants of each record. Small, so that every thread has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Its line, for an output with a manifest.
    Line,
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

/// A record that is in no memory.
pub(crate) type Aside = Box<dyn Read + Send>;

/// What a sink takes of one record.
pub(crate) enum Piece {
    /// A record's line with its end, and the hash that the manifest keeps of it.
    Line(String, String),
    /// A record written out, without what stands between two.
    Text(String),
    /// A long record in JSON Lines, without its line's end, put aside; or why that could not be done.
    Aside(io::Result<Aside>),
    /// The lines of each CSV table.
    Csv(Vec<Vec<u8>>),
    /// The rows of each table.
    #[cfg(feature = "parquet")]
    Tables(Box<Tables>),
    /// The tasks of a ledger.
    #[cfg(any(feature = "xlsx", feature = "docx"))]
    Ledger(Vec<Task>),
}

/// A format of text, and how a piece is made of it.
type Written = (emit::Format, fn(String) -> Piece);

impl Shape {
    /// Whether records are written as lines of JSON.
    pub(crate) fn is_lines(self) -> bool {
        matches!(self, Self::Line | Self::Text(emit::Format::Jsonl))
    }

    /// Whether records are text and no tables, which need the source text as well.
    pub(crate) fn is_text(self) -> bool {
        self.written().is_some()
    }

    /// The record as the sink wants it; `text` is the source text. Called on the threads.
    pub(crate) fn piece(self, record: &Record, text: &str) -> Piece {
        match self {
            Self::Line => done::line(emit::Format::Jsonl.record(record)),
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

    /// The same from a record that a worker wrote out, and in which format it must; `None` where the sink wants more
    /// than text.
    pub(crate) fn written(self) -> Option<Written> {
        match self {
            Self::Line => Some((emit::Format::Jsonl, done::line)),
            Self::Text(format) => Some((format, Piece::Text)),
            _ => None,
        }
    }
}

/// What a row of a table takes in memory, roughly, in bytes.
#[cfg(feature = "parquet")]
const TABLE_ROW: usize = 512;
/// What a row of the ledger takes in memory, roughly, in bytes.
#[cfg(any(feature = "xlsx", feature = "docx"))]
const LEDGER_ROW: usize = 1024;

impl Piece {
    /// What it holds in memory, in bytes.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Line(text, _) | Self::Text(text) => text.capacity(),
            Self::Aside(_) => long::ASIDE,
            Self::Csv(tables) => tables.iter().map(Vec::capacity).sum(),
            #[cfg(feature = "parquet")]
            Self::Tables(tables) => {
                tables.requirements.len().saturating_add(tables.sentences.len()) * TABLE_ROW
            }
            #[cfg(any(feature = "xlsx", feature = "docx"))]
            Self::Ledger(tasks) => tasks.len() * LEDGER_ROW,
        }
    }
}

impl Piece {
    /// Its copies of earlier speeches marked; called in the order of the input.
    pub(crate) fn marked(self, marker: &mut Marker) -> Result<Self, MarkError> {
        match self {
            Self::Text(text) => marker.mark(&text).map(Self::Text),
            Self::Aside(from) => {
                let mut text = String::new();
                match from.and_then(|mut from| from.read_to_string(&mut text)) {
                    Ok(_) => marker.mark(&text).map(Self::Text),
                    Err(error) => Ok(Self::Aside(Err(error))),
                }
            }
            // Refused before the work began.
            other => Ok(other),
        }
    }
}

/// Where pieces go.
pub(crate) enum Sink {
    /// JSON Lines in a file, with a manifest: can be gone on with.
    Kept { part: Part, place: PathBuf, run: String, forced: Instant },
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

    /// A sink for JSON Lines in a file.
    pub(crate) fn kept(part: Part, place: PathBuf, run: String) -> Self {
        Self::Kept { part, place, run, forced: Instant::now() }
    }

    /// Where there is room for what must be put aside: beside a file; where all temporary files are for what is none.
    pub(crate) fn folder(&self) -> PathBuf {
        match self {
            Self::Kept { place, .. } => match place.parent() {
                Some(folder) if folder.as_os_str().is_empty() => ".".into(),
                folder => folder.map_or_else(std::env::temp_dir, Into::into),
            },
            Self::Text { out: out @ Output::File(..), .. } => out.folder().into(),
            _ => std::env::temp_dir(),
        }
    }

    /// What it wants of each record.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Kept { .. } => Shape::Line,
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
    pub(crate) fn take(&mut self, piece: Piece, about: &About) -> anyhow::Result<()> {
        match (self, piece) {
            (Self::Kept { part, place, run, forced }, Piece::Line(line, hash)) => {
                part.put(line.as_bytes(), about.entry(run, hash)).with_context(|| stays(place))?;
                if forced.elapsed() >= EVERY {
                    part.checkpoint().with_context(|| stays(place))?;
                    *forced = Instant::now();
                }
            }
            (Self::Kept { part, place, run, .. }, Piece::Aside(from)) => {
                let from = from.with_context(|| stays(place))?.chain(&b"\n"[..]);
                part.put_from(from, about.entry(run, String::new())).with_context(|| stays(place))?;
            }
            (Self::Text { out, first, .. }, Piece::Aside(from)) => {
                if !std::mem::take(first) {
                    out.write_all(emit::Format::Jsonl.frame().between.as_bytes())?;
                }
                io::copy(&mut from.context(long::NO_ROOM)?, out)?;
            }
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
            _ => unreachable!("a shape gives the pieces of its sink"),
        }
        Ok(())
    }

    /// All records are there: the result appears under its name.
    pub(crate) fn finish(self, tail: Tail) -> anyhow::Result<()> {
        match self {
            Self::Kept { part, place, .. } => part.finish(tail).with_context(|| stays(&place)),
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

fn stays(place: &std::path::Path) -> String {
    format!(
        "写不了 {0};做完的留在 {0}.part,排除故障后加 --resume 接着做 · cannot write {0}; what is done stays in {0}.part: \
         when the trouble is over, go on with --resume",
        place.display()
    )
}
