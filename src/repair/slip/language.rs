//! What a reading costs: words of a dictionary, and of the page itself.

use std::cell::RefCell;
use std::sync::LazyLock;

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

    /// Its first character, as far as tables know it.
    fn first(self) -> Option<char> {
        char::from_u32((self.bits >> 48) as u32).filter(|_| self.length > 0)
    }
}

/// Pairs of characters that words begin with, one bit for many: it tells most pairs that no word begins with.
#[derive(Debug)]
struct Pairs {
    set: Vec<u64>,
    shift: u32,
}

impl Pairs {
    /// With two to the `bits` bits.
    fn new(bits: u32) -> Self {
        Self { set: vec![0; 1 << (bits - 6)], shift: 32 - bits }
    }

    /// Where the bit of the first two characters of a key stands.
    fn place(&self, key: u64) -> (usize, u32) {
        let mixed = ((key >> 32) as u32).wrapping_mul(0x9E37_79B1) >> self.shift;
        (mixed as usize / 64, mixed % 64)
    }

    fn note(&mut self, key: u64) {
        let (word, bit) = self.place(key);
        self.set[word] |= 1 << bit;
    }

    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.set[word] >> bit & 1 == 1
    }
}

/// The dictionary: keys in order with their costs in nats, and where those of each first character begin.
#[derive(Debug)]
struct Words {
    words: Vec<(u64, f32)>,
    first: Vec<u32>,
    /// What each character of the basic plane costs alone.
    single: Vec<f32>,
    /// The Chinese characters that are words, numbered from 1.
    number: Vec<u16>,
    numbers: usize,
    pairs: Pairs,
}

/// Where things of each number begin, if all are put in the order of their numbers up to `most`.
fn begins(numbers: impl Iterator<Item = usize>, most: usize) -> Vec<u32> {
    let mut begins = vec![0; most + 2];
    for number in numbers {
        begins[number + 1] += 1;
    }
    for i in 1..begins.len() {
        begins[i] += begins[i - 1];
    }
    begins
}

impl Words {
    /// Words in order.
    fn new(words: Vec<(u64, f32)>) -> Self {
        let first = begins(words.iter().map(|w| (w.0 >> 48) as usize), 0xFFFF);
        let mut single: Vec<f32> = (0..0x1_0000).map(|c| char::from_u32(c).map_or(UNKNOWN, single)).collect();
        let (mut pairs, mut number, mut numbers) = (Pairs::new(20), vec![0; 0x1_0000], 0);
        for &(key, cost) in &words {
            if key << 16 == 0 {
                let c = (key >> 48) as usize;
                single[c] = cost;
                if char::from_u32(c as u32).is_some_and(is_han) {
                    numbers += 1;
                    number[c] = numbers;
                }
            } else {
                pairs.note(key);
            }
        }
        Self { words, first, single, number, numbers: numbers.into(), pairs }
    }

    /// The number of a Chinese character that is a word; 0 for others.
    fn number(&self, c: char) -> usize {
        self.number.get(c as usize).copied().unwrap_or(0).into()
    }

    /// The cost of a word, and whether a longer one begins with it.
    fn look(&self, key: Key) -> (Option<f32>, bool) {
        let c = (key.bits >> 48) as usize;
        let near = &self.words[self.first[c] as usize..self.first[c + 1] as usize];
        let i = if key.length == 1 { 0 } else { near.partition_point(|&(w, _)| w < key.bits) };
        let own = near.get(i).filter(|&&(w, _)| w == key.bits).map(|&(_, cost)| cost);
        let next = near.get(i + usize::from(own.is_some()));
        (own, next.is_some_and(|&(w, _)| w <= key.last()))
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // Signs that are set twice are one word. They and the table are in order.
    let doubled =
        [("**", 8.0), ("××", 8.0), ("——", 7.0), ("……", 7.0)].map(|(w, cost)| (Key::of(w).bits, cost));
    let mut words = Vec::with_capacity(48 << 10);
    words.extend(doubled);
    read_rows(include_str!("../../lexicon/words.tsv"), &mut words);
    Words::new(words)
});

/// Reads a table of words and their costs in tenths: the longest one of ours, so in a single pass.
fn read_rows(table: &str, words: &mut Vec<(u64, f32)>) {
    let (mut key, mut cost, mut numbers, mut comment) = (Key::default(), 0_u16, false, false);
    for c in table.chars() {
        match c {
            '\n' => {
                if !comment {
                    words.push((key.bits, f32::from(cost) / 10.0));
                }
                (key, cost, numbers, comment) = Default::default();
            }
            _ if comment => {}
            '#' if key.length == 0 => comment = true,
            '\t' => numbers = true,
            '0'..='9' if numbers => cost = cost * 10 + (c as u16 - '0' as u16),
            c => key = key.with(c),
        }
    }
}

/// A language: the dictionary's words, and what the page itself says.
#[derive(Debug)]
pub(super) struct Language {
    /// Every place of the page as the [`Key`] of what begins there, by first character. Those of a character are put in
    /// order when the first one is asked for.
    page: RefCell<Vec<u64>>,
    ordered: RefCell<Vec<bool>>,
    /// Where those of each first character ([`Words::number`]) begin; empty without a page.
    first: Vec<u32>,
    pairs: Pairs,
}

impl Language {
    /// The dictionary alone.
    pub(super) fn common() -> Self {
        Self {
            page: RefCell::default(),
            ordered: RefCell::default(),
            first: Vec::new(),
            pairs: Pairs::new(6),
        }
    }

