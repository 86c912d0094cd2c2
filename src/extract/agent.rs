//! Who acts: names of bodies and people, by where they stand.

use super::clause::Bytes;
use super::cue::{Class, Classes, Cue};
use super::ending::Endings;
use super::marks::Behind;
use super::names::without_adverb;
use super::skip;

/// What may stand right behind a name: a modal, a verb, an adverb, a circumstance.
const FOLLOWS: Classes = Classes::DUTY.with(Classes::VERBS).with(Classes::of(&[
    Class::Adverb,
    Class::Time,
    Class::Prep,
    Class::Copula,
    Class::Past,
    Class::PastTime,
    Class::Able,
    Class::Need,
    Class::Ask,
    Class::Assign,
    Class::Norm,
    Class::Relay,
]));
/// Behind these no name goes on.
const LAST: Classes = Classes::DUTY.with(Classes::of(&[Class::Demand, Class::Copula]));
/// Before these no name has begun.
const NO_NAME: Classes = FOLLOWS.with(LAST).with(Classes::of(&[Class::Let]));
/// What makes a verb of what stands behind a name.
const DOES: Classes = Classes::VERBS.with(Classes::of(&[Class::Norm, Class::Assign]));
/// What may stand before a name and does not belong to it.
const BEFORE: Classes = Classes::BEFORE.with(Classes::of(&[Class::PastTime]));
const NAMES: Classes = Classes::of(&[Class::Org, Class::Every, Class::We, Class::You]);
const PRONOUNS: Classes = Classes::of(&[Class::We, Class::You]);

/// No name is longer, in bytes.
const LONGEST_NAME: usize = 180;

/// Where a name may end, and the classes of what follows there.
pub(super) type Borders = Vec<(usize, Classes)>;

/// The words of a unit, a clause or the rest of one, in which a name is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    /// The unit.
    pub(super) text: &'a str,
    /// Their first byte, and the byte behind them.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The cues among them.
    pub(super) cues: &'a [Cue],
    /// The classes of these cues, and perhaps of others.
    pub(super) classes: Classes,
    /// What stands before their end.
    pub(super) behind: Behind,
}

/// Finds names.
#[derive(Debug)]
pub(super) struct Agents(Endings);

impl Agents {
    /// Loads the tables.
    pub(super) fn new() -> Self {
        Self(Endings::new())
    }

