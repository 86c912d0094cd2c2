//! The most likely course of a page: which line is what, all lines decided together.
//!
//! A label is followed by a title or a salutation, a speech is closed before the next one opens, noise comes in heaps:
//! the table of steps says how likely each is, and the best course weighs steps and looks at once (Viterbi). Linear in
//! the number of lines.

use super::evidence::{Class, Weights};
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

/// A line's state, and how much better the best course through it is than the best one that takes it for another kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) state: State,
    pub(super) margin: f64,
}

/// The table of steps.
#[derive(Debug)]
pub(super) struct Flow {
    start: [f64; STATES.len()],
    end: [f64; STATES.len()],
    step: [[f64; STATES.len()]; STATES.len()],
}

/// The weight of a step that does not happen.
const NEVER: f64 = -1e6;

impl Flow {
    pub(super) fn load() -> Self {
        let never = [NEVER; STATES.len()];
        let mut out = Self { start: never, end: never, step: [never; STATES.len()] };
        let state = |name: &str| STATES.iter().position(|s| s.1 == name);
        for [from, to, weight, _] in lexicon::rows(include_str!("../lexicon/flow.tsv")) {
            let weight = weight.parse().expect("a weight is a number");
            match (state(from), state(to)) {
                (None, Some(to)) if from == "start" => out.start[to] = weight,
                (Some(from), None) if to == "end" => out.end[from] = weight,
                (Some(from), Some(to)) => out.step[from][to] = weight,
                _ => panic!("no such step: {from} {to}"),
            }
        }
        out
    }

    /// The best course through all lines.
    pub(super) fn best(&self, lines: &[Weights]) -> Vec<Step> {
        let looks: Vec<[f64; STATES.len()]> = lines.iter().map(looks).collect();
        let forward = self.forward(&looks);
        let backward = self.backward(&looks);
        let total = |i: usize, s: usize| forward[i].0[s] + backward[i][s];
        let Some(mut at) = (0..lines.len()).next_back().map(|i| argmax(|s| total(i, s))) else {
            return Vec::new();
        };
        let mut out = Vec::with_capacity(lines.len());
        for i in (0..lines.len()).rev() {
            let state = STATES[at].0;
            let other = (0..STATES.len()).filter(|&s| kind(STATES[s].0) != kind(state)).map(|s| total(i, s));
            out.push(Step { state, margin: total(i, at) - other.fold(NEVER * 4.0, f64::max) });
            at = forward[i].1[at];
        }
        out.reverse();
        out
    }

    /// The best weight of reaching each state of each line, its looks included, and from which state.
    fn forward(&self, looks: &[[f64; STATES.len()]]) -> Vec<([f64; STATES.len()], [usize; STATES.len()])> {
        let mut out: Vec<([f64; STATES.len()], [usize; STATES.len()])> = Vec::with_capacity(looks.len());
        for look in looks {
            let (mut best, mut from) = (self.start, [0; STATES.len()]);
            if let Some((before, _)) = out.last() {
                best = [f64::MIN; STATES.len()];
                // State by state on both sides: the inner loop is one of vectors.
                for (p, (step, &before)) in self.step.iter().zip(before).enumerate() {
                    for s in 0..STATES.len() {
                        let weight = before + step[s];
                        if weight > best[s] {
                            (best[s], from[s]) = (weight, p);
                        }
                    }
                }
            }
            best.iter_mut().zip(look).for_each(|(best, look)| *best += look);
            out.push((best, from));
        }
        out
    }

    /// The best weight of what follows each state of each line.
    fn backward(&self, looks: &[[f64; STATES.len()]]) -> Vec<[f64; STATES.len()]> {
        let mut out = vec![self.end; looks.len()];
        for i in (1..looks.len()).rev() {
            let (next, look) = (out[i], &looks[i]);
            for (best, step) in out[i - 1].iter_mut().zip(&self.step) {
                let all = step.iter().zip(look).zip(&next).map(|((step, look), next)| step + look + next);
                *best = all.fold(f64::MIN, |best, weight| if weight > best { weight } else { best });
            }
        }
        out
    }
}

/// The weight of a line's looks for each state.
fn looks(weights: &Weights) -> [f64; STATES.len()] {
    std::array::from_fn(|s| STATES[s].2.iter().map(|&c| f64::from(weights.total[c as usize])).sum())
}

fn argmax(value: impl Fn(usize) -> f64) -> usize {
    let values = (0..STATES.len()).map(|s| (s, value(s)));
    values.reduce(|best, next| if next.1 > best.1 { next } else { best }).map_or(0, |(s, _)| s)
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
