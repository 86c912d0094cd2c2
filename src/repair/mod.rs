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

/// In which script the repaired text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// Simplified.
    #[default]
    Simplified,
    /// As it was written.
    Keep,
}

/// One kind of damage and what undoes it.
type Repair = (&'static Rule, fn(&str) -> Vec<Change>);

/// The rules in the order in which they run.
static RULES: &[Repair] = &[
    (&invisible::RULE, invisible::changes),
    (&markup::TAG, markup::tags),
    (&slip::RULE, slip::changes),
    (&gloss::RULE, gloss::changes),
    (&script::RULE, script::changes),
    (&width::RULE, width::changes),
    (&markup::ADVERT, markup::adverts),
    (&spacing::RULE, spacing::changes),
    (&wrap::RULE, wrap::changes),
    (&link::RULE, link::changes),
    (&doubled::RULE, doubled::changes),
    (&cut::PAGINATION, cut::pagination),
    (&cut::RULE, cut::changes),
];

/// The names of all rules, in the order in which they run.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|(rule, _)| *rule)
}

/// The rules that were chosen.
#[derive(Debug)]
pub struct Repairer {
    rules: Vec<&'static Repair>,
}

impl Repairer {
    /// All rules but those named in `skip`.
    pub fn new(script: Script, skip: &BTreeSet<String>) -> Self {
        let wanted = |(rule, _): &&Repair| {
            !skip.contains(rule.name) && (script == Script::Simplified || !std::ptr::eq(*rule, &script::RULE))
        };
        Self { rules: RULES.iter().filter(wanted).collect() }
    }

    /// The repaired text. Total: any text gives a text. Gaps that no rule can fill are noticed.
    ///
    /// One repair may lay bare the next (a joined line, a gloss): the rules run again until they find nothing, so that
    /// repairing twice is repairing once.
    pub fn repair(&self, source: &Source, notices: &mut Vec<Notice>) -> Text {
        // Damage is not nested deeper than this; only text made to be so could be.
        const ROUNDS: usize = 8;
        let mut text = Text::new(source.text.clone());
        for _ in 0..ROUNDS {
            let mut changed = false;
            for (rule, changes) in &self.rules {
                let changes = changes(text.as_str());
                changed |= !changes.is_empty();
                text.apply(rule, &source.text, &changes);
            }
            if !changed {
                break;
            }
        }
        notices.extend(gap::notices(&source.text, &text));
        text
    }
}
