//! Texts that decode one byte off: a script changed GBK text byte by byte, at any alignment, and what it cut in two
//! was lost.
//!
//! Two kinds of place betray it: a gloss without its opening bracket (`帶?guī)`), and a half-width mark behind which
//! the text makes no sense (`;仡櫼荒`). There all true readings of the bytes are searched ([`lattice`]), and one is
//! accepted where the language ([`language`]) likes it far better than what stands there.

mod bytes;
mod language;
mod lattice;
mod token;

use std::cell::OnceCell;

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use super::{chars, script};
use language::Language;
use lattice::{Carry, Edge, Reading};
use token::{Kind, Token};

pub(super) static RULE: Rule = Rule {
    name: "byte_slip",
    safety: Safety::Guess,
    reason: "a GBK text cut between the two bytes of a character, read one byte off / GBK 字节错位",
};

/// How much better, in nats, a reading must be than what stands there.
const GAIN: f32 = 8.0;
/// A stretch that is one byte off is no longer than this many tokens.
const LONGEST: usize = 64;
/// After this many places without a reading in a row the page is beyond us.
const PATIENCE: u32 = 200;

pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    // The page's words are counted when the first doubt arises.
    let (common, page) = (Language::common(), OnceCell::new());
    let (mut at, mut failures) = (0, 0);
    for (i, mark) in text.match_indices(|c| bytes::mark_byte(c).is_some()) {
        if i < at || failures > PATIENCE {
            continue;
        }
        let Some(c) = mark.chars().next() else { continue };
        let Some((tokens, site)) = doubtful(text, i, c, at, &common, &page) else { continue };
        let language = page.get_or_init(|| Language::of(text));
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

/// The tokens around a place that looks cut, and which of them is the place itself.
fn doubtful(
    text: &str,
    i: usize,
    c: char,
    at: usize,
    common: &Language,
    page: &OnceCell<Language>,
) -> Option<(Vec<Token>, usize)> {
    let rest = &text[i..];
    if c == '?' && token::gloss_at(rest, '?').is_some() {
        let mut tokens = token::before(text, i, 5);
        tokens.retain(|t| t.span.range().start >= at);
        let site = tokens.len();
        tokens.extend(token::run(text, i, LONGEST));
        return Some((tokens, site));
    }
    if token::gloss_at(rest, '(').is_some() || c == ')' && closes_gloss(&text[..i + 1]) {
        return None;
    }
    let behind = i + c.len_utf8();
    let mut next = text[behind..].chars();
    let first = next.next()?;
    // A letter or sign between a mark and a character is half a character as a rule; else the first characters
    // must be odd.
    let half = matches!(first, '\x40'..='\x7E')
        && !masks(first)
        && next.next().is_some_and(|c| chars::is_han(c) || c == '(')
        || token::gloss_at(&text[behind..], '?').is_some()
        || letter_inside(&text[behind..]);
    let odd =
        !first.is_ascii() && text[behind..].chars().take_while(|c| !c.is_ascii()).take(4).any(script::is_odd);
    if !half && !odd {
        return None;
    }
    let mut start = i;
    if text[..i].ends_with('?') && i > at {
        start -= 1;
    }
    let tail = token::run(text, behind, LONGEST);
    // The dictionary first: most odd characters stand in words that it has.
    let senseless =
        || makes_no_sense(&tail, common) && makes_no_sense(&tail, page.get_or_init(|| Language::of(text)));
    if !half && !senseless() {
        return None;
    }
    let mut tokens = token::before(text, start, 3);
    tokens.retain(|t| t.span.range().start >= at);
    let site = tokens.len();
    tokens.push(Token { span: Span::of(start..behind), kind: Kind::Mark(c) });
    tokens.extend(tail);
    Some((tokens, site))
}

/// Letters and signs that stand for what must not be said: x年, ~年.
fn masks(c: char) -> bool {
    matches!(c, 'x' | 'X' | '~' | '_')
}

/// Whether a capital or sign stands among the first characters, with characters on both sides.
fn letter_inside(text: &str) -> bool {
    let letter = |c: char| matches!(c, '\x40'..='\x5F' | '{'..='~');
    let mut chars = text.chars().take(4).skip_while(|&c| chars::is_han(c));
    !text.starts_with(letter)
        && chars.next().is_some_and(letter)
        && chars.next().is_some_and(|c| chars::is_han(c) || c == '(')
}

/// Whether a closing bracket belongs to a gloss, whole or broken.
fn closes_gloss(head: &str) -> bool {
    let near = &head[head.ceil_char_boundary(head.len().saturating_sub(24))..];
    near.rfind(['(', '?']).is_some_and(|open| {
        token::gloss_at(&near[open..], '(').is_some() || token::gloss_at(&near[open..], '?').is_some()
    })
}

/// Whether the first characters are dearer than words are.
fn makes_no_sense(tokens: &[Token], language: &Language) -> bool {
    const DEAR: f32 = 7.5;
    let shown: Vec<char> = tokens
        .iter()
        .filter_map(|t| match t.kind {
            Kind::Char(c, _) | Kind::Ascii(c) => Some(script::simple(c)),
            _ => None,
        })
        .take(6)
        .collect();
    !shown.is_empty() && language.cost_of_chars(&shown) > DEAR * shown.len() as f32
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
