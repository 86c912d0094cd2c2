//! Full-width digits and letters in their usual width. Punctuation is a free mix everywhere and stays as it is.

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    name: "full_width",
    safety: Safety::Safe,
    reason: "digits and letters as wide as characters / 全角数字和字母",
};

pub(super) fn changes(text: &str) -> Vec<Change> {
    text.char_indices()
        .filter(|&(_, c)| is_wide(c))
        .filter_map(|(i, c)| {
            // The block runs parallel to ASCII.
            let narrow = char::from_u32(c as u32 - '！' as u32 + '!' as u32)?;
            Some(Change { span: Span::of(i..i + c.len_utf8()), text: narrow.into(), confidence: 1.0 })
        })
        .collect()
}

/// Whether a digit or letter is as wide as a character.
#[inline]
pub(super) const fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％')
}
