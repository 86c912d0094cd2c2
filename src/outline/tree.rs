//! Items to a tree: which division lies in which, and where each ends.
//!
//! The tree is grown in text order along a stack of open divisions. An item of a series that is open takes its place
//! beside its forerunner. The first item of a series asks, in this order: does the text between say that divisions are
//! over; is a series of its family open; which forms have stood over which in this speech; which stand over which in
//! any document. What is left lies in the innermost open division.

use super::divisions::ENDING;
use super::form::{Family, Place};
use crate::document::SectionKind;

/// A division that is believed, before it has its place in the tree.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) at: usize,
    pub(super) line: usize,
    pub(super) unit: usize,
    pub(super) place: Place,
    pub(super) family: Family,
    /// Its row in the table of forms.
    pub(super) form: &'static str,
    pub(super) number: Option<u32>,
    /// Its series; equal numbers count on one another.
    pub(super) series: usize,
    /// The series inside whose item its own series lies.
    pub(super) within: Option<usize>,
    pub(super) kind: SectionKind,
}

/// What the text between two divisions says of the first one.
pub(super) trait Between {
    /// Whether a paragraph of its own, no part of any item, lies between two lines.
    fn plain_paragraph(&self, after: usize, before: usize) -> bool;
    /// Whether the speaker turns to the audience between two units, or where the later one's paragraph opens.
    fn address(&self, after: usize, before: usize) -> bool;
    /// Whether the talk turns against what was listed, in a sentence between two units or in the later one.
    fn turn(&self, after: usize, before: usize) -> bool;
}

/// Where an item stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) parent: Option<usize>,
    /// Depth from 1.
    pub(super) level: u8,
    /// The item that ends it: the next one that does not lie in it.
    pub(super) end: Option<usize>,
}

/// Deepest level that is told apart.
const DEEPEST: usize = 60;

/// The tree of the items, which stand in text order.
pub(super) fn grow(items: &[Item], text: &impl Between) -> Vec<Node> {
    let mut nodes = vec![Node { parent: None, level: 1, end: None }; items.len()];
    let mut grower = Grower::new(items, text);
    for (i, item) in items.iter().enumerate() {
        let depth = grower.depth_for(i, item).min(DEEPEST);
        for closed in grower.stack.drain(depth..) {
            nodes[closed].end = Some(i);
        }
        nodes[i].parent = grower.stack.last().copied();
        nodes[i].level = depth as u8 + 1;
        grower.push(i, item);
    }
    lost_parents(items, &mut nodes);
    nodes
}

/// Divisions whose parent was lost stand at the level that their family has elsewhere.
fn lost_parents(items: &[Item], nodes: &mut [Node]) {
    let mut usual: [Option<u8>; Family::COUNT] = [None; Family::COUNT];
    for (item, node) in items.iter().zip(&*nodes) {
        if node.parent.is_some() && item.place == Place::Line {
            let level = &mut usual[item.family as usize];
            *level = Some(level.map_or(node.level, |l| l.min(node.level)));
        }
    }
    for i in 0..nodes.len() {
        nodes[i].level = match nodes[i].parent {
            Some(parent) => nodes[parent].level.saturating_add(1),
            None if items[i].family.written() && items[i].family != Family::Han => {
                usual[items[i].family as usize].unwrap_or(1)
            }
            None => 1,
        };
    }
}

struct Grower<'a, B> {
    items: &'a [Item],
    text: &'a B,
    stack: Vec<usize>,
    /// Whether a family has stood over another in this speech.
    over: [[bool; Family::COUNT]; Family::COUNT],
    /// The same, with a paragraph of its own between the two.
    bridged: [[bool; Family::COUNT]; Family::COUNT],
    /// How many items each series has had, and the last one's index.
    seen: Vec<usize>,
    last: Vec<usize>,
    /// Whether all items of a series but the last are one unit long.
    compact: Vec<bool>,
}

impl<'a, B: Between> Grower<'a, B> {
    fn new(items: &'a [Item], text: &'a B) -> Self {
        let count = items.iter().map(|i| i.series + 1).max().unwrap_or(0);
        let (mut last, mut compact) = (vec![usize::MAX; count], vec![true; count]);
        for (i, item) in items.iter().enumerate() {
            let before = std::mem::replace(&mut last[item.series], i);
            if before != usize::MAX {
                compact[item.series] &=
                    items[before].line == item.line && item.unit - items[before].unit <= 1;
            }
        }
        let over = [[false; Family::COUNT]; Family::COUNT];
        Self { items, text, stack: Vec::new(), over, bridged: over, seen: vec![0; count], last, compact }
    }

