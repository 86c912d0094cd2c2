//! Whom the speech relays: 省委要求,….

use std::sync::LazyLock;

use super::clause::{Bytes, Clause, Reading};
use super::cue::{Class, Classes, Cue};
use crate::lexicon::Trie;
use crate::trim;

const BODIES: Classes = Classes::of(&[Class::Org, Class::Meeting]);
const SKIPPED: Classes = Classes::of(&[Class::Adverb, Class::Time, Class::Prep, Class::PastTime]);
/// Words of asking; those that also name a thing (省委的部署) count at the end of a clause only.
const ASKS: [&str; 9] =
    ["明确要求", "要求", "强调指出", "强调", "指出", "明确规定", "规定", "号召", "提出要求"];
/// How the names of those who ask end, besides bodies and meetings.
const ASKERS: [&str; 12] =
    ["中央", "国务院", "省", "委", "总书记", "》", "通知", "文件", "上级", "会议", "大会", "全会"];

/// The bytes of the unit that name who is quoted as asking: the words before 要求, 强调, 指出 at the end of a clause, or
/// before 要求 and whom it asks.
pub(super) fn relayed_from(words: &str, reading: &Reading) -> Option<Bytes> {
    reading.clauses.iter().find_map(|clause| of_clause(words, reading, clause))
}

fn of_clause(words: &str, reading: &Reading, clause: &Clause) -> Option<Bytes> {
    let text = &words[clause.start..clause.end];
    let asked = clause.given.map(|(start, _)| &words[clause.start..start]);
    let asked = asked.filter(|before| before.trim_end().ends_with("要求"));
    let before = without_ask(text).or_else(|| without_ask(asked?))?;
    asker(words, reading, clause, clause.start + before.len())
}

/// Whether a clause only tells who asks: 省委强调,….
pub(super) fn is_asking(words: &str, reading: &Reading, clause: &Clause) -> bool {
    clause.given.is_none() && of_clause(words, reading, clause).is_some()
}

/// The words before a word of asking that ends them.
fn without_ask(text: &str) -> Option<&str> {
    static LAST: LazyLock<Trie<()>> = LazyLock::new(|| Trie::backwards(ASKS.iter().map(|&verb| (verb, ()))));
    let text = trim::end(text);
    let (len, ()) = LAST.longest_end(text)?;
    Some(&text[..text.len() - len])
}

/// The name that ends at `end` and fills the clause up to there.
fn asker(words: &str, reading: &Reading, clause: &Clause, end: usize) -> Option<Bytes> {
    const LONGEST: usize = 90;
    let named = words[clause.start..end].trim_end_matches(['还', '也', '都', '曾', '再', '次', '最', '后']);
    let end = clause.start + named.len();
    let mut start = end - named.trim_start().len();
    let inside = || reading.cues.iter().filter(|c| clause.start <= c.start && c.end <= end);
    for cue in inside() {
        if cue.start == start && cue.classes.meets(SKIPPED) && !cue.classes.meets(BODIES) {
            start = cue.end;
        }
    }
    let name = words.get(start..end)?.trim_start();
    let is_body = |c: &Cue| c.end == end && c.classes.meets(BODIES);
    let asks = clause.agent.is_some_and(|agent| agent == (start, end))
        || inside().any(is_body)
        || ASKERS.iter().any(|asker| name.ends_with(asker));
    // 政府系统要落实市委部署: something else is said.
    let says =
        |c: &Cue| c.start >= start && c.classes.meets(Classes::of(&[Class::Verb, Class::Yao, Class::Strong]));
    (asks && !name.is_empty() && !name.ends_with('的') && name.len() <= LONGEST && !inside().any(says))
        .then(|| (end - name.len(), end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reader::Reader;

    #[test]
    fn who_asked() {
        let said = |text: &str| {
            let readings = Reader::new().read(&[text]);
            relayed_from(text, &readings.iter().next().unwrap())
                .map(|(start, end)| text[start..end].to_owned())
        };
        assert_eq!(said("市委要求,各县区要在年底前完成整改。").as_deref(), Some("市委"));
        assert_eq!(said("会议要求,各单位要抓好落实。").as_deref(), Some("会议"));
        assert_eq!(said("省安委会明确要求各地开展排查。").as_deref(), Some("省安委会"));
        assert_eq!(said("政府系统要坚决落实市委部署,全面履行职责。"), None);
        assert_eq!(said("各单位要按照要求抓好落实。"), None);
    }
}
