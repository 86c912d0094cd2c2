//! What kind a character is, as far as repairs care.

/// A Han character of the basic blocks.
#[inline]
pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}
