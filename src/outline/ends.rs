//! Where divisions end: by the tree, and for points at the latest with their paragraph.

use super::title::final_mark;
use super::tree::{Item, Node};
use super::view::View;
use crate::document::SectionKind;
use crate::lexicon::is_letter_or_number;

/// The byte behind each division.
pub(super) fn of(view: &View, items: &[Item], nodes: &[Node], speech: usize) -> Vec<usize> {
    let mut ends: Vec<usize> =
        nodes.iter().map(|node| node.end.map_or(speech, |next| items[next].at)).collect();
    // How far the divisions inside a point reach; children stand behind their parents.
    let mut inner = vec![0; items.len()];
    for i in (0..items.len()).rev() {
        let item = &items[i];
        if item.kind == SectionKind::Point && !heads(view, item) {
            let own = if inner[i] > 0 { paragraph(view, item) } else { own_words(view, item, ends[i]) };
            ends[i] = ends[i].min(own.max(inner[i]));
        }
        if let Some(parent) = nodes[i].parent {
            inner[parent] = inner[parent].max(ends[i]);
        }
    }
    ends
}

/// Whether an item is a heading that was glued to the end of a line: what it heads stands in the paragraphs below.
fn heads(view: &View, item: &Item) -> bool {
    let line = &view.segments.lines[item.line];
    item.family.written()
        && item.unit + 1 == line.units.end
        && line.span.of_text(view.text).ends_with(is_letter_or_number)
}

/// Where the paragraph of an item ends: with its line, or with the line that finishes its last sentence.
fn paragraph(view: &View, item: &Item) -> usize {
    /// How many lines a cut sentence may run over.
    const LINES: usize = 3;
    let finished =
        |words: &str| words.ends_with(|c| final_mark(c) || matches!(c, '”' | '’' | '"' | ')' | '）' | '》'));
    let lines = &view.lines[view.lines.partition_point(|&l| l < item.line)..];
    let span = |line: usize| view.segments.lines[line].span;
    let last = lines.iter().take(LINES).find(|&&l| finished(span(l).of_text(view.text)));
    span(last.copied().unwrap_or(item.line)).range().end
}

/// Where the words of an item without items inside end: before the sentence that sums its list up.
fn own_words(view: &View, item: &Item, end: usize) -> usize {
    let units = item.unit + 1..view.segments.lines[item.line].units.end;
    units
        .map(|unit| view.segments.units[unit].span)
        .take_while(|span| span.range().start < end)
        .find(|span| view.lists.sums_up(span.of_text(view.text)))
        .map_or_else(|| paragraph(view, item), |span| span.range().start)
}
