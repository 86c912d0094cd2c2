//! Word lists of the stage, and the small questions that are asked of them.

use super::pattern::counting;
use crate::lexicon;

/// The tables of words.
#[derive(Debug)]
pub(super) struct Lists {
    announcements: Vec<&'static str>,
    closings: Vec<&'static str>,
    turns: Vec<&'static str>,
    endings: Vec<&'static str>,
    openings: Vec<&'static str>,
    exclusions: Vec<&'static str>,
}

impl Lists {
    /// Reads the tables.
    pub(super) fn new() -> Self {
        let words = |table| lexicon::rows(table).map(|[words, _]| words).collect();
        let (mut closings, mut turns) = (Vec::new(), Vec::new());
        for [kind, words, _] in lexicon::rows(include_str!("../lexicon/paragraph_turns.tsv")) {
            match kind {
                "closing" => closings.push(words),
                "turn" => turns.push(words),
                _ => panic!("a paragraph's opening is a closing or a turn, not {kind}"),
            }
        }
        Self {
            announcements: words(include_str!("../lexicon/list_announcements.tsv")),
            closings,
            turns,
            endings: words(include_str!("../lexicon/heading_endings.tsv")),
            openings: words(include_str!("../lexicon/body_openings.tsv")),
            exclusions: words(include_str!("../lexicon/topic_exclusions.tsv")),
        }
    }

    /// Whether `before`, the words up to a marker, promises a list: 办好三件事: or, counted, 树立四种意识,
    pub(super) fn announces(&self, before: &str) -> bool {
        const COUNTED: usize = 8;
        let before = before.trim_end();
        let words = before.trim_end_matches([':', '：', ',', '，', '“', '”']);
        let colon = before[words.len()..].contains([':', '：']);
        let counted = || words.chars().rev().take(COUNTED).any(|c| counting(c).is_some() || c == '几');
        words.len() < before.len()
            && self.announcements.iter().any(|a| words.ends_with(a))
            && (colon || counted())
    }

    /// Whether a paragraph opens by turning to the audience.
    pub(super) fn addresses(&self, text: &str) -> bool {
        self.closings.iter().any(|c| text.starts_with(c))
    }

    /// Whether a paragraph opens by turning against what was listed.
    pub(super) fn turns(&self, text: &str) -> bool {
        self.turns.iter().any(|t| text.starts_with(t))
    }

    /// Whether a line ends as headings do.
    pub(super) fn ends_heading(&self, text: &str) -> bool {
        self.endings.iter().any(|e| text.ends_with(e))
    }

    /// Whether a paragraph's first sentence cannot be its topic.
    pub(super) fn no_topic(&self, text: &str) -> bool {
        self.exclusions.iter().any(|e| text.starts_with(e))
    }

    /// Where the body begins that a heading ran into without a mark.
    pub(super) fn glued(&self, text: &str) -> Option<usize> {
        let window = text.char_indices().nth(40).map_or(text.len(), |(i, _)| i);
        let starts = text[..window].char_indices().map(|(i, _)| i).skip(6);
        starts.into_iter().find(|&i| {
            self.ends_heading(&text[..i])
                && self.openings.iter().any(|o| text[i..].starts_with(o))
                && text[i..].contains([',', '，'])
        })
    }
}
