//! Who must act: the words before the modal or the verb that name bodies or people.

use super::clause::{Bytes, Clause, Opening, Reading};
use super::cue::Class;

/// The bytes of the unit that name who must act.
pub(super) fn addressee(words: &str, reading: &Reading) -> Option<(usize, usize)> {
    let (start, end) = find(words, reading)?;
    // Where the unit names them twice (发挥各专委会的作用,各专委会要…), the first place counts.
    let first = words.find(&words[start..end])?;
    Some((first, first + (end - start)))
}

fn find(words: &str, reading: &Reading) -> Option<Bytes> {
    let clauses = &reading.clauses;
    let first = clauses.iter().position(|c| c.opening.is_order());
    let duties = clauses.iter().any(|c| c.opening.is_modal());
    clauses.iter().enumerate().find_map(|(i, clause)| {
        if !clause.opening.is_modal() {
            // …是第一责任人 lays a duty on somebody; other statements do not.
            let told = matches!(clause.opening, Opening::Done | Opening::Lack)
                || clause.opening == Opening::Copula && !words[clause.start..clause.end].contains("责任");
            let is_first = |&(start, end): &Bytes| {
                let name = &words[start..end];
                !duties || name.starts_with(['各', '每']) && !words[end..clause.end].trim().is_empty()
            };
            let agent = clause.agent.filter(|&agent| !told && is_actor(words, reading, clause, agent));
            let agent = agent.filter(is_first);
            return agent.or(clause.given.filter(|_| !told && !duties));
        }
        // 鼓励企业… behind other orders names who is helped, not who must act.
        if clause.opening == Opening::Hope && first < Some(i) && !has_wish(words, clause) {
            return None;
        }
        let own = clause.given.or(clause.agent).map(|found| joined(words, &clauses[..i], found));
        own.or_else(|| before(words, reading, i))
    })
}

/// The name in the clauses that lead up to a modal and say nothing of their own: 各单位在推荐工作中,要….
fn before(words: &str, reading: &Reading, duty: usize) -> Option<Bytes> {
    const NEAR: usize = 4;
    let clauses = &reading.clauses;
    for clause in clauses[..duty].iter().rev().take(NEAR) {
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
        let circumstance = reading.cues.iter().any(|c| c.start == end && c.classes.has(Class::Prep));
        if is_quantified(&words[start..end]) || rest.is_empty() || circumstance {
            return Some((start, end));
        }
    }
    None
}

/// Whether the one who opens a clause without a modal acts, rather than is acted on or for (外资企业国民待遇).
fn is_actor(words: &str, reading: &Reading, clause: &Clause, (start, end): Bytes) -> bool {
    const AUTHORITIES: [&str; 16] = [
        "委", "委会", "政府", "部", "局", "办", "办公室", "支部", "党组织", "部门", "公司", "财政", "小组", "大家",
        "我们", "同志们",
    ];
    let name = &words[start..end];
    let rest = words[end..clause.end].trim_start();
    let has_limit = rest.starts_with(|c: char| c.is_ascii_digit() || c == '每')
        || reading.cues.iter().any(|c| c.start == end && c.classes.has(Class::Time));
    is_quantified(name) || !rest.is_empty() && (has_limit || AUTHORITIES.iter().any(|a| name.ends_with(a)))
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

/// Whether the words say whom of many they mean.
fn is_quantified(name: &str) -> bool {
    const SIGNS: [&str; 12] =
        ["各", "每", "广大", "全体", "全市", "全县", "全省", "我", "大家", "所有", "等单位", "党委"];
    SIGNS.iter().any(|sign| name.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reader::Reader;

    fn named(text: &str) -> Option<&str> {
        addressee(text, &Reader::new().read(text)).map(|(a, b)| &text[a..b])
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
    fn scratch() {
        let reader = Reader::new();
        for line in std::fs::read_to_string("/tmp/sents.txt").unwrap().lines() {
            let r = reader.read(line);
            eprintln!("{line}\n   => {:?}", addressee(line, &r).map(|(a, b)| &line[a..b]));
            for c in &r.clauses {
                let t = |b: Option<Bytes>| b.map(|(a, b)| &line[a..b]);
                eprintln!("      {:?} {:?} {} agent {:?} given {:?}", c.opening, c.subject, &line[c.start..c.end], t(c.agent), t(c.given));
            }
        }
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
