//! What a reading costs: words of a dictionary, and of the page itself.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::super::gloss;
use super::super::table::{self, Beginnings, Flags, Known};

/// No word is longer.
pub(super) const LONGEST: usize = 4;

/// Up to [`LONGEST`] characters of the basic plane, sixteen bits each, the first one highest: words that begin alike
/// stand together in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    bits: u64,
    length: usize,
}

impl Key {
    /// With one more character.
    #[inline]
    fn with(self, c: char) -> Self {
        // No word has a character outside the basic plane, nor this one.
        let code = u16::try_from(u32::from(c)).unwrap_or(u16::MAX);
        let shift = 16 * LONGEST.saturating_sub(self.length + 1);
        Self { bits: self.bits | u64::from(code) << shift, length: self.length + 1 }
    }

    /// The highest bits that a word which begins so can have.
    fn last(self) -> u64 {
        self.bits | u64::MAX.checked_shr(16 * self.length as u32).unwrap_or(0)
    }

    /// The code of its first character.
    fn first_code(self) -> u16 {
        (self.bits >> 48) as u16
    }

    /// What its first character costs alone.
    fn cost_alone(self) -> f32 {
        Known::of_code(self.first_code()).cost_alone()
    }
}

/// A word in the making: what begins so.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    key: Key,
    /// Of the dictionary's words.
    words: Range<usize>,
    /// Of the page's places.
    page: Range<usize>,
}

impl Word {
    /// How many characters it has.
    #[inline]
    pub(super) fn length(&self) -> usize {
        self.key.length
    }

    /// Its first character, [`table::mixed`].
    #[inline]
    pub(super) fn first(&self) -> u32 {
        table::mixed(self.key.first_code())
    }
}

/// A language: the dictionary's words, and what the page itself says.
#[derive(Debug)]
pub(super) struct Language {
    /// Every place of the page as the [`Key`] of what begins there, by first character. Those of a character are put in
    /// order when the first one is asked for.
    page: RefCell<Vec<u64>>,
    ordered: RefCell<Vec<bool>>,
    /// Where those of each first character ([`Known::number`]) begin; empty without a page.
    first: Vec<u32>,
    /// How many places the page has, those included where no word begins.
    places: usize,
    beginnings: Beginnings,
    followers: RefCell<Followers>,
    /// The characters to be guessed at with which words begin that go on with a character, once that was asked.
    leaders: RefCell<BTreeMap<char, Vec<u16>>>,
}

/// The characters with which words go on behind their first one, one list behind the other.
#[derive(Debug, Default)]
struct Followers {
    codes: Vec<u16>,
    /// Where the list of each first character ([`Known::number`]) begins and ends, if it was made.
    lists: Vec<(u32, u32)>,
}

impl Language {
    /// The dictionary alone.
    pub(super) fn common() -> Self {
        Self {
            page: RefCell::default(),
            ordered: RefCell::default(),
            first: Vec::new(),
            places: 0,
            beginnings: Beginnings::common(),
            followers: RefCell::default(),
            leaders: RefCell::default(),
        }
    }

    /// The language of a page. Its own words matter most: places, offices and phrases that no dictionary has.
    /// `glosses` says whether a bracket opens before a letter anywhere.
    pub(super) fn of(text: &str, glosses: bool) -> Self {
        // A page this long has said all its words.
        const ENOUGH: usize = 60_000;
        let chars = plain(text, ENOUGH, glosses);
        let mut first = vec![0; table::numbers() + 2];
        chars.iter().for_each(|c| first[usize::from(c.number)] += 1);
        first[0] = 0;
        let mut before = 0;
        for first in &mut first {
            before += *first;
            *first = before;
        }
        let mut page = vec![0; before as usize];
        // A mark before odd characters may be no mark: damage is no witness.
        let odd = |i: usize| chars.get(i).is_some_and(|c| c.is_odd());
        // From the end, each key is a character before the one behind it. How a clause ends is worth knowing: behind
        // two characters, the last one may be its mark.
        let (mut behind, mut word_behind) = (0, false);
        for (i, c) in chars.iter().enumerate().rev() {
            let code = u64::from(c.code) << 48;
            if c.number > 0 {
                behind = code | behind >> 16;
                let key = if word_behind { behind } else { code };
                // What was the end of its places becomes their beginning.
                let place = &mut first[usize::from(c.number)];
                *place -= 1;
                page[*place as usize] = key;
            } else {
                let ends = c.code == ',' as u16 && !odd(i + 1) && !odd(i + 2);
                behind = if ends { code } else { 0 };
            }
            word_behind = c.number > 0;
        }
        let ordered = RefCell::new(vec![false; first.len()]);
        let beginnings = Beginnings::common().with(page.iter().copied());
        Self { page: RefCell::new(page), ordered, first, places: chars.len(), beginnings, ..Self::common() }
    }

