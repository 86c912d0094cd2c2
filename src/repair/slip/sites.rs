//! Where a text may be one byte off.

use std::cell::OnceCell;

use super::super::signs::Signs;
use super::super::{View, chars, lines, script, table};
use super::language::{self, Language};
use super::said::Said;
use super::token::{self, Kind, Token};
use crate::span::Span;

/// A stretch that is one byte off is no longer than this many tokens.
const LONGEST: usize = 64;

/// A token has no more bytes: a gloss of twelve letters, and its marks.
const LONGEST_TOKEN: usize = 64;

/// Odd characters are looked for among so many behind a mark.
const NEAR: usize = 4;
/// Letters among characters, among so many.
const INSIDE: usize = 8;

/// A page in doubt, and what is known of it once it is asked.
pub(super) struct Page<'a, 't> {
    view: &'a View<'t>,
    text: &'t str,
    common: Language,
    own: OnceCell<Language>,
    glossed: OnceCell<bool>,
}

impl<'a, 't> Page<'a, 't> {
    pub(super) fn new(view: &'a View<'t>) -> Self {
        let (own, glossed) = (OnceCell::new(), OnceCell::new());
        Self { view, text: view.text, common: Language::common(), own, glossed }
    }

    /// What it says.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// The page's own language; its words are counted when the first doubt arises.
    pub(super) fn language(&self) -> &Language {
        self.own.get_or_init(|| {
            // Numbers of pages are taken out of sentences later.
            let numbers = self.view.lines().iter().filter(|line| lines::is_pagination(line.text));
            let numbers = numbers.map(|line| line.start..line.end);
            let glosses = self.view.glosses().iter().map(|gloss| gloss.open..gloss.end);
            let mut left_out: Vec<_> = numbers.chain(glosses).collect();
            left_out.sort_unstable_by_key(|range| range.start);
            Language::of(Said::of(self.text, left_out.into_iter()))
        })
    }

    /// Whether the script that glosses characters was here: then every mark is in doubt.
    fn glossed(&self) -> bool {
        *self.glossed.get_or_init(|| {
            self.view.has(Signs::GLOSS)
                && self.text.match_indices('(').any(|(i, _)| token::gloss_at(&self.text[i..], '(').is_some())
        })
    }

    /// Whether at a look what stands behind a mark is as usual: of some that are, it does not say so. Most marks of most
    /// pages are done with here.
    fn is_usual(&self, i: usize) -> bool {
        let bytes = self.text.as_bytes();
        if bytes[i] == b'?' || i > 0 && bytes[i - 1] == b'?' {
            return false;
        }
        let (mut rest, mut count) = (&bytes[i + 1..], 0);
        while let [lead @ 0xE4..=0xE9, second, third, behind @ ..] = rest
            && count < INSIDE
        {
            if count < NEAR && table::is_odd([*lead, *second, *third]) {
                return false;
            }
            (rest, count) = (behind, count + 1);
        }
        match rest.first() {
            // Half a character, it may be.
            Some(b'\x40'..=b'\x7E') if count < INSIDE => false,
            Some(b'?') if count == 0 => false,
            None | Some(0..=0x7F) => count == 0 || !self.glossed(),
            Some(_) if count < NEAR => {
                let behind = self.text[self.text.len() - rest.len()..].chars();
                !behind.take_while(|c| !c.is_ascii()).take(NEAR - count).any(script::is_odd)
                    && !self.glossed()
            }
            Some(_) => !self.glossed(),
        }
    }

    /// Whether all is as it was when it was looked at in vain: lines were joined since then, and the marks around are
    /// usual.
    pub(super) fn is_settled(&self) -> bool {
        // A stretch from a mark on goes on so far, and begins some characters before it.
        const BEFORE: usize = 4 * LONGEST;
        const BEHIND: usize = 4 * 8;
        let Some(joints) = self.view.joints.filter(|_| !self.view.has(Signs::GLOSS)) else { return false };
        joints.iter().all(|&joint| {
            let end = (joint + BEHIND).min(self.text.len());
            let mut next = joint.saturating_sub(BEFORE);
            while let Some(i) = super::next_mark(self.text, next).filter(|&i| i < end) {
                if !self.is_usual(i) {
                    return false;
                }
                next = i + 1;
            }
            true
        })
    }

    /// The tokens around the mark at `i`, and which of them is the place itself, if it looks cut. What stands before
    /// `at` is settled.
    pub(super) fn doubtful(&self, i: usize, at: usize) -> Option<(Vec<Token>, usize)> {
        if self.is_usual(i) {
            return None;
        }
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
        let near = || next.chars().take_while(|c| !c.is_ascii()).take(NEAR);
        let odd = near().any(script::is_odd);
        if !half && !odd && (near().next().is_none() || !self.glossed()) {
            return None;
        }
        // The dictionary first: most odd characters stand in words that it has.
        let senseless = || {
            let shown = first_chars(text, behind);
            makes_no_sense(&shown, &self.common) && makes_no_sense(&shown, self.language())
        };
        let mut tokens = Vec::new();
        if !half {
            // Broken glosses have a question mark.
            let near = &next.as_bytes()[..next.len().min(LONGEST * LONGEST_TOKEN)];
            let broken = odd && near.contains(&b'?') && {
                tokens = token::run(text, behind, LONGEST);
                tokens.iter().any(|t| matches!(t.kind, Kind::Broken(_)))
            };
            if !broken && !senseless() {
                return None;
            }
        }
        if tokens.is_empty() {
            tokens = token::run(text, behind, LONGEST);
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
    let mut chars = text.chars().take(INSIDE).skip_while(|&c| chars::is_han(c));
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

/// The first characters from a place on, as words have them, up to what ends every slip.
fn first_chars(text: &str, at: usize) -> Vec<char> {
    const SHOWN: usize = 6;
    let (mut rest, mut out) = (&text[at..], Vec::with_capacity(SHOWN));
    for _ in 0..LONGEST {
        let Some(c) = rest.chars().next().filter(|_| out.len() < SHOWN) else { break };
        let gloss = token::any_gloss_at(rest, c).map(|(len, _)| len);
        if gloss.is_none() {
            if matches!(token::plain(c), Kind::Other(_)) {
                break;
            }
            out.push(language::folded(c));
        }
        rest = &rest[gloss.unwrap_or(c.len_utf8())..];
    }
    out
}

/// Whether characters are dearer than words are.
fn makes_no_sense(chars: &[char], language: &Language) -> bool {
    const DEAR: f32 = 7.5;
    !chars.is_empty() && language.cost_of_chars(chars) > DEAR * chars.len() as f32
}
