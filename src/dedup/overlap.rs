//! How much two speeches share, told from their sketches.

use std::cmp::Ordering;

use super::Kind;
use super::sketch::{KEPT, Sketch};

/// From here on most of each stands in the other: 57 of 100 shingles, where they are equally long. Speeches that are no
/// copies share less than 5 of 100.
const NEAR: f64 = 0.4;

/// From here on the shorter one stands in the longer one.
const INSIDE: f64 = 0.75;

/// Fewer hashes that both have prove nothing: phrases that all speeches use can be that many.
const LEAST: usize = 10;

/// What two sketches say of their speeches; all estimates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// How many hashes both have where they can be compared.
    pub common: usize,
    /// The shingles both have, of those either has: from 0 to 1.
    pub similarity: f64,
    /// The shingles both have, of those the first has.
    pub of_first: f64,
    /// The shingles both have, of those the second has.
    pub of_second: f64,
}

impl Sketch {
    /// Up to where it knows all hashes of its speech.
    fn horizon(&self) -> u32 {
        if self.hashes.len() < KEPT { u32::MAX } else { self.hashes.last().copied().unwrap_or(u32::MAX) }
    }

    /// How much this speech shares with another. The longer one has more small hashes: both are compared up to where
    /// both are known, which is a fair sample of each.
    pub fn overlap(&self, other: &Self) -> Overlap {
        let horizon = self.horizon().min(other.horizon());
        let (a, b) = (upto(&self.hashes, horizon), upto(&other.hashes, horizon));
        let common = common(a, b);
        let share = |n: usize| if n == 0 { 0.0 } else { common as f64 / n as f64 };
        Overlap {
            common,
            similarity: share(a.len() + b.len() - common),
            of_first: share(a.len()),
            of_second: share(b.len()),
        }
    }

    /// How this speech is a copy of `earlier`, if it is one, and how much they share.
    pub(super) fn copy_of(&self, earlier: &Self) -> Option<(Kind, Overlap)> {
        let overlap = self.overlap(earlier);
        if self.exact == earlier.exact {
            return Some((
                Kind::Exact,
                Overlap { similarity: 1.0, of_first: 1.0, of_second: 1.0, ..overlap },
            ));
        }
        if overlap.common < LEAST {
            return None;
        }
        let kind = if overlap.similarity >= NEAR {
            Kind::Near
        } else if overlap.of_first >= INSIDE {
            Kind::Part
        } else if overlap.of_second >= INSIDE {
            Kind::Holds
        } else {
            return None;
        };
        Some((kind, overlap))
    }
}

/// The hashes not above `horizon`.
fn upto(hashes: &[u32], horizon: u32) -> &[u32] {
    &hashes[..hashes.partition_point(|&hash| hash <= horizon)]
}

/// How many values two rising lists share.
fn common(mut a: &[u32], mut b: &[u32]) -> usize {
    let mut count = 0;
    while let (Some((x, more_a)), Some((y, more_b))) = (a.split_first(), b.split_first()) {
        let order = x.cmp(y);
        count += usize::from(order == Ordering::Equal);
        if order != Ordering::Greater {
            a = more_a;
        }
        if order != Ordering::Less {
            b = more_b;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(from: usize, to: usize) -> Sketch {
        let text: String =
            (from..to).map(|i| char::from_u32(0x4E00 + (i * i * 7 + i) as u32 % 20_000).unwrap()).collect();
        Sketch::of([text.as_str()])
    }

    #[test]
    fn shares_are_estimated() {
        let whole = sketch(0, 8000);
        for (from, to, similarity, first) in
            [(0, 8000, 1.0, 1.0), (0, 4000, 0.5, 0.5), (0, 1000, 0.125, 0.125), (4000, 12_000, 0.333, 0.5)]
        {
            let overlap = whole.overlap(&sketch(from, to));
            assert!((overlap.similarity - similarity).abs() < 0.1, "{from} {to}: {overlap:?}");
            assert!((overlap.of_first - first).abs() < 0.1, "{from} {to}: {overlap:?}");
        }
    }

    #[test]
    fn kinds_of_copies() {
        let kind = |a: &Sketch, b: &Sketch| a.copy_of(b).map(|(kind, _)| kind);
        let whole = sketch(0, 4000);
        assert_eq!(kind(&whole, &whole), Some(Kind::Exact));
        assert_eq!(kind(&sketch(0, 3500), &whole), Some(Kind::Near));
        assert_eq!(kind(&sketch(500, 1500), &whole), Some(Kind::Part));
        assert_eq!(kind(&whole, &sketch(500, 1500)), Some(Kind::Holds));
        assert_eq!(kind(&sketch(9000, 12_000), &whole), None);
        assert_eq!(kind(&sketch(0, 8), &whole), None, "too short to say");
    }
}
