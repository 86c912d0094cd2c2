//! Text to words.

use super::guess::{Guesser, tag_of};
use super::hmm::{self, Model};
use super::own::Own;
use super::route::Block;
use super::table::{Node, TOTAL, Weights};

/// What to do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    /// Whether to look for words that no dictionary has.
    pub(super) unknown: bool,
    /// Whether to say the tags; without it those of words that the dictionary does not know are any.
    pub(super) tags: bool,
}

/// What cutting works with: made once, used for many sentences.
#[derive(Debug)]
pub(super) struct Engine<'w> {
    weights: &'w Weights,
    /// The weight of a character that is no word.
    one: f64,
    block: Block,
    model: Model,
    namer: Namer<'w>,
}

/// Knows words and tags.
#[derive(Debug)]
struct Namer<'w> {
    own: Option<&'w Own>,
    guesser: Guesser,
    /// The tag of what is no word.
    none: u8,
    tags: bool,
}

impl Namer<'_> {
    /// The tag of the word in a block that the user or the dictionary has.
    fn known(&self, text: &str, block: &Block, from: usize, to: usize) -> Option<u8> {
        let own = self.own.filter(|own| own.may_begin(block.codes[from], block.codes[from + 1]));
        let own = own.and_then(|own| own.get(&text[block.place(from, to)]));
        own.map(|own| own.tag).or_else(|| Node::word(&block.codes[from..to]).map(Node::tag))
    }

    /// The tag of a word in a block.
    fn tag(&mut self, text: &str, block: &Block, from: usize, to: usize) -> u8 {
        if !self.tags {
            return self.none;
        }
        match self.known(text, block, from, to) {
            Some(tag) => tag,
            None => self.guesser.tag(&text[block.place(from, to)], &block.codes[from..to]),
        }
    }

    /// The tag of a character that no block holds, or of a line's end.
    fn tag_outside(&self, word: &str) -> u8 {
        self.own.filter(|_| self.tags).and_then(|own| own.get(word)).map_or(self.none, |own| own.tag)
    }
}

impl<'w> Engine<'w> {
    pub(super) fn new(weights: &'w Weights, own: Option<&'w Own>) -> Self {
        let one = Weights::of_one(own.map_or(TOTAL, Own::total));
        let namer = Namer { own, guesser: Guesser::default(), none: tag_of("x"), tags: true };
        Self { weights, one, block: Block::default(), model: Model::default(), namer }
    }

    /// Hands the end of each word in `text` to `emit`, and its tag.
    pub(super) fn cut(&mut self, text: &str, mode: Mode, mut emit: impl FnMut(u32, u8)) {
        self.namer.tags = mode.tags;
        let mut at = 0;
        while let Some((end, outside)) = self.block.read(text, at) {
            self.cut_block(text, end, mode.unknown, &mut emit);
            let Some(outside) = outside else { return };
            at = end + outside.len_utf8();
            if outside == '\r' && text.as_bytes().get(at) == Some(&b'\n') {
                at += 1;
            }
            emit(at as u32, self.namer.tag_outside(&text[end..at]));
        }
    }

    /// Cuts the block that ends at `end`.
    fn cut_block(&mut self, text: &str, end: usize, unknown: bool, emit: &mut impl FnMut(u32, u8)) {
        let Self { weights, one, block, model, namer } = self;
        let n = block.length;
        if n == 0 {
            return;
        }
        block.route(&text[..end], weights, *one, namer.own);
        let bytes = text.as_bytes();
        // Single characters that are to be joined.
        let joins = |block: &Block, i: usize| {
            block.steps[i].length() == 1
                && (unknown || bytes[block.offsets[i] as usize].is_ascii_alphanumeric())
        };
        let mut i = 0;
        while i < n {
            let mut next = i + block.steps[i].length();
            if joins(block, i) {
                while next < n && joins(block, next) {
                    next += 1;
                }
                if next - i > 1 {
                    run(text, block, i, next, unknown, model, namer, emit);
                    i = next;
                    continue;
                }
            }
            let tag = block.steps[i].tag();
            emit(block.offsets[next], tag.unwrap_or_else(|| namer.tag(text, block, i, next)));
            i = next;
        }
    }
}

/// Cuts a run of single characters.
#[allow(clippy::too_many_arguments)]
fn run(
    text: &str,
    block: &Block,
    from: usize,
    to: usize,
    unknown: bool,
    model: &mut Model,
    namer: &mut Namer<'_>,
    emit: &mut impl FnMut(u32, u8),
) {
    if !unknown {
        return emit(block.offsets[to], namer.tag(text, block, from, to));
    }
    // As jieba: what the dictionary has stays as the likeliest way cut it.
    if namer.known(text, block, from, to).is_some() {
        for i in from..to {
            let tag = block.steps[i].tag();
            emit(block.offsets[i + 1], tag.unwrap_or_else(|| namer.tag(text, block, i, i + 1)));
        }
        return;
    }
    let covered = |i: usize| hmm::covers(block.codes[i], || text[block.place(i, i + 1)].chars().next());
    let mut i = from;
    while i < to {
        let by_model = covered(i);
        let start = i;
        i += 1;
        while i < to && covered(i) == by_model {
            i += 1;
        }
        let mut at = start;
        if by_model {
            model.cut(&block.codes[start..i], |length| {
                emit(block.offsets[at + length], namer.tag(text, block, at, at + length));
                at += length;
            });
        } else {
            let begin = block.offsets[start];
            hmm::other_pieces(&text.as_bytes()[block.place(start, i)], |end| {
                let next = at + block.offsets[at..i].partition_point(|&o| o < begin + end as u32);
                emit(block.offsets[next], namer.tag(text, block, at, next));
                at = next;
            });
        }
    }
}
