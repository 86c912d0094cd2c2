//! The most likely course of a page: which line is what, all lines decided together.
//!
//! A label is followed by a title or a salutation, a speech is closed before the next one opens, noise comes in heaps:
//! the table of steps says how likely each is, and the best course weighs steps and looks at once (Viterbi). Linear in
//! the number of lines.

use super::evidence::{CLASSES, Class, Weights};
use crate::lexicon;

/// What a line is on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    PageNoise,
    FrontNoise,
    InnerNoise,
    RelatedHead,
    Related,
    Label,
    Title,
    Byline,
    Salutation,
    Opening,
    Body,
    Closing,
    Dateline,
    News,
    Signature,
}

const STATES: [(State, &str, &[Class]); 15] = [
    (State::PageNoise, "page_noise", &[Class::Noise]),
    (State::FrontNoise, "front_noise", &[Class::Noise]),
    (State::InnerNoise, "inner_noise", &[Class::Noise]),
    (State::RelatedHead, "related_head", &[Class::RelatedHead]),
    (State::Related, "related", &[Class::Related]),
    (State::Label, "label", &[Class::Label]),
    (State::Title, "title", &[Class::Title]),
    (State::Byline, "byline", &[Class::Byline]),
    (State::Salutation, "salutation", &[Class::Salutation]),
    (State::Opening, "opening", &[Class::Text, Class::Opening]),
    (State::Body, "body", &[Class::Text]),
    (State::Closing, "closing", &[Class::Text, Class::Closing]),
    (State::Dateline, "dateline", &[Class::Text, Class::Dateline]),
    (State::News, "news", &[Class::Text, Class::News]),
    (State::Signature, "signature", &[Class::Byline]),
];

impl State {
    /// The classes that weigh for it.
    pub(super) fn classes(self) -> &'static [Class] {
        STATES[self as usize].2
    }

    /// Whether it belongs to what stands before a speech's first paragraph.
    pub(super) fn is_front(self) -> bool {
        matches!(self, Self::Label | Self::Title | Self::Byline | Self::Salutation | Self::FrontNoise)
    }

    /// Whether it is a paragraph of a speech.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Opening | Self::Body | Self::Closing | Self::Dateline | Self::News)
    }
}

/// A weight for each state; what stands behind the last one is no state, and makes the rows whole vectors.
///
/// The weights of the tables are whole or half points, and those of a line count from its first state's: so all sums are
/// exact, and no order of adding them makes a difference.
type Row = [f32; 16];

/// The weight of a step that does not happen.
const NEVER: f32 = -1e6;

/// The table of steps.
#[derive(Debug)]
pub(super) struct Flow {
    start: Row,
    end: Row,
    /// The steps from each state.
    from: [Row; STATES.len()],
    /// The steps to each state.
    to: [Row; STATES.len()],
}

/// The best course through all lines.
#[derive(Debug)]
pub(super) struct Course {
    /// The state of each line.
    pub(super) states: Vec<State>,
    /// The best weight of reaching each state of each line, its looks included.
    before: Vec<Row>,
    /// The best weight of what follows it.
    behind: Vec<Row>,
}

impl Course {
    /// How much better the course is than the best one that takes a line for another kind.
    pub(super) fn margin(&self, line: usize) -> f64 {
        let own = self.states[line];
        let total = |s: usize| self.before[line][s] + self.behind[line][s];
        let others = (0..STATES.len()).filter(|&s| kind(STATES[s].0) != kind(own)).map(total);
        f64::from(total(own as usize) - others.fold(NEVER * 4.0, f32::max))
    }
}

impl Flow {
    pub(super) fn load() -> Self {
        let mut never = [f32::NEG_INFINITY; 16];
        never[..STATES.len()].fill(NEVER);
        let steps = [never; STATES.len()];
        let mut out = Self { start: never, end: never, from: steps, to: steps };
        let state = |name: &str| STATES.iter().position(|s| s.1 == name);
        for [from, to, weight, _] in lexicon::rows(include_str!("../lexicon/flow.tsv")) {
            let weight = weight.parse().expect("a weight is a number");
            match (state(from), state(to)) {
                (None, Some(to)) if from == "start" => out.start[to] = weight,
                (Some(from), None) if to == "end" => out.end[from] = weight,
                (Some(from), Some(to)) => (out.from[from][to], out.to[to][from]) = (weight, weight),
                _ => panic!("no such step: {from} {to}"),
            }
        }
        out
    }

    /// The best course through all lines.
    pub(super) fn best(&self, lines: &[Weights]) -> Course {
        let looks: Vec<Row> = lines.iter().map(looks).collect();
        let before = self.forward(&looks);
        let behind = self.backward(&looks);
        let mut states = Vec::with_capacity(lines.len());
        let mut at = None;
        for (before, behind) in before.iter().zip(&behind).rev() {
            let state = match at {
                None => argmax(before, behind),
                Some(next) => argmax(before, &self.to[next]),
            };
            states.push(STATES[state].0);
            at = Some(state);
        }
        states.reverse();
        Course { states, before, behind }
    }

    fn forward(&self, looks: &[Row]) -> Vec<Row> {
        let mut out: Vec<Row> = Vec::with_capacity(looks.len());
        for look in looks {
            let mut best = out.last().map_or(self.start, |before| greatest(&self.from, before));
            best.iter_mut().zip(look).for_each(|(best, look)| *best += look);
            out.push(from_first(best));
        }
        out
    }

