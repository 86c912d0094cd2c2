//! What to do: the verb phrase of a requirement.

use super::clause::{Bytes, Clause, Opening, Reading};
use super::cue::{Class, Cue};
use super::{relay, skip};
use crate::document::Modality;
use crate::lexicon::is_letter_or_number;
use crate::trim;

/// The bytes of the unit from the first thing asked on, without who must act, the word of duty and final marks. A
/// negation stays unless the whole requirement is a prohibition, and a prohibition ends before what is said of
/// exceptions or offenders. `named`: who must act, where this unit says it.
pub(super) fn action(words: &str, reading: &Reading, modality: Modality, named: Option<Bytes>) -> Bytes {
    let clauses = &reading.clauses;
    let forbids = modality == Modality::Prohibition;
    let is_ban = |c: &Clause| matches!(c.opening, Opening::Ban | Opening::Cannot);
    let holds = |c: &Clause| named.is_some_and(|(start, _)| c.start <= start && start < c.end);
    let says = |c: &Clause| !relay::is_asking(words, reading, c);
    // 财政所每月公布账目: who is named does it in the same clause.
    let does = |c: &Clause| {
        let rest = named.map_or("", |(_, end)| words[end.min(c.end)..c.end].trim());
        holds(c)
            && !rest.is_empty()
            && (c.opening == Opening::Other || clauses.iter().all(|c| !c.opening.is_order()))
    };
    // 培训结束后一周内,各乡镇要…: only when.
    let tells_when = |c: &Clause| {
        trim::end(&words[c.start..c.end]).ends_with(['内', '后', '前', '时', '中'])
            && clauses.iter().any(|later| later.start > c.start && later.opening.is_modal())
    };
    let first = clauses
        .iter()
        .position(|c| {
            says(c) && !tells_when(c) && if forbids { is_ban(c) } else { c.opening.is_order() || does(c) }
        })
        .or_else(|| clauses.iter().position(|c| says(c) && c.opening.is_order()))
        .unwrap_or(reading.main);
    let clause = &clauses[first];
    let cue = clause.cue.map(|k| reading.cues[k]);
    let modal = cue.filter(|_| clause.opening.is_modal() && (forbids || !is_ban(clause)));
    let modal = modal.map(|c| behind(words, c));
    let named = named.filter(|_| holds(clause)).map(|(_, end)| end);
    let plain = cue.filter(|_| matches!(clause.opening, Opening::Ba | Opening::Verb)).map(|c| c.start);
    let start = [modal, named].into_iter().flatten().max().or(plain).unwrap_or(clause.start);
    // (3)实行…: the marker is no part of it.
    let number = skip::number(words, skip::marks(words, 0, words.len()));
    let start = if start == 0 { skip::marks(words, number, words.len()) } else { start };
    let start = negated(words, over_bans(reading, start, forbids), forbids);
    let is_exception = |c: &Clause| {
        let sanction = |cue: &&Cue| cue.classes.has(Class::Sanction);
        c.opening.is_modal() && !is_ban(c)
            || trim::end(&words[c.start..c.end]).ends_with('的')
            || reading
                .cues
                .iter()
                .filter(|cue| c.start <= cue.start && cue.start < c.end)
                .find(sanction)
                .is_some()
    };
    let end =
        clauses[first + 1..].iter().find(|c| forbids && is_exception(c)).map_or(words.len(), |c| c.start);
    trimmed(words, start.min(end), end)
}

/// 不让一名病人…: the negation belongs to the verb behind it.
fn negated(words: &str, start: usize, forbids: bool) -> usize {
    if !forbids && words[..start].ends_with('不') { start - '不'.len_utf8() } else { start }
}

/// Behind the word of duty; of 将在 only 将 is one.
fn behind(words: &str, cue: Cue) -> usize {
    let word = &words[cue.start..cue.end];
    if word.starts_with('将') { cue.start + '将'.len_utf8() } else { cue.end }
}

/// 一律不准: behind the ban that a word of duty strengthens.
fn over_bans(reading: &Reading, start: usize, forbids: bool) -> usize {
    let ban = reading.cues.iter().find(|c| c.start == start && c.classes.has(Class::Ban));
    ban.filter(|_| forbids).map_or(start, |c| c.end)
}

/// The bytes without marks at either end; all of the unit where nothing is left.
fn trimmed(words: &str, start: usize, end: usize) -> (usize, usize) {
    let is_mark = |c: char| {
        !is_letter_or_number(c)
            && !matches!(c, '“' | '”' | '《' | '》' | '(' | ')' | '（' | '）' | '%' | '％')
    };
    let end = words[..end].trim_end_matches(is_mark).len().max(start);
    let lead = words[start..end].trim_start_matches(is_mark);
    if lead.is_empty() { (0, words.len()) } else { (end - lead.len(), end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::addressee::addressee;
    use crate::extract::reader::Reader;

    fn done(text: &str, modality: Modality) -> &str {
        let readings = Reader::new().read(&[text]);
        let reading = readings.iter().next().unwrap();
        let (start, end) = action(text, &reading, modality, addressee(text, &reading));
        &text[start..end]
    }

    #[test]
    fn what_to_do() {
        use Modality::{Obligation, Prohibition, Recommendation};
        assert_eq!(done("各村要在10月底前完成清淤。", Obligation), "在10月底前完成清淤");
        assert_eq!(done("希望大家认真领会,抓好落实。", Recommendation), "认真领会,抓好落实");
        assert_eq!(done("加强在线监测,严禁偷排。", Obligation), "加强在线监测,严禁偷排");
        assert_eq!(done("旅行社不得擅自改变行程,导游要持证上岗。", Prohibition), "擅自改变行程");
        assert_eq!(done("培训结束后一周内,各乡镇要修订预案。", Obligation), "修订预案");
        assert_eq!(done("同志们,希望大家抓好落实。", Recommendation), "抓好落实");
        assert_eq!(done("理事会由村民推选产生。", Obligation), "推选产生");
        assert_eq!(done("不让一名病人被推诿。", Obligation), "不让一名病人被推诿");
        assert_eq!(done("对超载车辆,一律不准上路。", Prohibition), "上路");
        assert_eq!(done("不得隐瞒疫情,违者严肃处理。", Prohibition), "隐瞒疫情");
        assert_eq!(done("财政所负责资金监管。", Obligation), "负责资金监管");
        assert_eq!(done("省委强调,各地要抓好落实。", Obligation), "抓好落实");
        assert_eq!(done("由办公室提出名单,报党委审定。", Obligation), "提出名单,报党委审定");
    }
}
