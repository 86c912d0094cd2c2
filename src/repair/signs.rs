//! What a text has in it, as far as rules care: one pass, one look at each character.
//!
//! A rule names the signs without which it cannot apply ([`super::RULES`]). On clean text that is all that repair
//! costs, but for a look at the ends of its lines.

use crate::edit::Change;

use super::table::{self, Flags};
use super::{chars, doubled, gloss, invisible, slip, width};

/// A set of signs: characters in the lower half, what stands behind one another in the upper one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs(u32);

/// How much higher stands what a character leads to: where the next one is that, the pair is a sign.
const LEADS: u32 = 16;

impl Signs {
    /// No sign: asked of a text, always there.
    pub(super) const NONE: Self = Self(0);
    /// Characters that nobody sees.
    pub(super) const INVISIBLE: Self = Self(1);
    /// Half-width marks, which may have been cut out of a character.
    pub(super) const MARK: Self = Self(1 << 1);
    /// Characters that only Traditional text has.
    pub(super) const TRADITIONAL: Self = Self(1 << 2);
    /// Digits and letters as wide as characters.
    pub(super) const WIDE: Self = Self(1 << 3);

    /// A Chinese character; white space; two characters that one piece of it parts.
    const HAN: u32 = 1 << 4;
    const SPACE: u32 = 1 << 9;
    pub(super) const SPACED: Self = Self(Self::HAN << LEADS);
    /// A stop; two in a row.
    const STOP: u32 = 1 << 5;
    pub(super) const STOPS: Self = Self(Self::STOP << LEADS);
    /// What readings are written with; an open bracket before that.
    const LETTER: u32 = 1 << 6;
    pub(super) const GLOSS: Self = Self(Self::LETTER << LEADS);
    /// What goes on in a tag or entity; what opens one before that.
    const NAME: u32 = 1 << 7;
    pub(super) const MARKUP: Self = Self(Self::NAME << LEADS);
    /// What addresses begin with; two in a row.
    const WEB: u32 = 1 << 8;
    pub(super) const ADDRESS: Self = Self(Self::WEB << LEADS);

    /// The signs of a text.
    pub(super) fn of(text: &str) -> Self {
        let (mut rest, mut found, mut last) = (text.as_bytes(), 0, 0);
        loop {
            let kind = match rest {
                // From U+4000 to U+9FFF: nearly all characters of nearly all texts.
                [0xE4..=0xE9, ..] => {
                    let mut traditional = 0;
                    while let [lead @ 0xE4..=0xE9, second, third, behind @ ..] = rest {
                        traditional |= table::traditional([*lead, *second, *third]);
                        rest = behind;
                    }
                    Self::HAN | if traditional & 1 == 1 { Self::TRADITIONAL.0 } else { 0 }
                }
                [byte @ 0..=0x7F, behind @ ..] => {
                    rest = behind;
                    ASCII[usize::from(*byte)]
                }
                [0xE3, 0x80, third, behind @ ..] => {
                    rest = behind;
                    MARKS[usize::from(third & 63)]
                }
                [0xEF, 0xBC, third, behind @ ..] => {
                    rest = behind;
                    WIDE_FORMS[usize::from(third & 63)]
                }
                _ => {
                    let Some(c) = text[text.len() - rest.len()..].chars().next() else { break };
                    rest = &rest[c.len_utf8()..];
                    kind(c)
                }
            };
            // A space leads on from what stands before it.
            let kind = kind | if kind & Self::SPACE != 0 { (last & Self::HAN) << LEADS } else { 0 };
            found |= kind & ((1 << LEADS) - 1) | kind << LEADS & last;
            last = kind;
        }
        Self(found)
    }

