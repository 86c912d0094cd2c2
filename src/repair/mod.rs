//! [`Source`] to [`Text`]: an ordered list of named rules that propose changes.
//!
//! A rule is a file: a name with its class and reason, and a function from the text, as the rules before left it, to
//! its changes. [`RULES`] is the whole order; nothing is registered anywhere else.

mod chars;
mod cut;
mod doubled;
mod gap;
mod gloss;
mod invisible;
mod lines;
mod link;
mod markup;
mod script;
mod signs;
mod slip;
mod spacing;
mod table;
#[cfg(test)]
mod tests;
mod width;
mod wrap;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::document::Source;
use crate::edit::{Change, Rule, Text};
use crate::notice::Notice;

use lines::Line;
use signs::Signs;

/// In which script the repaired text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// Simplified.
    #[default]
    Simplified,
    /// As it was written.
    Keep,
}

/// One kind of damage, the signs of which a text must have one, and what undoes it.
type Repair = (&'static Rule, Signs, fn(&View<'_>) -> Vec<Change>);

/// A text as rules look at it.
struct View<'a> {
    text: &'a str,
    signs: Signs,
    lines: OnceCell<Vec<Line<'a>>>,
}

impl<'a> View<'a> {
    fn new(text: &'a str, signs: Signs) -> Self {
        Self { text, signs, lines: OnceCell::new() }
    }

    /// Its lines, cut when they are first asked for.
    fn lines(&self) -> &[Line<'a>] {
        self.lines.get_or_init(|| lines::lines(self.text))
    }
}

/// The rules in the order in which they run.
static RULES: &[Repair] = &[
    (&invisible::RULE, Signs::INVISIBLE, |view| invisible::changes(view.text)),
    (&markup::TAG, Signs::MARKUP, |view| markup::tags(view.text)),
    (&slip::RULE, Signs::MARK, |view| slip::changes(view.text, view.signs.meet(Signs::GLOSS))),
    (&gloss::RULE, Signs::GLOSS, |view| gloss::changes(view.text)),
    (&script::RULE, Signs::TRADITIONAL, |view| script::changes(view.text)),
    (&width::RULE, Signs::WIDE, |view| width::changes(view.text)),
    (&markup::ADVERT, Signs::ADDRESS, |view| markup::adverts(view.text)),
    (&spacing::RULE, Signs::SPACED, |view| spacing::changes(view.text)),
    (&wrap::RULE, Signs::NONE, |view| wrap::changes(view.text)),
    (&link::RULE, Signs::NONE, |view| link::changes(view.text, view.lines())),
    (&doubled::RULE, Signs::STOPS, |view| doubled::changes(view.text)),
    (&cut::PAGINATION, Signs::NONE, |view| cut::pagination(view.lines())),
    (&cut::RULE, Signs::NONE, |view| cut::changes(view.lines())),
];

/// The names of all rules, in the order in which they run.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|(rule, ..)| *rule)
}

/// The rules that were chosen.
#[derive(Debug)]
pub struct Repairer {
    rules: Vec<&'static Repair>,
}

impl Repairer {
    /// All rules but those named in `skip`.
    pub fn new(script: Script, skip: &BTreeSet<String>) -> Self {
        let wanted = |(rule, ..): &&Repair| {
            !skip.contains(rule.name) && (script == Script::Simplified || !std::ptr::eq(*rule, &script::RULE))
        };
        Self { rules: RULES.iter().filter(wanted).collect() }
    }

    /// The repaired text. Total: any text gives a text. Gaps that no rule can fill are noticed.
    ///
    /// One repair may lay bare the next (a joined line, a gloss): the rules run again until they find nothing, so that
    /// repairing twice is repairing once.
    #[inline(never)] // a name of its own for `.ci/instructions`
    pub fn repair(&self, source: &Source, notices: &mut Vec<Notice>) -> Text {
        // Damage is not nested deeper than this; only text made to be so could be.
        const ROUNDS: usize = 8;
        let mut text = Text::new(source.text.clone());
        let mut signs = Signs::of(text.as_str());
        let stops = signs.meet(Signs::STOPS);
        for _ in 0..ROUNDS {
            let (mut rules, mut changed) = (self.rules.iter(), false);
            loop {
                let view = View::new(text.as_str(), signs);
                let found = rules.by_ref().filter(|(_, needs, _)| signs.meet(*needs)).find_map(
                    |(rule, _, changes)| {
                        let changes = changes(&view);
                        (!changes.is_empty()).then_some((rule, changes))
                    },
                );
                let Some((rule, changes)) = found else { break };
                changed = true;
                text.apply(rule, &source.text, &changes);
                signs = Signs::of(text.as_str());
            }
            if !changed {
                break;
            }
        }
        notices.extend(gap::notices(&source.text, &text, stops));
        text
    }
}
