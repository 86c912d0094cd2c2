//! The characters that a lost byte can have made, listed once.

use std::sync::{LazyLock, OnceLock};

use super::super::table;
use super::bytes;
use super::language;

/// A character that may have stood there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guess {
    /// As it was written.
    pub(super) char: char,
    /// As words have it.
    pub(super) simple: char,
    /// That one, [`table::mixed`].
    pub(super) mixed: u32,
    /// What it costs more than others of its list.
    pub(super) extra: f32,
}

impl Guess {
    /// A character that is not guessed at, with its form in words.
    pub(super) fn certain((char, simple): (char, char)) -> Self {
        Self { char, simple, mixed: table::mixed_char(simple), extra: 0.0 }
    }

    /// The code of the character that words have, as far as it has one.
    fn code(self) -> u16 {
        u16::try_from(u32::from(self.simple)).unwrap_or(u16::MAX)
    }
}

/// Characters among which nothing decides but the language.
#[derive(Debug)]
pub(super) struct List {
    pub(super) all: Vec<Guess>,
    /// Which one costs the least as a word of its own.
    pub(super) cheapest: usize,
    /// Places in `all`, by the code of the character that words have, which is the upper half.
    by_code: Vec<u32>,
    /// A bit for some of these codes each.
    codes: Box<[u64]>,
}

impl List {
    /// Those of the characters that are common enough.
    fn of(chars: impl Iterator<Item = (char, char)>) -> Self {
        let common = chars.filter(|&(_, simple)| language::guessable(simple));
        // Of the marks, a full stop is the likeliest.
        let extra = |char, simple| if simple == ',' && char != '。' { 1.0 } else { 0.0 };
        Self::from(
            common
                .map(|(char, simple)| Guess { extra: extra(char, simple), ..Guess::certain((char, simple)) })
                .collect(),
        )
    }

    fn from(all: Vec<Guess>) -> Self {
        let cost = |guess: &Guess| guess.extra + language::cost_alone(guess.simple);
        let cheapest = all.iter().enumerate().min_by(|(_, a), (_, b)| cost(a).total_cmp(&cost(b)));
        // Eight bits for each, so that most others fall on none.
        let mut codes = vec![0; (all.len() / 8 + 1).next_power_of_two()].into_boxed_slice();
        let mask = codes.len() - 1;
        let mut by_code = Vec::with_capacity(all.len());
        for (guess, i) in all.iter().zip(0_u32..) {
            let code = guess.code();
            by_code.push(u32::from(code) << 16 | i);
            codes[usize::from(code >> 6) & mask] |= 1 << (code & 63);
        }
        by_code.sort_unstable();
        Self { cheapest: cheapest.map_or(0, |(i, _)| i), all, by_code, codes }
    }

    /// Those among some characters, as words have them: none yet.
    pub(super) fn among(&self) -> Found<'_> {
        Found { list: self, places: Vec::new() }
    }
}

/// Characters of a list that were found in it.
pub(super) struct Found<'a> {
    list: &'a List,
    places: Vec<u16>,
}

impl<'a> Found<'a> {
    /// Adds those that words have as this code.
    #[inline]
    pub(super) fn add(&mut self, code: u16) {
        if self.list.codes[usize::from(code >> 6) & (self.list.codes.len() - 1)] >> (code & 63) & 1 == 1 {
            let from = self.list.by_code.partition_point(|&known| known < u32::from(code) << 16);
            let same = self.list.by_code[from..].iter().take_while(|&&known| known >> 16 == u32::from(code));
            self.places.extend(same.map(|&known| known as u16));
        }
    }

    /// All of them, in the order of the list.
    pub(super) fn in_order(mut self) -> impl Iterator<Item = &'a Guess> {
        self.places.sort_unstable();
        self.places.dedup();
        self.places.into_iter().map(|i| &self.list.all[usize::from(i)])
    }
}

/// Lists by a number, each made when it is first asked for.
type Lists<T> = LazyLock<Vec<OnceLock<T>>>;

fn unmade<T>(n: usize) -> Vec<OnceLock<T>> {
    (0..n).map(|_| OnceLock::new()).collect()
}

/// What can stand before a mark that was narrowed though its first byte was another character's second: a full stop,
/// and all others.
pub(super) fn before_mark() -> (Guess, &'static List) {
    static BEFORE: LazyLock<List> = LazyLock::new(|| {
        let chars = bytes::leads().filter_map(|lead| bytes::char_of(lead, 0xA3));
        List::from(chars.filter(|(c, _)| *c != '。').map(Guess::certain).collect())
    });
    (Guess::certain(('。', language::folded('。'))), &BEFORE)
}

/// A character whose lead byte is known, and the other one lost.
pub(super) fn lost(lead: u8) -> &'static List {
    static LOST: Lists<List> = LazyLock::new(|| unmade(256));
    LOST[usize::from(lead)]
        .get_or_init(|| List::of(bytes::trails().filter_map(|trail| bytes::char_of(lead, trail))))
}

/// The same where the lead byte is the second half of a dropped pair, of this class.
pub(super) fn lost_behind_dropped(class: u8) -> &'static List {
    static LOST: Lists<List> = LazyLock::new(|| unmade(bytes::classes()));
    LOST[usize::from(class)].get_or_init(|| {
        let leads = bytes::dropped_rest(class).iter();
        List::from(leads.flat_map(|&lead| lost(lead).all.iter().copied()).collect())
    })
}

/// A character whose lead byte is the second half of a dropped pair, of this class.
pub(super) fn completed(class: u8, trail: u8) -> &'static List {
    static COMPLETED: Lists<List> = LazyLock::new(|| unmade(bytes::classes() << 8));
    COMPLETED[usize::from(class) << 8 | usize::from(trail)].get_or_init(|| {
        List::of(bytes::dropped_rest(class).iter().filter_map(|&lead| bytes::char_of(lead, trail)))
    })
}

/// A character whose lead byte is known, and whose other one is the first of a dropped pair: by the pair's class.
pub(super) fn before_dropped(lead: u8) -> &'static [(u8, List)] {
    static BEFORE: Lists<Vec<(u8, List)>> = LazyLock::new(|| unmade(256));
    BEFORE[usize::from(lead)].get_or_init(|| {
        let classes = (0..=u8::MAX).take(bytes::classes());
        let list = |class| {
            let firsts = bytes::leads().filter(|&first| bytes::dropped(first) == Some(class));
            List::of(firsts.filter_map(|first| bytes::char_of(lead, first)))
        };
        classes.map(|class| (class, list(class))).filter(|(_, list)| !list.all.is_empty()).collect()
    })
}