    /// The name that opens these words once connectives and times are skipped; marks and a number before it are behind.
    /// `room` is to work in.
    pub(super) fn subject(&self, within: Words, room: &mut Borders) -> Option<Bytes> {
        let Words { text, start, end, cues, classes: all, behind } = within;
        let (at, each_that) = self.skip(text, start, end, cues);
        // 多个部门, 组织和推动: a measure word or a verb begins no name.
        let first = text[at..].chars().next().unwrap_or_default();
        if first == '个' || first == '组' && text[at..].starts_with("组织和") {
            return None;
        }
        // One or none, nearly always.
        let k = cues.iter().take_while(|c| c.start < at).count();
        let opener = cues.get(k).filter(|c| c.start == at);
        let is_let = |c: &&Cue| c.classes.has(Class::Let) && &text[c.start..c.end] == "让我们";
        if let Some(cue) = opener.filter(is_let) {
            return Some((cue.end - "我们".len(), cue.end));
        }
        let opening = opener.map_or(Classes::default(), |c| c.classes);
        let opens_verb = opening.meets(Classes::VERBS);
        let mut verb = opens_verb.then_some(at);
        if verb.is_none() && !opening.meets(NAMES) && opening.meets(NO_NAME) && first != '从' {
            return None;
        }
        let borders = borders(Words { start: at, cues: &cues[k..], ..within }, room);
        let pronouns = all.meets(PRONOUNS) && cues[k..].iter().any(|c| c.classes.meets(PRONOUNS));
        let duty = if all.meets(Classes::DUTY) {
            borders.iter().rposition(|(_, classes)| classes.meets(Classes::DUTY))
        } else {
            None
        };
        let listed = behind.list > at;
        for (b, &(border, classes)) in borders.iter().enumerate() {
            let words = &text[at..border];
            if pronouns || listed || self.0.may_name(words) || words.len() > LONGEST_NAME {
                let name = without_adverb(words);
                if name.len() > LONGEST_NAME {
                    return None;
                }
                // 这一点大家要牢记: a pronoun is a name of its own.
                let is_pronoun = |c: &&Cue| c.end == at + name.len() && c.classes.meets(PRONOUNS);
                let pronoun = if pronouns { cues[k..].iter().find(is_pronoun) } else { None };
                if let Some(pronoun) = pronoun.filter(|p| p.start == at || classes.meets(Classes::DUTY)) {
                    return Some((pronoun.start, pronoun.end));
                }
                // 政协宣传工作要…: a verb between name and modal makes a noun of both, unless the name says whom of many.
                let is_part = duty > Some(b)
                    && classes.has(Class::Verb)
                    && !classes.has(Class::Adverb)
                    && !name.starts_with(['各', '每', '全']);
                let is_name = !is_part
                    && !name.ends_with('、')
                    && match verb {
                        None => self.0.names(name),
                        // 没有专用库房的乡镇,: the clause is nothing else.
                        Some(_) if !opens_verb && border == end && name.contains('的') => self.0.names(name),
                        Some(verb) => self.names_with_verb(name, verb - at, listed, classes, each_that),
                    };
                if is_name {
                    return Some((
                        at,
                        self.end_of_name(text, at, name, (border, classes), &borders[b + 1..]),
                    ));
                }
            }
            if classes.meets(Classes::DUTY) && verb.is_none() {
                return self.before_circumstance(text, at, border);
            }
            if classes.meets(LAST) {
                return None;
            }
            if classes.has(Class::Prep) {
                verb = Some(at);
            } else if classes.meets(DOES) {
                verb = verb.or(Some(border));
            }
        }
        // 各镇街接到投诉后: whatever follows, 各 opens a name.
        const WHOM: [&str; 5] = ["各", "全体", "广大", "任何", "所有"];
        let whom = matches!(first, '各' | '全' | '广' | '任' | '所')
            && WHOM.iter().any(|word| text[at..].starts_with(word));
        if whom { self.prefix(text, at, end) } else { None }
    }

    /// The name between which and the modal at `border` a circumstance stands: 体育老师上课前要….
    fn before_circumstance(&self, text: &str, at: usize, border: usize) -> Option<Bytes> {
        let words = &text[at..border];
        // All circumstances end where the adverbs begin, but those that begin among them.
        let end = at + without_adverb(words).len();
        let is_one = text[at..end].ends_with(CIRCUMSTANCE);
        let may_be = |&to: &usize| to > end || is_one && text[to..end].chars().count() <= FEW_OF_CIRCUMSTANCE;
        let mut ends = words.char_indices().rev().map(|(i, _)| at + i).take_while(may_be);
        ends.find(|&to| is_circumstance(&text[to..border]) && self.0.is_known(&text[at..to]))
            .map(|to| (at, to))
    }

    /// Where the name that opens at `at` ends, which may be before `border` or, by what follows there, behind it.
    fn end_of_name(
        &self,
        text: &str,
        at: usize,
        name: &str,
        (border, classes): (usize, Classes),
        later: &[(usize, Classes)],
    ) -> usize {
        // 技术人员到园区创办企业: a name ends where somebody goes.
        const LONG: usize = 14;
        let long = name.chars().count() > LONG;
        let goes = if long { name.find(['到', '向', '把', '给']) } else { None };
        if let Some(to) = goes.map(|i| at + i).filter(|&to| self.0.is_known(&text[at..to])) {
            return to;
        }
        // 市县|教育局要: what stands behind may belong to it.
        let mut later = later.iter().map(|&(to, _)| to);
        let longer = later.rfind(|&to| classes.has(Class::Verb) && self.is_part(&text[border..to]));
        at + without_adverb(&text[at..longer.unwrap_or(border)]).len()
    }

