//! Lines to speeches with their front matter, and noise.
//!
//! Every line is weighed by tables (`evidence`, `context`), the best course of all lines decides what each one is
//! (`flow`), its turns are the borders of the speeches (`borders`), and their front matter says title, speaker and
//! date (`front`). Each decision keeps the name of the row that weighed most.

mod borders;
mod context;
mod date;
mod evidence;
mod flow;
mod fold;
mod front;
mod inline;
mod kind;
mod notices;
mod pages;
mod repeats;
mod speaker;
#[cfg(test)]
mod tests;
mod title;
mod view;

use crate::document::{LineRole, Noise, Role, Segments, Source, Speech, Split};
use crate::edit::Text;
use crate::notice::Notice;
use evidence::{Class, Evidence, Weights};
use flow::{Flow, State};
use view::View;

/// The rules, with their tables loaded.
#[derive(Debug)]
pub struct Splitter {
    evidence: Evidence,
    flow: Flow,
    front: front::Front,
}

impl Default for Splitter {
    fn default() -> Self {
        Self::new()
    }
}

impl Splitter {
    /// Loads the tables.
    pub fn new() -> Self {
        Self { evidence: Evidence::load(), flow: Flow::load(), front: front::Front::load() }
    }

    /// A role for every line, and the speeches.
    #[inline(never)] // a name of its own for `.ci/instructions`
    pub fn split(
        &self,
        source: &Source,
        text: &Text,
        segments: &Segments,
        notices: &mut Vec<Notice>,
    ) -> Split {
        let mut folded = Vec::new();
        let views = View::all(text, segments, &mut folded);
        let mut weights: Vec<Weights> = views.iter().map(|v| self.evidence.looks(v)).collect();
        let features =
            context::features(source, text, segments, &views, &weights, self.front.titles(), &self.evidence);
        for (features, weights) in features.into_iter().zip(&mut weights) {
            self.evidence.add_context(features, weights);
        }
        let course = self.flow.best(&weights);
        let states = &course.states;
        let roles: Vec<LineRole> = states.iter().zip(&weights).map(|(&s, w)| self.role(s, w)).collect();
        let mut speeches = Vec::new();
        for draft in borders::drafts(states) {
            if let Some(mut speech) = self.front.speech(&draft, text, segments, &views, states) {
                speech.opened_by = roles[draft.opener].rule;
                speech.confidence = confidence(course.margin(draft.opener));
                if speech.confidence < 0.6 && !speeches.is_empty() {
                    notices.push(Notice::info(
                        "uncertain_border",
                        Some(text.to_source(speech.span)),
                        "一篇讲话可能从这里开始,但把握不大 / a speech may begin here, but it is not certain",
                    ));
                }
                speeches.push(speech);
            }
        }
        notices::report(text, segments, &views, &roles, &speeches, notices);
        let noise = self.noise(segments, states, &weights, &speeches);
        Split { noise, roles, speeches }
    }

    /// What a state makes of a line, and the row that weighed most.
    fn role(&self, state: State, weights: &Weights) -> LineRole {
        let role = match state {
            State::PageNoise
            | State::FrontNoise
            | State::InnerNoise
            | State::RelatedHead
            | State::Related => Role::Noise,
            State::Label => Role::Label,
            State::Title => Role::Title,
            State::Byline | State::Signature => Role::Byline,
            State::Salutation => Role::Salutation,
            _ => Role::Body,
        };
        // The last class is the telling one: what makes an opening is not that it is text.
        let named = state.classes().iter().rev().find_map(|&c| self.evidence.best(weights, c));
        LineRole { role, rule: named.map_or("neighbours", |row| row.name) }
    }

    /// What belongs to no speech: noise lines, and labels whose speech has a title of its own. Touching lines of one kind
    /// are one stretch.
    fn noise(
        &self,
        segments: &Segments,
        states: &[State],
        weights: &[Weights],
        speeches: &[Speech],
    ) -> Vec<Noise> {
        let mut held = speeches.iter().map(|s| s.lines.clone()).peekable();
        let mut out: Vec<Noise> = Vec::new();
        let mut before = None;
        for (i, line) in segments.lines.iter().enumerate() {
            let class = match states[i] {
                State::PageNoise | State::FrontNoise | State::InnerNoise => Class::Noise,
                State::RelatedHead => Class::RelatedHead,
                State::Related => Class::Related,
                State::Label => {
                    while held.next_if(|lines| lines.end <= i).is_some() {}
                    if held.peek().is_some_and(|lines| lines.contains(&i)) {
                        continue;
                    }
                    Class::Label
                }
                _ => continue,
            };
            let kind = match class {
                Class::Label => "label",
                Class::RelatedHead | Class::Related => "related",
                _ => self.evidence.best(&weights[i], class).map_or("page_furniture", |row| row.kind),
            };
            match out.last_mut() {
                Some(last) if last.kind == kind && before == i.checked_sub(1) => {
                    last.span = last.span.join(line.span)
                }
                _ => out.push(Noise { span: line.span, kind }),
            }
            before = Some(i);
        }
        out
    }
}

/// How sure a decision is: the odds that its margin stands for.
fn confidence(margin: f64) -> f32 {
    (1.0 / (1.0 + (-margin / 3.0).exp())) as f32
}
