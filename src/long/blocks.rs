//! A long text as blocks, in order.

use std::io::Read;

use super::place::{self, Cut};
use super::{Block, Lengths};
use crate::document::{Document, Source};
use crate::notice::Notice;
use crate::pipeline::Pipeline;
use crate::read::{Piece, Pieces, ReadError};
use crate::span::SourceSpan;

/// The blocks of a plain text, read as they are drawn. After an error there are no more.
pub struct Blocks<'p, R> {
    pipeline: &'p Pipeline,
    name: String,
    lengths: Lengths,
    pieces: Pieces<R>,
    /// Decoded, and in no block yet.
    text: Piece,
    /// Code points before it.
    before: u32,
    /// Whether it begins amid a speech, or where nobody knows.
    torn: bool,
    ended: bool,
}

impl<'p, R: Read> Blocks<'p, R> {
    /// The blocks of the plain text that `from` gives.
    pub fn new(pipeline: &'p Pipeline, name: &str, from: R, lengths: Lengths) -> Self {
        let pieces = Pieces::new(from, lengths.piece, pipeline.limits());
        let text = Piece::default();
        Self { pipeline, name: name.into(), lengths, pieces, text, before: 0, torn: false, ended: false }
    }

    /// What is known of the file, and what is to be said of it as a whole; after the last block.
    pub fn end(self) -> (Source, Vec<Notice>) {
        (self.pieces.source(&self.name), self.pieces.notices())
    }

    /// The document of a file that gives no result; the rest of it is read for its hash.
    pub fn failed(mut self, why: Notice) -> Document {
        self.pieces.skip();
        let source = self.pieces.source(&self.name);
        let source =
            Source { format: None, encoding: None, encoding_confidence: None, misread: None, ..source };
        Document { source, notices: vec![why], ..Document::default() }
    }

    fn block(&mut self) -> Result<Option<Block>, ReadError> {
        while !self.ended && self.text.text.len() <= self.lengths.whole() {
            match self.pieces.next_piece()? {
                Some(piece) => self.text.append(piece),
                None => self.ended = true,
            }
        }
        let text = &self.text.text;
        if text.is_empty() {
            return Ok(None);
        }
        let cut = match text.len() <= self.lengths.whole() {
            true => Cut { at: text.len(), sure: true },
            false => place::cut(self.pipeline, text, self.lengths),
        };
        let piece = self.text.split(cut.at);
        let mut source = Source { before: self.before, ..self.pieces.source(&self.name) };
        let mut notices = piece.notices(&source);
        if std::mem::replace(&mut self.torn, !cut.sure) {
            notices.push(torn());
        }
        self.before += piece.text.chars().count() as u32;
        source.text = piece.text;
        Ok(Some(Block { source, notices }))
    }
}

impl<R: Read> Iterator for Blocks<'_, R> {
    type Item = Result<Block, Notice>;

    fn next(&mut self) -> Option<Self::Item> {
        self.block()
            .map_err(|error| {
                (self.ended, self.text) = (true, Piece::default());
                Notice::error(error.code, error.message)
            })
            .transpose()
    }
}

fn torn() -> Notice {
    let message = "长文本分块处理,在此处切开;附近没有把握大的讲话开头,跨越此处的讲话会成为两篇。A long text is taken in \
                   blocks, and was cut here: no speech surely begins nearby; one that goes on over this place is shown as two.";
    Notice::info("long_text_cut", Some(SourceSpan::new(0, 0)), message)
}
