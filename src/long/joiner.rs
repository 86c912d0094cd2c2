//! One record of many: what the blocks of a long text gave, joined in order.

use std::collections::BTreeSet;

use super::Made;
use crate::document::{Document, Source};
use crate::notice::Notice;
use crate::record::{Diagnostic, NoiseRecord, Record};

/// Said of a block without speeches; true of a file only where no block has any.
const NO_SPEECH: &str = "no_speech";

/// Joins the records of blocks.
#[derive(Debug, Default)]
pub struct Joiner {
    noise: Vec<NoiseRecord>,
    /// Where the last block's words end.
    words_end: u32,
    diagnostics: Vec<Diagnostic>,
    /// What was said of the whole file already.
    said: BTreeSet<(&'static str, String)>,
    no_speech: Option<Diagnostic>,
    speeches: usize,
    /// Code points so far.
    chars: u32,
}

impl Joiner {
    /// Takes what the next block gave: keeps its noise and diagnostics, numbers its speeches on. Speeches and repairs stay
    /// in its record, for who joins them.
    pub fn add(&mut self, made: &mut Made) {
        let record = &mut made.record;
        record.number_from(self.speeches);
        self.speeches += record.speeches.len();
        self.add_noise(std::mem::take(&mut record.noise), &made.text);
        self.chars = record.source.chars;
        for diagnostic in std::mem::take(&mut record.diagnostics) {
            if diagnostic.code == NO_SPEECH {
                self.no_speech.get_or_insert(diagnostic);
            } else if diagnostic.span.is_some()
                || self.said.insert((diagnostic.code, diagnostic.message.clone()))
            {
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Noise of one kind on both sides of a cut, with nothing between, is one stretch.
    fn add_noise(&mut self, noise: Vec<NoiseRecord>, text: &str) {
        let lead = text.chars().take_while(|c| c.is_whitespace()).count() as u32;
        let mut noise = noise.into_iter().peekable();
        if let (Some(last), Some(first)) = (self.noise.last_mut(), noise.peek())
            && last.kind == first.kind
            && last.span[1] == self.words_end
            && first.span[0] == self.chars + lead
            && let Some(first) = noise.next()
        {
            last.span[1] = first.span[1];
        }
        self.noise.extend(noise);
        let trail = text.chars().rev().take_while(|c| c.is_whitespace()).count();
        self.words_end = self.chars + (text.chars().count() - trail) as u32;
    }

    /// The record of the file but for its speeches and repairs. `source` and `notices` are what is known of the file as a
    /// whole.
    pub fn finish(mut self, source: Source, notices: Vec<Notice>) -> Record {
        let source = Source { before: self.chars, ..source };
        let mut record = Record::from(&Document { source, notices, ..Document::default() });
        if self.speeches == 0 {
            self.diagnostics.extend(self.no_speech);
        }
        record.noise = self.noise;
        record.diagnostics.append(&mut self.diagnostics);
        record
    }
}
