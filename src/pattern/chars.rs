//! Texts as gates and patterns read them.

use std::ops::Deref;

/// A text's characters, side by side: a step is one place, whatever the bytes.
#[derive(Clone, Debug)]
pub(crate) struct Chars(Vec<char>);

impl Chars {
    pub(crate) fn of(text: &str) -> Self {
        // Nearly all characters have three bytes.
        let mut chars = Vec::with_capacity(text.len() / 3 + 8);
        chars.extend(text.chars());
        Self(chars)
    }
}

impl Deref for Chars {
    type Target = [char];

    fn deref(&self) -> &[char] {
        &self.0
    }
}

/// A place in a text, in characters and in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) char: usize,
    pub(super) byte: usize,
}

impl Place {
    /// A place here or further on.
    pub(super) fn on(self, text: &[char], char: usize) -> Self {
        Self { char, byte: self.byte + width(&text[self.char..char]) }
    }
}

/// How many bytes characters have.
fn width(chars: &[char]) -> usize {
    chars.iter().map(|c| c.len_utf8()).sum()
}