    /// The name that stands right at `at`, in a place where somebody must be named (behind 希望, 由): where no word that
    /// the tables know follows it, as far as its words reach.
    pub(super) fn object(&self, words: Words, room: &mut Borders) -> Option<Bytes> {
        let Words { text, start, end, cues, .. } = words;
        let start = skip::opening(text, start, end);
        self.subject(Words { start, ..words }, room).or_else(|| {
            let (at, _) = self.skip(text, start, end, cues);
            let opening = cues.iter().find(|c| c.start == at).map_or(Classes::default(), |c| c.classes);
            let is_verb = opening.meets(Classes::VERBS.with(FOLLOWS)) && !opening.meets(NAMES);
            let pronoun = cues.iter().find(|c| c.start == at && c.classes.meets(PRONOUNS));
            if is_verb { None } else { self.prefix(text, at, end).or(pronoun.map(|c| (c.start, c.end))) }
        })
    }

    /// The shortest beginning of `text[at..end]` that is a name and does not go on.
    fn prefix(&self, text: &str, at: usize, end: usize) -> Option<Bytes> {
        const FEW: usize = 16;
        const LONGER: usize = 3;
        let ends = text[at..end.max(at)].char_indices().map(|(i, c)| at + i + c.len_utf8());
        let names: Vec<usize> = ends
            .take(FEW)
            .filter(|&to| self.0.is_known(&text[at..to]) && !self.0.cuts_word(text, to))
            .collect();
        let goes_on = |to: usize| {
            let rest = &text[to..end];
            rest.starts_with(['、', '和', '及', '与', '的', '们', '或']) || rest.starts_with("以及")
        };
        let near = |to: usize| names.iter().any(|&n| n > to && text[to..n].chars().count() <= LONGER);
        names.iter().copied().find(|&to| !goes_on(to) && !near(to)).map(|to| (at, to))
    }

    /// Where the words begin once connectives and times are skipped, and whether 凡是 stands before them.
    fn skip(&self, text: &str, mut at: usize, end: usize, cues: &[Cue]) -> (usize, bool) {
        let mut each_that = false;
        let mut ahead = cues.iter();
        // Cues stand in order, and so do the places where one is looked for.
        while let Some(cue) = ahead.find(|c| c.start >= at).filter(|c| c.start == at) {
            if !cue.classes.meets(Classes::OPENER)
                && (!cue.classes.meets(BEFORE) || cue.classes.meets(NAMES.with(Classes::VERBS)))
            {
                break;
            }
            // 更多的年轻人: no adverb after all.
            if text[cue.end..end.max(cue.end)].starts_with('的') {
                break;
            }
            each_that |= cue.classes.meets(Classes::EACH_THAT);
            at = skip::marks(text, skip::date(text, skip::marks(text, cue.end, end), end), end);
        }
        if text[at..].starts_with('一') {
            for one in ["一名", "一个", "一位"] {
                at += if text[at..].starts_with(one) { one.len() } else { 0 };
            }
        }
        (at, each_that)
    }

