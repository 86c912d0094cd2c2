//! What a line's own looks say: the rows of the tables that match it, and their weights.

use super::context::{Fact, Features};
use super::view::View;
use crate::lexicon;
use crate::pattern::{Among, Gate, Open, Pattern};

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
    /// The row that weighed most for each class, if any spoke for it: there is none of the greatest number.
    best: [u16; CLASSES],
}

impl Weights {
    fn none() -> Self {
        Self { total: [0.0; CLASSES], best: [u16::MAX; CLASSES] }
    }

    fn add(&mut self, rows: &[Row], i: usize) {
        let (row, class) = (&rows[i], rows[i].class as usize);
        self.total[class] += row.weight;
        let best = &mut self.best[class];
        if row.weight > 0.0 && rows.get(usize::from(*best)).is_none_or(|b| b.weight < row.weight) {
            *best = i as u16;
        }
    }
}

/// A pattern, and the rows that it speaks for.
#[derive(Debug)]
struct Asked {
    pattern: Pattern,
    rows: Among,
}

/// Rows, and the patterns that speak for them.
#[derive(Clone, Copy, Debug, Default)]
struct Sought {
    rows: Among,
    patterns: Among,
}

/// The tables of evidence, loaded.
#[derive(Debug)]
pub(super) struct Evidence {
    /// The rows that look at lines, then those of the context.
    rows: Vec<Row>,
    /// The patterns, those of one place together; rows that look alike share one.
    asked: Vec<Asked>,
    gate: Gate,
    /// The patterns that look at heads of lines and at tails; all others look at short lines as a whole.
    heads: Among,
    tails: Among,
    every: Sought,
    of_class: [Sought; CLASSES],
    /// The rows of the context that each fact speaks for.
    told: Vec<Among>,
    always: Weights,
}

