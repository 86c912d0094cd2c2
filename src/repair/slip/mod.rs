//! Texts that decode one byte off: a script changed GBK text byte by byte, at any alignment, and what it cut in two
//! was lost.
//!
//! Two kinds of place betray it: a gloss without its opening bracket (`帶?guī)`), and a half-width mark behind which
//! the text makes no sense (`;仡櫼荒`). There all true readings of the bytes are searched ([`lattice`]), and one is
//! accepted where the language ([`language`]) likes it far better than what stands there.

pub(super) mod bytes;
mod edges;
mod guesses;
pub(super) mod language;
mod lattice;
mod said;
#[cfg(test)]
mod simulation;
mod sites;
mod token;
mod ways;

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use super::View;
use edges::Stretch;
use language::Language;
use sites::Page;
use token::Token;
use ways::{Carry, Edge, Reading};

pub(super) static RULE: Rule = Rule {
    name: "byte_slip",
    safety: Safety::Guess,
    reason: "a GBK text cut between the two bytes of a character, read one byte off / GBK 字节错位",
};

/// What we ask of a reading.
#[derive(Clone, Copy, Debug)]
struct Demand {
    /// What it costs, in nats, to say that a gap between two characters was cut into.
    slip: f32,
    /// How much better it must be than what stands there.
    gain: f32,
}

/// On a page that may never have been damaged.
const UNSHOWN: Demand = Demand { slip: 5.0, gain: 8.0 };
/// On a page that was: the script that did it went over all of it.
const DAMAGED: Demand = Demand { slip: 1.0, gain: 3.0 };
/// What the readings of a page must gain together to show it damaged: one alone may be chance.
const SHOWN: f32 = 16.0;
/// How sure a reading is by its bytes that left no trace: as often as such readings are right in the simulation.
const CONFIDENCE: [f32; 4] = [0.95, 0.65, 0.5, 0.3];
/// After this many places without a reading in a row the page is beyond us.
const PATIENCE: u32 = 200;

/// Whether a mark may have been cut out of a character.
pub(super) const fn is_mark(c: char) -> bool {
    c.is_ascii() && marks(c as u8) == 1
}

/// The same of a byte, without a branch.
#[inline]
const fn marks(byte: u8) -> u8 {
    const fn is(byte: u8, mark: u8) -> u8 {
        (byte == mark) as u8
    }
    is(byte, b'!')
        | is(byte, b'(')
        | is(byte, b')')
        | is(byte, b',')
        | is(byte, b':')
        | is(byte, b';')
        | is(byte, b'?')
}

/// The changes of a text.
pub(super) fn changes(view: &View<'_>) -> Vec<Change> {
    let page = Page::new(view);
    if page.is_settled() {
        return Vec::new();
    }
    match search(&page, UNSHOWN, SHOWN) {
        (_, true) => search(&page, DAMAGED, f32::INFINITY).0,
        (changes, false) => changes,
    }
}

/// The readings that are good enough, until they gain `enough` together; whether they did.
fn search(page: &Page<'_, '_>, demand: Demand, enough: f32) -> (Vec<Change>, bool) {
    let mut out = Vec::new();
    let (mut at, mut failures, mut gained) = (0, 0, 0.0);
    let mut next = 0;
    while failures <= PATIENCE
        && let Some(i) = next_mark(page.text(), next)
    {
        next = i + 1;
        let Some((tokens, site)) = page.doubtful(i, at) else { continue };
        let before = out.len();
        if let Some((reading, gain)) = better(&tokens, page.language(), demand) {
            gained += gain;
            if gained > enough && gain < gained {
                return (out, true);
            }
            if gain > demand.gain {
                take(&tokens, &reading, &mut out);
            }
        }
        failures = if out.len() > before { 0 } else { failures + 1 };
        // The next search begins behind what was read, or at least behind this mark.
        at = out[before..].last().map_or(tokens[site].span.range().end, |c: &Change| c.span.range().end);
        next = next.max(at);
    }
    (out, false)
}

/// The next mark that may have been cut out of a character.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    // A block at a time, which needs no branch.
    const BLOCK: usize = 32;
    let rest = text.as_bytes().get(from..)?;
    let (blocks, _) = rest.as_chunks::<BLOCK>();
    let clean =
        blocks.iter().take_while(|block| block.iter().fold(0, |any, &byte| any | marks(byte)) == 0).count();
    let at = clean * BLOCK;
    rest[at..].iter().position(|&byte| marks(byte) == 1).map(|i| from + at + i)
}

/// The best reading of a place and what it gains, if that is anything to speak of.
fn better(tokens: &[Token], language: &Language, demand: Demand) -> Option<(Reading, f32)> {
    if !(Stretch { tokens, slip: Some(demand.slip) }).may_slip() {
        return None;
    }
    let shown = lattice::read(tokens, language, None, f32::INFINITY)?;
    let most = shown.cost - DAMAGED.gain;
    let reading = lattice::read(tokens, language, Some(demand.slip), most)?;
    let gain = shown.cost - reading.cost;
    reading.edges.iter().any(|e| e.to.carry != Carry::Nothing).then_some((reading, gain))
}

/// The stretches of a reading that are out of step, as changes.
fn take(tokens: &[Token], reading: &Reading, out: &mut Vec<Change>) {
    let in_step = |e: &Edge| e.from.carry == Carry::Nothing && e.to.carry == Carry::Nothing;
    for stretch in reading.edges.chunk_by(|a, b| a.to.carry != Carry::Nothing && !in_step(b)) {
        let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
        if in_step(first) {
            continue;
        }
        let start = tokens[first.from.token].span.range().start;
        let end = last.to.token.checked_sub(1).map_or(start, |i| tokens[i].span.range().end);
        let guesses = stretch.iter().filter(|e| e.guess).count();
        out.push(Change {
            span: Span::of(start..end.max(start)),
            text: stretch.iter().filter_map(|e| e.char).collect(),
            confidence: CONFIDENCE[guesses.min(CONFIDENCE.len() - 1)],
        });
    }
}
