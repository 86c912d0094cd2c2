//! Speeches in order, copies found as they come.

use std::collections::BTreeMap;

use super::index::Index;
use super::{Copy, Kind, Sketch};

/// Finds copies of earlier speeches. What it finds depends on the order of the speeches and on nothing else.
///
/// Exact and near copies point to the first of their kind and are forgotten: memory grows with the speeches that are
/// no copies, by about a kilobyte each, and never with their length.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    /// How many speeches came.
    seen: u32,
    /// The speeches that later ones can be copies of, by their number.
    kept: BTreeMap<u32, Sketch>,
    /// Of all letters, to the first speech that has them.
    exact: BTreeMap<u64, u32>,
    index: Index,
}

impl Finder {
    /// Takes the next speech. The result tells the earlier one that it is a copy of: the most similar one, the
    /// earliest where there are several.
    pub fn next(&mut self, sketch: &Sketch) -> Option<Copy> {
        let number = self.seen;
        self.seen += 1;
        if sketch.is_empty() {
            return None;
        }
        if let Some(&of) = self.exact.get(&sketch.exact) {
            return Some(Copy { of, kind: Kind::Exact, similarity: 1.0, shared: 1.0 });
        }
        let copies = self.index.candidates(sketch).into_iter().filter_map(|of| {
            let (kind, overlap) = sketch.copy_of(self.kept.get(&of)?)?;
            Some(Copy {
                of,
                kind,
                similarity: overlap.similarity,
                shared: overlap.of_first.max(overlap.of_second),
            })
        });
        let best = copies.min_by(|a, b| {
            let surer = b.similarity.total_cmp(&a.similarity);
            a.kind.cmp(&b.kind).then(surer).then(a.of.cmp(&b.of))
        });
        // What stands in an earlier speech teaches nothing new; all else can be copied in its turn.
        if best.is_none_or(|copy| copy.kind == Kind::Holds) {
            self.exact.insert(sketch.exact, number);
            self.index.add(number, sketch);
            self.kept.insert(number, sketch.clone());
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(parts: &[(usize, usize)]) -> Sketch {
        let letter = |i: usize| char::from_u32(0x4E00 + (i * i * 7 + i) as u32 % 20_000).unwrap();
        let text: String = parts.iter().flat_map(|&(from, to)| (from..to).map(letter)).collect();
        Sketch::of([text.as_str()])
    }

    #[test]
    fn copies_point_to_the_first() {
        let mut finder = Finder::default();
        let mut next = |parts: &[(usize, usize)]| finder.next(&sketch(parts)).map(|c| (c.of, c.kind));
        assert_eq!(next(&[(0, 3000)]), None);
        assert_eq!(next(&[(5000, 9000)]), None);
        assert_eq!(next(&[(0, 2900)]), Some((0, Kind::Near)));
        assert_eq!(next(&[(0, 3000)]), Some((0, Kind::Exact)));
        assert_eq!(next(&[(1000, 2000)]), Some((0, Kind::Part)));
        assert_eq!(next(&[(5000, 9000), (12_000, 18_000)]), Some((1, Kind::Holds)));
        assert_eq!(next(&[(5000, 9000), (12_000, 17_900)]), Some((5, Kind::Near)));
        assert_eq!(next(&[]), None);
        assert_eq!(next(&[]), None);
    }

    #[test]
    fn a_speech_that_repeats_its_half_is_near_to_that_half() {
        let mut finder = Finder::default();
        assert_eq!(finder.next(&sketch(&[(0, 2000)])), None);
        assert_eq!(finder.next(&sketch(&[(0, 2000), (0, 2000)])).map(|c| c.kind), Some(Kind::Near));
    }

    #[test]
    fn phrases_that_all_use_make_no_copies() {
        let mut finder = Finder::default();
        for i in 0..200 {
            // A quarter is the same in all.
            let own = 10_000 + i * 3000;
            assert_eq!(finder.next(&sketch(&[(0, 500), (own, own + 1500)])), None, "{i}");
        }
    }
}
