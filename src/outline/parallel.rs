//! Lists without numbers inside a paragraph: as many short sentences of one build as the speaker promised.
//!
//! 我讲四句话。⏎入户要有礼。…登记要有据。…数据要有责。…嘴上要有锁。…

use super::words::Lists;
use crate::document::Segments;

/// Longest sentence of such a list, in characters.
const LONGEST: usize = 16;
/// How many sentences make such a list at least.
const FEWEST: usize = 2;
/// How many characters all of them share at their places, the stop not counted.
const SHARED: usize = 1;

/// The lists of a speech: the units that open their items.
pub(super) fn lists(lists: &Lists, text: &str, segments: &Segments, lines: &[usize]) -> Vec<Vec<usize>> {
    let words = |unit: usize| segments.units[unit].span.of_text(text);
    let mut found = Vec::new();
    for pair in lines.windows(2) {
        let units = segments.lines[pair[1]].units.clone();
        // What is asked first is what fewest paragraphs have: a beginning so short.
        let Some(first) = units.clone().next().filter(|_| units.len() > FEWEST) else { continue };
        let first = words(first);
        if !first.ends_with('。') || !(4..=LONGEST).contains(&first.chars().take(LONGEST + 1).count()) {
            continue;
        }
        let before = segments.lines[pair[0]].span.of_text(text);
        let promised = lists.promises(before).filter(|n| (FEWEST..=10).contains(n));
        let Some(count) = promised.filter(|&n| units.len() > n) else { continue };
        let model: Vec<char> = first.chars().collect();
        let alike = |&unit: &usize| {
            let own: Vec<char> = words(unit).chars().take(LONGEST + 1).collect();
            let shared = own.iter().zip(&model).filter(|(a, b)| a == b).count();
            own.len() == model.len() && shared > SHARED
        };
        let list: Vec<usize> = units.filter(alike).collect();
        if list.len() == count {
            found.push(list);
        }
    }
    found
}
