//! Word lists of the stage, and the small questions that are asked of them.

use super::pattern::counting;
use crate::lexicon::{self, CharSet, Trie};
use std::sync::LazyLock;

/// The figures that say how many things there are.
static NUMBERS: LazyLock<CharSet> =
    LazyLock::new(|| "一二三四五六七八九十".chars().chain('0'..='9').chain('０'..='９').collect());

/// The tables of words.
#[derive(Debug)]
pub(super) struct Lists {
    /// Read backwards, as the endings.
    announcements: Trie<()>,
    closings: Trie<()>,
    turns: Trie<()>,
    summaries: Trie<()>,
    ends: Vec<&'static str>,
    duties: Vec<&'static str>,
    limits: Vec<&'static str>,
    counted: Trie<()>,
    actors: Trie<()>,
    endings: Trie<()>,
    openings: Trie<()>,
    exclusions: Trie<()>,
}

impl Lists {
    /// Reads the tables.
    pub(super) fn new() -> Self {
        let words = |table| lexicon::rows(table).map(|[words, _]| (words, ()));
        let [mut closings, mut turns, mut summaries] = [const { Vec::new() }; 3];
        let mut ends = Vec::new();
        for [kind, words, _] in lexicon::rows(include_str!("../lexicon/paragraph_turns.tsv")) {
            match kind {
                "closing" => closings.push((words, ())),
                "turn" => turns.push((words, ())),
                "summary" => summaries.push((words, ())),
                "end" => ends.push(words),
                _ => panic!("a paragraph's opening is a closing, turn, summary or end, not {kind}"),
            }
        }
        let [mut duties, mut limits] = [const { Vec::new() }; 2];
        let [mut counted, mut actors] = [const { Vec::new() }; 2];
        for [kind, words, _] in lexicon::rows(include_str!("../lexicon/list_item_words.tsv")) {
            match kind {
                "duty" => duties.push(words),
                "limit" => limits.push(words),
                "counted" => counted.push((words, ())),
                "actor" => actors.push((words, ())),
                _ => panic!("a list item's words name a duty, a limit, a count or an actor, not {kind}"),
            }
        }
        Self {
            announcements: Trie::backwards(words(include_str!("../lexicon/list_announcements.tsv"))),
            closings: Trie::new(closings),
            turns: Trie::new(turns),
            summaries: Trie::new(summaries),
            ends,
            duties,
            limits,
            counted: Trie::new(counted),
            actors: Trie::new(actors),
            endings: Trie::backwards(words(include_str!("../lexicon/heading_endings.tsv"))),
            openings: Trie::new(words(include_str!("../lexicon/body_openings.tsv"))),
            exclusions: Trie::new(words(include_str!("../lexicon/topic_exclusions.tsv"))),
        }
    }

    /// Whether `before`, the words up to a marker, promises a list: 办好三件事: or, counted, 树立四种意识,
    pub(super) fn announces(&self, before: &str) -> bool {
        const COUNTED: usize = 8;
        let before = before.trim_end();
        let words = before.trim_end_matches([':', '：', ',', '，', '“', '”']);
        let colon = before[words.len()..].contains([':', '：']);
        let counted = || words.chars().rev().take(COUNTED).any(|c| counting(c).is_some() || c == '几');
        words.len() < before.len() && self.announcements.ends(words) && (colon || counted())
    }

    /// Whether a paragraph opens by turning to the audience.
    pub(super) fn addresses(&self, text: &str) -> bool {
        self.closings.starts(text)
    }

    /// Whether a paragraph opens by turning against what was listed.
    pub(super) fn turns(&self, text: &str) -> bool {
        self.turns.starts(text)
    }

    /// Whether a sentence speaks of a list as a whole, behind its last item.
    pub(super) fn sums_up(&self, text: &str) -> bool {
        self.summaries.starts(text)
    }

    /// Whether a list item lays down a duty.
    pub(super) fn forbids(&self, text: &str) -> bool {
        self.duties.iter().any(|d| text.contains(d))
    }

    /// Whether a list item says how much or by when.
    pub(super) fn sets_limits(&self, text: &str) -> bool {
        self.limits.iter().any(|l| text.contains(l))
            || text.chars().any(|c| crate::numeral::arabic(c).is_some())
    }

    /// How many things a paragraph promises in its last sentence but one or its last: 我讲四句话. Nothing else is counted.
    pub(super) fn promises(&self, text: &str) -> Option<usize> {
        const REACH: usize = 40;
        let start = text.char_indices().rev().nth(REACH).map_or(0, |(i, _)| i);
        let tail = &text[start..];
        let numbers = NUMBERS.places(tail).filter_map(|(i, c)| {
            let number = counting(c).or(crate::numeral::arabic(c).map(|n| n as u32))?;
            let rest = &tail[i + c.len_utf8()..];
            self.counted.starts(rest).then_some(number as usize)
        });
        numbers.last()
    }

    /// Whether a line is the heading of a speech's last part: it stands beside 一、 and has no number.
    pub(super) fn ends_speech(&self, text: &str) -> bool {
        self.ends.contains(&text)
    }

    /// Whether a line ends as headings do.
    pub(super) fn ends_heading(&self, text: &str) -> bool {
        self.endings.ends(text)
    }

    /// Whether a paragraph's first sentence cannot be its topic.
    pub(super) fn no_topic(&self, text: &str) -> bool {
        self.exclusions.starts(text)
    }

    /// Where somebody begins to act in words that lost their commas.
    pub(super) fn actor(&self, text: &str) -> Option<usize> {
        const SHORTEST: usize = 3;
        let window = text.char_indices().nth(40).map_or(text.len(), |(i, _)| i);
        let mut starts = text[..window].char_indices().map(|(i, _)| i).skip(SHORTEST);
        starts.find(|&i| self.actors.starts(&text[i..]))
    }

    /// Where the body begins that a heading ran into without a mark.
    pub(super) fn glued(&self, text: &str) -> Option<usize> {
        let window = text.char_indices().nth(40).map_or(text.len(), |(i, _)| i);
        let starts = text[..window].char_indices().map(|(i, _)| i).skip(6);
        starts.into_iter().find(|&i| {
            self.openings.starts(&text[i..])
                && self.ends_heading(&text[..i])
                && text[i..].contains([',', '，'])
        })
    }
}