    fn push(&mut self, i: usize, item: &Item) {
        for &open in &self.stack {
            let (open, below) = (&self.items[open], item.family as usize);
            self.over[open.family as usize][below] = true;
            if item.place == Place::Line && self.text.plain_paragraph(open.line, item.line) {
                self.bridged[open.family as usize][below] = true;
            }
        }
        self.seen[item.series] += 1;
        self.stack.push(i);
    }

    /// How many open divisions stay open.
    fn depth_for(&self, i: usize, item: &Item) -> usize {
        let series_at = |series: usize| self.stack.iter().rposition(|&s| self.items[s].series == series);
        if let Some(sibling) = series_at(item.series) {
            return sibling;
        }
        if item.form == ENDING {
            return 0;
        }
        let floor = item.within.and_then(series_at).map_or(0, |p| p + 1);
        let mut depth = self.stack.len();
        while depth > floor && self.over_before(i, item, &self.items[self.stack[depth - 1]]) {
            depth -= 1;
        }
        // A series of its family is open: it starts again beside it.
        let twin = self.stack[floor..depth].iter().rposition(|&s| self.twins(&self.items[s], item));
        if let Some(twin) = twin {
            return floor + twin;
        }
        while depth > floor && self.stands_over(item, &self.items[self.stack[depth - 1]]) {
            depth -= 1;
        }
        depth
    }

    /// Whether the text says that an open division is over where a new series begins.
    fn over_before(&self, i: usize, item: &Item, open: &Item) -> bool {
        let finished = self.last[open.series] < i;
        let heading = open.kind == SectionKind::Heading || open.family == Family::Han;
        if finished && self.text.address(open.unit, item.unit) {
            return true;
        }
        if item.place == Place::Line {
            let point = open.place != Place::Line && !(open.family.written() && item.family.written());
            // What counts as 一、 does on a line of its own lies in no item of a list in words.
            let listed = item.family == Family::Han
                && item.kind == SectionKind::Heading
                && (open.kind == SectionKind::Point
                    || matches!(open.family, Family::Sequence | Family::Spoken));
            let bridged = !heading && self.text.plain_paragraph(open.line, item.line);
            let nests =
                self.bridged[open.family as usize][item.family as usize] || open.family.outranks(item.family);
            let own_line = item.family >= Family::Plain && item.family != Family::Topic;
            point || listed || bridged && !nests || own_line && !heading
        } else {
            let listed = !open.family.outranks(item.family)
                && open.place != Place::Line
                && finished
                && self.seen[open.series] > 1
                && self.compact[open.series]
                && item.unit > open.unit;
            // A point of running text does not reach over paragraphs to the points of a later one.
            let left = finished
                && open.kind == SectionKind::Point
                && open.place != Place::Line
                && !open.family.outranks(item.family)
                && self.text.plain_paragraph(open.line, item.line);
            listed || left || !heading && open.line != item.line && self.text.turn(open.unit, item.unit)
        }
    }

    /// Whether a new series is the same list started again, not one inside it.
    fn twins(&self, open: &Item, item: &Item) -> bool {
        if open.family != item.family {
            return false;
        }
        let inside = open.line == item.line && open.place == Place::Line && item.place != Place::Line;
        // 一要 behind 三是 counts what the third item asks for.
        let worded = open.form != item.form
            && item.number == Some(1)
            && (item.family == Family::Spoken && item.place != Place::Line && open.line == item.line
                || item.form == "sequence_one");
        // A list whose beginning was lost, with a new one right inside its item.
        let remnant = open.number > Some(1)
            && self.seen[open.series] == 1
            && item.number == Some(1)
            && open.line == item.line
            && !item.family.written();
        let apart = !item.family.written()
            && open.place == Place::Line
            && item.place != Place::Line
            && open.line != item.line;
        // Sentences on lines of their own inside a paragraph that promised them.
        let listed =
            item.place == Place::Line && item.kind == SectionKind::Point && open.kind != SectionKind::Point;
        !inside && !worded && !remnant && !apart && !listed
    }

    /// Whether the item's family stands over that of an open division.
    fn stands_over(&self, item: &Item, open: &Item) -> bool {
        let (a, b) = (item.family as usize, open.family as usize);
        if self.over[b][a] {
            return false;
        }
        self.over[a][b] || item.family.outranks(open.family)
    }
}
