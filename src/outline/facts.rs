//! What the text between divisions says of them, found once and looked up in order.

use super::form::Place;
use super::title;
use super::tree::{Between, Item};
use super::view::View;

/// Paragraphs and turns of a speech, by line and unit.
pub(super) struct Facts {
    /// Lines that are paragraphs of their own and open no division.
    plain: Vec<usize>,
    /// Units that open by turning to the audience.
    addresses: Vec<usize>,
    /// Units that open with a turn.
    turns: Vec<usize>,
}

impl Facts {
    pub(super) fn of(view: &View, items: &[Item]) -> Self {
        let (text, segments) = (view.text, view.segments);
        let mut facts = Self { plain: Vec::new(), addresses: Vec::new(), turns: Vec::new() };
        let mut opened = items.iter().filter(|i| i.place == Place::Line).map(|i| i.line).peekable();
        let mut whole = true;
        for &line in view.lines {
            let words = segments.lines[line].span.of_text(text);
            let opens = opened.next_if_eq(&line).is_some();
            // What follows a line that breaks off goes on with it.
            if !opens && whole {
                facts.plain.push(line);
            }
            whole = opens && segments.lines[line].units.len() == 1
                || words.ends_with(title::final_mark)
                || words.ends_with(['”', ')', '）', '》']);
            for unit in segments.lines[line].units.clone() {
                let words = segments.units[unit].span.of_text(text);
                if view.lists.turns(words) {
                    facts.turns.push(unit);
                }
                let opens_line = unit == segments.lines[line].units.start;
                if (opens_line || words.ends_with(['！', '!'])) && view.lists.addresses(words) {
                    facts.addresses.push(unit);
                }
            }
        }
        facts
    }
}

/// Whether a sorted list holds a number in a range.
fn any_in(sorted: &[usize], range: std::ops::Range<usize>) -> bool {
    sorted.get(sorted.partition_point(|&x| x < range.start)).is_some_and(|x| *x < range.end)
}

impl Between for Facts {
    fn plain_paragraph(&self, after: usize, before: usize) -> bool {
        any_in(&self.plain, after + 1..before)
    }

    fn address(&self, after: usize, before: usize) -> bool {
        any_in(&self.addresses, after + 1..before + 1)
    }

    fn turn(&self, after: usize, before: usize) -> bool {
        any_in(&self.turns, after + 1..before + 1)
    }
}
