//! How many copies are found, by what was done to them.

use std::fmt;

use yaodian::dedup::{Finder, Kind, Sketch};

use super::pairs::{CHANGES, Change, Random, shingles, speeches};

/// What became of the copies of one change.
pub(crate) struct Grade {
    /// What was done.
    pub(crate) change: Change,
    /// How many copies there were.
    pub(crate) copies: usize,
    /// How many were found, by [`Kind`].
    pub(crate) found: [usize; 4],
    /// How many were taken for copies of another speech.
    pub(crate) wrong: usize,
    /// The mean similarity in truth.
    pub(crate) similarity: f64,
    /// The mean error of the estimate, where found.
    pub(crate) error: f64,
}

impl Grade {
    /// Of the copies, those found.
    pub(crate) fn recall(&self) -> f64 {
        self.found.iter().sum::<usize>() as f64 / self.copies as f64
    }
}

/// All changes, and how many speeches that are no copies were taken for some.
pub(crate) struct Grades {
    /// How many speeches there are.
    pub(crate) speeches: usize,
    /// How many of them were taken for copies of one another.
    pub(crate) false_marks: usize,
    /// A row each change.
    pub(crate) rows: Vec<Grade>,
}

/// Makes copies of every speech of the corpus and looks for them.
pub(crate) fn grades() -> Grades {
    let speeches = speeches();
    let mut random = Random(7);
    let originals: Vec<Sketch> = speeches.iter().map(|text| Sketch::of([text.as_str()])).collect();
    let mut all = Finder::default();
    let false_marks = originals.iter().filter(|sketch| all.next(sketch).is_some()).count();
    let rows = CHANGES.iter().map(|&change| {
        let mut grade = Grade { change, copies: 0, found: [0; 4], wrong: 0, similarity: 0.0, error: 0.0 };
        for (i, text) in speeches.iter().enumerate() {
            // Read backwards, the next speeches are a text that nobody has.
            let other: String =
                speeches.iter().cycle().skip(i + 1).take(9).flat_map(|s| s.chars().rev()).collect();
            let copy = change.to(text, &other, &mut random);
            let (a, b) = (shingles(text), shingles(&copy));
            let both = a.intersection(&b).count();
            let truth = both as f64 / (a.len() + b.len() - both) as f64;
            grade.copies += 1;
            grade.similarity += truth;
            match all.clone().next(&Sketch::of([copy.as_str()])) {
                Some(found) if found.of as usize == i => {
                    let kinds = [Kind::Exact, Kind::Near, Kind::Part, Kind::Holds];
                    grade.found[kinds.iter().position(|&k| k == found.kind).unwrap_or(0)] += 1;
                    grade.error += (found.similarity - truth).abs();
                }
                Some(_) => grade.wrong += 1,
                None => {}
            }
        }
        grade.error /= grade.found.iter().sum::<usize>().max(1) as f64;
        grade.similarity /= grade.copies as f64;
        grade
    });
    let rows = rows.collect();
    Grades { speeches: speeches.len(), false_marks, rows }
}

impl fmt::Display for Grades {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} speeches, {} of them taken for copies of one another",
            self.speeches, self.false_marks
        )?;
        writeln!(
            f,
            "| copy | similarity | found | exact | near | part | holds | wrong | error |\n|---|---|---|---|---|---|---|---|---|"
        )?;
        for row in &self.rows {
            let [exact, near, part, holds] = row.found;
            writeln!(
                f,
                "| {:?} | {:.2} | {:.1} % | {exact} | {near} | {part} | {holds} | {} | {:.3} |",
                row.change,
                row.similarity,
                row.recall() * 100.0,
                row.wrong,
                row.error
            )?;
        }
        Ok(())
    }
}
