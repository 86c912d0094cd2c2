//! What opens a clause: a modal, a verb, something told.

use std::ops::Range;

use super::agent::Words;
use super::clause::{Bytes, Clause, Opening, Subject};
use super::cue::{Class, Classes, Cue};
use super::marks::Behind;
use super::skip;

const BODIES: Classes = Classes::of(&[Class::Org, Class::Every]);
/// What may be a modal.
const MODALS: Classes = Classes::MODAL.with(Classes::of(&[Class::Ask, Class::Need]));

/// Where a clause stands.
pub(super) struct Place<'a> {
    /// The unit.
    pub(super) text: &'a str,
    /// First byte of the clause.
    pub(super) start: usize,
    /// First byte of its words, behind marks, a number, a date.
    pub(super) at: usize,
    /// The byte behind it.
    pub(super) end: usize,
    /// The cues of the unit.
    pub(super) cues: &'a [Cue],
    /// The classes of those that begin in the clause.
    pub(super) classes: Classes,
    /// The first that begins in the clause.
    first: usize,
    /// The first behind it.
    last: usize,
    /// What was passed at its end.
    behind: Behind,
}

impl<'a> Place<'a> {
    /// The clause at these bytes of a unit, with these of its cues.
    pub(super) fn new(
        text: &'a str,
        bytes: Range<usize>,
        cues: &'a [Cue],
        own: Range<usize>,
        behind: Behind,
    ) -> Self {
        let Range { start, end } = bytes;
        let at = skip::opening(text, start, end);
        let classes = cues[own.clone()].iter().fold(Classes::default(), |all, cue| all.with(cue.classes));
        Self { text, start, at, end, cues, classes, first: own.start, last: own.end, behind }
    }

    /// Its words, marks and the like before them left out.
    pub(super) fn words(&self) -> Words<'a> {
        let &Self { text, at: start, end, classes, behind, .. } = self;
        Words { text, start, end, cues: self.own(), classes, behind }
    }

    /// The cues that begin in the clause.
    pub(super) fn own(&self) -> &'a [Cue] {
        &self.cues[self.first..self.last]
    }
}

/// What opens a clause, and whether 我们 or 大家 or a topic stands before it.
pub(super) fn read(place: &Place, agent: Option<Bytes>) -> Clause {
    let &Place { text, start, mut at, end, cues, classes: all, first, last, .. } = place;
    let may_be_modal = all.meets(MODALS);
    let mut subject = Subject::None;
    let mut k = first;
    // Skip what may stand before the verb, and take a bare 我们 or 大家 for the subject.
    while k < last && cues[k].start <= at {
        let cue = cues[k];
        if cue.start < at {
            k += 1;
            continue;
        }
        if cue.classes.has(Class::We) {
            subject = Subject::We;
        } else if cue.classes.has(Class::You) {
            subject = Subject::You;
        } else if !cue.classes.meets(Classes::BEFORE)
            || cue.classes.meets(Classes::MODAL.with(Classes::VERBS))
        {
            break;
        }
        at = skip::marks(text, cue.end, end);
        k += 1;
    }
    let done =
        |from: usize| all.has(Class::Past) && cues[from..last].iter().any(|c| c.classes.has(Class::Past));
    let lone = Clause { start, end, opening: Opening::Other, subject, agent, given: None, cue: None };
    if at >= end && subject == Subject::None {
        // 第一, / 同时, / 今后,: nothing but what is skipped.
        return Clause { opening: Opening::Prep, ..lone };
    }
    // 执法人员不得…: a verb that opens a name opens no clause.
    let in_name = agent.is_some_and(|(from, behind)| from <= at && at < behind);
    if k < last && cues[k].start == at && !in_name {
        let classes = cues[k].classes;
        if let Some(opening) = modal(&text[..end], cues, k, last) {
            return Clause { opening, cue: Some(k), ..lone };
        }
        if classes.has(Class::Thank) {
            return Clause { opening: Opening::Thank, cue: Some(k), ..lone };
        }
        if classes.has(Class::Ba) {
            return Clause {
                opening: if done(k) { Opening::Done } else { Opening::Ba },
                cue: Some(k),
                ..lone
            };
        }
        // 整改不到位的必须停产: the verb belongs to those who are meant.
        let meant = |m: usize| text[..cues[m].start].ends_with('的');
        let of_those =
            may_be_modal && (k + 1..last).any(|m| meant(m) && modal(&text[..end], cues, m, last).is_some());
        if classes.has(Class::Verb) && !of_those {
            let opening = if done(k) { Opening::Done } else { Opening::Verb };
            return Clause { opening, cue: Some(k), ..lone };
        }
    }
    // Something stands before: a subject, a topic, a circumstance. The first modal decides, then the first verb
    // right behind a body or people.
    let modals = if may_be_modal { k..last } else { last..last };
    if let Some((m, opening)) =
        modals.into_iter().find_map(|m| Some((m, modal(&text[..end], cues, m, last)?)))
    {
        let is_body = agent.is_some_and(|(_, behind)| behind <= cues[m].start);
        let subject = match subject {
            Subject::None if is_body => Subject::Org,
            Subject::None => Subject::Topic,
            known => known,
        };
        return Clause { opening, subject, cue: Some(m), ..lone };
    }
    let opens_circumstance = k < last && cues[k].start == at && cues[k].classes.has(Class::Prep);
    if let Some((_, behind)) = agent.filter(|_| subject == Subject::None) {
        // The verb right behind a body or people.
        let from = (k..last).find(|&j| cues[j].start >= behind).unwrap_or(last);
        let verb = (from..last)
            .find(|&v| !cues[v].classes.meets(Classes::BEFORE) || cues[v].classes.has(Class::Verb));
        let is_next = |v: usize| bare(text, cues, behind, from, v) == 0 && !is_noun(text, cues[v].end);
        if let Some(v) = verb.filter(|&v| cues[v].classes.meets(Classes::VERBS) && is_next(v)) {
            let opening = if done(v) { Opening::Done } else { Opening::Verb };
            return Clause { opening, subject: Subject::Org, cue: Some(v), ..lone };
        }
    }
    let any =
        |class: Class| all.has(class).then(|| (k..last).find(|&j| cues[j].classes.has(class))).flatten();
    let (opening, cue) = if opens_circumstance {
        (Opening::Prep, Some(k))
    } else if let Some(j) = any(Class::Copula) {
        (Opening::Copula, Some(j))
    } else if let Some(j) = any(Class::Lack) {
        (Opening::Lack, Some(j))
    } else if let Some(j) = any(Class::Past) {
        (Opening::Done, Some(j))
    } else {
        (Opening::Other, None)
    };
    let subject = match subject {
        _ if agent.is_some() && subject == Subject::None => Subject::Org,
        _ if cue.is_some() => Subject::Topic,
        known => known,
    };
    Clause { opening, subject, cue, ..lone }
}