    /// What signs a text may have that had these before `changes` were made, by a rule that needs one of `needs`: those
    /// that it had, and those that stand around what changed.
    pub(super) fn after(self, needs: Self, text: &str, changes: &[Change]) -> Self {
        // What signs are made of stands side by side: two characters, or three.
        const NEAR: usize = 2 * 4;
        // These rules leave none of what they look for.
        let gone = [Self::INVISIBLE, Self::WIDE].into_iter().find(|&sign| sign == needs);
        let mut found = self.0 & !gone.unwrap_or(Self::NONE).0;
        let (mut read, mut grown) = (0, 0_isize);
        for change in changes {
            let span = change.span.range();
            let start = span.start.saturating_add_signed(grown);
            let end = start + change.text.len();
            grown += change.text.len() as isize - span.len() as isize;
            // Where changes stand close, nothing is read twice but for the edges.
            let from = text.floor_char_boundary(start.saturating_sub(NEAR)).max(read);
            let to = text.ceil_char_boundary((end + NEAR).min(text.len()));
            if from < to {
                found |= Self::of(&text[from..to]).0;
                read = text.floor_char_boundary(to.saturating_sub(NEAR)).max(from);
            }
        }
        Self(found)
    }

    /// Whether a text with these signs may concern a rule that needs one of `needs`.
    pub(super) fn meet(self, needs: Self) -> bool {
        needs == Self::NONE || self.0 & needs.0 != 0
    }
}

/// What the characters of a block are, from `first` on.
const fn block<const N: usize>(first: u32) -> [u32; N] {
    let (mut kinds, mut i) = ([0; N], 0);
    while i < N {
        if let Some(c) = char::from_u32(first + i as u32) {
            kinds[i] = common_kind(c);
        }
        i += 1;
    }
    kinds
}

static ASCII: [u32; 0x80] = block(0);
static MARKS: [u32; 0x40] = block(0x3000);
static WIDE_FORMS: [u32; 0x40] = block(0xFF00);

/// What a character beyond ASCII is, and in the upper half what it leads to.
fn kind(c: char) -> u32 {
    let letter = if gloss::is_letter(c) { Signs::LETTER } else { 0 };
    let traditional = if table::is(c, Flags::TRADITIONAL) { Signs::TRADITIONAL.0 } else { 0 };
    common_kind(c) | letter | traditional
}

/// The same but for the other letters and Traditional characters.
const fn common_kind(c: char) -> u32 {
    let mut kind = 0;
    if invisible::is_invisible(c) {
        kind |= Signs::INVISIBLE.0;
    }
    if slip::is_mark(c) {
        kind |= Signs::MARK.0;
    }
    if width::is_wide(c) {
        kind |= Signs::WIDE.0;
    }
    if chars::is_han(c) {
        kind |= Signs::HAN;
    }
    if doubled::is_stop(c) {
        kind |= Signs::STOP | Signs::STOP << LEADS;
    }
    if matches!(c, 'a'..='z' | ' ' | '\'' | '\u{3000}') {
        kind |= Signs::LETTER;
    }
    if matches!(c, 'a'..='z' | 'A'..='Z' | '/') {
        kind |= Signs::NAME;
    }
    if matches!(c, 'h' | 't' | 'w') {
        kind |= Signs::WEB | Signs::WEB << LEADS;
    }
    if matches!(c, ' ' | '\u{3000}' | '\t' | '\r') {
        kind |= Signs::SPACE;
    }
    match c {
        '(' | '（' => kind | Signs::LETTER << LEADS,
        '<' | '&' => kind | Signs::NAME << LEADS,
        _ => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RULES, View, tests::texts};
    use super::*;
    use crate::edit::Text;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

        /// A rule that is not asked would have found nothing.
        #[test]
        fn no_rule_applies_without_its_signs(text in texts()) {
            let signs = Signs::of(&text);
            for (rule, needs, changes) in RULES.iter() {
                prop_assert!(signs.meet(*needs) || changes(&View::new(&text)).is_empty(), "{}", rule.name);
            }
        }

        /// No sign is overlooked that a rule's changes made.
        #[test]
        fn signs_after_changes(before in texts()) {
            let signs = Signs::of(&before);
            for (rule, needs, changes) in RULES.iter() {
                let changes = changes(&View::new(&before));
                let mut text = Text::new(before.clone());
                text.apply(rule, &before, &changes);
                let (after, now) = (signs.after(*needs, text.as_str(), &changes), Signs::of(text.as_str()));
                prop_assert_eq!(after.0 | now.0, after.0, "{}: {}", rule.name, before);
            }
        }
    }
}
