//! Reads units clause by clause.

use super::agent::{Agents, Borders, Words};
use super::clause::{Bytes, Clause};
use super::cue::{Class, Classes, Cue, Cues};
use super::marks::{Behind, Marks, Own};
use super::opening::{self, Place};
use super::readings::{Readings, Unit};
use crate::trim;

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

    /// Reads these units: each step over all of them before the next one, since the code of one step fits the
    /// processor's nearest cache and that of all steps together does not.
    pub(super) fn read(&self, texts: &[&str]) -> Readings {
        // Of most texts.
        const BYTES_TO_A_CUE: usize = 8;
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        let mut found = Vec::with_capacity(bytes / BYTES_TO_A_CUE);
        let mut ends = Vec::with_capacity(texts.len());
        for text in texts {
            // One by one: `extend` makes a hundredth of all extraction more of it.
            for cue in self.cues.find(text) {
                found.push(cue);
            }
            ends.push(found.len());
        }
        let marks = Marks::of(texts);
        let (cues, mut units) = outside_quotes(&found, &ends, &marks);
        let places = places(texts, &cues, &marks, &mut units);
        let mut room = Borders::new();
        let subject = |place: &Place| self.agents.subject(place.words(), &mut room);
        let agents: Vec<_> = places.iter().map(subject).collect();
        let given: Vec<_> = places.iter().map(|place| self.given(place, &mut room)).collect();
        let opened = places.iter().zip(agents).map(|(place, agent)| opening::read(place, agent));
        let clauses = opened.zip(given).map(|(clause, given)| Clause { given, ..clause }).collect();
        Readings { cues, clauses, units }
    }

    /// Who is given the floor in the clause.
    fn given(&self, place: &Place, room: &mut Borders) -> Option<Bytes> {
        let &Place { text, start, classes, .. } = place;
        let own = place.own();
        let given = own.iter().enumerate().filter(|(_, c)| c.classes.meets(Classes::FLOOR));
        let rest = |(k, c): (usize, &Cue)| Words { start: c.end, cues: &own[k + 1..], ..place.words() };
        let given = || given.filter_map(|cue| self.agents.object(rest(cue), room)).next();
        // Most clauses have no such word.
        if classes.meets(Classes::FLOOR)
            && let Some(given) = given()
        {
            return Some(given);
        }
        if !classes.meets(PEOPLE) {
            return None;
        }
        // 应引起大家重视: the object of the verb.
        let roused = own.iter().find(|c| {
            let before = || text[start..c.start].strip_suffix("引起");
            c.classes.meets(PEOPLE) && before().is_some_and(|before| !before.contains("引起"))
        });
        roused.map(|c| (c.start, c.end))
    }
}

/// The cues that stand outside quotation marks, and the units with what their cues say; `ends` tells where the cues of
/// each unit end.
fn outside_quotes(found: &[Cue], ends: &[usize], marks: &Marks) -> (Vec<Cue>, Vec<Unit>) {
    let mut cues = Vec::with_capacity(found.len());
    let mut units = Vec::with_capacity(ends.len());
    let mut from = 0;
    for (&to, Own { quotes, .. }) in ends.iter().zip(marks.iter()) {
        let mut unit = Unit::default();
        for cue in &found[from..to] {
            if quotes.iter().any(|&(a, b)| a < cue.start && cue.end <= b) {
                unit.quoted = unit.quoted.with(cue.classes);
            } else {
                unit.classes = unit.classes.with(cue.classes);
                cues.push(*cue);
            }
        }
        (from, unit.cues) = (to, cues.len());
        units.push(unit);
    }
    (cues, units)
}

/// The clauses of these units, and for each unit where they end; one at least for each.
fn places<'a>(texts: &[&'a str], cues: &'a [Cue], marks: &Marks, units: &mut [Unit]) -> Vec<Place<'a>> {
    let mut out = Vec::with_capacity(3 * texts.len());
    let mut from = 0;
    for ((&text, marks), unit) in texts.iter().zip(marks.iter()).zip(units) {
        let cues = &cues[from..unit.cues];
        let (mut start, mut first, before) = (0, 0, out.len());
        let mut ahead = marks;
        let mut behind = Behind::default();
        for &(end, next) in marks.cuts.iter().chain([&(text.len(), text.len())]) {
            behind.go_on(&mut ahead, end);
            let last = first + cues[first..].partition_point(|c| c.start < end);
            if !trim::start(&text[start..end]).is_empty() {
                out.push(Place::new(text, start..end, cues, first..last, behind));
            }
            (start, first) = (next, last);
        }
        if out.len() == before {
            out.push(Place::new(text, 0..text.len(), cues, 0..cues.len(), behind));
        }
        (from, unit.clauses) = (unit.cues, out.len());
    }
    out
}