/// Whether the verb that ends at `at` is the beginning of a noun: 宣传工作, 宣传和信息工作.
fn is_noun(text: &str, at: usize) -> bool {
    const BEHIND: [&str; 22] = [
        "工作", "活动", "事业", "队伍", "建设", "任务", "体系", "机制", "制度", "报道", "部门", "单位",
        "人员", "领导", "能力", "水平", "质量", "渠道", "和", "及", "与", "的",
    ];
    BEHIND.iter().any(|noun| text[at..].starts_with(noun))
}

/// How many bytes between a place and a cue neither the cues between nor dates cover.
fn bare(text: &str, cues: &[Cue], mut at: usize, from: usize, to: usize) -> usize {
    let mut bare = 0;
    for cue in &cues[from..=to] {
        at = skip::marks(text, skip::date(text, at, cue.start.max(at)), cue.start.max(at));
        bare += cue.start.saturating_sub(at);
        at = at.max(cue.end);
    }
    bare
}

/// The opening that the cue makes if it is a modal. 要求 and 需要 are where a name follows; 将 before a noun is 把, and so it is in 将…作为….
fn modal(text: &str, cues: &[Cue], k: usize, last: usize) -> Option<Opening> {
    let Cue { classes, end, .. } = cues[k];
    if !classes.meets(MODALS) {
        return None;
    }
    let next = cues[k + 1..last].first().filter(|next| next.start == end).map(|next| next.classes);
    if classes.has(Class::Ask) || classes.has(Class::Need) {
        return next
            .filter(|n| n.meets(BODIES.with(Classes::of(&[Class::We, Class::You]))))
            .map(|_| Opening::Demand);
    }
    let opening = [
        (Class::Strong, Opening::Strong),
        (Class::Yao, Opening::Yao),
        (Class::Ban, Opening::Ban),
        (Class::Cannot, Opening::Cannot),
        (Class::Hope, Opening::Hope),
        (Class::Allow, Opening::Allow),
        (Class::Let, Opening::Let),
        (Class::Demand, Opening::Demand),
        (Class::Will, Opening::Will),
    ]
    .into_iter()
    .find(|&(class, _)| classes.has(class))?
    .1;
    if opening == Opening::Will && classes.has(Class::Ba) {
        let verb_follows = next
            .is_some_and(|n| n.meets(Classes::VERBS.with(Classes::BEFORE).with(Classes::of(&[Class::Prep]))));
        let moves_object =
            ["作为", "纳入", "列入", "列为", "贯穿", "转化为"].iter().any(|w| text[end..].contains(w));
        // 我们还将开放…: whatever follows, it is our will.
        let ours = cues[..k].iter().rev().take(2).any(|c| c.classes.has(Class::We));
        return ((verb_follows || ours) && !moves_object).then_some(opening);
    }
    Some(opening)
}
