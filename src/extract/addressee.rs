//! Who must act: the words before the modal or the verb that name bodies or people.

use super::clause::{Clause, Opening, Reading};
use super::cue::{Class, Classes, Cue};

/// Nouns that can end an addressee.
const NAMES: Classes = Classes::of(&[Class::Org, Class::Every, Class::We, Class::You]);
/// What may stand right behind one: a modal, a verb, an adverb, a circumstance.
const FOLLOWS: Classes = Classes::of(&[
    Class::Yao,
    Class::Strong,
    Class::Ban,
    Class::Cannot,
    Class::Hope,
    Class::Allow,
    Class::Will,
    Class::Verb,
    Class::Adverb,
    Class::Time,
    Class::Prep,
    Class::Ba,
    Class::Copula,
    Class::Every,
    Class::Past,
    Class::PastTime,
    Class::Able,
    Class::Need,
]);
/// What may stand before one and does not belong to it.
const BEFORE: Classes = Classes::of(&[Class::Adverb, Class::Time, Class::Condition]);
/// Words that give the floor to the addressee behind them: 希望各单位…, 要求大家….
const GIVES: Classes = Classes::of(&[Class::Hope, Class::Demand, Class::Need, Class::Ask]);
const DUTY: Classes = Classes::of(&[
    Class::Yao,
    Class::Strong,
    Class::Ban,
    Class::Cannot,
    Class::Hope,
    Class::Allow,
    Class::Will,
    Class::Demand,
]);

/// Words that are a name of their own.
const PRONOUNS: Classes = Classes::of(&[Class::We, Class::You]);

/// No addressee is longer, in bytes.
const LONGEST: usize = 180;

/// The bytes of the unit that name who must act.
pub(super) fn addressee(words: &str, reading: &Reading) -> Option<(usize, usize)> {
    let (start, end) = find(words, reading)?;
    // Where the unit names them twice (发挥各专委会的作用,各专委会要…), the first place counts.
    let first = words.find(&words[start..end])?;
    Some((first, first + (end - start)))
}

fn find(words: &str, reading: &Reading) -> Option<(usize, usize)> {
    let clauses = &reading.clauses;
    let has_duty = |c: &Clause| c.opening.is_modal();
    // First the clauses with a modal, each with what leads up to it; then those with a bare verb.
    let first = clauses.iter().position(|c| c.opening.is_order());
    for (i, clause) in clauses.iter().enumerate().filter(|(_, c)| has_duty(c)) {
        // 鼓励企业… behind other orders names who is helped, not who must act.
        if clause.opening == Opening::Hope && first < Some(i) && !has_wish(words, clause) {
            continue;
        }
        if let Some(found) = in_clause(words, reading, clause, false) {
            return Some(found);
        }
        // 各单位在推荐工作中,要…: the name stands in a clause before that says nothing of its own.
        for before in clauses[..i].iter().rev().take(4) {
            let leads_up = match before.opening {
                Opening::Prep | Opening::Other => true,
                Opening::Verb | Opening::Ba | Opening::Copula | Opening::Done => {
                    clause.opening != Opening::Hope
                }
                _ => false,
            };
            if !leads_up {
                break;
            }
            if let Some(found) = in_clause(words, reading, before, true) {
                return Some(found);
            }
        }
    }
    if clauses.iter().any(has_duty) {
        return None;
    }
    clauses
        .iter()
        .filter(|c| !matches!(c.opening, Opening::Done | Opening::Lack))
        .filter_map(|clause| in_clause(words, reading, clause, false))
        .find(|&(start, end)| is_authority(&words[start..end]))
}

