//! Cues: the words of the genre, by class, found in one pass.
//!
//! The longest word at a place wins, so that an exception is a longer word (主要 hides 要). A word may be of several
//! classes.

use crate::lexicon::{self, Starts, Trie, members};

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a cue stands for. The names are those of the first column of `cues.tsv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Class {
            $($(#[$doc])* $variant,)*
        }

        impl Class {
            /// All classes, in order.
            pub(super) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in the tables.
            pub(super) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

classes! {
    Yao = "yao",
    Need = "need",
    /// 离不开.
    Rely = "rely",
    Demand = "demand",
    Strong = "strong",
    Ban = "ban",
    /// 不能, a ban or a failing.
    Cannot = "cannot",
    Hope = "hope",
    /// 请, a wish that is an order.
    Bid = "bid",
    /// 我表个态, 我承诺.
    Pledge = "pledge",
    /// 尽量.
    Least = "least",
    Allow = "allow",
    Will = "will",
    Let = "let",
    /// 更大贡献: what closing appeals are made of.
    Appeal = "appeal",
    /// 要求, a duty where a name follows.
    Ask = "ask",
    Adverb = "adv",
    Time = "time",
    Prep = "prep",
    Ba = "ba",
    We = "we",
    You = "you",
    Verb = "verb",
    Past = "past",
    /// 成效明显, told or hoped for.
    Result = "result",
    PastTime = "pasttime",
    Copula = "copula",
    Explain = "explain",
    Mean = "mean",
    Lack = "lack",
    Able = "able",
    Thank = "thank",
    Agenda = "agenda",
    Meeting = "meeting",
    Quote = "quote",
    Relay = "relay",
    Goal = "goal",
    Question = "question",
    Condition = "cond",
    /// 不少于, 一律: what lays a norm down without a modal.
    Norm = "norm",
    /// 牵头, 负责: who does what in a plan.
    Assign = "assign",
    /// 免职, 取消资格: what happens to those who fail.
    Sanction = "sanction",
    /// 预期目标是: what targets follow.
    Aim = "aim",
    /// 请…发言, 请…批评指正: no request to do anything.
    Polite = "polite",
    Every = "every",
    Org = "org",
}

// The bits above them are those of [`Classes::APIECE`] and so on.
const _: () = assert!(Class::ALL.len() <= 58);

/// A set of classes, and what else is asked of a cue by its word (the constants from [`Self::FLOOR`] on): told when the
/// table is loaded, so that no words are compared later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

impl Classes {
    /// The set of these.
    #[inline]
    pub(super) const fn of(classes: &[Class]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < classes.len() {
            bits |= 1 << classes[i] as u64;
            i += 1;
        }
        Self(bits)
    }

    /// Whether it holds the class.
    #[inline]
    pub(super) fn has(self, class: Class) -> bool {
        self.0 & 1 << class as u64 != 0
    }

    /// The numbers of its classes in [`Class::ALL`], in order.
    #[inline]
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        members(self.0 & ((1 << Class::ALL.len()) - 1))
    }

    /// Whether the two share a class.
    #[inline]
    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Words of duty, wish, permission and intent.
    pub(super) const DUTY: Self = Self::of(&[
        Class::Yao,
        Class::Strong,
        Class::Ban,
        Class::Cannot,
        Class::Hope,
        Class::Allow,
        Class::Will,
    ]);
    /// All that [`Opening::is_modal`](super::clause::Opening::is_modal) knows.
    pub(super) const MODAL: Self = Self::DUTY.with(Self::of(&[Class::Let, Class::Demand]));
    /// A verb, or 把 before its object.
    pub(super) const VERBS: Self = Self::of(&[Class::Verb, Class::Ba]);
    /// What may stand before a subject or a verb and belongs to neither.
    pub(super) const BEFORE: Self = Self::of(&[Class::Adverb, Class::Time, Class::Condition]);

    /// Words that give the floor to the one behind them: 希望各单位…, 要求大家…, and by word 由办公室…, 允许基层….
    pub(super) const FLOOR: Self = Self(1 << 63);
    /// 由 and the like, which may stand before a name.
    pub(super) const OPENER: Self = Self(1 << 62);
    /// 凡 and 凡是.
    pub(super) const EACH_THAT: Self = Self(1 << 61);
    /// 和 and the like, behind which a name goes on.
    pub(super) const GOES_ON: Self = Self(1 << 60);
    /// What begins with 在.
    pub(super) const AT: Self = Self(1 << 59);
    /// What begins with 每 or 人.
    pub(super) const APIECE: Self = Self(1 << 58);

    /// What is asked of a word of a class.
    fn of_word(word: &str, class: Option<Class>) -> Self {
        const GIVES: Classes = Classes::of(&[Class::Hope, Class::Demand, Class::Need, Class::Ask]);
        let gives = class.is_some_and(|class| GIVES.has(class))
            || matches!(word, "由" | "允许" | "准许")
            || class == Some(Class::Relay) && word.ends_with("要求");
        let told = [
            (Self::FLOOR, gives),
            (Self::OPENER, matches!(word, "由" | "作为" | "凡" | "凡是")),
            (Self::EACH_THAT, matches!(word, "凡" | "凡是")),
            (Self::GOES_ON, matches!(word, "和" | "与" | "同" | "及" | "以及" | "以")),
            (Self::AT, word.starts_with('在')),
            (Self::APIECE, word.starts_with(['每', '人'])),
        ];
        let own = class.map_or(Self::default(), Self::from);
        told.into_iter().filter(|told| told.1).fold(own, |all, (one, _)| all.with(one))
    }

    /// Both together.
    #[inline]
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl From<Class> for Classes {
    fn from(class: Class) -> Self {
        Self::of(&[class])
    }
}

/// A cue in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cue {
    /// What it stands for; no class for the exceptions of class `none`.
    pub(super) classes: Classes,
    /// First byte in the text that was searched.
    pub(super) start: usize,
    /// The byte behind it.
    pub(super) end: usize,
}

/// Finds cues.
#[derive(Debug)]
pub(super) struct Cues {
    words: Trie<Classes>,
    starts: Starts,
}

impl Cues {
    /// Loads the table.
    pub(super) fn new() -> Self {
        let rows = lexicon::rows(include_str!("../lexicon/cues.tsv"));
        let words = rows.flat_map(|[class, list, _reason]| {
            let class = Class::ALL.iter().copied().find(|c| c.name() == class);
            list.split(' ').map(move |word| (word, Classes::of_word(word, class)))
        });
        // A word may be of several classes.
        let words = Trie::merged(words, Classes::with);
        Self { starts: words.beginnings(), words }
    }

    /// The cues of `text`, in order, without overlap.
    pub(super) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Cue> + 'a {
        let found = self.words.find_among(&self.starts, text);
        found.map(|(at, &classes)| Cue { classes, start: at.start, end: at.end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_table_is_known() {
        for [class, ..] in lexicon::rows::<3>(include_str!("../lexicon/cues.tsv")) {
            assert!(class == "none" || Class::ALL.iter().any(|c| c.name() == class), "{class}");
        }
    }

    #[test]
    fn longer_words_hide_their_parts() {
        let found = |text: &str| {
            Cues::new().find(text).filter(|c| c.classes.has(Class::Yao)).map(|c| c.start).collect::<Vec<_>>()
        };
        assert_eq!(found("主要任务重要"), Vec::<usize>::new());
        assert_eq!(found("也要抓"), vec!["也".len()]);
    }
}
