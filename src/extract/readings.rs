//! The readings of many units, side by side in a few rows.

use super::clause::{Clause, Opening, Reading};
use super::cue::{Classes, Cue};

/// Units, read together: one row of cues and one of clauses for all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings {
    /// The cues outside quotation marks.
    pub(super) cues: Vec<Cue>,
    /// The clauses.
    pub(super) clauses: Vec<Clause>,
    /// The units.
    pub(super) units: Vec<Unit>,
}

/// Where the parts of one unit end in the rows, and what its cues say together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unit {
    /// The place behind its last cue.
    pub(super) cues: usize,
    /// The place behind its last clause; it has one at least.
    pub(super) clauses: usize,
    /// The classes of its cues.
    pub(super) classes: Classes,
    /// The classes of the cues inside quotation marks.
    pub(super) quoted: Classes,
}

impl Readings {
    /// The readings, in the order of their units.
    pub(super) fn iter(&self) -> impl Iterator<Item = Reading<'_>> {
        let (mut cue, mut clause) = (0, 0);
        self.units.iter().map(move |unit| {
            let (cues, clauses) = (&self.cues[cue..unit.cues], &self.clauses[clause..unit.clauses]);
            (cue, clause) = (unit.cues, unit.clauses);
            Reading { cues, classes: unit.classes, quoted: unit.quoted, clauses, main: main(clauses) }
        })
    }
}

/// Which clause speaks for the unit: the first that a word of duty or wish opens; else the first that says anything.
fn main(clauses: &[Clause]) -> usize {
    let speaks = |c: &Clause| {
        c.opening.is_modal() && !matches!(c.opening, Opening::Allow | Opening::Will | Opening::Cannot)
    };
    let says = |c: &Clause| !matches!(c.opening, Opening::Prep | Opening::Other);
    clauses.iter().position(speaks).or_else(|| clauses.iter().position(says)).unwrap_or(0)
}
