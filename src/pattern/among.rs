//! Sets of patterns.

use serde::{Deserialize, Serialize};

use crate::lexicon::members;

/// How many patterns one gate stands before at most.
pub(super) const PATTERNS: usize = 320;

/// Patterns, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Among(pub(super) [u64; PATTERNS / 64]);

impl Among {
    /// All patterns.
    pub(crate) const ALL: Self = Self([u64::MAX; PATTERNS / 64]);

    /// Adds a pattern.
    pub(crate) fn put(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    /// Takes a pattern out.
    pub(super) fn take(&mut self, i: usize) {
        self.0[i / 64] &= !(1 << (i % 64));
    }

    /// Whether it has a pattern.
    #[inline]
    pub(crate) fn has(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 != 0
    }

    /// Those that the other has not.
    #[inline]
    pub(crate) fn without(mut self, other: &Self) -> Self {
        self.drop(other);
        self
    }

    /// Those that the other has too.
    #[inline]
    pub(crate) fn both(mut self, other: &Self) -> Self {
        self.keep(other);
        self
    }

    /// Adds those of the other.
    #[inline]
    pub(crate) fn join(&mut self, other: &Self) {
        (0..self.0.len()).for_each(|i| self.0[i] |= other.0[i]);
    }

    /// Keeps those that the other has.
    #[inline]
    pub(super) fn keep(&mut self, other: &Self) {
        (0..self.0.len()).for_each(|i| self.0[i] &= other.0[i]);
    }

    /// Drops those that the other has.
    #[inline]
    pub(super) fn drop(&mut self, other: &Self) {
        (0..self.0.len()).for_each(|i| self.0[i] &= !other.0[i]);
    }

    /// The patterns, in order.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + use<> {
        self.0.into_iter().enumerate().flat_map(|(word, all)| members(all).map(move |bit| word * 64 + bit))
    }
}

impl FromIterator<usize> for Among {
    fn from_iter<I: IntoIterator<Item = usize>>(patterns: I) -> Self {
        let mut out = Self::default();
        patterns.into_iter().for_each(|i| out.put(i));
        out
    }
}
