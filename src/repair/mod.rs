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
#[cfg(test)]
mod tests;
mod width;
mod wrap;

use std::collections::BTreeSet;

use crate::document::Source;
use crate::edit::{Change, Rule, Text};
use crate::notice::Notice;

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
type Repair = (&'static Rule, Signs, fn(&str) -> Vec<Change>);

/// The rules in the order in which they run.
static RULES: &[Repair] = &[
    (&invisible::RULE, Signs::INVISIBLE, invisible::changes),
    (&markup::TAG, Signs::MARKUP, markup::tags),
    (&slip::RULE, Signs::MARK, slip::changes),
    (&gloss::RULE, Signs::LETTER, gloss::changes),
    (&script::RULE, Signs::TRADITIONAL, script::changes),
    (&width::RULE, Signs::WIDE, width::changes),
    (&markup::ADVERT, Signs::LETTER, markup::adverts),
    (&spacing::RULE, Signs::SPACE, spacing::changes),
    (&wrap::RULE, Signs::NONE, wrap::changes),
    (&link::RULE, Signs::NONE, link::changes),
    (&doubled::RULE, Signs::STOPS, doubled::changes),
    (&cut::PAGINATION, Signs::NONE, cut::pagination),
    (&cut::RULE, Signs::NONE, cut::changes),
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
            let mut changed = false;
            for (rule, needs, changes) in &self.rules {
                if !signs.meet(*needs) {
                    continue;
                }
                let changes = changes(text.as_str());
                if !changes.is_empty() {
                    changed = true;
                    text.apply(rule, &source.text, &changes);
                    signs = Signs::of(text.as_str());
                }
            }
            if !changed {
                break;
            }
        }
        notices.extend(gap::notices(&source.text, &text, stops));
        text
    }
}
