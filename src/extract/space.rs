//! The features that speak for and against: every one has a number for the machine and a name for people.

use super::clause::{Opening, Subject};
use super::cue::Class;
use super::stand::Stand;

/// A family of features: one for each pair of a row and a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Family {
    base: usize,
    columns: usize,
}

impl Family {
    /// The number of a feature.
    #[inline]
    pub(super) fn id(self, row: usize, column: usize) -> u16 {
        (self.base + row * self.columns + column) as u16
    }
}

/// What kind of statement a unit is, coarsely; the rows of most families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// 要, 必须, 不得, 这就要求.
    Duty,
    /// 希望, 让我们.
    Wish,
    /// 可, 将.
    Open,
    /// A bare verb, 把….
    Bare,
    /// Done.
    Done,
    /// 是, 存在.
    Statement,
    /// Anything else.
    Other,
}

impl Group {
    const NAMES: [&str; 7] = ["duty", "wish", "may/will/不能", "bare", "done", "statement", "other"];
    /// The row of all groups together, where a family has one.
    pub(super) const ANY: usize = 7;

    /// The group of an opening.
    pub(super) fn of(opening: Opening) -> Self {
        match opening {
            Opening::Yao | Opening::Strong | Opening::Ban | Opening::Demand => Self::Duty,
            Opening::Hope | Opening::Let => Self::Wish,
            Opening::Allow | Opening::Will | Opening::Cannot => Self::Open,
            Opening::Ba | Opening::Verb => Self::Bare,
            Opening::Done => Self::Done,
            Opening::Copula | Opening::Lack | Opening::Thank => Self::Statement,
            Opening::Prep | Opening::Other => Self::Other,
        }
    }
}

/// All features.
#[derive(Clone, Debug)]
pub struct Space {
    names: Vec<String>,
    /// What the main clause opens with, by who stands before it.
    pub(super) opens: Family,
    /// What the first and the last clause open with.
    pub(super) ends: Family,
    /// The group, with a cue of a class beside it.
    pub(super) with: Family,
    /// The group, under a heading or behind a lead-in.
    pub(super) under: [Family; 4],
    /// The group, by its neighbours.
    pub(super) after: Family,
    /// The group, by those behind.
    pub(super) before: Family,
    /// The group, by how many of the paragraph, the stretch, the last few are duties or done.
    pub(super) among: [Family; 4],
    /// The group, by its place.
    pub(super) place: Family,
    /// The group, by length and end mark.
    pub(super) shape: Family,
    /// The group, by how many of its clauses are orders.
    pub(super) orders: Family,
    /// Links: what makes an item decide as the one before.
    pub(super) link: Family,
}

impl Default for Space {
    fn default() -> Self {
        Self::new()
    }
}

/// Places an item can have: names of the columns of [`Space::place`].
pub(super) const PLACES: [&str; 14] = [
    "first of paragraph",
    "last of paragraph",
    "alone in paragraph",
    "inside paragraph",
    "opens a point",
    "behind a run-in heading",
    "start of speech",
    "end of speech",
    "first under heading",
    "in news or report",
    "in a notice or plan",
    "before a heading",
    "before a point",
    "announces what follows",
];
/// Columns of [`Space::shape`].
pub(super) const SHAPES: [&str; 18] = [
    "under 10 characters",
    "under 25 characters",
    "under 60 characters",
    "long",
    "ends ?",
    "ends :",
    "ends ;",
    "ends !",
    "quotes a modal",
    "ends in a quotation",
    "limit: calendar",
    "limit: frequency",
    "limit: duration",
    "limit: event",
    "somebody is named first",
    "somebody is given the floor",
    "a clause …的",
    "in brackets",
];
/// Columns of [`Space::link`].
pub(super) const LINKS: [&str; 8] = [
    "always",
    "same paragraph",
    "next paragraph",
    "heading between",
    "after a semicolon",
    "point opens",
    "same opening",
    "lead-in before",
];
const SHARES: [&str; 4] = ["none", "few", "half", "most"];

impl Space {
    /// Lays out all features.
    pub fn new() -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut family = |rows: &[&str], columns: &[String]| {
            let base = names.len();
            for row in rows {
                names.extend(columns.iter().map(|column| match *row {
                    "" => column.clone(),
                    row => format!("{row} {column}"),
                }));
            }
            Family { base, columns: columns.len() }
        };
        let groups = &Group::NAMES;
        let with_any = &["duty", "wish", "may/will/不能", "bare", "done", "statement", "other", "any"];
        let labels =
            |prefix: &str, list: &[&str]| list.iter().map(|x| format!("{prefix}{x}")).collect::<Vec<_>>();
        let openings = Opening::ALL.map(Opening::name);
        let subjects = Subject::ALL.map(Subject::name);
        let stands = Stand::ALL.map(Stand::name);
        let classes: Vec<&str> = Class::ALL.iter().map(|c| c.name()).collect();
        Self {
            opens: family(
                &openings.map(|o| format!("opens {o}")).each_ref().map(String::as_str),
                &labels("by ", &subjects),
            ),
            ends: family(&["first clause", "last clause"], &labels("opens ", &openings)),
            with: family(with_any, &labels("with ", &classes)),
            under: [
                family(with_any, &labels("under heading ", &stands)),
                family(with_any, &labels("under chapter ", &stands)),
                family(with_any, &labels("after lead-in ", &stands)),
                family(with_any, &labels("in paragraph after ", &stands)),
            ],
            after: family(groups, &labels("after ", groups)),
            before: family(groups, &labels("before ", groups)),
            among: [
                family(with_any, &labels("duties in paragraph: ", &SHARES)),
                family(with_any, &labels("duties in section: ", &SHARES)),
                family(with_any, &labels("done in section: ", &SHARES)),
                family(with_any, &labels("duties in the five before: ", &SHARES)),
            ],
            place: family(with_any, &labels("", &PLACES)),
            shape: family(with_any, &labels("", &SHAPES)),
            orders: family(with_any, &labels("orders among clauses: ", &SHARES)),
            link: family(&["as before:"], &labels("", &LINKS)),
            names,
        }
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// A feature's name.
    pub fn name(&self, id: u16) -> &str {
        &self.names[usize::from(id)]
    }

    /// Whether a feature links an item with the one before.
    pub fn is_link(&self, id: u16) -> bool {
        usize::from(id) >= self.link.base
    }
}
