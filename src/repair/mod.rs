//! [`Source`] to [`Text`]: an ordered list of named rules that propose changes.
//!
//! A rule is a file: a name with its class and reason, and a function from the text, as the rules before left it, to
//! its changes. [`RULES`] is the whole order; nothing is registered anywhere else.

mod chars;
mod gloss;
mod script;
mod slip;
#[cfg(test)]
mod tests;

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
static RULES: &[Repair] =
    &[(&slip::RULE, slip::changes), (&gloss::RULE, gloss::changes), (&script::RULE, script::changes)];

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

    /// The repaired text. Total: any text gives a text.
    pub fn repair(&self, source: &Source, _notices: &mut Vec<Notice>) -> Text {
        let mut text = Text::new(source.text.clone());
        for (rule, changes) in &self.rules {
            text.apply(rule, &source.text, &changes(text.as_str()));
        }
        text
    }
}
