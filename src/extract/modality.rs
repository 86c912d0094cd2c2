//! What kind of duty a requirement lays down.
//!
//! The strongest word that opens a clause decides, with two exceptions that the labels settled: a ban beside a duty is
//! part of the duty, and a wish governs what it embeds, but not a later clause with its own subject and its own 要.

use super::clause::{Clause, Opening, Subject};
use super::context::Item;
use super::cue::Class;
use crate::document::Modality;

/// The modality of a unit that is a requirement.
pub(super) fn modality(item: &Item) -> Modality {
    let clauses = &item.reading.clauses;
    let duty =
        |c: &Clause| matches!(c.opening, Opening::Yao | Opening::Strong | Opening::Demand) && !bans(item, c);
    if is_appeal(item) {
        return Modality::Exhortation;
    }
    if item.reading.has(Class::Pledge) && item.reading.has(Class::We) {
        return Modality::Commitment;
    }
    // The first clause that asks for anything; bare verbs before a wish or a ban leave it in their tow.
    let first = clauses.iter().position(|c| c.opening.is_order());
    if let Some(wish) = first.filter(|&i| clauses[i].opening == Opening::Hope) {
        let own = |c: &Clause| duty(c) && matches!(c.subject, Subject::Org | Subject::We);
        let overruled = clauses[wish + 1..].iter().any(own) || bids(item, &clauses[wish]);
        return if overruled { Modality::Obligation } else { Modality::Recommendation };
    }
    let forbids = |c: &Clause| matches!(c.opening, Opening::Ban | Opening::Cannot) || bans(item, c);
    // 旅行社不得…,导游要…: a ban that comes first is the main thing, whoever else is told something.
    let other = |c: &Clause| duty(c) && c.subject == Subject::Org;
    if let Some(i) =
        first.filter(|&i| clauses[i].opening == Opening::Ban && clauses[i].subject == Subject::Org)
        && clauses[i + 1..].iter().any(other)
    {
        return Modality::Prohibition;
    }
    if clauses.iter().any(duty) {
        return if softened(item) { Modality::Recommendation } else { Modality::Obligation };
    }
    match first.map(|i| (i, clauses[i].opening, forbids(&clauses[i]))) {
        // 各机构实行24小时值班,不得…: who is named first does something.
        Some((i, _, true)) if clauses[..i].iter().any(|c| is_plan(item, c)) => Modality::Obligation,
        Some((_, _, true)) => Modality::Prohibition,
        Some((_, Opening::Will, _)) => Modality::Commitment,
        // 财政部门于每年1月底前拨付…,可以…: a duty before what is allowed.
        Some((i, Opening::Allow, _)) if item.limit.is_some() && clauses[..i].iter().any(acts) => {
            Modality::Obligation
        }
        Some((_, Opening::Allow, _)) => Modality::Permission,
        _ => Modality::Obligation,
    }
}

/// Whether somebody is named first and what follows is neither told nor wrong.
fn acts(clause: &Clause) -> bool {
    clause.opening == Opening::Other && clause.subject == Subject::Org
}

/// Whether a clause without a modal tells what somebody does.
fn is_plan(item: &Item, clause: &Clause) -> bool {
    let plan = |c: &super::cue::Cue| c.classes.has(Class::Norm) || c.classes.has(Class::Assign);
    clause.opening == Opening::Other
        && (clause.subject == Subject::Org || clause.given.is_some())
        && item.reading.cues.iter().filter(|c| clause.start <= c.start && c.start < clause.end).any(plan)
}

/// 请各单位…: a request of the office is an order.
fn bids(item: &Item, clause: &Clause) -> bool {
    clause.cue.is_some_and(|k| item.reading.cues[k].classes.has(Class::Bid))
}

/// 要坚决禁止…: the duty is a ban.
fn bans(item: &Item, clause: &Clause) -> bool {
    let Some(k) = clause.cue else { return false };
    let mut at = item.reading.cues[k].end;
    for cue in &item.reading.cues[k + 1..] {
        if cue.start != at || cue.start >= clause.end {
            return false;
        }
        if cue.classes.has(Class::Ban) || cue.classes.has(Class::Cannot) {
            return !cue.classes.has(Class::Verb) || matches!(clause.opening, Opening::Yao | Opening::Strong);
        }
        if !cue.classes.has(Class::Adverb) {
            return false;
        }
        at = cue.end;
    }
    false
}

/// 要尽量…: the duty is a wish. 要鼓励… is a duty.
fn softened(item: &Item) -> bool {
    let main = &item.reading.clauses[item.reading.main];
    let Some(k) = main.cue else { return false };
    let follows = |c: &&super::cue::Cue| c.start == item.reading.cues[k].end && c.classes.has(Class::Least);
    item.reading.cues[k + 1..].first().filter(follows).is_some()
}

/// A closing appeal: 让我们…, or near the end of the speech 同志们,我们要…, 为…而努力奋斗.
fn is_appeal(item: &Item) -> bool {
    let reading = &item.reading;
    let addressed = reading.clauses.iter().any(|c| matches!(c.subject, Subject::We | Subject::You));
    let first = reading.clauses.iter().find(|c| c.opening.is_order() || c.subject == Subject::Org);
    first.is_some_and(|c| c.opening == Opening::Let)
        || item.depth > 0.9 && reading.has(Class::Appeal) && addressed
}
