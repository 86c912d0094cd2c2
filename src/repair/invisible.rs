//! Characters that nobody sees: zero width, direction marks, soft hyphens, control characters.

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    name: "invisible",
    safety: Safety::Safe,
    reason: "a character without width, which only gets in the way / 零宽字符、控制字符",
};

pub(super) fn changes(text: &str) -> Vec<Change> {
    text.match_indices(is_invisible)
        .map(|(i, c)| Change { span: Span::of(i..i + c.len()), text: String::new(), confidence: 1.0 })
        .collect()
}

/// Whether nobody sees a character.
#[inline]
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0E'..='\x1F' | '\x7F' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}
