//! Where a text may be one byte off.

use std::cell::OnceCell;

use super::super::{chars, script};
use super::language::{self, Language};
use super::token::{self, Kind, Token};
use crate::span::Span;

/// A stretch that is one byte off is no longer than this many tokens.
const LONGEST: usize = 64;

/// A page in doubt, and what is known of it once it is asked.
pub(super) struct Page<'a> {
    text: &'a str,
    /// Whether a bracket opens before a letter anywhere.
    glosses: bool,
    common: Language,
    own: OnceCell<Language>,
    glossed: OnceCell<bool>,
}

impl<'a> Page<'a> {
    pub(super) fn new(text: &'a str, glosses: bool) -> Self {
        Self { text, glosses, common: Language::common(), own: OnceCell::new(), glossed: OnceCell::new() }
    }

    /// What it says.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The page's own language; its words are counted when the first doubt arises.
    pub(super) fn language(&self) -> &Language {
        self.own.get_or_init(|| Language::of(self.text, self.glosses))
    }

    /// Whether the script that glosses characters was here: then every mark is in doubt.
    fn glossed(&self) -> bool {
        *self.glossed.get_or_init(|| {
            self.glosses
                && self.text.match_indices('(').any(|(i, _)| token::gloss_at(&self.text[i..], '(').is_some())
        })
    }

    /// The tokens around the mark at `i`, and which of them is the place itself, if it looks cut. What stands before
    /// `at` is settled.
    pub(super) fn doubtful(&self, i: usize, at: usize) -> Option<(Vec<Token>, usize)> {
        let (text, rest) = (self.text, &self.text[i..]);
        let (mark, behind) = (text.as_bytes()[i], i + 1);
        let next = &text[behind..];
        match mark {
            b'?' if token::gloss_at(rest, '?').is_some() || token::gloss_at(next, '(').is_some() => {
                return Some(around(text, i, 5, at, token::run(text, i, LONGEST)));
            }
            b'(' if token::gloss_at(rest, '(').is_some() => return None,
            b')' if closes_gloss(&text[..behind]) => return None,
            _ => {}
        }
        // A question mark before the mark stands for a byte.
        let asked = i > at && text.as_bytes()[i - 1] == b'?';
        let half = asked && next.starts_with(chars::is_han)
            || begins_with_half(next)
            || next.starts_with('?') && token::gloss_at(next, '?').is_some()
            || letter_inside(next);
        let near = || next.chars().take_while(|c| !c.is_ascii()).take(4);
        let odd = near().any(script::is_odd);
        if !half && !odd && (near().next().is_none() || !self.glossed()) {
            return None;
        }
        let mut tokens = token::run(text, behind, LONGEST);
        let broken = odd && tokens.iter().any(|t| matches!(t.kind, Kind::Broken(_)));
        // The dictionary first: most odd characters stand in words that it has.
        let senseless = || makes_no_sense(&tokens, &self.common) && makes_no_sense(&tokens, self.language());
        if !half && !broken && !senseless() {
            return None;
        }
        let start = i - usize::from(asked);
        tokens.insert(0, Token { span: Span::of(start..behind), kind: Kind::Mark(char::from(mark), asked) });
        Some(around(text, start, 3, at, tokens))
    }
}

/// Tokens with up to `most` before them, and where they begin.
fn around(text: &str, start: usize, most: usize, at: usize, tokens: Vec<Token>) -> (Vec<Token>, usize) {
    let mut all = token::before(text, start, most);
    all.retain(|t| t.span.range().start >= at);
    let site = all.len();
    all.extend(tokens);
    (all, site)
}

/// Whether a letter or sign stands between a mark and a character: half a character, as a rule.
fn begins_with_half(text: &str) -> bool {
    text.starts_with(|c| matches!(c, '\x40'..='\x7E') && !masks(c))
        && text[1..].chars().next().is_some_and(|c| chars::is_han(c) || c == '(')
}

/// Letters and signs that stand for what must not be said: x年, ~年.
fn masks(c: char) -> bool {
    matches!(c, 'x' | 'X' | '~' | '_')
}

/// Whether a capital or sign stands among the first characters, with characters on both sides.
fn letter_inside(text: &str) -> bool {
    let letter = |c: char| matches!(c, '\x40'..='\x5F' | '{'..='~');
    let mut chars = text.chars().take(8).skip_while(|&c| chars::is_han(c));
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
    const SHOWN: usize = 6;
    let (mut shown, mut count) = (['\0'; SHOWN], 0);
    let chars = tokens.iter().filter_map(|t| match t.kind {
        Kind::Char(c, _) | Kind::Ascii(c) => Some(language::folded(c)),
        _ => None,
    });
    for (c, place) in chars.zip(&mut shown) {
        *place = c;
        count += 1;
    }
    count > 0 && language.cost_of_chars(&shown[..count]) > DEAR * count as f32
}
