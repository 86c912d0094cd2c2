//! Long texts: taken through the line in blocks, so that memory holds a few blocks of a text and never all of it, and
//! several threads can work on one file.
//!
//! [`Blocks`] reads a plain text and cuts it where a speech surely begins ([`place`]); where it is cut depends on the text
//! alone, so the result is the same for any number of threads. Each [`Block`] is a text of its own for the stages.
//! [`Joiner`] makes one record of theirs: places count from the beginning of the file (they do so when a block's record is
//! made, see [`Source::before`]), speeches are numbered through, noise that goes on over a cut is one stretch.

mod blocks;
mod joiner;
mod place;
mod whole;

use std::io::Read;

pub use blocks::Blocks;
pub use joiner::Joiner;
pub use whole::Whole;

use crate::document::{Document, Source};
use crate::notice::Notice;
use crate::pipeline::{Pipeline, guarded};
use crate::read::is_plain;
use crate::record::Record;

/// How a long text is cut, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths {
    /// About so much text is a block. What has no more than half of it beyond one block stays whole.
    pub block: usize,
    /// So much text around a place is looked at for where to cut.
    pub window: usize,
    /// So much of a file is read at once, and decides its encoding.
    pub piece: usize,
}

/// Those of every run; tests make them smaller. A block takes about 16 times its size while it is worked on.
impl Default for Lengths {
    fn default() -> Self {
        Self { block: 512 << 10, window: 32 << 10, piece: 256 << 10 }
    }
}

impl Lengths {
    /// The largest file that is taken whole, in bytes.
    pub fn whole(&self) -> usize {
        self.block + self.block / 2
    }
}

/// Whether these are the bytes of a long plain text, in the lengths of every run.
pub fn is_long(bytes: &[u8]) -> bool {
    bytes.len() > Lengths::default().whole() && is_plain(bytes)
}

/// A stretch of a long text, to be taken through the line.
#[derive(Debug)]
pub struct Block {
    source: Source,
    notices: Vec<Notice>,
}

/// What came of a block, or of all of them.
#[derive(Debug)]
pub struct Made {
    /// The record. In that of a block, places count from the beginning of the file, speeches from that of the block.
    pub record: Record,
    /// The text as it was read.
    pub text: String,
    /// How many repairs it needed.
    pub repairs: usize,
}

impl Made {
    /// Of a file that gives no result.
    pub fn failed(document: &Document) -> Self {
        Self { record: Record::from(document), text: String::new(), repairs: 0 }
    }
}

/// What is wanted of a text beside its record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Every repair, in the record.
    pub repairs: bool,
    /// The text as it was read, for [`crate::table::Tables`].
    pub text: bool,
}

impl Block {
    /// Takes it through the line.
    ///
    /// # Errors
    /// If the program panics over it.
    pub fn made(self, pipeline: &Pipeline, repairs: bool) -> Result<Made, Notice> {
        guarded(|| {
            let document = pipeline.process_text(self.source, self.notices);
            let record = if repairs { Record::with_repairs(&document) } else { Record::from(&document) };
            Made { record, text: document.source.text, repairs: document.text.edits().len() }
        })
    }
}

/// The record of a long plain text, one block after the other. ([`crate::batch::spread`] takes several at once.)
pub fn made(pipeline: &Pipeline, name: &str, from: impl Read, wanted: Wanted, lengths: Lengths) -> Made {
    let mut blocks = Blocks::new(pipeline, name, from, lengths);
    let mut whole = Whole::new(wanted);
    while let Some(block) = blocks.next() {
        match block.and_then(|block| block.made(pipeline, wanted.repairs)) {
            Ok(made) => whole.add(made),
            Err(why) => return Made::failed(&blocks.failed(why)),
        }
    }
    let (source, notices) = blocks.end();
    whole.finish(source, notices)
}
