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

/// Up to [`LONGEST`] characters of the basic plane, sixteen bits each, the first one highest: words that begin alike
/// stand together in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    bits: u64,
    length: usize,
}

impl Key {
    /// With one more character.
    pub(super) fn with(self, c: char) -> Self {
        // No word has a character outside the basic plane, nor this one.
        let code = u16::try_from(u32::from(c)).unwrap_or(u16::MAX);
        let shift = 16 * LONGEST.saturating_sub(self.length + 1);
        Self { bits: self.bits | u64::from(code) << shift, length: self.length + 1 }
    }

    /// How many characters it has.
    pub(super) fn length(self) -> usize {
        self.length
    }

    /// The highest bits that a word which begins so can have.
    fn last(self) -> u64 {
        self.bits | u64::MAX.checked_shr(16 * self.length as u32).unwrap_or(0)
    }

    /// A word, if it is short enough.
    fn of(word: &str) -> Self {
        word.chars().take(LONGEST).fold(Self::default(), Self::with)
    }

    fn only(self) -> Option<char> {
        (self.length == 1).then(|| char::from_u32((self.bits >> 48) as u32)).flatten()
    }
}

/// The dictionary: keys in order with their costs in nats, and where those of each first character begin.
#[derive(Debug)]
struct Words {
    words: Vec<(u64, f32)>,
    first: Vec<u32>,
}

impl Words {
    fn new(mut words: Vec<(u64, f32)>) -> Self {
        words.sort_unstable_by_key(|&(key, _)| key);
        let mut first = vec![0; 0x1_0001];
        for (key, _) in &words {
            first[(key >> 48) as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        Self { words, first }
    }

    /// The cost of a word, and whether a longer one begins with it.
    fn look(&self, key: Key) -> (Option<f32>, bool) {
        let c = (key.bits >> 48) as usize;
        let near = &self.words[self.first[c] as usize..self.first[c + 1] as usize];
        let i = near.partition_point(|&(w, _)| w < key.bits);
        let own = near.get(i).filter(|&&(w, _)| w == key.bits).map(|&(_, cost)| cost);
        let next = near.get(i + usize::from(own.is_some()));
        (own, next.is_some_and(|&(w, _)| w <= key.last()))
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let rows = lexicon::rows::<2>(include_str!("../../lexicon/words.tsv"));
    // Signs that are set twice are one word.
    let doubled =
        [("——", 7.0), ("……", 7.0), ("××", 8.0), ("**", 8.0)].map(|(w, cost)| (Key::of(w).bits, cost));
    let rows = rows.map(|[word, cost]| (Key::of(word).bits, cost.parse().map_or(UNKNOWN, |c: f32| c / 10.0)));
    Words::new(rows.chain(doubled).collect())
});

/// A language: the dictionary's words, and what the page itself says.
#[derive(Debug, Default)]
pub(super) struct Language {
    /// Every place of the page as the [`Key`] of what begins there, in order.
    page: Vec<u64>,
    /// Where those of each first character begin; empty without a page.
    first: Vec<u32>,
}

impl Language {
    /// The dictionary alone.
    pub(super) fn common() -> Self {
        Self::default()
    }

    /// The language of a page. Its own words matter most: places, offices and phrases that no dictionary has.
    pub(super) fn of(text: &str) -> Self {
        // A page this long has said all its words.
        const ENOUGH: usize = 60_000;
        let chars: Vec<char> = plain(text).take(ENOUGH).collect();
        let known = |&c: &char| is_han(c) && WORDS.look(Key::default().with(c)).0.is_some();
        let known: Vec<bool> = chars.iter().map(known).collect();
        // A mark before odd characters may be no mark: damage is no witness.
        let odd = |i: usize| chars.get(i).is_some_and(|&c| c.is_ascii_alphabetic() || script::is_odd(c));
        let mut page: Vec<u64> = (0..chars.len())
            .map(|i| {
                let mut key = Key::default();
                for (j, &c) in chars.iter().enumerate().skip(i).take(LONGEST) {
                    if known[j] {
                        key = key.with(c);
                    } else {
                        // How a clause ends is worth knowing: the last character may be its mark.
                        if j > i + 1 && ends_clause(c) && !odd(j + 1) && !odd(j + 2) {
                            key = key.with(c);
                        }
                        break;
                    }
                }
                key.bits
            })
            .collect();
        page.sort_unstable();
        let mut first = vec![0; 0x1_0001];
        for key in &page {
            first[(key >> 48) as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        Self { page, first }
    }

    /// How often the page says a word.
    fn said(&self, key: Key) -> usize {
        let c = (key.bits >> 48) as usize;
        let (Some(&start), Some(&end)) = (self.first.get(c), self.first.get(c + 1)) else { return 0 };
        let near = &self.page[start as usize..end as usize];
        let from = near.partition_point(|&k| k < key.bits);
        let last = key.last();
        near[from..].partition_point(|&k| k <= last)
    }

    /// The cost of a word in nats, `None` if there is no such word, and whether a longer one may begin with it. Every
    /// single character is a word. Of those that the page says, `own` stand in the place itself and are no witnesses.
    pub(super) fn look(&self, key: Key, own: usize) -> (Option<f32>, bool) {
        let (common, goes_on) = WORDS.look(key);
        let said = self.said(key).saturating_sub(own);
        // Two fifths: the dictionary keeps its say.
        let page = (key.length > 1 && said > 0).then(|| -(said as f32 / self.page.len() as f32 * 0.4).ln());
        let cost = match (common, page) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b).or_else(|| key.only().map(single)),
        };
        (cost, goes_on || said > 0)
    }

    /// The cheapest reading of characters that stand as they are.
    pub(super) fn cost_of_chars(&self, chars: &[char]) -> f32 {
        let mut best = vec![f32::INFINITY; chars.len() + 1];
        best[0] = 0.0;
        for start in 0..chars.len() {
            let mut key = Key::default();
            for (end, &c) in chars.iter().enumerate().skip(start).take(LONGEST) {
                key = key.with(c);
                if let (Some(cost), _) = self.look(key, 1) {
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
        for code in (0..LONGEST).map(|i| (word >> (48 - 16 * i)) as u16).filter(|&code| code != 0) {
            *share.entry(char::from_u32(code.into()).unwrap_or('\0')).or_default() += (-cost).exp();
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
        '★' | '☆' | '●' | '○' | '◎' | '◆' | '◇' | '■' | '□' | '▲' | '△' | '※' | '→' => {
            8.0
        }
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
        assert!(language.look(Key::of("枫桥镇"), 1).0.is_some());
        assert_eq!(language.look(Key::of("镇的工"), 1).0, None);
        assert_eq!(language.look(Key::of("桥枫"), 0).0, None);
        assert!(language.look(Key::of("枫桥"), 1).1);
        assert!(language.cost_of_chars(&['工', '作']) < language.cost_of_chars(&['作', '工']));
    }
}
