//! A unit read clause by clause: what opens each one, who stands before the modal, what kind of statement it all is.

use super::cue::{Class, Classes, Cue};

/// What a clause opens with, once connectives, adverbs and times are skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Opening {
    /// 要.
    Yao,
    /// 必须, 应.
    Strong,
    /// 不得, 严禁.
    Ban,
    /// 不能.
    Cannot,
    /// 希望, 建议.
    Hope,
    /// 可, 可以.
    Allow,
    /// 将, 拟.
    Will,
    /// 让我们.
    Let,
    /// 这就要求.
    Demand,
    /// 把…, 使….
    Ba,
    /// A bare verb: 加强….
    Verb,
    /// A verb and 了 or 过 in the same clause.
    Done,
    /// 在…中, 按照…: a circumstance and nothing more.
    Prep,
    /// …是….
    Copula,
    /// 存在…, …不够.
    Lack,
    /// 谢谢, 祝….
    Thank,
    /// None of these.
    Other,
}

impl Opening {
    /// All, in order.
    pub(super) const ALL: [Self; 17] = [
        Self::Yao,
        Self::Strong,
        Self::Ban,
        Self::Cannot,
        Self::Hope,
        Self::Allow,
        Self::Will,
        Self::Let,
        Self::Demand,
        Self::Ba,
        Self::Verb,
        Self::Done,
        Self::Prep,
        Self::Copula,
        Self::Lack,
        Self::Thank,
        Self::Other,
    ];

    /// Its name in the weight table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Yao => "要",
            Self::Strong => "must",
            Self::Ban => "ban",
            Self::Cannot => "不能",
            Self::Thank => "thanks",
            Self::Hope => "hope",
            Self::Allow => "may",
            Self::Will => "will",
            Self::Let => "appeal",
            Self::Demand => "demand",
            Self::Ba => "把",
            Self::Verb => "verb",
            Self::Done => "done",
            Self::Prep => "circumstance",
            Self::Copula => "是",
            Self::Lack => "lack",
            Self::Other => "other",
        }
    }

    /// Whether a word of duty, wish or permission opens it.
    pub(super) fn is_modal(self) -> bool {
        self <= Self::Demand
    }

    /// Whether it can be an order.
    pub(super) fn is_order(self) -> bool {
        self <= Self::Verb
    }
}

/// Who stands before the modal or the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Nobody.
    None,
    /// 我们.
    We,
    /// 大家.
    You,
    /// A body or people: 各单位.
    Org,
    /// Something else: 信息工作.
    Topic,
}

impl Subject {
    /// All, in order.
    pub(super) const ALL: [Self; 5] = [Self::None, Self::We, Self::You, Self::Org, Self::Topic];

    /// Its name in the weight table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::None => "nobody",
            Self::We => "we",
            Self::You => "you",
            Self::Org => "body",
            Self::Topic => "topic",
        }
    }
}

/// A clause of a unit; places are bytes of the unit.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// First byte.
    pub(super) start: usize,
    /// The byte behind it, its comma left out.
    pub(super) end: usize,
    /// What opens it.
    pub(super) opening: Opening,
    /// Who stands before that.
    pub(super) subject: Subject,
    /// The cue that made the opening, as an index into the unit's cues.
    pub(super) cue: Option<usize>,
}

/// A unit, read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Its cues outside quotation marks, in order.
    pub(super) cues: Vec<Cue>,
    /// The classes of the cues inside quotation marks.
    pub(super) quoted: Classes,
    /// Its clauses, at least one.
    pub(super) clauses: Vec<Clause>,
    /// The clause that speaks for the unit, as an index.
    pub(super) main: usize,
}

impl Reading {
    /// The opening that speaks for the unit.
    pub(super) fn opening(&self) -> Opening {
        self.clauses[self.main].opening
    }

    /// Who stands before it.
    pub(super) fn subject(&self) -> Subject {
        self.clauses[self.main].subject
    }

    /// Whether a cue of the class stands anywhere outside quotation marks.
    pub(super) fn has(&self, class: Class) -> bool {
        self.cues.iter().any(|c| c.classes.has(class))
    }
}

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

/// Reads a unit whose cues are known.
pub(super) fn read(text: &str, cues: &[Cue]) -> Reading {
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
            clauses.push(clause(text, start, end, &cues, first, last));
        }
        (start, first) = (next, last);
    }
    if clauses.is_empty() {
        clauses.push(clause(text, 0, text.len(), &cues, 0, cues.len()));
    }
    // A word of duty or wish speaks for the unit, wherever it opens a clause; else the first clause that says anything.
    let main = clauses
        .iter()
        .position(|c| {
            c.opening.is_modal() && !matches!(c.opening, Opening::Allow | Opening::Will | Opening::Cannot)
        })
        .or_else(|| clauses.iter().position(|c| !matches!(c.opening, Opening::Prep | Opening::Other)))
        .unwrap_or(0);
    Reading { cues, quoted, clauses, main }
}