/// Whether the words name a body that acts, not one that is acted for (a bare 支持企业发展 has no addressee).
fn is_authority(name: &str) -> bool {
    const ENDS: [&str; 16] = [
        "委",
        "委会",
        "政府",
        "部",
        "局",
        "办公室",
        "支部",
        "党组织",
        "部门",
        "公司",
        "财政",
        "小组",
        "大家",
        "我们",
        "同志们",
        "会议",
    ];
    is_quantified(name) || ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether the clause hopes or asks, rather than encourages.
fn has_wish(words: &str, clause: &Clause) -> bool {
    ["希望", "要求", "请"].iter().any(|w| words[clause.start..clause.end].contains(w))
}

/// The name that opens a clause, or that a word of wish gives the floor to. `quantified`: only names that say whom of
/// many they mean (各单位), for clauses that lead up to the one with the modal.
fn in_clause(words: &str, reading: &Reading, clause: &Clause, quantified: bool) -> Option<(usize, usize)> {
    let cues: Vec<Cue> =
        reading.cues.iter().filter(|c| clause.start <= c.start && c.start < clause.end).copied().collect();
    let modal = clause.cue.filter(|_| clause.opening.is_modal()).map(|k| reading.cues[k].start);
    let given = cues.iter().position(|c| c.classes.meets(GIVES));
    given
        .filter(|_| !quantified)
        .and_then(|k| name(words, &cues[k + 1..], cues[k].end, clause.end, None))
        .or_else(|| name(words, &cues, clause.start, clause.end, modal))
        .filter(|&(start, end)| !quantified || is_quantified(&words[start..end]))
}

/// Whether the words say whom of many they mean.
fn is_quantified(name: &str) -> bool {
    const SIGNS: [&str; 12] =
        ["各", "每", "广大", "全体", "全市", "全县", "全省", "我", "大家", "所有", "等单位", "党委"];
    SIGNS.iter().any(|sign| name.contains(sign))
}

/// The name that stands at `at`, once connectives are skipped. `modal`: where the modal of the clause stands.
fn name(words: &str, cues: &[Cue], at: usize, end: usize, modal: Option<usize>) -> Option<(usize, usize)> {
    let mut start = skip(words, at, end);
    let mut k = 0;
    while let Some(cue) = cues.get(k).filter(|c| c.start <= start) {
        if cue.start == start {
            let text = &words[cue.start..cue.end];
            let opener = matches!(text, "由" | "作为" | "让" | "让我们");
            let skipped = cue.classes.meets(BEFORE) && !cue.classes.meets(NAMES);
            if !opener && !skipped {
                break;
            }
            start = match text {
                "让我们" => start + "让".len(),
                _ => skip(words, cue.end, end),
            };
            if text == "让我们" {
                return Some((start, start + "我们".len()));
            }
        }
        k += 1;
    }
    // 多个部门, 组织和推动: a measure word or a verb begins no name.
    if words[start..].starts_with('个') || words[start..].starts_with("组织和") {
        return None;
    }
    // A verb, a circumstance, a modal: nobody is named here.
    if let Some(cue) = cues.get(k).filter(|c| c.start == start)
        && !cue.classes.meets(NAMES)
        && cue.classes != Classes::default()
        && !begins_name(words, cues, k, end)
    {
        return None;
    }
    for (i, cue) in cues.iter().enumerate().skip(k).filter(|(_, c)| c.classes.meets(NAMES)) {
        if modal.is_some_and(|m| cue.start >= m) {
            return None;
        }
        // 这一点大家要牢记: a pronoun begins its own name.
        if cue.classes.meets(PRONOUNS) && !cues[k..i].iter().any(|c| c.classes.meets(NAMES)) {
            start = cue.start;
        }
        let behind = behind_bracket(words, cue.end, end);
        if behind - start > LONGEST {
            return None;
        }
        let rest = &words[behind..end.max(behind)];
        let next = cues[i + 1..].iter().find(|c| c.start >= behind);
        let adjacent = next.filter(|n| n.start == behind).map(|n| n.classes);
        let goes_on = rest.starts_with(['、', '和', '及', '与', '或', '的', '“', '以'])
            || ["尤其是", "特别是", "以及"].iter().any(|w| rest.starts_with(w))
            || adjacent.is_some_and(|n| n.meets(NAMES) && !n.meets(DUTY));
        if goes_on {
            continue;
        }
        let found = (start, start + words[start..behind].trim_end().len());
        // 政协宣传工作要…: a verb between the name and the modal makes a noun of both, unless the name is plain.
        let verb_between = adjacent.is_some_and(|n| n.has(Class::Verb) && !n.meets(DUTY))
            && modal.is_some_and(|m| next.is_some_and(|n| n.start < m))
            && !adjacent.is_some_and(|n| n.has(Class::Adverb));
        if verb_between && !is_quantified(&words[found.0..found.1]) {
            continue;
        }
        if rest.trim().is_empty() || adjacent.is_some_and(|n| n.meets(FOLLOWS)) {
            return (found.0 < found.1).then_some(found);
        }
    }
    None
}

/// Whether the verb at `k` is the beginning of a name: 参与单位, 从事信息工作的同志, 发展计划局、…等单位.
fn begins_name(words: &str, cues: &[Cue], k: usize, end: usize) -> bool {
    const HEADS: [&str; 10] = ["单位", "部门", "人员", "工作者", "机构", "办公室", "小组", "者", "局", "员"];
    let (verb, rest) = (&words[cues[k].start..cues[k].end], &words[cues[k].end..end.max(cues[k].end)]);
    let is_list = ["等单位", "等部门"].iter().any(|w| rest.ends_with(w));
    cues[k].classes.has(Class::Verb) && HEADS.iter().any(|head| rest.starts_with(head))
        || verb.starts_with("从事")
        || rest.starts_with('事') && verb == "从"
        || is_list
}

/// Behind what belongs to the name: 们, 自己, a bracket as in 各中央企业(在京).
fn behind_bracket(words: &str, at: usize, end: usize) -> usize {
    let end = end.max(at);
    let rest = words[at..end].strip_prefix("们").unwrap_or(&words[at..end]);
    let at = end - rest.len();
    if !rest.starts_with(['(', '（']) {
        return at;
    }
    rest.char_indices()
        .take(24)
        .find(|(_, c)| matches!(c, ')' | '）'))
        .map_or(at, |(i, c)| at + i + c.len_utf8())
}

/// Steps over blanks, commas, numbers of items and opening brackets.
fn skip(words: &str, at: usize, end: usize) -> usize {
    let rest = &words[at..end.max(at)];
    let bare = |c: char| {
        c.is_whitespace() || matches!(c, ',' | '，' | '、' | '.' | ':' | '：' | '(' | '（' | ')' | '）')
    };
    let mut behind = rest.trim_start_matches(bare);
    let number = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '×');
    if number.len() < behind.len() && number.starts_with(['、', '.', ')', '）']) {
        behind = number.trim_start_matches(bare);
    }
    end.max(at) - behind.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::clause;
    use crate::extract::cue::Cues;

    fn named(text: &str) -> Option<&str> {
        addressee(text, &clause::read(text, &Cues::new().find(text))).map(|(a, b)| &text[a..b])
    }

    #[test]
    fn who_must_act() {
        assert_eq!(named("各单位党委务必于年底前上报。"), Some("各单位党委"));
        assert_eq!(named("因此,各乡镇、各部门必须高度重视。"), Some("各乡镇、各部门"));
        assert_eq!(named("这是一项政治任务,我们必须做好。"), Some("我们"));
        assert_eq!(named("希望大家认真领会,抓好落实。"), Some("大家"));
        assert_eq!(named("各单位在推荐工作中,要严格把关。"), Some("各单位"));
        assert_eq!(named("由办公室提出名单,报党委审定。"), Some("办公室"));
        assert_eq!(named("广大信息员要主动报送。"), Some("广大信息员"));
    }

    #[test]
    fn nobody_named() {
        for text in
            ["加强干部教育。", "要组织党员学习。", "对流动党员,要登门走访。", "政协宣传工作要善于创新。"]
        {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
