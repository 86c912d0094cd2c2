//! What a text has in it, as far as rules care: one pass, one look at each character.
//!
//! A rule names the signs without which it cannot apply ([`super::RULES`]). On clean text that is all that repair
//! costs, but for a look at the ends of its lines.

use std::sync::LazyLock;

use super::{doubled, gloss, invisible, script, slip, width};

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs(u16);

impl Signs {
    /// No sign: asked of a text, always there.
    pub(super) const NONE: Self = Self(0);
    /// Characters that nobody sees.
    pub(super) const INVISIBLE: Self = Self(1);
    /// What opens a tag or an entity.
    pub(super) const MARKUP: Self = Self(1 << 1);
    /// Half-width marks, which may have been cut out of a character.
    pub(super) const MARK: Self = Self(1 << 2);
    /// Letters that readings and addresses cannot do without.
    pub(super) const LETTER: Self = Self(1 << 3);
    /// Characters that only Traditional text has.
    pub(super) const TRADITIONAL: Self = Self(1 << 4);
    /// Digits and letters as wide as characters.
    pub(super) const WIDE: Self = Self(1 << 5);
    /// Spaces.
    pub(super) const SPACE: Self = Self(1 << 6);
    /// A stop.
    const STOP: Self = Self(1 << 7);
    /// Two stops in a row.
    pub(super) const STOPS: Self = Self(1 << 8);

    /// The signs of a text.
    pub(super) fn of(text: &str) -> Self {
        let kinds = &**KINDS;
        let (mut found, mut last) = (0, 0);
        for c in text.chars() {
            let kind = kinds.get(c as usize).copied().unwrap_or(0);
            found |= u16::from(kind) | u16::from(kind & last & Self::STOP.0 as u8) << 1;
            last = kind;
        }
        Self(found)
    }

    /// Whether a text with these signs may concern a rule that needs one of `needs`.
    pub(super) fn meet(self, needs: Self) -> bool {
        needs == Self::NONE || self.0 & needs.0 != 0
    }
}

/// The signs of each character of the basic plane; others have none.
static KINDS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut kinds = vec![0; 0x1_0000];
    let mut mark = |sign: Signs, chars: &mut dyn Iterator<Item = char>| {
        for c in chars {
            if let Some(kind) = kinds.get_mut(c as usize) {
                *kind |= sign.0 as u8;
            }
        }
    };
    // Wherever such characters are defined, below U+3001 or in the block of wide forms.
    let all = || ('\0'..='\u{3002}').chain('\u{FE00}'..='\u{FFFF}');
    mark(Signs::INVISIBLE, &mut all().filter(|&c| invisible::is_invisible(c)));
    mark(Signs::MARKUP, &mut "<&".chars());
    mark(Signs::MARK, &mut all().filter(|&c| slip::is_mark(c)));
    mark(Signs::LETTER, &mut gloss::toned_letters().chain("mhw".chars()));
    mark(Signs::TRADITIONAL, &mut script::traditional());
    mark(Signs::WIDE, &mut all().filter(|&c| width::is_wide(c)));
    mark(Signs::SPACE, &mut " \u{3000}".chars());
    mark(Signs::STOP, &mut all().filter(|&c| doubled::is_stop(c)));
    kinds
});

#[cfg(test)]
mod tests {
    use super::super::{RULES, tests::texts};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A rule that is not asked would have found nothing.
        #[test]
        fn no_rule_applies_without_its_signs(text in texts()) {
            let signs = Signs::of(&text);
            for (rule, needs, changes) in RULES.iter() {
                prop_assert!(signs.meet(*needs) || changes(&text).is_empty(), "{}", rule.name);
            }
        }
    }
}
