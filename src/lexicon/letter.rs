//! Letters: what Unicode says, at one look where the character is Chinese, as nearly all are, or a usual mark, as nearly
//! all others are.

/// Whether it is a letter ([`char::is_alphabetic`]).
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || !is_mark(c) && c.is_alphabetic()
}

/// Whether it is a letter or a number ([`char::is_alphanumeric`]).
#[inline]
pub(crate) fn is_letter_or_number(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || !is_mark(c) && c.is_alphanumeric()
}

/// Whether a Chinese character from U+5000 to U+9FFF, as nearly all are, begins the text: no blank, no mark, no figure.
#[inline]
pub(crate) fn begins_with_han(text: &str) -> bool {
    matches!(text.as_bytes(), [0xE5..=0xE9, ..])
}

/// Dashes and quotation marks, 。 、 and brackets, and the marks of full width.
#[inline]
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{FF01}'..='\u{FF0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_unicode_says() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphabetic()));
        assert!(('\0'..=char::MAX).all(|c| is_letter_or_number(c) == c.is_alphanumeric()));
    }

    #[test]
    fn han_at_the_beginning() {
        let is_han = |c: char| ('\u{5000}'..='\u{9FFF}').contains(&c);
        assert!(('\0'..=char::MAX).all(|c| begins_with_han(&c.to_string()) == is_han(c)));
    }
}