impl Evidence {
    pub(super) fn load() -> Self {
        let (mut rows, mut sources, mut context) = (Vec::new(), Vec::new(), Vec::new());
        let mut told = vec![Among::default(); u32::BITS as usize];
        let mut always = Weights::none();
        for [kind, name, place, weight, pattern, _] in table() {
            let weight = weight.parse().expect("a weight is a number");
            let class = Class::named(kind).unwrap_or(Class::Noise);
            let row = Row { class, name, kind, weight };
            match place {
                "line" | "head" | "tail" => {
                    // A line's tail is asked for only where the line as a whole leaves room for it.
                    assert!(place != "tail" || !pattern.starts_with('^'), "a tail begins anywhere: {name}");
                    sources.push((place, pattern, rows.len()));
                    rows.push(row);
                }
                "context" => {
                    let fact = Fact::named(pattern).expect("the tests read every row");
                    context.push((fact, row));
                }
                "always" => always.total[class as usize] += weight,
                other => panic!("no such place: {other}"),
            }
        }
        for (fact, row) in context {
            told[fact as usize].put(rows.len());
            rows.push(row);
        }
        sources.sort_unstable();
        let (mut asked, mut patterns) = (Vec::new(), Vec::new());
        let (mut heads, mut tails) = (Among::default(), Among::default());
        let (mut every, mut of_class) = (Sought::default(), [Sought::default(); CLASSES]);
        for alike in sources.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (place, source, _) = alike[0];
            let i = asked.len();
            match place {
                "head" => heads.put(i),
                "tail" => tails.put(i),
                _ => {}
            }
            for &(_, _, row) in alike {
                let class: Class = rows[row].class;
                for sought in [&mut every, &mut of_class[class as usize]] {
                    sought.rows.put(row);
                    sought.patterns.put(i);
                }
            }
            let rows = alike.iter().map(|row| row.2).collect();
            asked.push(Asked { pattern: Pattern::new(source), rows });
            patterns.push(source);
        }
        let gate = Gate::new(patterns.into_iter());
        Self { rows, asked, gate, heads, tails, every, of_class, told, always }
    }

    /// What speaks for each class on a line, its neighbours not counted.
    pub(super) fn looks(&self, view: &View) -> Weights {
        let mut out = self.always.clone();
        self.fitting(view, &self.every).iter().for_each(|row| out.add(&self.rows, row));
        out
    }

    /// The row that weighed most for a class on a line, if any spoke for it.
    pub(super) fn best(&self, weights: &Weights, class: Class) -> Option<&Row> {
        self.rows.get(usize::from(weights.best[class as usize]))
    }

    /// Whether a line weighs so much for a class, its neighbours not counted.
    pub(super) fn reaches(&self, view: &View, class: Class, least: f32) -> bool {
        let sought = &self.of_class[class as usize];
        let open = self.open(view, sought);
        // Most lines fail before a pattern is asked.
        let mut most = Among::default();
        for i in open.iter().flat_map(|open| open.may.iter()) {
            most.join(&self.asked[i].rows);
        }
        self.sum(most, class, |weight| weight > 0.0) >= least
            && self.sum(self.fit(view, &open), class, |_| true) >= least
    }

    /// What a class weighs where these rows fit, of which some count.
    fn sum(&self, rows: Among, class: Class, counts: impl Fn(f32) -> bool) -> f32 {
        let rows = rows.both(&self.of_class[class as usize].rows);
        let weights = rows.iter().map(|row| self.rows[row].weight);
        self.always.total[class as usize] + weights.filter(|&w| counts(w)).sum::<f32>()
    }

    /// The rows that fit.
    fn fitting(&self, view: &View, sought: &Sought) -> Among {
        self.fit(view, &self.open(view, sought)).both(&sought.rows)
    }

    /// The patterns that may fit a line's head, and its tail.
    fn open(&self, view: &View, sought: &Sought) -> [Open; 2] {
        if view.is_short() {
            // What the line as a whole lacks its tail lacks too; what is enough for the line may stand before its tail.
            let Open { may, sure } = self.gate.open_among(view.head, &sought.patterns);
            let tail = Open { may: may.both(&self.tails), sure: Among::default() };
            [Open { may: may.without(&self.tails), sure }, tail]
        } else {
            let open = |text, place| self.gate.open_among(text, &sought.patterns.both(place));
            [open(view.head, &self.heads), open(view.tail, &self.tails)]
        }
    }

    /// The rows of those patterns that do fit.
    fn fit(&self, view: &View, open: &[Open; 2]) -> Among {
        let mut fit = Among::default();
        for (Open { may, sure }, text) in open.iter().zip([view.head, view.tail]) {
            for i in may.iter().filter(|&i| sure.has(i) || self.asked[i].pattern.is_match(text)) {
                fit.join(&self.asked[i].rows);
            }
        }
        fit
    }

    /// Adds what the neighbourhood says.
    pub(super) fn add_context(&self, features: Features, out: &mut Weights) {
        let mut rows = Among::default();
        features.places().for_each(|fact| rows.join(&self.told[fact]));
        rows.iter().for_each(|row| out.add(&self.rows, row));
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
            let mut folded = Vec::new();
            let view = View::of(example, &mut folded);
            let seen = if place == "tail" { view.tail } else { view.head };
            if !Pattern::new(pattern).is_match(seen) {
                wrong.push((name, example));
            }
        }
        assert!(wrong.is_empty(), "rows that do not match their examples: {wrong:?}");
    }

    /// What `flow` builds on: its sums are exact.
    #[test]
    fn weights_are_whole_or_half_points() {
        for [_, name, _, weight, ..] in table() {
            assert_eq!((weight.parse::<f32>().unwrap() * 2.0).fract(), 0.0, "{name}");
        }
    }

    #[test]
    fn rows_fit_as_their_patterns_do() {
        let evidence = Evidence::load();
        let plain: Vec<(&str, Pattern)> = table()
            .filter(|row| !matches!(row[2], "context" | "always"))
            .map(|[_, _, place, _, pattern, _]| (place, Pattern::new(pattern)))
            .collect();
        let examples: Vec<&str> = table().map(|row| row[5]).collect();
        let longer = |words: usize| examples.chunks(words).map(move |some| some.concat());
        for line in [1, 2, 5, 9, 20].into_iter().flat_map(longer) {
            let mut folded = Vec::new();
            let view = View::of(&line, &mut folded);
            let fits = |(place, pattern): &(&str, Pattern)| match *place {
                "tail" => pattern.is_match(view.tail),
                "line" => view.is_short() && pattern.is_match(view.head),
                _ => pattern.is_match(view.head),
            };
            let wanted: Vec<usize> = (0..plain.len()).filter(|&i| fits(&plain[i])).collect();
            let found: Vec<usize> = evidence.fitting(&view, &evidence.every).iter().collect();
            assert_eq!(found, wanted, "{line}");
        }
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