    fn backward(&self, looks: &[Row]) -> Vec<Row> {
        let mut out = vec![self.end; looks.len()];
        for i in (1..looks.len()).rev() {
            let mut next = out[i];
            next.iter_mut().zip(&looks[i]).for_each(|(next, look)| *next += look);
            out[i - 1] = from_first(greatest(&self.to, &next));
        }
        out
    }
}

/// For each state the greatest weight of a step together with that of the state at its other side.
fn greatest(steps: &[Row; STATES.len()], weights: &Row) -> Row {
    let mut best = [f32::NEG_INFINITY; 16];
    // State by state on both sides: the inner loop is one of vectors.
    for other in 0..STATES.len() {
        let (steps, weight) = (&steps[other], weights[other]);
        for state in 0..16 {
            let sum = weight + steps[state];
            best[state] = if sum > best[state] { sum } else { best[state] };
        }
    }
    best
}

/// Weights as they differ from the first state's.
fn from_first(mut row: Row) -> Row {
    let first = row[0];
    row.iter_mut().for_each(|weight| *weight -= first);
    row
}

/// The two classes that weigh for each state; that behind the last one weighs nothing.
const LOOKS: [[usize; 2]; 16] = {
    assert!(CLASSES < 16, "a place is left that weighs nothing");
    let mut out = [[CLASSES; 2]; 16];
    let mut state = 0;
    while state < STATES.len() {
        let classes = STATES[state].2;
        assert!(matches!(classes.len(), 1 | 2), "a state has a look or two");
        out[state][0] = classes[0] as usize;
        if let [_, second] = classes {
            out[state][1] = *second as usize;
        }
        state += 1;
    }
    out
};

/// The weight of a line's looks for each state.
fn looks(weights: &Weights) -> Row {
    let (mut out, mut total) = ([0.0; 16], [0.0; 16]);
    total[..CLASSES].copy_from_slice(&weights.total);
    for (out, &[first, second]) in out.iter_mut().zip(&LOOKS) {
        *out = total[first % 16] + total[second % 16];
    }
    out
}

/// The first state with the greatest sum of both weights.
fn argmax(a: &Row, b: &Row) -> usize {
    let sums = (0..STATES.len()).map(|s| (s, a[s] + b[s]));
    sums.reduce(|best, next| if next.1 > best.1 { next } else { best }).map_or(0, |(s, _)| s)
}

/// States that a reader would not tell apart: noise, front matter that opens a speech, text.
fn kind(state: State) -> u8 {
    match state {
        State::PageNoise | State::FrontNoise | State::InnerNoise | State::RelatedHead | State::Related => 0,
        State::Label | State::Title | State::Byline | State::Salutation => 1,
        State::Opening | State::Dateline => 2,
        State::Body | State::Closing | State::News | State::Signature => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::evidence::Evidence;
    use crate::split::view::View;

    /// What every way through a few lines weighs, one after the other.
    fn all_courses(flow: &Flow, looks: &[Row]) -> Vec<(Vec<usize>, f64)> {
        let mut courses: Vec<(Vec<usize>, f64)> = vec![(Vec::new(), 0.0)];
        for look in looks {
            let longer = |(course, sum): &(Vec<usize>, f64)| {
                let steps = course.last().map_or(&flow.start, |&last| &flow.from[last]);
                let next = |s: usize| {
                    let course = course.iter().copied().chain([s]).collect();
                    (course, sum + f64::from(steps[s]) + f64::from(look[s]))
                };
                (0..STATES.len()).map(next).collect::<Vec<_>>()
            };
            courses = courses.iter().flat_map(longer).collect();
        }
        for (course, sum) in &mut courses {
            *sum += course.last().map_or(0.0, |&last| f64::from(flow.end[last]));
        }
        courses
    }

    #[test]
    fn no_course_is_better() {
        let (flow, evidence) = (Flow::load(), Evidence::load());
        let page =
            ["第一篇:在春耕会议上的讲话", "同志们:", "今天我们开会。", "一、春耕", "谢谢大家!", "篇二", "7"];
        for lines in page.windows(4) {
            let looked = |line: &&str| evidence.looks(&View::of(line, &mut Vec::new()));
            let weights: Vec<Weights> = lines.iter().map(looked).collect();
            let found = flow.best(&weights);
            let looks: Vec<Row> = weights.iter().map(looks).collect();
            let courses = all_courses(&flow, &looks);
            let best = |fits: &dyn Fn(&[usize]) -> bool| {
                courses.iter().filter(|c| fits(&c.0)).map(|c| c.1).fold(f64::MIN, f64::max)
            };
            let own: Vec<usize> = found.states.iter().map(|&s| s as usize).collect();
            assert_eq!(best(&|c| c == own), best(&|_| true));
            for (line, &state) in found.states.iter().enumerate() {
                let other = best(&|c| kind(STATES[c[line]].0) != kind(state));
                assert_eq!(found.margin(line), best(&|_| true) - other);
            }
        }
    }

    #[test]
    fn weights_are_whole_or_half_points() {
        let flow = Flow::load();
        let rows = flow.from.iter().chain([&flow.start, &flow.end]);
        assert!(rows.flatten().filter(|w| w.is_finite()).all(|w| (w * 2.0).fract() == 0.0));
    }
}
