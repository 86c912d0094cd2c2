//! How strong the words of a requirement are: 严禁 > 不得 > 必须 > 应当 > 要 > 希望.

use super::clause::{Opening, Reading};
use crate::lexicon::{self, Trie};

/// Of 希望 and 可以.
pub(super) const WISH: u8 = 1;

/// The words that are stronger or weaker than their class.
#[derive(Debug)]
pub(super) struct Strengths(Trie<u8>);

impl Strengths {
    /// Loads the table.
    pub(super) fn new() -> Self {
        let rows = lexicon::rows(include_str!("../lexicon/strength.tsv"));
        let words = rows.flat_map(|[strength, words, _example]| {
            words.split(' ').filter_map(move |word| Some((word, strength.parse().ok()?)))
        });
        Self(Trie::new(words))
    }

    /// From 1 (希望) to 6 (严禁); a bare verb is as strong as 要.
    pub(super) fn of(&self, words: &str, reading: &Reading) -> u8 {
        const BARE: u8 = 2;
        let of_clause = |c: &super::clause::Clause| {
            let cue = reading.cues.get(c.cue?)?;
            let class = match c.opening {
                Opening::Ban | Opening::Cannot => 5,
                Opening::Strong | Opening::Demand => 4,
                Opening::Hope | Opening::Allow => WISH,
                opening if opening.is_order() => BARE,
                _ => return None,
            };
            Some(self.0.get(&words[cue.start..cue.end]).copied().unwrap_or(class))
        };
        reading.clauses.iter().filter_map(of_clause).max().unwrap_or(BARE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reader::Reader;

    #[test]
    fn stronger_and_weaker() {
        let (strengths, reader) = (Strengths::new(), Reader::new());
        let texts = [
            "严禁工作日饮酒。",
            "任何单位不得截留。",
            "各单位必须上报。",
            "各单位应当上报。",
            "各单位要上报。",
            "希望大家上报。",
        ];
        let of = |text: &str| strengths.of(text, &reader.read(&[text]).iter().next().unwrap());
        assert_eq!(texts.map(of), [6, 5, 4, 3, 2, 1]);
        assert_eq!(of("加强领导。"), 2);
    }
}
