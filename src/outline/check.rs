//! What looks wrong in a speech's numbering.

use super::form::Family;
use super::tree::{Item, Node};
use crate::edit::Text;
use crate::notice::Notice;
use crate::span::Span;

/// Reports gaps, repeats and impossible orders among siblings that count on one another.
pub(super) fn numbering(
    text: &Text,
    items: &[Item],
    nodes: &[Node],
    markers: &[Option<Span>],
    out: &mut Vec<Notice>,
) {
    // The last numbered item under each parent, by family: the row before the first item stands for the speech itself.
    let mut last = vec![[None; Family::COUNT]; items.len() + 1];
    for (i, item) in items.iter().enumerate() {
        let (Some(number), Some(marker)) = (item.number, markers[i]) else { continue };
        let parent = nodes[i].parent.map_or(0, |p| p + 1);
        let before: Option<(u32, usize)> = last[parent][item.family as usize].replace((number, item.series));
        let (code, zh, en) = match before {
            // A list may start again under one parent; then its first number is one.
            _ if number == 1 => continue,
            None => ("numbering_gap", "编号没有从一开始", "the numbering does not start at one"),
            Some((n, _)) if number == n + 1 => continue,
            Some((n, _)) if number == n => ("numbering_repeat", "编号重复", "the number is repeated"),
            Some((n, _)) if number > n => {
                ("numbering_gap", "编号有缺漏", "numbers are missing before this one")
            }
            Some(_) => ("numbering_order", "编号次序有误", "the number is out of order"),
        };
        let message = format!("{zh}:{} / {en}: {}", text.slice(marker), text.slice(marker));
        out.push(Notice::warning(code, Some(text.to_source(marker)), message));
    }
}
