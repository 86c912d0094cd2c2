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

/// From one byte of a unit up to, not including, another.
pub(super) type Bytes = (usize, usize);

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
    /// Who is named at its opening.
    pub(super) agent: Option<Bytes>,
    /// Who is given the floor in it: 希望大家…, 由办公室….
    pub(super) given: Option<Bytes>,
    /// The cue that made the opening, as an index into the unit's cues.
    pub(super) cue: Option<usize>,
}

/// A unit, read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading<'a> {
    /// Its cues outside quotation marks, in order.
    pub(super) cues: &'a [Cue],
    /// The classes of them all.
    pub(super) classes: Classes,
    /// The classes of the cues inside quotation marks.
    pub(super) quoted: Classes,
    /// Its clauses, at least one.
    pub(super) clauses: &'a [Clause],
    /// The clause that speaks for the unit, as an index.
    pub(super) main: usize,
}

impl Reading<'_> {
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
        self.classes.has(class)
    }
}