    /// Whether a word may begin with two characters, both [`table::mixed`].
    #[inline]
    pub(super) fn may_begin(&self, first: u32, second: u32) -> bool {
        self.beginnings.may_have(first, second)
    }

    /// What begins with one more character than a word in the making.
    pub(super) fn with(&self, word: &Word, c: char) -> Word {
        let key = word.key.with(c);
        if key.length == 1 {
            let known = Known::of_code(key.first_code());
            let number = word_number(known);
            let at = |i: usize| self.first.get(i).map_or(0, |&first| first as usize);
            let page = if number > 0 { at(number)..at(number + 1) } else { 0..0 };
            return Word { key, words: table::words(known.number()), page };
        }
        let words = if word.words.is_empty() {
            0..0
        } else {
            table::between(word.words.clone(), key.bits, key.last())
        };
        let page = if word.page.is_empty() { 0..0 } else { self.places(word, key) };
        Word { key, words, page }
    }

    /// Calls a function with the codes of the characters with which words of more than one character go on behind a first
    /// one, in order.
    pub(super) fn followers<T>(&self, word: &Word, with: impl FnOnce(&[u16]) -> T) -> T {
        let number = Known::of_code(word.key.first_code()).number();
        let mut known = self.followers.borrow_mut();
        let Followers { codes, lists } = &mut *known;
        if lists.is_empty() {
            lists.resize(table::numbers() + 1, (0, 0));
        }
        if lists[number] == (0, 0) && number > 0 {
            let page = self.page.borrow();
            let keys = word.words.clone().map(table::key).chain(page[word.page.clone()].iter().copied());
            let mut found: Vec<u16> = keys.map(|key| (key >> 32) as u16).filter(|&code| code != 0).collect();
            found.sort_unstable();
            found.dedup();
            let start = codes.len() as u32;
            codes.extend(found);
            lists[number] = (start, codes.len() as u32);
        }
        let (start, end) = lists[number];
        with(&codes[start as usize..end as usize])
    }

    /// Calls a function with the codes of the characters to be guessed at with which words may begin that go on with `c`,
    /// in order.
    pub(super) fn leaders<T>(&self, c: char, with: impl FnOnce(&[u16]) -> T) -> T {
        let mut known = self.leaders.borrow_mut();
        let leaders = known.entry(c).or_insert_with(|| {
            let second = table::mixed_char(c);
            let leads = |code: &&u16| self.may_begin(table::mixed(**code), second);
            table::guessable().iter().filter(leads).copied().collect()
        });
        with(leaders)
    }

    /// The places of the page that begin with a key, among those of a word that it goes on from.
    fn places(&self, word: &Word, key: Key) -> Range<usize> {
        let mut page = self.page.borrow_mut();
        let near = &mut page[word.page.clone()];
        if word.key.length == 1 {
            let ordered = &mut self.ordered.borrow_mut()[word_number(Known::of_code(key.first_code()))];
            if !std::mem::replace(ordered, true) {
                near.sort_unstable();
            }
        }
        let start = near.partition_point(|&k| k < key.bits);
        let last = key.last();
        // Most are few.
        let count = near[start..].iter().take(8).take_while(|&&k| k <= last).count();
        let count = if count < 8 { count } else { near[start..].partition_point(|&k| k <= last) };
        word.page.start + start..word.page.start + start + count
    }

    /// The cost of a word in nats, `None` if there is no such word, and whether a longer one may begin with it. Every
    /// single character is a word. Of those that the page says, `own` stand in the place itself and are no witnesses.
    pub(super) fn look(&self, word: &Word, own: usize) -> (Option<f32>, bool) {
        let (key, mut longer) = (word.key, word.words.clone());
        let common =
            (!longer.is_empty() && table::key(longer.start) == key.bits).then(|| table::cost(longer.start));
        longer.start += usize::from(common.is_some());
        let said = word.page.len().saturating_sub(own);
        let goes_on = !longer.is_empty() || said > 0;
        if key.length == 1 {
            return (Some(common.unwrap_or_else(|| key.cost_alone())), goes_on);
        }
        // Two fifths: the dictionary keeps its say.
        let page = (said > 0).then(|| -(said as f32 / self.places as f32 * 0.4).ln());
        let cost = match (common, page) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        (cost, goes_on)
    }

