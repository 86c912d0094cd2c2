//! Who must act: the words before the modal or the verb that name bodies or people.

use super::clause::{Bytes, Clause, Opening, Reading, Subject};
use super::cue::{Class, Classes};
use super::names::{is_actor, is_quantified};
use super::relay;
use crate::lexicon::is_letter_or_number;

/// The bytes of the unit that name who must act.
pub(super) fn addressee(words: &str, reading: &Reading) -> Option<(usize, usize)> {
    let (start, end) = find(words, reading)?;
    // Where the unit names them twice (发挥各专委会的作用,各专委会要…), the first place counts.
    let name = &words.as_bytes()[start..end];
    let first = (0..start).find(|&at| words.as_bytes()[at..].starts_with(name)).unwrap_or(start);
    Some((first, first + (end - start)))
}

fn find(words: &str, reading: &Reading) -> Option<Bytes> {
    let clauses = &reading.clauses;
    let first = clauses.iter().position(|c| c.opening.is_order());
    // 工会每月组织活动,让大家…: an appeal behind what somebody does is no duty of its own.
    let duties = clauses.iter().any(|c| c.opening.is_modal() && c.opening != Opening::Let);
    clauses.iter().enumerate().find_map(|(i, clause)| {
        if relay::is_asking(words, reading, clause) {
            return None;
        }
        if !clause.opening.is_modal() {
            // …是第一责任人 lays a duty on somebody; other statements do not.
            let told = matches!(clause.opening, Opening::Done | Opening::Lack)
                || clause.opening == Opening::Copula && !words[clause.start..clause.end].contains("责任");
            if told {
                return None;
            }
            // 县财政安排…,各乡镇要…: who is named first does something, and no order without a name went before.
            let opens = clauses[..i].iter().all(|c| !c.opening.is_order());
            let agent = clause.agent.filter(|&(start, end)| {
                let acts = opens
                    && is_actor(&words[start..end])
                    && !is_circumstance(&words[end..clause.end])
                    && acts(words, reading, clause, end);
                acts || !duties && is_told(words, reading, clause, (start, end))
            });
            // 一要查清底数,由水利局牵头: whose part is told must act.
            let assigned = || {
                let mut cues =
                    reading.cues.iter().filter(|c| clause.start <= c.start && c.start < clause.end);
                cues.any(|c| c.classes.has(Class::Assign))
            };
            return agent.or(clause.given.filter(|_| opens || !duties || assigned()));
        }
        // 鼓励企业… behind other orders names who is helped, not who must act.
        let helped = clause.opening == Opening::Hope && !has_wish(words, clause);
        if first < Some(i) && (helped || clause.opening == Opening::Let) {
            return None;
        }
        // 我建议,预算委员会…: who wishes is not who must act.
        if clause.opening == Opening::Hope && matches!(clause.subject, Subject::We) {
            return clause.given.or_else(|| clauses.get(i + 1)?.agent);
        }
        let gives = matches!(clause.opening, Opening::Hope | Opening::Demand | Opening::Allow);
        let own = if gives { clause.given.or(clause.agent) } else { clause.agent.or(clause.given) };
        let own = own.map(|found| joined(words, &clauses[..i], found));
        own.or_else(|| before(words, reading, i))
    })
}

/// The name in the clauses that lead up to a modal and say nothing of their own: 各单位在推荐工作中,要….
fn before(words: &str, reading: &Reading, duty: usize) -> Option<Bytes> {
    const NEAR: usize = 4;
    let clauses = &reading.clauses;
    for clause in clauses[..duty].iter().rev().take(NEAR).filter(|c| !relay::is_asking(words, reading, c)) {
        let leads_up = match clause.opening {
            Opening::Prep | Opening::Other => true,
            Opening::Verb | Opening::Ba | Opening::Copula | Opening::Done | Opening::Lack => {
                clauses[duty].opening != Opening::Hope
            }
            _ => false,
        };
        if !leads_up {
            return None;
        }
        let Some((start, end)) = clause.agent else { continue };
        let rest = words[end..clause.end].trim();
        if clause.subject == Subject::We && clause.opening != Opening::Prep && !rest.is_empty() {
            // 我们召开调度会,…必须参加: another does something of its own.
            return None;
        }
        if rest.is_empty() && words[start..end].ends_with('们') {
            // 同志们,…: called, not told.
            continue;
        }
        let circumstance = reading.cues.iter().any(|c| c.start == end && c.classes.has(Class::Prep))
            && !rest.starts_with("关于");
        let answers = clause.opening == Opening::Copula && rest.contains("责任");
        if is_quantified(&words[start..end]) || rest.is_empty() || circumstance || answers {
            return Some((start, end));
        }
    }
    None
}

