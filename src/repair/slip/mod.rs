//! Texts that decode one byte off: a script changed GBK text byte by byte, at any alignment, and what it cut in two
//! was lost.
//!
//! Two kinds of place betray it: a gloss without its opening bracket (`帶?guī)`), and a half-width mark behind which
//! the text makes no sense (`;仡櫼荒`). There all true readings of the bytes are searched ([`lattice`]), and one is
//! accepted where the language ([`language`]) likes it far better than what stands there.

mod bytes;
mod language;
mod lattice;
mod sites;
mod token;

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use lattice::{Carry, Edge, Reading};
use sites::Page;
use token::Token;

pub(super) static RULE: Rule = Rule {
    name: "byte_slip",
    safety: Safety::Guess,
    reason: "a GBK text cut between the two bytes of a character, read one byte off / GBK 字节错位",
};

/// How much better, in nats, a reading must be than what stands there.
const GAIN: f32 = 8.0;
/// After this many places without a reading in a row the page is beyond us.
const PATIENCE: u32 = 200;

pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    let page = Page::new(text);
    let (mut at, mut failures) = (0, 0);
    for (i, mark) in text.match_indices(|c| bytes::mark_byte(c).is_some()) {
        if i < at || failures > PATIENCE {
            continue;
        }
        let Some(c) = mark.chars().next() else { continue };
        let Some((tokens, site)) = page.doubtful(i, c, at) else { continue };
        let language = page.language();
        let before = out.len();
        if let Some(shown) = lattice::read(&tokens, language, false)
            && let Some(reading) = lattice::read(&tokens, language, true)
            && shown.cost - reading.cost > GAIN
        {
            take(&tokens, &reading, &mut out);
        }
        failures = if out.len() > before { 0 } else { failures + 1 };
        // The next search begins behind what was read, or at least behind this mark.
        at = out[before..].last().map_or(tokens[site].span.range().end, |c: &Change| c.span.range().end);
    }
    out
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
            // Each byte that left no trace may be another.
            confidence: 0.95 * 0.85_f32.powi(guesses.min(8) as i32),
        });
    }
}
