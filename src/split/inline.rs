//! Front matter inside the first paragraph: pages that print a whole speech on one line.

use std::ops::Range;

use super::date;
use super::speaker;

/// What the paragraph itself tells, as ranges of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Inline {
    pub(super) title: Option<Range<usize>>,
    pub(super) speaker: Option<speaker::Found>,
    pub(super) date: Option<date::Found>,
}

/// The front matter inside a paragraph.
pub(super) fn of(_paragraph: &str) -> Inline {
    Inline::default()
}