    /// The language of a page. Its own words matter most: places, offices and phrases that no dictionary has.
    pub(super) fn of(text: &str) -> Self {
        // A page this long has said all its words.
        const ENOUGH: usize = 60_000;
        let (words, chars) = (&*WORDS, plain(text, ENOUGH));
        let number = |c: &char| words.number(*c);
        // A mark before odd characters may be no mark: damage is no witness.
        let odd = |i: usize| chars.get(i).is_some_and(|&c| c.is_ascii_alphabetic() || script::is_odd(c));
        let first = begins(chars.iter().map(number), words.numbers);
        let (mut page, mut next, mut pairs) = (vec![0; chars.len()], first.clone(), Pairs::new(18));
        // From the end, each key is a character before the one behind it. How a clause ends is worth knowing: behind
        // two characters, the last one may be its mark.
        let (mut behind, mut word_behind) = (0, false);
        for (i, &c) in chars.iter().enumerate().rev() {
            let number = words.number(c);
            let place = &mut next[number];
            if number > 0 {
                let code = u64::from(u32::from(c)) << 48;
                let key = if word_behind { code | behind >> 16 } else { code };
                pairs.note(key);
                page[*place as usize] = key;
                behind = code | behind >> 16;
            } else {
                let ends = ends_clause(c) && !odd(i + 1) && !odd(i + 2);
                behind = if ends { Key::default().with(c).bits } else { 0 };
            }
            word_behind = number > 0;
            *place += 1;
        }
        let ordered = RefCell::new(vec![false; words.numbers + 1]);
        Self { page: RefCell::new(page), ordered, first, pairs }
    }

    /// Whether a word may begin with the first two characters of a key.
    pub(super) fn may_begin(&self, key: Key) -> bool {
        WORDS.pairs.may_have(key.bits) || self.pairs.may_have(key.bits)
    }

    /// How often the page says a word.
    fn said(&self, key: Key) -> usize {
        let number = key.first().map_or(0, |c| WORDS.number(c));
        let (Some(&start), Some(&end)) = (self.first.get(number), self.first.get(number + 1)) else {
            return 0;
        };
        let (mut page, mut ordered) = (self.page.borrow_mut(), self.ordered.borrow_mut());
        let near = &mut page[start as usize..end as usize];
        if number == 0 {
            return 0;
        }
        if !std::mem::replace(&mut ordered[number], true) {
            near.sort_unstable();
        }
        let from = near.partition_point(|&k| k < key.bits);
        let last = key.last();
        near[from..].partition_point(|&k| k <= last)
    }

    /// The cost of a word in nats, `None` if there is no such word, and whether a longer one may begin with it. Every
    /// single character is a word. Of those that the page says, `own` stand in the place itself and are no witnesses.
    pub(super) fn look(&self, key: Key, own: usize) -> (Option<f32>, bool) {
        let (common, goes_on) = WORDS.look(key);
        if key.length == 1 && goes_on {
            return (common.or_else(|| key.first().map(cost_alone)), true);
        }
        let said = self.said(key).saturating_sub(own);
        // Two fifths: the dictionary keeps its say.
        let page =
            (key.length > 1 && said > 0).then(|| -(said as f32 / self.said_in_all() as f32 * 0.4).ln());
        let cost = match (common, page) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b).or_else(|| key.first().filter(|_| key.length == 1).map(cost_alone)),
        };
        (cost, goes_on || said > 0)
    }

    /// How many places the page has.
    fn said_in_all(&self) -> usize {
        self.first.last().map_or(0, |&n| n as usize)
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

/// Up to `most` characters of a text in Simplified, line ends and glosses left out.
fn plain(text: &str, most: usize) -> Vec<char> {
    let mut letters = false;
    let chars = text.chars().inspect(|&c| letters |= c == 'm' || gloss::is_toned(c)).filter(|&c| c != '\n');
    let plain: Vec<char> = chars.map(folded).take(most).collect();
    if !letters {
        return plain;
    }
    let glosses = gloss::changes(text);
    let mut next = 0;
    let outside = |&(i, c): &(usize, char)| {
        while glosses.get(next).is_some_and(|g| g.span.range().end <= i) {
            next += 1;
        }
        let inside = glosses.get(next).is_some_and(|g| g.span.range().start + g.text.len() <= i);
        !inside && c != '\n'
    };
    text.char_indices().filter(outside).map(|(_, c)| folded(c)).take(most).collect()
}

/// What a character costs that is a word of its own.
pub(super) fn cost_alone(c: char) -> f32 {
    WORDS.single.get(c as usize).copied().unwrap_or(UNKNOWN)
}

/// Whether a character is common enough, in words or alone, to be guessed at.
pub(super) fn guessable(c: char) -> bool {
    GUESSABLE.get(c as usize).is_some_and(|&common| common) || ends_clause(c)
}

/// By character of the basic plane.
static GUESSABLE: LazyLock<Vec<bool>> = LazyLock::new(|| {
    // Once in forty thousand characters.
    const OFTEN: f32 = 2.5e-5;
    let mut share = vec![0.0; 0x1_0000];
    for (word, cost) in &WORDS.words {
        let often = (-cost).exp();
        for code in (0..LONGEST).map(|i| (word >> (48 - 16 * i)) as u16).filter(|&code| code != 0) {
            share[usize::from(code)] += often;
        }
    }
    share.into_iter().map(|share: f32| share > OFTEN).collect()
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
    use crate::lexicon;

    #[test]
    fn the_table_is_read_as_every_table() {
        let rows = lexicon::rows::<2>(include_str!("../../lexicon/words.tsv"));
        let rows = rows.map(|[word, tenths]| (Key::of(word).bits, tenths.parse::<f32>().unwrap() / 10.0));
        let mut read = Vec::new();
        read_rows(include_str!("../../lexicon/words.tsv"), &mut read);
        assert_eq!(read, rows.collect::<Vec<_>>());
        assert!(WORDS.words.is_sorted_by_key(|&(key, _)| key));
    }

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
