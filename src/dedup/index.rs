//! Which earlier speeches can be meant: those that share some of their smallest hashes.

use std::collections::BTreeSet;

use super::sketch::Sketch;

/// Under how many hashes each sketch is found. A speech eight times as long as one that it holds still shares about four.
const INDEXED: usize = 32;

/// So many speeches a hash: a shingle that more have is a phrase, and finds nothing.
const MOST: usize = 32;

/// So many speeches are compared as a whole.
const CANDIDATES: usize = 16;

/// Hashes to the speeches that have them.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    entries: BTreeSet<(u32, u32)>,
}

impl Index {
    /// Adds the speech `number`, under its smallest hashes that are no phrases.
    pub(super) fn add(&mut self, number: u32, sketch: &Sketch) {
        let telling = sketch.hashes.iter().filter(|&&hash| self.with(hash).count() < MOST);
        let telling: Vec<u32> = telling.take(INDEXED).copied().collect();
        self.entries.extend(telling.into_iter().map(|hash| (hash, number)));
    }

    /// The speeches that share most hashes with this one, best first, the earlier one first where they are equal; those
    /// that share a single one of many are not among them.
    pub(super) fn candidates(&self, sketch: &Sketch) -> Vec<u32> {
        let mut votes: Vec<u32> = sketch.hashes.iter().flat_map(|&hash| self.with(hash)).collect();
        votes.sort_unstable();
        let mut counted: Vec<(usize, u32)> = votes
            .chunk_by(|a, b| a == b)
            .map(|chunk| (chunk.len(), chunk[0]))
            .filter(|&(n, _)| n > 1)
            .collect();
        counted.sort_unstable_by_key(|&(votes, number)| (usize::MAX - votes, number));
        counted.into_iter().take(CANDIDATES).map(|(_, number)| number).collect()
    }

    /// The speeches that have `hash`, at most [`MOST`].
    fn with(&self, hash: u32) -> impl Iterator<Item = u32> {
        self.entries.range((hash, 0)..=(hash, u32::MAX)).map(|&(_, number)| number).take(MOST)
    }
}
