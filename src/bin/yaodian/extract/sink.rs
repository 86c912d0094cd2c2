//! How results are written: a sink takes the pieces of all files in the order of the input.
//!
//! The costly half of a format, turning a record into bytes, is [`Shape::piece`] and runs on the threads; what must
//! happen in order is [`Sink::take`]. A new format is an arm in each.

use std::io::Write;

use yaodian::{Record, emit};

use crate::args::Extract;
use crate::output::Output;

/// What a sink wants of each record. Small, so that every thread has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Its text in this format.
    Text(emit::Format),
}

/// What a sink takes of one record.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A record written out, without what stands between two.
    Text(String),
}

impl Shape {
    /// The record as the sink wants it; called on the threads.
    pub(crate) fn piece(self, record: Record) -> Piece {
        match self {
            Self::Text(format) => Piece::Text(format.record(&record)),
        }
    }
}

/// Where pieces go.
pub(crate) enum Sink {
    /// Formats that are written record by record.
    Text { out: Output, format: emit::Format, first: bool },
}

impl Sink {
    /// Opens what the arguments ask for. Whether we may write there shows now and not after the work.
    pub(crate) fn open(args: &Extract) -> anyhow::Result<Self> {
        let format = emit::Format::from(args.format);
        let mut out = Output::open(args.output.as_deref())?;
        out.write_all(format.frame().open.as_bytes())?;
        Ok(Self::Text { out, format, first: true })
    }

    /// What it wants of each record.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Text { format, .. } => Shape::Text(*format),
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
        }
    }
}
