//! The forms of heading markers and what only looks like them: the tables, compiled.

use std::collections::BTreeMap;

use super::pattern::{Bits, Hit, Lead, Pattern};
use crate::lexicon::{self, Trie};

/// Forms that count on in one series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// 一、
    Han,
    /// (一)
    Paren,
    /// 1、
    Digit,
    /// (1)
    DigitParen,
    /// ①
    Circled,
    /// ×、
    Mask,
    /// 第一步,
    Step,
    /// 第一,
    Ordinal,
    /// 一是, 一要
    Spoken,
    /// 首先, 其次
    Sequence,
    /// ——
    Dash,
    /// ●
    Bullet,
    /// A heading without marker on its own line.
    Plain,
    /// A topic sentence that opens one of several parallel paragraphs.
    Topic,
    /// Heading styles of Word, by level.
    StyleOne,
    StyleTwo,
    StyleThree,
}

impl Family {
    /// How many there are.
    pub(super) const COUNT: usize = Self::StyleThree as usize + 1;

    /// Written forms whose order is fixed in any document: 一、 over (一) over 1、 over (1) over ①.
    pub(super) fn written(self) -> bool {
        self <= Self::Circled
    }

    /// Whether one family stands over another in any document: by the order of the written forms, or of styles.
    pub(super) fn outranks(self, other: Self) -> bool {
        let alike = self.written() && other.written() || self >= Self::StyleOne && other >= Self::StyleOne;
        alike && self < other || self == Self::StyleOne && other.written()
    }

    /// Whether its items carry no numbers.
    pub(super) fn uncounted(self) -> bool {
        matches!(self, Self::Mask | Self::Dash | Self::Bullet) || self >= Self::Plain
    }

    fn named(name: &str) -> Self {
        match name {
            "han" => Self::Han,
            "paren" => Self::Paren,
            "digit" => Self::Digit,
            "digit_paren" => Self::DigitParen,
            "circled" => Self::Circled,
            "mask" => Self::Mask,
            "step" => Self::Step,
            "ordinal" => Self::Ordinal,
            "spoken" => Self::Spoken,
            "sequence" => Self::Sequence,
            "dash" => Self::Dash,
            "bullet" => Self::Bullet,
            _ => panic!("no family of heading forms: {name}"),
        }
    }
}

/// Where a marker stands, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Opens its line.
    Line,
    /// Opens a unit: behind 。 or ;.
    Unit,
    /// Behind a note in brackets that is all there is of its unit before: (在全乡水利会上的讲话)二…
    Note,
    /// Behind a colon.
    Colon,
    /// Behind a comma, a bracket or white space.
    Clause,
    /// Anywhere else.
    Inside,
}

impl Place {
    const ALL: [Self; 6] = [Self::Line, Self::Unit, Self::Note, Self::Colon, Self::Clause, Self::Inside];

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "line" => Self::Line,
            "unit" => Self::Unit,
            "note" => Self::Note,
            "colon" => Self::Colon,
            "clause" => Self::Clause,
            "inside" => Self::Inside,
            "never" => return None,
            _ => panic!("no place of a marker: {name}"),
        })
    }
}

/// A row of the table of forms.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) name: &'static str,
    pub(super) family: Family,
    pattern: Pattern,
    place: Place,
    /// The weakest place where one item alone is believed.
    pub(super) alone: Option<Place>,
}

/// All forms and look-alikes.
#[derive(Debug)]
pub(super) struct Forms {
    forms: Vec<Form>,
    not_from: Vec<Pattern>,
    /// Words that make no marker of what follows, read backwards.
    not_before: Trie<()>,
    /// The characters that can begin a form or a look-alike, in order, and what each can begin.
    begin: Vec<char>,
    opened: Vec<Standing>,
    /// What any character can begin.
    always: Standing,
}

/// Forms and look-alikes, as indices, in order.
#[derive(Clone, Debug, Default)]
struct Opened {
    forms: Vec<usize>,
    alike: Vec<usize>,
}

/// Forms by the place where they may begin, and look-alikes.
#[derive(Clone, Debug)]
struct Standing {
    forms: [Vec<usize>; Place::ALL.len()],
    /// What may stand behind the first character of one of them.
    second: [Bits; Place::ALL.len()],
    /// Look-alikes by the one character that may stand behind their number, in order of these.
    alike: Vec<(Option<char>, Vec<usize>)>,
}

impl Standing {
    fn new(opened: &Opened, forms: &[Form], not_from: &[Pattern]) -> Self {
        let at = |place| opened.forms.iter().copied().filter(move |&i| forms[i].stands(place));
        let second = |place| at(place).map(|i| forms[i].pattern.second()).collect();
        let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for &i in &opened.alike {
            alike.entry(not_from[i].behind()).or_default().push(i);
        }
        Self {
            forms: Place::ALL.map(|place| at(place).collect()),
            second: Place::ALL.map(second),
            alike: alike.into_iter().collect(),
        }
    }

