//! What a line's own looks say: the rows of the tables that match it, and their weights.

use super::context::{Fact, Features};
use super::view::View;
use crate::lexicon;
use crate::pattern::{Gate, Pattern};

/// What a line can look like. A state of [`super::flow`] is weighed by one or two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Noise,
    RelatedHead,
    Related,
    Label,
    Title,
    Byline,
    Salutation,
    Text,
    Opening,
    Closing,
    Dateline,
    News,
}

/// How many classes there are.
pub(super) const CLASSES: usize = 12;

impl Class {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "related_head" => Self::RelatedHead,
            "related" => Self::Related,
            "label" => Self::Label,
            "title" => Self::Title,
            "byline" => Self::Byline,
            "salutation" => Self::Salutation,
            "text" => Self::Text,
            "opening" => Self::Opening,
            "closing" => Self::Closing,
            "dateline" => Self::Dateline,
            "news" => Self::News,
            "noise" => Self::Noise,
            _ => return None,
        })
    }
}

/// A row that speaks for or against a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    class: Class,
    /// Its name in the table.
    pub(super) name: &'static str,
    /// The kind of noise, for rows of the noise table.
    pub(super) kind: &'static str,
    weight: f32,
}

/// What spoke for each class on one line.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    /// The sum of the weights of each class.
    pub(super) total: [f32; CLASSES],
    /// The row that weighed most for each class, if any spoke for it.
    pub(super) best: [Option<Row>; CLASSES],
}

impl Weights {
    fn none() -> Self {
        Self { total: [0.0; CLASSES], best: [None; CLASSES] }
    }

    fn add(&mut self, row: Row) {
        let class = row.class as usize;
        self.total[class] += row.weight;
        if row.weight > 0.0 && self.best[class].is_none_or(|b| b.weight < row.weight) {
            self.best[class] = Some(row);
        }
    }
}

/// Patterns that look at the same part of a line.
#[derive(Debug)]
struct Group {
    rows: Vec<(Row, Pattern)>,
    /// How many of them, the first ones, look at short lines only.
    short: usize,
    gate: Gate,
}

impl Group {
    fn new(short: Vec<(Row, &'static str)>, any: Vec<(Row, &'static str)>) -> Self {
        let count = short.len();
        let rows: Vec<(Row, &'static str)> = short.into_iter().chain(any).collect();
        let gate = Gate::new(rows.iter().map(|(_, pattern)| *pattern));
        let rows = rows.into_iter().map(|(row, pattern)| (row, Pattern::new(pattern)));
        Self { rows: rows.collect(), short: count, gate }
    }

    /// The rows that fit, in order, of all or of one class.
    fn fitting<'a>(
        &'a self,
        text: &'a str,
        is_short: bool,
        class: Option<Class>,
    ) -> impl Iterator<Item = Row> + 'a {
        let open = self.gate.open(text).filter(move |&i| is_short || i >= self.short);
        let asked = open.map(|i| &self.rows[i]).filter(move |(row, _)| class.is_none_or(|c| row.class == c));
        asked.filter(|(_, pattern)| pattern.is_match(text)).map(|(row, _)| *row)
    }
}

/// The tables of evidence, loaded.
#[derive(Debug)]
pub(super) struct Evidence {
    head: Group,
    tail: Group,
    context: Vec<(Row, Fact)>,
    always: Weights,
}

impl Evidence {
    pub(super) fn load() -> Self {
        let (mut line, mut head, mut tail, mut context) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut always = Weights::none();
        for [kind, name, place, weight, pattern, _] in table() {
            let weight = weight.parse().expect("a weight is a number");
            let class = Class::named(kind).unwrap_or(Class::Noise);
            let row = Row { class, name, kind, weight };
            match place {
                "line" => line.push((row, pattern)),
                "head" => head.push((row, pattern)),
                "tail" => tail.push((row, pattern)),
                "context" => context.push((row, Fact::named(pattern).expect("the tests read every row"))),
                "always" => always.add(row),
                other => panic!("no such place: {other}"),
            }
        }
        always.best = [None; CLASSES];
        Self { head: Group::new(line, head), tail: Group::new(Vec::new(), tail), context, always }
    }

    /// What speaks for each class on a line, its neighbours not counted.
    pub(super) fn looks(&self, view: &View) -> Weights {
        let mut out = self.always.clone();
        self.fitting(view, None).for_each(|row| out.add(row));
        out
    }

    /// What speaks for one class on a line, its neighbours not counted.
    pub(super) fn weight(&self, view: &View, class: Class) -> f32 {
        let always = self.always.total[class as usize];
        self.fitting(view, Some(class)).fold(always, |sum, row| sum + row.weight)
    }

    fn fitting<'a>(&'a self, view: &'a View, class: Option<Class>) -> impl Iterator<Item = Row> + 'a {
        let head = self.head.fitting(view.head(), view.is_short(), class);
        head.chain(self.tail.fitting(view.tail(), view.is_short(), class))
    }

    /// Adds what the neighbourhood says.
    pub(super) fn add_context(&self, features: Features, out: &mut Weights) {
        for &(row, fact) in &self.context {
            if features.has(fact) {
                out.add(row);
            }
        }
    }
}

/// The rows of both tables.
fn table() -> impl Iterator<Item = [&'static str; 6]> {
    lexicon::rows(include_str!("../lexicon/noise.tsv"))
        .chain(lexicon::rows(include_str!("../lexicon/line.tsv")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_matches_its_example() {
        let mut wrong = Vec::new();
        for [_, name, place, _, pattern, example] in table() {
            if matches!(place, "context" | "always") {
                continue;
            }
            let view = View::of(example);
            let seen = if place == "tail" { view.tail() } else { view.head() };
            if !Pattern::new(pattern).is_match(seen) {
                wrong.push((name, example));
            }
        }
        assert!(wrong.is_empty(), "rows that do not match their examples: {wrong:?}");
    }

    #[test]
    fn every_row_has_its_reason() {
        let reasons: Vec<_> =
            lexicon::rows(include_str!("../lexicon/reasons.tsv")).map(|[n, _, _]: [&str; 3]| n).collect();
        for [kind, name, _, weight, ..] in table() {
            let named = weight.parse::<f32>().unwrap() <= 0.0 || reasons.contains(&name);
            assert!(named, "add a row for {name} to reasons.tsv");
            assert!(
                Class::named(kind).is_some() || reasons.contains(&kind),
                "add a row for {kind} to reasons.tsv"
            );
        }
    }
}
