//! Whom the speech relays: 省委要求,….

use super::clause::Reading;
use super::cue::{Class, Classes};

const ASKERS: Classes = Classes::of(&[Class::Org, Class::Meeting]);
const ASKS: [&str; 12] = [
    "要求",
    "明确要求",
    "强调",
    "强调指出",
    "指出",
    "决定",
    "规定",
    "明确规定",
    "号召",
    "确定",
    "提出要求",
    "部署",
];

/// The bytes of the unit that name who is quoted as asking: the words before 要求, 强调, 指出 at the end of a clause.
pub(super) fn relayed_from(words: &str, reading: &Reading) -> Option<(usize, usize)> {
    reading.clauses.iter().find_map(|clause| {
        let text = words[clause.start..clause.end].trim_end();
        let verb = ASKS.iter().filter(|verb| text.ends_with(*verb)).max_by_key(|verb| verb.len())?;
        let named = text[..text.len() - verb.len()]
            .trim_end_matches(['还', '也', '都', '曾', '再', '次', '最', '后']);
        let end = clause.start + named.len();
        let last = reading.cues.iter().rev().find(|c| c.end <= end)?;
        let is_body = last.classes.meets(ASKERS) && last.end == end
            || ["中央", "国务院", "省", "总书记", "》", "通知", "文件", "上级"]
                .iter()
                .any(|w| named.ends_with(w));
        let first = reading.cues.iter().find(|c| c.start >= clause.start)?;
        let prefix = if first.start == clause.start && first.classes.has(Class::Prep) {
            first.end
        } else {
            clause.start
        };
        let bare = words.get(prefix..end)?.trim_start();
        (is_body && !bare.is_empty() && bare.len() <= 90).then(|| (end - bare.len(), end))
    })
}
