//! A stretch as it is displayed, cut where bytes may have been lost.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon;
use crate::span::Span;

use super::super::gloss;
use super::bytes;

/// A piece of the displayed text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a token is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A character of two bytes.
    Char(char, [u8; 2]),
    /// An ASCII character that can be a second byte (or €, which stands for the byte 80).
    Ascii(char),
    /// `(yè)`: the characters that are read so.
    Gloss(&'static [char]),
    /// `?yè)`: the byte before the bracket is lost.
    Broken(&'static [char]),
    /// A mark that may have been cut out of two characters, and whether the question mark before it belongs to it,
    /// which stands for a byte.
    Mark(char, bool),
    /// Anything else.
    Other(char),
}

/// Traditional characters by their reading.
static READINGS: LazyLock<BTreeMap<&str, Vec<char>>> = LazyLock::new(|| {
    lexicon::rows::<2>(include_str!("../../lexicon/readings.tsv"))
        .map(|[reading, chars]| (reading, chars.chars().collect()))
        .collect()
});

/// A gloss at the start of a text: its bytes, and its letters. `open` is its first character.
pub(super) fn gloss_at(text: &str, open: char) -> Option<(usize, &str)> {
    const LONGEST: usize = 12;
    let letters = text.strip_prefix(open).filter(|letters| letters.starts_with(gloss::is_letter))?;
    let close = letters.char_indices().take(LONGEST).find(|&(_, c)| c == ')')?.0;
    let letters = &letters[..close];
    let is_gloss = gloss::toned_syllables(letters) == Some(1) || matches!(letters, "men" | "me");
    is_gloss.then_some((open.len_utf8() + close + 1, letters))
}

/// The characters that are read so.
fn readings(letters: &str) -> &'static [char] {
    let folded: String = letters.chars().map(fold).collect();
    READINGS.get(folded.as_str()).map_or(&[][..], Vec::as_slice)
}

/// Letters that look alike, as the table has them.
fn fold(c: char) -> char {
    match c {
        'ɑ' => 'a',
        'ɡ' => 'g',
        'ă' => 'ǎ',
        'ĕ' => 'ě',
        'ĭ' => 'ǐ',
        'ŏ' => 'ǒ',
        'ŭ' => 'ǔ',
        c => c,
    }
}

/// The token at `at`.
pub(super) fn token_at(text: &str, at: usize) -> Option<Token> {
    let rest = text.get(at..)?;
    let c = rest.chars().next()?;
    let (len, kind) = match any_gloss_at(rest, c) {
        Some((len, letters)) if c == '(' => (len, Kind::Gloss(readings(letters))),
        Some((len, letters)) => (len, Kind::Broken(readings(letters))),
        None => (c.len_utf8(), plain(c)),
    };
    Some(Token { span: Span::of(at..at + len), kind })
}

/// A gloss at the start of a text, whole or broken, as [`gloss_at`] tells it. `first` is its first character.
pub(super) fn any_gloss_at(text: &str, first: char) -> Option<(usize, &str)> {
    match first {
        '(' => gloss_at(text, '('),
        '?' => {
            gloss_at(text, '?').or_else(|| gloss_at(&text[1..], '(').map(|(len, letters)| (len + 1, letters)))
        }
        _ => None,
    }
}

/// What a character is that no gloss begins with.
pub(super) fn plain(c: char) -> Kind {
    match c {
        '€' | '\x40'..='\x7E' => Kind::Ascii(c),
        _ => bytes::bytes_of(c).map_or(Kind::Other(c), |pair| Kind::Char(c, pair)),
    }
}

/// The tokens from `at` on up to the next one that ends every slip, or `most` of them.
pub(super) fn run(text: &str, at: usize, most: usize) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = at;
    while out.len() < most
        && let Some(token) = token_at(text, at)
    {
        at = token.span.range().end;
        let last = matches!(token.kind, Kind::Other(_));
        out.push(token);
        if last {
            break;
        }
    }
    out
}

/// Up to `most` tokens that end at `at`: characters of two bytes and their glosses.
pub(super) fn before(text: &str, at: usize, most: usize) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = at;
    while out.len() < most {
        let head = &text[..at];
        let start = if head.ends_with(')') {
            let near = head.ceil_char_boundary(at.saturating_sub(24));
            head[near..]
                .rfind('(')
                .map(|open| near + open)
                .filter(|&open| gloss_at(&head[open..], '(').is_some())
        } else {
            head.char_indices().next_back().map(|(i, _)| i)
        };
        let Some(token) = start.and_then(|start| token_at(text, start)) else { break };
        let fits = match token.kind {
            Kind::Char(c, _) => super::super::chars::is_han(c),
            Kind::Gloss(_) => true,
            _ => false,
        };
        if !fits || token.span.range().end != at {
            break;
        }
        at = token.span.range().start;
        out.push(token);
    }
    out.reverse();
    out
}
