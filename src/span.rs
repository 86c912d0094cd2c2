//! Places in a text: byte ranges of two kinds that the compiler keeps apart.
//!
//! [`Span`] points into the repaired text, [`SourceSpan`] into the text as it was read. Mixing the two is the
//! commonest mistake of programs that clean text, so here it does not compile: only [`crate::edit::Text`] turns one
//! into the other. Both count bytes of UTF-8 and lie on character boundaries; code points are counted once, where a
//! record is made.

use crate::trim;

macro_rules! span_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            start: u32,
            end: u32,
        }

        impl $name {
            /// The bytes from `start` up to, not including, `end`.
            ///
            /// # Panics
            /// If `end` lies before `start`.
            pub fn new(start: u32, end: u32) -> Self {
                assert!(start <= end, "a span ends before it starts: {start}..{end}");
                Self { start, end }
            }

            /// The same from `usize` offsets, as string functions give them.
            ///
            /// # Panics
            /// If `end` lies before `start`, or beyond 4 GiB (`read` refuses larger texts).
            pub fn of(range: std::ops::Range<usize>) -> Self {
                let cast = |n: usize| u32::try_from(n).expect("texts stay under 4 GiB");
                Self::new(cast(range.start), cast(range.end))
            }

            /// First byte.
            pub fn start(self) -> u32 {
                self.start
            }

            /// The byte after the last one.
            pub fn end(self) -> u32 {
                self.end
            }

            /// Length in bytes.
            pub fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether it covers no byte.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// As a range that slices a string.
            pub fn range(self) -> std::ops::Range<usize> {
                self.start as usize..self.end as usize
            }

            /// The text that stands there.
            ///
            /// # Panics
            /// If the span does not belong to `text`.
            pub fn of_text(self, text: &str) -> &str {
                &text[self.range()]
            }

            /// Whether `other` lies wholly inside.
            pub fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the two share at least one byte.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest span that covers both.
            pub fn join(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// Without the white space at both ends.
            pub fn trim(self, text: &str) -> Self {
                let words = trim::start(self.of_text(text));
                let start = self.range().end - words.len();
                Self::of(start..start + trim::end(words).len())
            }
        }
    };
}

span_type! {
    /// A place in the repaired text, in bytes.
    Span
}

span_type! {
    /// A place in the source text as it was read, in bytes.
    SourceSpan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_keeps_to_the_text() {
        let text = "  同志们: ";
        assert_eq!(Span::of(0..text.len()).trim(text).of_text(text), "同志们:");
        assert!(Span::of(0..2).trim(text).is_empty());
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 6)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 6)));
    }
}
