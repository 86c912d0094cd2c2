//! Where a sentence stands: what its heading, and the last lead-in before it, say of the text behind them.

use crate::lexicon::{self, Trie};

/// What a stretch of a speech is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stand {
    /// What was done.
    Review,
    /// What is wrong.
    Problem,
    /// Why it matters, how things stand.
    Meaning,
    /// What is to be done.
    Task,
    /// The end of the speech.
    Closing,
    /// A heading that is itself an order: 加强队伍建设.
    Order,
    /// A heading that states: …是….
    Statement,
    /// A heading that says none of this.
    Plain,
    /// No heading, no lead-in.
    None,
}

impl Stand {
    /// All, in order.
    pub(super) const ALL: [Self; 9] = [
        Self::Review,
        Self::Problem,
        Self::Meaning,
        Self::Task,
        Self::Closing,
        Self::Order,
        Self::Statement,
        Self::Plain,
        Self::None,
    ];

    /// Its name in the tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Problem => "problem",
            Self::Meaning => "meaning",
            Self::Task => "task",
            Self::Closing => "closing",
            Self::Order => "order",
            Self::Statement => "statement",
            Self::Plain => "plain",
            Self::None => "none",
        }
    }
}

/// Reads stands off headings and lead-ins: what each word says there.
#[derive(Debug)]
pub(super) struct Stands {
    headings: Trie<Stand>,
    leads: Trie<Stand>,
}

impl Stands {
    /// Loads the table.
    pub(super) fn new() -> Self {
        // Of several rows with a word the first counts.
        let at = |elsewhere: &'static str| {
            let rows = lexicon::rows::<4>(include_str!("../lexicon/stands.tsv"));
            let rows = rows.filter(move |row| row[1] != elsewhere);
            let words = rows.flat_map(|[stand, _, list, _example]| {
                let stand = Stand::ALL.into_iter().find(|s| s.name() == stand);
                list.split(' ').filter_map(move |word| Some((word, stand?)))
            });
            Trie::merged(words, |first, _| first)
        };
        Self { headings: at("lead"), leads: at("heading") }
    }

    /// What a heading says.
    pub(super) fn of_heading(&self, title: &str) -> Option<Stand> {
        self.headings.find_overlapping(title).map(|(_, &stand)| stand).min()
    }

    /// What a sentence says of those behind it.
    pub(super) fn of_lead(&self, sentence: &str) -> Option<Stand> {
        self.leads.find_overlapping(sentence).map(|(_, &stand)| stand).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_decides() {
        let stands = Stands::new();
        assert_eq!(stands.of_heading("工作回顾和下一步打算"), Some(Stand::Review));
        assert_eq!(stands.of_lead("下面,我讲三点意见:"), Some(Stand::Task));
        assert_eq!(stands.of_heading("加强队伍建设"), None);
    }

    #[test]
    fn every_row_names_a_stand_and_a_place() {
        for [stand, place, ..] in lexicon::rows::<4>(include_str!("../lexicon/stands.tsv")) {
            assert!(Stand::ALL.iter().any(|s| s.name() == stand), "{stand}");
            assert!(["heading", "lead", "both"].contains(&place), "{place}");
        }
    }
}
