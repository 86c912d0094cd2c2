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

use gloss::Gloss;
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

/// A text as rules look at it: what they ask of it is found out once.
struct View<'a> {
    text: &'a str,
    signs: OnceCell<Signs>,
    lines: OnceCell<Vec<Line<'a>>>,
    glosses: OnceCell<Vec<Gloss>>,
    /// Where lines were joined since slips were looked for in vain, if nothing else happened.
    joints: Option<&'a [usize]>,
}

impl<'a> View<'a> {
    fn new(text: &'a str) -> Self {
        let (signs, lines, glosses) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { text, signs, lines, glosses, joints: None }
    }

    /// The same of a text that can have no other signs than these, and of which this is known.
    fn with(text: &'a str, signs: Signs, joints: Option<&'a [usize]>) -> Self {
        Self { signs: signs.into(), joints, ..Self::new(text) }
    }

    /// Whether it has one of these signs, without which a rule cannot apply.
    fn has(&self, needed: Signs) -> bool {
        needed == Signs::NONE || self.signs.get_or_init(|| Signs::of(self.text)).meet(needed)
    }

    /// Its lines.
    fn lines(&self) -> &[Line<'a>] {
        self.lines.get_or_init(|| lines::lines(self.text))
    }

    /// Its glosses.
    fn glosses(&self) -> &[Gloss] {
        let find = || if self.has(Signs::GLOSS) { gloss::glosses(self.text) } else { Vec::new() };
        self.glosses.get_or_init(find)
    }
}

/// The rules in the order in which they run.
static RULES: &[Repair] = &[
    (&invisible::RULE, Signs::INVISIBLE, |view| invisible::changes(view.text)),
    (&markup::TAG, Signs::MARKUP, |view| markup::tags(view.text)),
    (&slip::RULE, Signs::MARK, slip::changes),
    (&gloss::RULE, Signs::GLOSS, |view| gloss::changes(view.text, view.glosses())),
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
        let (mut round, mut next, mut changed) = (1, 0, false);
        let mut joints: Option<Vec<usize>> = None;
        loop {
            let view = View::with(text.as_str(), signs, joints.as_deref());
            let mut no_slips = false;
            // The next rule that finds anything, in this round or the next one.
            let found = loop {
                match self.rules.get(next) {
                    Some(repair @ (rule, needs, changes)) => {
                        next += 1;
                        let changes = if view.has(*needs) { changes(&view) } else { Vec::new() };
                        if !changes.is_empty() {
                            break Some((repair, changes));
                        }
                        no_slips |= std::ptr::eq(*rule, &slip::RULE);
                    }
                    None if changed && round < ROUNDS => (round, next, changed) = (round + 1, 0, false),
                    None => break None,
                }
            };
            let Some(((rule, needs, _), changes)) = found else { break };
            changed = true;
            text.apply(rule, &source.text, &changes);
            signs = signs.after(*needs, text.as_str(), &changes);
            joints = if no_slips { Some(Vec::new()) } else { joints };
            joints = joints.filter(|_| cut::joins(rule)).map(|before| cut::joints(&before, &changes));
        }
        notices.extend(gap::notices(&source.text, &text, stops));
        text
    }
}
