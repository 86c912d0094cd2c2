//! Counts, and the ratios made of them.

use std::fmt;
use std::ops::Add;

use serde_json::{Value, json};

/// Found, claimed and wanted things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Rightly said.
    pub hit: usize,
    /// Said at all.
    pub said: usize,
    /// In the labels.
    pub gold: usize,
}

impl Rate {
    /// Share of what was said that is right; 1 where nothing was said and nothing wanted.
    pub fn precision(self) -> f64 {
        ratio(self.hit, self.said, self.gold)
    }

    /// Share of what is in the labels that was said; 1 where nothing was said and nothing wanted.
    pub fn recall(self) -> f64 {
        ratio(self.hit, self.gold, self.said)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

fn ratio(hit: usize, of: usize, other: usize) -> f64 {
    match (of, other) {
        (0, 0) => 1.0,
        (0, _) => 0.0,
        _ => hit as f64 / of as f64,
    }
}

/// Right ones among those that could be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// Right.
    pub right: usize,
    /// Compared.
    pub n: usize,
}

impl Accuracy {
    /// The share; 0 where nothing was compared.
    pub fn value(self) -> f64 {
        if self.n > 0 { self.right as f64 / self.n as f64 } else { 0.0 }
    }
}

/// One figure of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Precision, recall and F1.
    Rate(Rate),
    /// A share.
    Accuracy(Accuracy),
}

impl Figure {
    /// F1 or the share.
    pub fn value(self) -> f64 {
        match self {
            Self::Rate(rate) => rate.f1(),
            Self::Accuracy(accuracy) => accuracy.value(),
        }
    }

    /// Whether it counts for the mean: what the labels never have says nothing, unless it was claimed.
    fn counts(self) -> bool {
        match self {
            Self::Rate(rate) => rate.gold > 0 || rate.said > 0,
            Self::Accuracy(accuracy) => accuracy.n > 0,
        }
    }
}

/// All figures of a file or a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is explained where it is counted, and in docs/labelling.md")]
pub struct Figures {
    pub noise: Rate,
    pub speeches: Rate,
    pub title: Rate,
    pub speaker: Rate,
    pub date: Rate,
    pub headings: Rate,
    pub points: Rate,
    pub section_title: Accuracy,
    pub section_end: Accuracy,
    pub parents: Accuracy,
    pub requirements: Rate,
    pub modality: Accuracy,
    pub addressee: Rate,
    pub deadline: Rate,
}

impl Figures {
    /// Names and values, in the order of the table.
    pub fn rows(&self) -> [(&'static str, Figure); 14] {
        use Figure::{Accuracy as A, Rate as R};
        [
            ("noise", R(self.noise)),
            ("speeches", R(self.speeches)),
            ("title", R(self.title)),
            ("speaker", R(self.speaker)),
            ("date", R(self.date)),
            ("headings", R(self.headings)),
            ("points", R(self.points)),
            ("section_title", A(self.section_title)),
            ("section_end", A(self.section_end)),
            ("parents", A(self.parents)),
            ("requirements", R(self.requirements)),
            ("modality", A(self.modality)),
            ("addressee", R(self.addressee)),
            ("deadline", R(self.deadline)),
        ]
    }

    /// The mean of all figures that count.
    pub fn overall(&self) -> f64 {
        let counted: Vec<f64> = self.rows().iter().filter(|r| r.1.counts()).map(|r| r.1.value()).collect();
        if counted.is_empty() { 0.0 } else { counted.iter().sum::<f64>() / counted.len() as f64 }
    }

    /// As JSON: a rate has `p`, `r`, `f1`, `hit`, `said`, `gold`; a share `accuracy`, `right`, `n`; and `overall`.
    pub fn to_json(&self) -> Value {
        let rows = self.rows().into_iter().map(|(name, figure)| {
            let value = match figure {
                Figure::Rate(r) => json!({
                    "p": r.precision(), "r": r.recall(), "f1": r.f1(), "hit": r.hit, "said": r.said, "gold": r.gold
                }),
                Figure::Accuracy(a) => json!({"accuracy": a.value(), "right": a.right, "n": a.n}),
            };
            (name.to_owned(), value)
        });
        let mut map: serde_json::Map<String, Value> = rows.collect();
        map.insert("overall".to_owned(), json!(self.overall()));
        Value::Object(map)
    }
}

impl Add for Figures {
    type Output = Self;

    fn add(self, o: Self) -> Self {
        let rate =
            |a: Rate, b: Rate| Rate { hit: a.hit + b.hit, said: a.said + b.said, gold: a.gold + b.gold };
        let share = |a: Accuracy, b: Accuracy| Accuracy { right: a.right + b.right, n: a.n + b.n };
        Self {
            noise: rate(self.noise, o.noise),
            speeches: rate(self.speeches, o.speeches),
            title: rate(self.title, o.title),
            speaker: rate(self.speaker, o.speaker),
            date: rate(self.date, o.date),
            headings: rate(self.headings, o.headings),
            points: rate(self.points, o.points),
            section_title: share(self.section_title, o.section_title),
            section_end: share(self.section_end, o.section_end),
            parents: share(self.parents, o.parents),
            requirements: rate(self.requirements, o.requirements),
            modality: share(self.modality, o.modality),
            addressee: rate(self.addressee, o.addressee),
            deadline: rate(self.deadline, o.deadline),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, figure) in self.rows() {
            match figure {
                Figure::Rate(r) => writeln!(
                    f,
                    "{name:13} F1 {:.3}  P {:.3}  R {:.3}  ({} of {} said, {} gold)",
                    r.f1(),
                    r.precision(),
                    r.recall(),
                    r.hit,
                    r.said,
                    r.gold
                )?,
                Figure::Accuracy(a) => {
                    writeln!(f, "{name:13} accuracy {:.3}  ({} of {})", a.value(), a.right, a.n)?
                }
            }
        }
        write!(f, "{:13} {:.3}", "overall", self.overall())
    }
}
