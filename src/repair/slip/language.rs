//! What a reading costs: words of a dictionary, and of the page itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::lexicon;

use super::super::chars::is_han;
use super::super::{gloss, script};

/// No word is longer.
pub(super) const LONGEST: usize = 4;

/// What a character costs that no table knows.
const UNKNOWN: f32 = 17.0;

/// Words in the order of their bytes with their cost in nats, and where those of each first character begin.
#[derive(Debug)]
struct Words<S> {
    words: Vec<(S, f32)>,
    first: Vec<u32>,
}

impl<S: AsRef<str>> Words<S> {
    fn new(mut words: Vec<(S, f32)>) -> Self {
        words.sort_unstable_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()));
        let mut first = vec![0; 0x1_0001];
        for (word, _) in &words {
            if let Some(count) = word.as_ref().chars().next().and_then(|c| first.get_mut(c as usize + 1)) {
                *count += 1;
            }
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        Self { words, first }
    }

    /// The words that share their first character with this one.
    fn near(&self, word: &str) -> &[(S, f32)] {
        let Some(c) = word.chars().next().map(|c| c as usize).filter(|c| c + 1 < self.first.len()) else {
            return &[];
        };
        &self.words[self.first[c] as usize..self.first[c + 1] as usize]
    }

    /// The cost of a word, and whether a longer one begins with it.
    fn look(&self, word: &str) -> (Option<f32>, bool) {
        let near = self.near(word);
        let i = near.partition_point(|(w, _)| w.as_ref() < word);
        let own = near.get(i).filter(|(w, _)| w.as_ref() == word).map(|&(_, cost)| cost);
        let next = near.get(i + usize::from(own.is_some()));
        (own, next.is_some_and(|(w, _)| w.as_ref().starts_with(word)))
    }

    fn cost(&self, word: &str) -> Option<f32> {
        self.look(word).0
    }
}

static WORDS: LazyLock<Words<&str>> = LazyLock::new(|| {
    let rows = lexicon::rows::<2>(include_str!("../../lexicon/words.tsv"));
    Words::new(rows.map(|[word, cost]| (word, cost.parse().map_or(UNKNOWN, |c: f32| c / 10.0))).collect())
});

/// A language: the dictionary's words and those the page says more than once.
#[derive(Debug)]
pub(super) struct Language {
    page: Words<String>,
}

impl Language {
    /// The dictionary alone.
    pub(super) fn common() -> Self {
        Self { page: Words::new(Vec::new()) }
    }

