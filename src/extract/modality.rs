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
    // The first clause that asks for anything; bare verbs before a wish or a ban leave it in their tow.
    let first = clauses.iter().position(|c| c.opening.is_order());
    if let Some(wish) = first.filter(|&i| clauses[i].opening == Opening::Hope) {
        let own = |c: &Clause| duty(c) && matches!(c.subject, Subject::Org | Subject::We);
        let overruled = clauses[wish + 1..].iter().any(own);
        return if overruled { Modality::Obligation } else { Modality::Recommendation };
    }
    if clauses.iter().any(duty) {
        return if softened(item) { Modality::Recommendation } else { Modality::Obligation };
    }
    match first.map(|i| (clauses[i].opening, bans(item, &clauses[i]))) {
        Some((Opening::Ban | Opening::Cannot, _) | (_, true)) => Modality::Prohibition,
        Some((Opening::Will, _)) => Modality::Commitment,
        Some((Opening::Allow, _)) => Modality::Permission,
        _ => Modality::Obligation,
    }
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
    reading.opening() == Opening::Let || item.depth > 0.9 && reading.has(Class::Appeal) && addressed
}