    /// Whether words with a verb in them are a name: one that the verb is part of (县督查室), or before a modal
    /// (列入清单的企业要…). `verb` is its place in the name, `may_list` whether there may be a 、 in it.
    fn names_with_verb(
        &self,
        name: &str,
        verb: usize,
        may_list: bool,
        follows: Classes,
        each_that: bool,
    ) -> bool {
        const FEW: usize = 6;
        let is_list = may_list && name.contains('、');
        if is_list && name.contains('等') {
            return self.0.bound(name);
        }
        let before_duty = follows.meets(Classes::DUTY) || each_that;
        // 分管副县长、项目法人必须…
        let listed = || name.split('、').all(|item| self.0.names(item) || self.0.bound(item));
        if before_duty && is_list && listed() {
            return true;
        }
        let is_part = name.get(verb..).is_some_and(|rest| self.is_part(rest));
        let quantified = name.starts_with(['各', '每']);
        // 住|建局: a short word may hold a verb; 并|保证秘书处 is two.
        let rest = name[verb..].chars().count();
        is_part && (quantified || name[..verb].chars().count() > 1 || rest == 2)
            || before_duty
                && (self.0.bound(name)
                    || (name.contains('的') || name.chars().count() <= FEW) && self.0.names(name))
    }

    /// Whether words that open with a verb can be the second half of a name: 督查室, 推荐单位.
    fn is_part(&self, words: &str) -> bool {
        const FEW: usize = 6;
        let short = words.len() <= FEW || words.char_indices().nth(FEW).is_none();
        short && !words.bytes().any(|b| b.is_ascii_digit()) && self.0.bound(words)
    }
}

/// How circumstances end.
const CIRCUMSTANCE: [char; 7] = ['前', '后', '时', '中', '内', '间', '上'];
/// How many characters they have at most.
const FEW_OF_CIRCUMSTANCE: usize = 8;

/// Whether nothing but a circumstance stands there: 上课前, 在校期间.
fn is_circumstance(words: &str) -> bool {
    let words = without_adverb(words);
    words.chars().count() <= FEW_OF_CIRCUMSTANCE && words.ends_with(CIRCUMSTANCE)
}

/// Where a name that opens these words may end, and the classes of what follows there, in order; what `out` held is gone.
fn borders<'a>(words: Words, out: &'a mut Borders) -> &'a Borders {
    let Words { text, start: at, end, cues, behind, .. } = words;
    // No name is longer, and a text without any comma is not searched to its end for each word.
    const LONGEST: usize = 240;
    let whole = end;
    let end = text.floor_char_boundary(end.min(at + LONGEST)).max(at);
    out.clear();
    for cue in cues.iter().skip_while(|c| c.start <= at).take_while(|c| c.start < end) {
        if cue.classes.meets(FOLLOWS.with(LAST)) && !cue.classes.meets(NAMES) {
            // 矫正对象所在社区: 所在 is one word.
            let is_inside = cue.classes.meets(Classes::AT) && text[..cue.start].ends_with('所');
            if !cue.classes.meets(Classes::GOES_ON) && !is_inside {
                out.push((cue.start, cue.classes));
            }
        } else if cue.classes.has(Class::Every) && cue.classes.meets(Classes::APIECE) {
            out.push((cue.start, Class::Every.into()));
        }
    }
    // Most words have no digit at all.
    if behind.digit > at {
        let bytes = text.as_bytes()[at..end].iter().enumerate();
        // The figures of one number tell the same.
        let mut in_number = false;
        let digits = bytes.skip(1).filter(|(_, b)| {
            let was = std::mem::replace(&mut in_number, b.is_ascii_digit());
            in_number && !was
        });
        let limit = |i: usize| skip::date(text, i, end) > i || is_span(&text[i..end]);
        if let Some(digit) = digits.map(|(i, _)| at + i).find(|&i| limit(i)) {
            out.insert(out.partition_point(|&(border, _)| border <= digit), (digit, Class::Time.into()));
        }
    }
    if end == whole {
        out.push((end, Classes::default()));
    }
    out
}

/// Whether a span of time opens the words: 24小时内, 3日内.
fn is_span(words: &str) -> bool {
    const UNITS: [&str; 8] = ["小时", "分钟", "天", "日", "个工作日", "个月", "周", "年"];
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = UNITS.iter().find_map(|unit| rest.strip_prefix(unit));
    behind.is_some_and(|rest| {
        rest.starts_with(['内', '前']) || rest.starts_with("之内") || rest.starts_with("以内")
    })
}