    /// The language of a page. Its own words matter most: places, offices and phrases that no dictionary has.
    pub(super) fn of(text: &str) -> Self {
        // A page this long has said all its words.
        const ENOUGH: usize = 60_000;
        let chars: Vec<char> = plain(text).take(ENOUGH).collect();
        let mut known = BTreeMap::new();
        let mut known =
            |c: char| *known.entry(c).or_insert_with(|| is_han(c) && WORDS.cost(&c.to_string()).is_some());
        let known: Vec<bool> = chars.iter().map(|&c| known(c)).collect();
        // A mark before odd characters may be no mark: damage is no witness.
        let odd = |i: usize| chars.get(i).is_some_and(|&c| c.is_ascii_alphabetic() || script::is_odd(c));
        let ends = |i: usize| ends_clause(chars[i]) && !odd(i + 1) && !odd(i + 2);
        let mut page = Vec::new();
        for length in 2..=LONGEST {
            // How a clause ends is worth knowing: the last character may be its mark.
            let word = |&i: &usize| {
                let last = i + length - 1;
                known[i..last].iter().all(|&k| k) && (known[last] || length > 2 && ends(last))
            };
            let starts = 0..(chars.len() + 1).saturating_sub(length);
            let mut grams: Vec<&[char]> = starts.filter(word).map(|i| &chars[i..i + length]).collect();
            grams.sort_unstable();
            for same in grams.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
                // Two fifths: the dictionary keeps its say.
                let share = same.len() as f32 / chars.len() as f32 * 0.4;
                page.push((same[0].iter().collect(), -share.ln()));
            }
        }
        Self { page: Words::new(page) }
    }

    /// The cost of a word in nats, `None` if there is no such word, and whether a longer one begins with it. Every
    /// single character is a word.
    pub(super) fn look(&self, word: &str) -> (Option<f32>, bool) {
        let ((common, goes_on), (own, own_goes_on)) = (WORDS.look(word), self.page.look(word));
        let cost = match (common, own) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b).or_else(|| {
                let mut chars = word.chars();
                chars.next().filter(|_| chars.next().is_none()).map(single)
            }),
        };
        (cost, goes_on || own_goes_on)
    }

    /// The cost of a word in nats, if there is such a word.
    pub(super) fn cost(&self, word: &str) -> Option<f32> {
        self.look(word).0
    }

    /// The cheapest reading of characters that stand as they are.
    pub(super) fn cost_of_chars(&self, chars: &[char]) -> f32 {
        let mut best = vec![f32::INFINITY; chars.len() + 1];
        best[0] = 0.0;
        let mut word = String::new();
        for start in 0..chars.len() {
            word.clear();
            for (end, &c) in chars.iter().enumerate().skip(start).take(LONGEST) {
                word.push(c);
                if let Some(cost) = self.cost(&word) {
                    best[end + 1] = best[end + 1].min(best[start] + cost);
                }
            }
        }
        best[chars.len()]
    }
}

/// A text in Simplified characters, line ends and glosses left out.
fn plain(text: &str) -> impl Iterator<Item = char> {
    let glosses = gloss::changes(text);
    let mut next = 0;
    text.char_indices().filter_map(move |(i, c)| {
        while glosses.get(next).is_some_and(|g| g.span.range().end <= i) {
            next += 1;
        }
        let inside = glosses.get(next).is_some_and(|g| g.span.range().start + g.text.len() <= i);
        (!inside && c != '\n').then(|| folded(c))
    })
}

/// Whether a character is common enough, in words or alone, to be guessed at.
pub(super) fn guessable(c: char) -> bool {
    GUESSABLE.contains(&c) || ends_clause(c)
}

static GUESSABLE: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
    // Once in forty thousand characters.
    const OFTEN: f32 = 2.5e-5;
    let mut share = BTreeMap::<char, f32>::new();
    for (word, cost) in &WORDS.words {
        for c in word.chars() {
            *share.entry(c).or_default() += (-cost).exp();
        }
    }
    share.into_iter().filter(|&(_, share)| share > OFTEN).map(|(c, _)| c).collect()
});

/// What a character outside the dictionary costs.
fn single(c: char) -> f32 {
    match c {
        ',' => 3.0,
        '“' | '”' => 5.0,
        '《' | '》' | '—' | '(' | ')' => 6.0,
        '…' | '×' | '*' => 7.0,
        '‘' | '’' => 8.0,
        '0'..='9' => 5.0,
        'A'..='Z' => 9.0,
        _ if c.is_ascii() => 12.0,
        '【' | '】' | '〔' | '〕' | '·' => 10.0,
        _ => UNKNOWN,
    }
}

/// A character as words have it: Simplified, and one mark for all that end a clause.
pub(super) fn folded(c: char) -> char {
    if ends_clause(c) { ',' } else { script::simple(c) }
}

/// Marks between clauses.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(c, ',' | '，' | '。' | '、' | ';' | '；' | ':' | '：' | '!' | '！' | '?' | '？')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_page_are_cheaper_than_their_characters() {
        let language = Language::of("枫桥镇的工作。枫桥镇的干部。枫桥镇的群众。");
        assert!(language.cost("枫桥镇").is_some());
        assert_eq!(language.cost("桥枫"), None);
        assert!(language.look("枫桥").1);
        assert!(language.cost_of_chars(&['工', '作']) < language.cost_of_chars(&['作', '工']));
    }
}