/// From one byte up to, not including, another.
type Bytes = (usize, usize);

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

/// Reads one clause: `cues[first..last]` are those that begin in it.
fn clause(text: &str, start: usize, end: usize, cues: &[Cue], first: usize, last: usize) -> Clause {
    let mut subject = Subject::None;
    let mut at = skip_marks(text, start, end);
    if start == 0 {
        at = skip_marks(text, skip_number(text, at), end);
    }
    at = skip_marks(text, skip_date(text, at, end), end);
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
        at = skip_marks(text, cue.end, end);
        k += 1;
    }
    let done = |from: usize| cues[from..last].iter().any(|c| c.classes.has(Class::Past));
    let lone = Clause { start, end, opening: Opening::Other, subject, cue: None };
    if at >= end && subject == Subject::None {
        // 第一, / 同时, / 今后,: nothing but what is skipped.
        return Clause { opening: Opening::Prep, ..lone };
    }
    if k < last && cues[k].start == at {
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
        let body = (k..m).rev().find(|&j| !cues[j].classes.meets(SKIPPED));
        let is_body = body.is_some_and(|j| {
            cues[j].classes.meets(BODIES) && gap(text, cues, j, m) <= 6 && !text[at..].starts_with('对')
        });
        let subject = match (is_body, subject) {
            (true, _) => Subject::Org,
            (false, Subject::None) => Subject::Topic,
            (false, known) => known,
        };
        return Clause { opening, subject, cue: Some(m), ..lone };
    }
    let opens_circumstance = k < last && cues[k].start == at && cues[k].classes.has(Class::Prep);
    for j in k..last {
        let after =
            (j + 1..last).find(|&v| !cues[v].classes.meets(SKIPPED) || cues[v].classes.has(Class::Verb));
        if cues[j].classes.meets(BODIES)
            && let Some(v) = after
            && cues[v].classes.meets(VERBS)
            && gap(text, cues, j, v) == 0
            && !is_noun(text, cues[v].end)
        {
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
    Clause { opening, subject: if cue.is_some() { Subject::Topic } else { subject }, cue, ..lone }
}

const BODIES: Classes = Classes::of(&[Class::Org, Class::Every]);
const VERBS: Classes = Classes::of(&[Class::Verb, Class::Ba]);

/// Whether the verb that ends at `at` is the beginning of a noun: 宣传工作, 宣传和信息工作.
fn is_noun(text: &str, at: usize) -> bool {
    const BEHIND: [&str; 22] = [
        "工作", "活动", "事业", "队伍", "建设", "任务", "体系", "机制", "制度", "报道", "部门", "单位",
        "人员", "领导", "能力", "水平", "质量", "渠道", "和", "及", "与", "的",
    ];
    BEHIND.iter().any(|noun| text[at..].starts_with(noun))
}

/// How many bytes between two cues no skipped cue covers.
fn gap(text: &str, cues: &[Cue], from: usize, to: usize) -> usize {
    let mut at = cues[from].end;
    let mut bare = 0;
    for cue in &cues[from + 1..to] {
        bare += cue.start.saturating_sub(at);
        at = at.max(cue.end);
    }
    bare += text[at..cues[to].start.max(at)].trim_matches(|c: char| !c.is_alphanumeric()).len();
    bare
}

/// The opening that the cue makes if it is a modal. 要求 and 需要 are where a name
/// follows; 将 before a noun is 把, and so it
/// is in 将…作为….
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

/// Steps over a number that marks an item: 1、 ×、 2.
fn skip_number(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '×');
    let is_marker = behind.len() < rest.len() && behind.starts_with(['、', '.', '．', ')', '）']);
    if is_marker { text.len() - behind.len() } else { at }
}

/// Steps over a date that opens a clause: 4月20日前, 12月23日―24日.
fn skip_date(text: &str, at: usize, end: usize) -> usize {
    const PARTS: &str = "年月日号底末初上中下旬前之以内起期间份×xX*―—-－~～至到";
    let rest = &text[at..end.max(at)];
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || PARTS.contains(c));
    let date = &rest[..rest.len() - behind.len()];
    let is_date =
        date.starts_with(|c: char| c.is_ascii_digit() || c == '×') && date.contains(['年', '月', '日']);
    if is_date { at + date.len() } else { at }
}

/// Steps over blanks, quotation marks, commas of a series and the like.
fn skip_marks(text: &str, at: usize, end: usize) -> usize {
    let rest = &text[at..end.max(at)];
    end.max(at) - rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '×').len()
}
