//! How results are written: a sink takes the pieces of all files in the order of the input.
//!
//! The costly half of a format, turning a record into bytes, is [`Shape::piece`] and runs on the threads; what must
//! happen in order is [`Sink::take`]. A new format is an arm in each.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use yaodian::batch::keep::{Part, Tail};
use yaodian::{Record, emit};

use super::done::{self, About};
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
}

/// What a sink takes of one record.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A record's line with its end, and the hash that the manifest keeps of it.
    Line(String, String),
    /// A record written out, without what stands between two.
    Text(String),
}

impl Shape {
    /// The record as the sink wants it; called on the threads.
    pub(crate) fn piece(self, record: Record) -> Piece {
        match self {
            Self::Line => done::line(emit::Format::Jsonl.record(&record)),
            Self::Text(format) => Piece::Text(format.record(&record)),
        }
    }

    /// The same from a record that a worker wrote out, and in which format it must; `None` where the sink wants more
    /// than text.
    pub(crate) fn written(self) -> Option<(emit::Format, fn(String) -> Piece)> {
        match self {
            Self::Line => Some((emit::Format::Jsonl, done::line)),
            Self::Text(format) => Some((format, Piece::Text)),
        }
    }
}

impl Piece {
    /// What it holds in memory, in bytes.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Line(text, _) | Self::Text(text) => text.capacity(),
        }
    }
}

/// Where pieces go.
pub(crate) enum Sink {
    /// JSON Lines in a file, with a manifest: can be gone on with.
    Kept { part: Part, place: PathBuf, run: String, forced: Instant },
    /// Formats that are written record by record.
    Text { out: Output, format: emit::Format, first: bool },
}

impl Sink {
    /// A sink for formats that are written record by record.
    pub(crate) fn text(mut out: Output, format: emit::Format) -> anyhow::Result<Self> {
        out.write_all(format.frame().open.as_bytes())?;
        Ok(Self::Text { out, format, first: true })
    }

    /// A sink for JSON Lines in a file.
    pub(crate) fn kept(part: Part, place: PathBuf, run: String) -> Self {
        Self::Kept { part, place, run, forced: Instant::now() }
    }

    /// What it wants of each record.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Kept { .. } => Shape::Line,
            Self::Text { format, .. } => Shape::Text(*format),
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
            (Self::Text { out, format, first }, Piece::Text(text)) => {
                if !std::mem::take(first) {
                    out.write_all(format.frame().between.as_bytes())?;
                }
                out.write_all(text.as_bytes())?;
            }
            (Self::Kept { .. } | Self::Text { .. }, _) => {
                unreachable!("a shape gives the pieces of its sink")
            }
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