    /// The characters with which a word may go on, one bit for many.
    pub(super) fn next(&self, word: &Word) -> u64 {
        // More would be nearly all.
        const MANY: usize = 64;
        if word.words.len() + word.page.len() > MANY {
            return u64::MAX;
        }
        let shift = 16 * (LONGEST - 1).saturating_sub(word.key.length);
        let next = |key: u64| 1 << (key >> shift & 63);
        let page = self.page.borrow();
        let page = page[word.page.clone()].iter().copied();
        word.words.clone().map(table::key).chain(page).fold(0, |all, key| all | next(key))
    }

    /// The cheapest reading of characters that stand as they are.
    pub(super) fn cost_of_chars(&self, chars: &[char]) -> f32 {
        let mut best = vec![f32::INFINITY; chars.len() + 1];
        best[0] = 0.0;
        for start in 0..chars.len() {
            let mut word = Word::default();
            for (end, &c) in chars.iter().enumerate().skip(start).take(LONGEST) {
                word = self.with(&word, c);
                let (cost, goes_on) = self.look(&word, 1);
                if let Some(cost) = cost {
                    best[end + 1] = best[end + 1].min(best[start] + cost);
                }
                if !goes_on {
                    break;
                }
            }
        }
        best[chars.len()]
    }
}

/// The number of a Chinese character that is a word; 0 for others.
#[inline]
fn word_number(known: Known) -> usize {
    if known.is(Flags::WORD) { known.number() } else { 0 }
}

/// A character of a page as words have it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Plain {
    code: u16,
    /// Its [`word_number`].
    number: u16,
}

impl Plain {
    #[inline]
    fn of(c: char, known: Known) -> Self {
        let code = known.folded();
        let known = if u32::from(code) == u32::from(c) { known } else { Known::of_code(code) };
        Self { code, number: word_number(known) as u16 }
    }

    #[inline]
    fn is_odd(self) -> bool {
        u8::try_from(self.code).is_ok_and(|c| c.is_ascii_alphabetic())
            || Known::of_code(self.code).is(Flags::ODD)
    }
}

/// Up to `most` characters of a text in Simplified, line ends and glosses left out.
fn plain(text: &str, most: usize, glosses: bool) -> Vec<Plain> {
    let mut out = Vec::with_capacity(most.min(text.len() / 2));
    let mut letters = false;
    for c in text.chars() {
        if out.len() == most {
            break;
        }
        if c != '\n' {
            let known = Known::of(c).unwrap_or(Known::of_code(u16::MAX));
            letters |= known.is(Flags::READING);
            out.push(Plain::of(c, known));
        }
    }
    if !(letters && glosses) {
        return out;
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
    let chars = text.char_indices().filter(outside).map(|(_, c)| c);
    chars.map(|c| Plain::of(c, Known::of(c).unwrap_or(Known::of_code(u16::MAX)))).take(most).collect()
}

/// What a character costs that is a word of its own.
pub(super) fn cost_alone(c: char) -> f32 {
    table::cost_alone(c)
}

/// Whether a character is common enough, in words or alone, to be guessed at.
pub(super) fn guessable(c: char) -> bool {
    table::is(c, Flags::GUESSABLE)
}

/// A character as words have it: Simplified, and one mark for all that end a clause.
pub(super) fn folded(c: char) -> char {
    Known::of(c).and_then(|known| char::from_u32(known.folded().into())).unwrap_or(c)
}

/// Marks between clauses.
#[cfg(test)]
pub(in super::super) fn ends_clause(c: char) -> bool {
    matches!(c, ',' | '，' | '。' | '、' | ';' | '；' | ':' | '：' | '!' | '！' | '?' | '？')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_page_are_cheaper_than_their_characters() {
        let language = Language::of("枫桥镇的工作。枫桥镇的干部。枫桥镇的群众。", false);
        let look = |word: &str, own| {
            let word = word.chars().fold(Word::default(), |word, c| language.with(&word, c));
            language.look(&word, own)
        };
        assert!(look("枫桥镇", 1).0.is_some());
        assert_eq!(look("镇的工", 1).0, None);
        assert_eq!(look("桥枫", 0).0, None);
        assert!(look("枫桥", 1).1);
        assert!(language.cost_of_chars(&['工', '作']) < language.cost_of_chars(&['作', '工']));
    }
}