    /// The look-alikes that ask for this character behind their number, or for none.
    fn alike(&self, behind: Option<char>) -> &[usize] {
        self.alike.binary_search_by_key(&behind, |own| own.0).map_or(&[], |i| &self.alike[i].1)
    }
}

impl Form {
    /// Whether it may begin at a place. What counts behind a note counts nowhere else.
    fn stands(&self, place: Place) -> bool {
        place <= self.place && (self.place != Place::Note || place == Place::Note)
    }
}

/// Notes for each character which patterns it can begin.
fn index(
    opened: &mut BTreeMap<char, Opened>,
    always: &mut Opened,
    patterns: &[&Pattern],
    list: fn(&mut Opened) -> &mut Vec<usize>,
) {
    let mut add = |c: Option<char>, i: usize| match c {
        Some(c) => list(opened.entry(c).or_default()).push(i),
        None => list(always).push(i),
    };
    for (i, pattern) in patterns.iter().enumerate() {
        match pattern.begins() {
            Some(chars) => chars.into_iter().for_each(|c| add(Some(c), i)),
            None => add(None, i),
        }
    }
    for (_, own) in opened.iter_mut() {
        list(own).extend(list(always).iter().copied());
        list(own).sort_unstable();
    }
}

impl Forms {
    /// Compiles the tables.
    pub(super) fn new() -> Self {
        let forms: Vec<Form> = lexicon::rows(include_str!("../lexicon/heading_forms.tsv"))
            .map(|[name, family, pattern, place, alone, _]| Form {
                name,
                family: Family::named(family),
                pattern: Pattern::new(pattern),
                place: Place::named(place).expect("a form has a place"),
                alone: Place::named(alone),
            })
            .collect();
        let (mut not_from, mut not_before) = (Vec::new(), Vec::new());
        for [side, field, _] in lexicon::rows(include_str!("../lexicon/marker_lookalikes.tsv")) {
            match side {
                "from" => not_from.push(Pattern::new(field)),
                "before" => not_before.push((field, ())),
                _ => panic!("a look-alike stands before or from, not {side}"),
            }
        }
        let (mut opened, mut always) = (BTreeMap::new(), Opened::default());
        let patterns: Vec<&Pattern> = forms.iter().map(|f| &f.pattern).collect();
        index(&mut opened, &mut always, &patterns, |o| &mut o.forms);
        index(&mut opened, &mut always, &not_from.iter().collect::<Vec<_>>(), |o| &mut o.alike);
        // A character that only look-alikes begin still begins what any can.
        for own in opened.values_mut().filter(|own| own.forms.is_empty()) {
            own.forms.clone_from(&always.forms);
        }
        let always = Standing::new(&always, &forms, &not_from);
        let (begin, opened) =
            opened.iter().map(|(c, own)| (*c, Standing::new(own, &forms, &not_from))).unzip();
        Self { forms, not_from, not_before: Trie::backwards(not_before), begin, opened, always }
    }

    /// The form behind an index.
    pub(super) fn get(&self, form: usize) -> &Form {
        &self.forms[form]
    }

    /// The form that fits at the beginning of `text`, which ends with its line and stands at `place`; and whether
    /// it may be a look-alike that only its neighbours can save: 第一任务要清 before 第二重点要准.
    pub(super) fn fit(&self, text: &str, place: Place) -> Option<(usize, Hit, bool)> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let opened = self.begin.binary_search(&first).map_or(&self.always, |i| &self.opened[i]);
        let standing = &opened.forms[place as usize];
        if !opened.second[place as usize].may_have(chars.next()) {
            return None;
        }
        let lead = Lead::of(text);
        let fits = |&i: &usize| Some((i, self.forms[i].pattern.fit(text, lead)?));
        let (form, hit) = standing.iter().find_map(fits)?;
        // 第一点, is a form, 第一点 and what follows is none: the look-alikes hold for markers that are no longer.
        let longer = |&i: &usize| self.not_from[i].fit(text, lead).is_some_and(|like| like.len > hit.len);
        let mut behind = lead.behind().map(Some).chain([None]);
        let alike = behind.any(|behind| opened.alike(behind).iter().any(longer));
        let doubtful = alike && place == Place::Line && self.forms[form].name == "ordinal_bare";
        (!alike || doubtful).then_some((form, hit, doubtful))
    }

    /// Whether `text` ends with words that make no marker of what follows.
    pub(super) fn barred(&self, text: &str) -> bool {
        self.not_before.ends(text)
    }
}
