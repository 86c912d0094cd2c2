//! What to do: the verb phrase of a requirement.

use super::clause::{Clause, Opening, Reading};
use super::cue::{Class, Cue};
use super::relay;
use crate::document::Modality;

/// The bytes of the unit from the first thing asked on, without who must act, the word of duty and final marks. A
/// negation stays unless the whole requirement is a prohibition, and a prohibition ends before what is said of
/// exceptions or offenders.
pub(super) fn action(words: &str, reading: &Reading, modality: Modality) -> (usize, usize) {
    let clauses = &reading.clauses;
    let forbids = modality == Modality::Prohibition;
    let is_ban = |c: &Clause| matches!(c.opening, Opening::Ban | Opening::Cannot);
    let asks = |c: &Clause| {
        if relay::is_asking(words, reading, c) {
            return false;
        }
        c.opening.is_order() || c.opening == Opening::Other && (c.agent.is_some() || c.given.is_some())
    };
    let first = clauses
        .iter()
        .position(|c| if forbids { is_ban(c) } else { asks(c) })
        .or_else(|| clauses.iter().position(|c| c.opening.is_order()))
        .unwrap_or(reading.main);
    let clause = &clauses[first];
    let cue = clause.cue.map(|k| reading.cues[k]);
    let modal =
        cue.filter(|_| clause.opening.is_modal() && (forbids || !is_ban(clause))).map(|c| behind(words, c));
    // Behind whoever is named, where the word of duty does not stand behind that already.
    let named = [clause.agent, clause.given].into_iter().flatten().map(|(_, end)| end).max();
    let plain = cue.filter(|_| matches!(clause.opening, Opening::Ba | Opening::Verb)).map(|c| c.start);
    let start = [modal, named].into_iter().flatten().max().or(plain).unwrap_or(clause.start);
    let start = over_bans(reading, start, forbids);
    let is_exception = |c: &Clause| {
        let sanction = |cue: &&Cue| cue.classes.has(Class::Sanction);
        c.opening == Opening::Allow
            || c.opening == Opening::Strong
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
        !c.is_alphanumeric() && !matches!(c, '“' | '”' | '《' | '》' | '(' | ')' | '（' | '）' | '%' | '％')
    };
    let end = words[..end].trim_end_matches(is_mark).len().max(start);
    let lead = words[start..end].trim_start_matches(is_mark);
    if lead.is_empty() { (0, words.len()) } else { (end - lead.len(), end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reader::Reader;

    fn done(text: &str, modality: Modality) -> &str {
        let (start, end) = action(text, &Reader::new().read(text), modality);
        &text[start..end]
    }

    #[test]
    fn what_to_do() {
        use Modality::{Obligation, Prohibition, Recommendation};
        assert_eq!(done("各村要在10月底前完成清淤。", Obligation), "在10月底前完成清淤");
        assert_eq!(done("希望大家认真领会,抓好落实。", Recommendation), "认真领会,抓好落实");
        assert_eq!(done("加强在线监测,严禁偷排。", Obligation), "加强在线监测,严禁偷排");
        assert_eq!(done("旅行社不得擅自改变行程。", Prohibition), "擅自改变行程");
        assert_eq!(done("对超载车辆,一律不准上路。", Prohibition), "上路");
        assert_eq!(done("不得隐瞒疫情,违者严肃处理。", Prohibition), "隐瞒疫情");
        assert_eq!(done("财政所负责资金监管。", Obligation), "负责资金监管");
        assert_eq!(done("省委强调,各地要抓好落实。", Obligation), "抓好落实");
        assert_eq!(done("由办公室提出名单,报党委审定。", Obligation), "提出名单,报党委审定");
    }
}
