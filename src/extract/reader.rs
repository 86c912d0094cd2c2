//! Reads a unit clause by clause.

use super::agent::Agents;
use super::clause::{Bytes, Clause, Opening, Reading};
use super::cue::{Class, Classes, Cue, Cues};
use super::opening::{self, Place};

/// Words that give the floor to the one behind them: 希望各单位…, 要求大家….
const GIVES: Classes = Classes::of(&[Class::Hope, Class::Demand, Class::Need, Class::Ask]);
/// The same by word: 由办公室…, 允许基层….
const GIVERS: [&str; 3] = ["由", "允许", "准许"];
const PEOPLE: Classes = Classes::of(&[Class::We, Class::You, Class::Every, Class::Org]);

/// Knows the cues and the names.
#[derive(Debug)]
pub(super) struct Reader {
    cues: Cues,
    agents: Agents,
}

impl Reader {
    /// Loads the tables.
    pub(super) fn new() -> Self {
        Self { cues: Cues::new(), agents: Agents::new() }
    }

    /// Reads a unit.
    pub(super) fn read(&self, text: &str) -> Reading {
        let cues = self.cues.find(text);
        let (quotes, cuts) = marks(text);
        let in_quotes = |c: &Cue| quotes.iter().any(|&(a, b)| a < c.start && c.end <= b);
        let mut quoted = Classes::default();
        for cue in cues.iter().filter(|c| in_quotes(c)) {
            quoted = quoted.with(cue.classes);
        }
        let cues: Vec<Cue> = cues.iter().filter(|c| !in_quotes(c)).copied().collect();
        let mut clauses = Vec::with_capacity(cuts.len() + 1);
        let (mut start, mut first) = (0, 0);
        for (end, next) in cuts.into_iter().chain([(text.len(), text.len())]) {
            let last = first + cues[first..].partition_point(|c| c.start < end);
            if !text[start..end].trim().is_empty() {
                clauses.push(self.clause(&Place { text, start, end, cues: &cues, first, last }));
            }
            (start, first) = (next, last);
        }
        if clauses.is_empty() {
            let (end, last) = (text.len(), cues.len());
            clauses.push(self.clause(&Place { text, start: 0, end, cues: &cues, first: 0, last }));
        }
        // A word of duty or wish speaks for the unit, wherever it opens a clause; else the first clause that says
        // anything.
        let speaks = |c: &Clause| {
            c.opening.is_modal() && !matches!(c.opening, Opening::Allow | Opening::Will | Opening::Cannot)
        };
        let main = clauses
            .iter()
            .position(speaks)
            .or_else(|| clauses.iter().position(|c| !matches!(c.opening, Opening::Prep | Opening::Other)))
            .unwrap_or(0);
        let classes = cues.iter().fold(Classes::default(), |all, cue| all.with(cue.classes));
        Reading { cues, classes, quoted, clauses, main }
    }

    fn clause(&self, place: &Place) -> Clause {
        let &Place { text, start, end, .. } = place;
        let own = place.own();
        let agent = self.agents.subject(text, start, end, own);
        let given = own.iter().enumerate().filter(|(_, c)| gives(c, &text[c.start..c.end]));
        let given = given.filter_map(|(k, c)| self.agents.object(text, c.end, end, &own[k + 1..])).next();
        // 应引起大家重视: the object of the verb.
        let roused = own.iter().find(|c| {
            let before = || text[start..c.start].strip_suffix("引起");
            c.classes.meets(PEOPLE) && before().is_some_and(|before| !before.contains("引起"))
        });
        let given = given.or(roused.map(|c| (c.start, c.end)));
        Clause { agent, given, ..opening::read(place, agent) }
    }
}

/// Whether the word gives the floor to whoever is named behind it.
fn gives(cue: &Cue, word: &str) -> bool {
    cue.classes.meets(GIVES)
        || GIVERS.contains(&word)
        || cue.classes.has(Class::Relay) && word.ends_with("要求")
}

/// The stretches between quotation marks (of some length: “准”字 is no quotation), and the places where clauses end and
/// the next ones begin.
fn marks(text: &str) -> (Vec<Bytes>, Vec<Bytes>) {
    let (mut quotes, mut cuts, mut open) = (Vec::new(), Vec::new(), None);
    let mut bracket = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            // Most characters, and no mark.
            '\u{4E00}'..='\u{9FFF}' => {}
            '“' | '「' | '《' => open = open.or(Some(i)),
            '”' | '」' | '》' => {
                if let Some(start) = open.take() {
                    quotes.push((start, i));
                }
            }
            '(' | '（' => bracket += 1,
            ')' | '）' => bracket = bracket.saturating_sub(1),
            ',' | '，' | ':' | '：' | ';' | '；' | '。' | '!' | '！' | '?' | '？' | ' ' | '…'
                if open.is_none() && bracket == 0 =>
            {
                cuts.push((i, i + c.len_utf8()));
            }
            _ => {}
        }
    }
    (quotes, cuts)
}
