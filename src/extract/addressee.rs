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
]);
/// What may stand before one and does not belong to it.
const BEFORE: Classes = Classes::of(&[Class::Adverb, Class::Time, Class::Condition]);
/// Words that give the floor to the addressee behind them: 希望各单位…, 要求大家….
const GIVES: Classes = Classes::of(&[Class::Hope, Class::Demand, Class::Need]);
const DUTY: Classes =
    Classes::of(&[Class::Yao, Class::Strong, Class::Ban, Class::Hope, Class::Allow, Class::Will, Class::Demand]);

/// No addressee is longer, in bytes.
const LONGEST: usize = 180;

/// The bytes of the unit that name who must act.
pub(super) fn addressee(words: &str, reading: &Reading) -> Option<(usize, usize)> {
    let clauses = &reading.clauses;
    let has_duty = |c: &Clause| c.opening.is_modal();
    // First the clauses with a modal, each with what leads up to it; then those with a bare verb.
    for (i, clause) in clauses.iter().enumerate().filter(|(_, c)| has_duty(c)) {
        if let Some(found) = in_clause(words, reading, clause) {
            return Some(found);
        }
        // 各单位在推荐工作中,要…: the name stands in a clause before that says nothing of its own.
        for before in clauses[..i].iter().rev().take(4) {
            let leads_up = match before.opening {
                Opening::Prep | Opening::Other => true,
                Opening::Verb | Opening::Ba | Opening::Copula => clause.opening != Opening::Hope,
                _ => false,
            };
            if !leads_up {
                break;
            }
            if let Some(found) = in_clause(words, reading, before) {
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
        .find_map(|clause| in_clause(words, reading, clause))
}

/// The name that opens a clause, or that a word of wish gives the floor to.
fn in_clause(words: &str, reading: &Reading, clause: &Clause) -> Option<(usize, usize)> {
    let cues: Vec<Cue> =
        reading.cues.iter().filter(|c| clause.start <= c.start && c.start < clause.end).copied().collect();
    let given = cues.iter().position(|c| c.classes.meets(GIVES));
    given
        .and_then(|k| name(words, &cues[k + 1..], cues[k].end, clause.end))
        .or_else(|| name(words, &cues, clause.start, clause.end))
}

/// The name that stands at `at`, once connectives are skipped.
fn name(words: &str, cues: &[Cue], at: usize, end: usize) -> Option<(usize, usize)> {
    let mut start = skip(words, at, end);
    let mut k = 0;
    while let Some(cue) = cues.get(k).filter(|c| c.start <= start) {
        let opener = words[cue.start..cue.end].starts_with(['由', '作']) && cue.classes.has(Class::Prep);
        if cue.start == start && !(cue.classes.meets(BEFORE) || opener) || cue.classes.meets(NAMES) {
            break;
        }
        start = skip(words, start.max(cue.end), end);
        k += 1;
    }
    // A verb, a circumstance, a modal: nobody is named here. 推荐单位 is one word and no verb.
    if let Some(cue) = cues.get(k).filter(|c| c.start == start)
        && !cue.classes.meets(NAMES)
        && cue.classes != Classes::default()
        && !names_follow(words, cues, k)
    {
        return None;
    }
    for (i, cue) in cues.iter().enumerate().skip(k).filter(|(_, c)| c.classes.meets(NAMES)) {
        let behind = behind_bracket(words, cue.end, end);
        if behind - start > LONGEST {
            return None;
        }
        let rest = &words[behind..end.max(behind)];
        let next = cues[i + 1..].iter().find(|c| c.start >= behind);
        let goes_on = rest.starts_with(['、', '和', '及', '与', '或', '的', '“', '以'])
            || ["尤其是", "特别是", "以及"].iter().any(|w| rest.starts_with(w))
            || next.is_some_and(|n| n.start == behind && n.classes.meets(NAMES) && !n.classes.meets(DUTY));
        if goes_on {
            continue;
        }
        let ends = rest.trim().is_empty() || next.is_some_and(|n| n.start == behind && n.classes.meets(FOLLOWS));
        if ends {
            let trimmed = words[start..behind].trim_end();
            return (!trimmed.is_empty()).then_some((start, start + trimmed.len()));
        }
    }
    None
}

/// Whether the verb at `k` is the beginning of a name: 参与单位, 从事信息工作的同志.
fn names_follow(words: &str, cues: &[Cue], k: usize) -> bool {
    let Some(next) = cues.get(k + 1) else { return false };
    let text = &words[cues[k].start..cues[k].end];
    text.starts_with("从事") || cues[k].classes.has(Class::Verb) && next.start == cues[k].end && next.classes.has(Class::Org)
}

/// Behind a bracket that belongs to the name: 各中央企业(在京).
fn behind_bracket(words: &str, at: usize, end: usize) -> usize {
    let rest = &words[at..end.max(at)];
    if !rest.starts_with(['(', '（']) {
        return at;
    }
    rest.char_indices().take(24).find(|(_, c)| matches!(c, ')' | '）')).map_or(at, |(i, c)| at + i + c.len_utf8())
}

/// Steps over blanks, commas, numbers of items and opening brackets.
fn skip(words: &str, at: usize, end: usize) -> usize {
    let rest = &words[at..end.max(at)];
    let bare = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | '.' | ':' | '：' | '(' | '（' | ')' | '）');
    let mut behind = rest.trim_start_matches(bare);
    let number = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '×');
    if number.len() < behind.len() && number.starts_with(['、', '.', ')', '）']) {
        behind = number.trim_start_matches(bare);
    }
    end.max(at) - behind.len()
}
