//! What a reading costs: words of a dictionary, and of the page itself.

use std::cell::RefCell;
use std::ops::Range;

use super::super::table::{self, Flags, Known};
use super::said::Said;

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
    /// Of the page's places, if it has more than one character.
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
#[derive(Debug, Default)]
pub(super) struct Language {
    said: Option<Said>,
    beside: RefCell<Beside>,
}

/// Beside which end of a character.
#[derive(Clone, Copy, Debug)]
enum Side {
    Before,
    Behind,
}

/// The characters that words have beside others, one list behind the other.
#[derive(Debug, Default)]
struct Beside {
    codes: Vec<u16>,
    /// Where the lists of each character ([`Known::number`]) on both sides begin and end, if they were made.
    lists: Vec<Option<(u32, u32)>>,
}

impl Language {
    /// The dictionary alone.
    pub(super) fn common() -> Self {
        Self::default()
    }

    /// The language of a page. Its own words matter most: places, offices and phrases that no dictionary has.
    pub(super) fn of(said: Said) -> Self {
        Self { said: Some(said), ..Self::default() }
    }

    /// Whether a word may begin with two characters, both [`table::mixed`].
    #[inline]
    pub(super) fn may_begin(&self, first: u32, second: u32) -> bool {
        table::may_begin(first, second) || self.said.as_ref().is_some_and(|said| said.may_have(first, second))
    }

    /// What begins with one more character than a word in the making.
    pub(super) fn with(&self, word: &Word, c: char) -> Word {
        let key = word.key.with(c);
        let bounds = (key.bits, key.last());
        let among = || {
            if word.words.is_empty() { 0..0 } else { table::between(word.words.clone(), bounds.0, bounds.1) }
        };
        match key.length {
            1 => Word { key, words: table::words(Known::of_code(key.first_code()).number()), page: 0..0 },
            2 => {
                let (first, second) = (word.first(), table::mixed_char(c));
                let words = if table::may_begin(first, second) { among() } else { 0..0 };
                let page = match &self.said {
                    Some(said) => said.beginning(first, second, bounds),
                    None => 0..0,
                };
                Word { key, words, page }
            }
            _ => {
                let page = match &self.said {
                    Some(said) if !word.page.is_empty() => said.between(word.page.clone(), bounds),
                    _ => 0..0,
                };
                Word { key, words: among(), page }
            }
        }
    }

    /// Calls a function with the code of each character with which a word in the making may go on, and of some others;
    /// some come more than once.
    pub(super) fn behind(&self, word: &Word, mut each: impl FnMut(u16)) {
        let shift = 16 * (LONGEST - 1).saturating_sub(word.key.length);
        let next = |key: u64| (key >> shift) as u16;
        let common = word.words.clone().map(|word| next(table::key(word)));
        match &self.said {
            _ if word.key.length == 1 => {
                let first = word.key.first_code();
                self.beside(first, Side::Behind, common, |said, out| out.extend(said.behind(first)), each);
            }
            Some(said) if !word.page.is_empty() => {
                common.for_each(&mut each);
                said.with(word.page.clone(), |page| page.iter().for_each(|&key| each(next(key))));
            }
            _ => common.for_each(each),
        }
    }

    /// The same of the characters with which words begin that go on with this one.
    pub(super) fn before(&self, second: char, each: impl FnMut(u16)) {
        let Ok(code) = u16::try_from(u32::from(second)) else { return };
        let common = table::leaders(Known::of_code(code).number());
        self.beside(code, Side::Before, common, |said, out| out.extend(said.before(code)), each);
    }

    /// Calls a function with what words of the dictionary and of the page have beside a character, found out once.
    fn beside(
        &self,
        code: u16,
        side: Side,
        common: impl Iterator<Item = u16>,
        own: impl FnOnce(&Said, &mut Vec<u16>),
        each: impl FnMut(u16),
    ) {
        // Whatever is a word has a number.
        let number = Known::of_code(code).number();
        let mut known = self.beside.borrow_mut();
        let Beside { codes, lists } = &mut *known;
        if lists.is_empty() {
            lists.resize(2 * table::numbers(), None);
        }
        let list = lists[2 * number + side as usize].get_or_insert_with(|| {
            // What stands beside a frequent one comes again and again.
            const FREQUENT: usize = 64;
            let start = codes.len();
            if let Some(said) = &self.said {
                own(said, codes);
            }
            if codes.len() - start > FREQUENT {
                let mut all = codes.split_off(start);
                all.sort_unstable();
                all.dedup();
                codes.extend(all);
            }
            codes.extend(common);
            (start as u32, codes.len() as u32)
        });
        codes[list.0 as usize..list.1 as usize].iter().copied().for_each(each);
    }

    /// The cost of a word in nats, `None` if there is no such word, and whether a longer one may begin with it. Every
    /// single character is a word. Of those that the page says, `own` stand in the place itself and are no witnesses.
    pub(super) fn look(&self, word: &Word, own: usize) -> (Option<f32>, bool) {
        let (key, mut longer) = (word.key, word.words.clone());
        let common =
            (!longer.is_empty() && table::key(longer.start) == key.bits).then(|| table::cost(longer.start));
        longer.start += usize::from(common.is_some());
        let said = word.page.len().saturating_sub(own);
        if key.length == 1 {
            let goes_on = !longer.is_empty() || self.said.is_some();
            return (Some(common.unwrap_or_else(|| key.cost_alone())), goes_on);
        }
        let goes_on = !longer.is_empty() || said > 0;
        // Two fifths: the dictionary keeps its say.
        let places = self.said.as_ref().map_or(0, Said::places);
        let page = (said > 0).then(|| -(said as f32 / places as f32 * 0.4).ln());
        let cost = match (common, page) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        (cost, goes_on)
    }

    /// The characters with which a word of more than one character may go on, one bit for many.
    pub(super) fn next(&self, word: &Word) -> u64 {
        // More would be nearly all.
        const MANY: usize = 64;
        if word.length() == 1 || word.words.len() + word.page.len() > MANY {
            return u64::MAX;
        }
        let shift = 16 * (LONGEST - 1).saturating_sub(word.key.length);
        let next = |key: u64| 1 << (key >> shift & 63);
        let mut all = word.words.clone().fold(0, |all, word| all | next(table::key(word)));
        if let Some(said) = self.said.as_ref().filter(|_| !word.page.is_empty()) {
            said.with(word.page.clone(), |page| all = page.iter().fold(all, |all, &key| all | next(key)));
        }
        all
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
        let language =
            Language::of(Said::of("枫桥镇的工作。枫桥镇的干部。枫桥镇的群众。", std::iter::empty()));
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
