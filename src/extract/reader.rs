//! Reads a unit clause by clause.

use super::agent::Agents;
use super::clause::{Bytes, Clause, Opening, Reading, Subject};
use super::cue::{Class, Classes, Cue, Cues};
use super::skip;

const MODAL: Classes = Classes::of(&[
    Class::Yao,
    Class::Strong,
    Class::Ban,
    Class::Cannot,
    Class::Hope,
    Class::Allow,
    Class::Will,
    Class::Let,
    Class::Demand,
]);
const SKIPPED: Classes = Classes::of(&[Class::Adverb, Class::Time, Class::Condition]);
const BODIES: Classes = Classes::of(&[Class::Org, Class::Every]);
const VERBS: Classes = Classes::of(&[Class::Verb, Class::Ba]);
/// The same by word: 由办公室…, 允许基层….
const GIVERS: [&str; 3] = ["由", "允许", "准许"];

/// Whether the word gives the floor to whoever is named behind it.
fn gives(cue: &Cue, word: &str) -> bool {
    cue.classes.meets(GIVES)
        || GIVERS.contains(&word)
        || cue.classes.has(Class::Relay) && word.ends_with("要求")
}

const PEOPLE: Classes = Classes::of(&[Class::We, Class::You, Class::Every, Class::Org]);
/// Words that give the floor to the one behind them: 希望各单位…, 要求大家….
const GIVES: Classes = Classes::of(&[Class::Hope, Class::Demand, Class::Need, Class::Ask]);

/// Knows the cues and the names.
#[derive(Debug)]
pub(super) struct Reader {
    cues: Cues,
    agents: Agents,
}

impl Reader {
    /// Loads the tables.
    pub(super) fn new() -> Self {
        Self { cues: Cues::new(), agents: Agents::new() }
    }

    /// Reads a unit.
    pub(super) fn read(&self, text: &str) -> Reading {
        let cues = self.cues.find(text);
        let (quotes, cuts) = marks(text);
        let in_quotes = |c: &Cue| quotes.iter().any(|&(a, b)| a < c.start && c.end <= b);
        let mut quoted = Classes::default();
        for cue in cues.iter().filter(|c| in_quotes(c)) {
            quoted = quoted.with(cue.classes);
        }
        let cues: Vec<Cue> = cues.iter().filter(|c| !in_quotes(c)).copied().collect();
        let mut clauses = Vec::with_capacity(cuts.len() + 1);
        let (mut start, mut first) = (0, 0);
        for (end, next) in cuts.into_iter().chain([(text.len(), text.len())]) {
            let last = first + cues[first..].partition_point(|c| c.start < end);
            if !text[start..end].trim().is_empty() {
                clauses.push(self.clause(text, start, end, &cues, first, last));
            }
            (start, first) = (next, last);
        }
        if clauses.is_empty() {
            clauses.push(self.clause(text, 0, text.len(), &cues, 0, cues.len()));
        }
        // A word of duty or wish speaks for the unit, wherever it opens a clause; else the first clause that says
        // anything.
        let speaks = |c: &Clause| {
            c.opening.is_modal() && !matches!(c.opening, Opening::Allow | Opening::Will | Opening::Cannot)
        };
        let main = clauses
            .iter()
            .position(speaks)
            .or_else(|| clauses.iter().position(|c| !matches!(c.opening, Opening::Prep | Opening::Other)))
            .unwrap_or(0);
        Reading { cues, quoted, clauses, main }
    }

    /// Reads one clause: `cues[first..last]` are those that begin in it.
    fn clause(
        &self,
        text: &str,
        start: usize,
        end: usize,
        cues: &[Cue],
        first: usize,
        last: usize,
    ) -> Clause {
        let own = &cues[first..last];
        let agent = self.agents.subject(text, start, end, own);
        let given = own.iter().enumerate().filter(|(_, c)| gives(c, &text[c.start..c.end]));
        let given = given.filter_map(|(k, c)| self.agents.object(text, c.end, end, &own[k + 1..])).next();
        // 应引起大家重视: the object of the verb.
        let roused = text[start..end].find("引起").map(|i| start + i + "引起".len());
        let roused = own.iter().find(|c| Some(c.start) == roused && c.classes.meets(PEOPLE));
        let given = given.or(roused.map(|c| (c.start, c.end)));
        let clause = opening(text, start, end, cues, first, last, agent);
        Clause { agent, given, ..clause }
    }
}

/// The stretches between quotation marks (of some length: “准”字 is no quotation), and the places where clauses end and
/// the next ones begin.
fn marks(text: &str) -> (Vec<Bytes>, Vec<Bytes>) {
    let (mut quotes, mut cuts, mut open) = (Vec::new(), Vec::new(), None);
    let mut bracket = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '“' | '「' | '《' => open = open.or(Some(i)),
            '”' | '」' | '》' => {
                if let Some(start) = open.take() {
                    quotes.push((start, i));
                }
            }
            '(' | '（' => bracket += 1,
            ')' | '）' => bracket = bracket.saturating_sub(1),
            ',' | '，' | ':' | '：' | ';' | '；' | '。' | '!' | '！' | '?' | '？' | ' ' | '…'
                if open.is_none() && bracket == 0 =>
            {
                cuts.push((i, i + c.len_utf8()));
            }
            _ => {}
        }
    }
    (quotes, cuts)
}

/// What opens a clause, and whether 我们 or 大家 or a topic stands before it.
fn opening(
    text: &str,
    start: usize,
    end: usize,
    cues: &[Cue],
    first: usize,
    last: usize,
    agent: Option<Bytes>,
) -> Clause {
    let mut subject = Subject::None;
    let mut at = skip::marks(text, start, end);
    if start == 0 {
        at = skip::marks(text, skip::number(text, at), end);
    }
    at = skip::marks(text, skip::date(text, at, end), end);
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
        } else if !cue.classes.meets(SKIPPED) || cue.classes.meets(MODAL.with(VERBS)) {
            break;
        }
        at = skip::marks(text, cue.end, end);
        k += 1;
    }
    let done = |from: usize| cues[from..last].iter().any(|c| c.classes.has(Class::Past));
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
        if classes.has(Class::Verb) {
            let opening = if done(k) { Opening::Done } else { Opening::Verb };
            return Clause { opening, cue: Some(k), ..lone };
        }
    }
    // Something stands before: a subject, a topic, a circumstance. The first modal decides, then the first verb
    // right behind a body or people.
    if let Some((m, opening)) = (k..last).find_map(|m| Some((m, modal(&text[..end], cues, m, last)?))) {
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
        let verb =
            (from..last).find(|&v| !cues[v].classes.meets(SKIPPED) || cues[v].classes.has(Class::Verb));
        let is_next = |v: usize| bare(text, cues, behind, from, v) == 0 && !is_noun(text, cues[v].end);
        if let Some(v) = verb.filter(|&v| cues[v].classes.meets(VERBS) && is_next(v)) {
            let opening = if done(v) { Opening::Done } else { Opening::Verb };
            return Clause { opening, subject: Subject::Org, cue: Some(v), ..lone };
        }
    }
    let any = |class: Class| (k..last).find(|&j| cues[j].classes.has(class));
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
        let verb_follows =
            next.is_some_and(|n| n.meets(VERBS.with(SKIPPED).with(Classes::of(&[Class::Prep]))));
        let moves_object =
            ["作为", "纳入", "列入", "列为", "贯穿", "转化为"].iter().any(|w| text[end..].contains(w));
        return (verb_follows && !moves_object).then_some(opening);
    }
    Some(opening)
}