/// Whether what follows the name only tells when, or whose: 县委作出决策以后, 副县长讲的意见.
fn is_circumstance(rest: &str) -> bool {
    let rest = rest.trim();
    ["以后", "之后", "后", "时", "之前", "以前", "的"].iter().any(|end| rest.ends_with(end))
        || rest.chars().take(3).any(|c| c == '的')
}

/// Whether what follows the name is what that one does: 财政所负责…, 各支部每月开展….
fn acts(words: &str, reading: &Reading, clause: &Clause, end: usize) -> bool {
    let between = Classes::of(&[Class::Adverb, Class::Time]);
    let doing = Classes::of(&[Class::Verb, Class::Assign, Class::Norm, Class::Ba]);
    let mut at = end;
    for cue in reading.cues.iter().filter(|c| c.start >= end && c.start < clause.end) {
        let near = words[at..cue.start.max(at)].chars().filter(|&c| is_letter_or_number(c)).count() <= 1;
        if !near || !cue.classes.meets(doing.with(between)) {
            return false;
        }
        if cue.classes.meets(doing) {
            return true;
        }
        at = cue.end;
    }
    false
}

/// Whether the one who opens a clause of a unit without a modal is told to do something.
fn is_told(words: &str, reading: &Reading, clause: &Clause, (start, end): Bytes) -> bool {
    const PRONOUNS: [&str; 3] = ["大家", "我们", "同志们"];
    let name = &words[start..end];
    let rest = words[end..clause.end].trim_start();
    let has_limit = rest.starts_with(|c: char| c.is_ascii_digit() || c == '每')
        || reading.cues.iter().any(|c| c.start == end && c.classes.has(Class::Time));
    let office = is_actor(name) || PRONOUNS.contains(&name);
    // 护林员:每月巡查…
    let labels = rest.is_empty() && office && words[clause.end..].starts_with([':', '：']);
    is_quantified(name) || labels || !rest.is_empty() && (has_limit || office)
}

/// The name with the clauses before it that are nothing but names: 各乡镇、各部门,全体信息员要….
fn joined(words: &str, before: &[Clause], (start, end): Bytes) -> Bytes {
    let whole = |c: &Clause| {
        c.agent
            .filter(|a| words[a.1..c.end].trim().is_empty() && words[c.start..a.0].trim().is_empty())
            .filter(|&(start, end)| is_quantified(&words[start..end]))
    };
    let first = before.iter().rev().map_while(whole).last();
    (first.map_or(start, |(first, _)| first), end)
}

/// Whether the clause hopes or asks, rather than encourages.
fn has_wish(words: &str, clause: &Clause) -> bool {
    ["希望", "要求", "请"].iter().any(|w| words[clause.start..clause.end].contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reader::Reader;

    fn named(text: &str) -> Option<&str> {
        let readings = Reader::new().read(&[text]);
        addressee(text, &readings.iter().next().unwrap()).map(|(a, b)| &text[a..b])
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
        assert_eq!(named("县林业局3月底前完成验收。"), Some("县林业局"));
        assert_eq!(named("造林补助由财政所分三年拨付。"), Some("财政所"));
        assert_eq!(named("没有专用库房的乡镇,要在年内解决。"), Some("没有专用库房的乡镇"));
        assert_eq!(named("凡是列入清单的单位,都要整改。"), Some("列入清单的单位"));
        assert_eq!(named("我建议,预算委员会设立工作组。"), Some("预算委员会"));
        assert_eq!(named("鼓励企业和个人承包荒山。"), Some("企业和个人"));
        assert_eq!(named("各酝酿推荐单位要精心组织。"), Some("各酝酿推荐单位"));
        assert_eq!(named("各乡镇、各部门,全体林长要尽职。"), Some("各乡镇、各部门,全体林长"));
        assert_eq!(named("护林员是防火第一责任人,要每天巡山。"), Some("护林员"));
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
