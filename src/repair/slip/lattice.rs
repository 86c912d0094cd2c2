//! All readings of a damaged stretch, and the one that the language likes best.
//!
//! The stretch is cut into tokens as it is displayed. A state says before which token we are and what is carried over:
//! nothing (the text is in step), a lead byte that waits for its other half (it is one byte off), or the unknown
//! second byte of a pair that the decoder dropped. An edge is one true character. Words are paths of edges, and the
//! cheapest chain of words is the reading.

use std::cell::RefCell;
use std::rc::Rc;

use super::edges::{Chars, Group, Stretch};
use super::guesses::{self, Guess};
use super::language::{self, LONGEST, Language, Word};
use super::token::Token;
use super::ways::{Carry, Edge, Reading, State, Ways};

/// Few words end a clause, and fewer of one character.
const LONELY_END: f32 = 3.0;

/// Longer lists are not gone through: it is told what words have beside a character, and looked up in the list.
const MANY: usize = 16;

/// The cheapest reading that costs less than `most`. `slip` is what it costs to say that a gap between two characters
/// was cut into; without it the text is taken as it is displayed.
pub(super) fn read(tokens: &[Token], language: &Language, slip: Option<f32>, most: f32) -> Option<Reading> {
    let known = RefCell::new(vec![Vec::new(); tokens.len() + 1]);
    let lattice = Lattice { stretch: Stretch { tokens, slip }, language, most, known };
    let end = State { token: tokens.len(), carry: Carry::Nothing };
    let start = State { token: 0, carry: Carry::Nothing };
    let mut walk = Walk { ways: Ways::new(tokens.len(), most), start, edges: Vec::new() };
    for token in 0..=tokens.len() {
        // States of one token in their order: edges between them lead on only.
        let mut done = None;
        while let Some((state, cost)) = walk.ways.next(token, done) {
            done = Some(state);
            if state != end && walk.ways.may_win(token, cost) {
                walk.start = state;
                lattice.words(state, cost, &Beginning::default(), &mut walk);
            }
        }
    }
    walk.ways.reading(end)
}

/// The groups of a state, for the states of one token.
type Known = Vec<(Carry, Rc<[Group]>)>;

struct Lattice<'a> {
    stretch: Stretch<'a>,
    language: &'a Language,
    most: f32,
    /// The edges of states that were met, by token.
    known: RefCell<Vec<Known>>,
}

/// A word in the making.
#[derive(Default)]
struct Beginning {
    word: Word,
    /// With which characters it may go on ([`Language::next`]).
    next: u64,
    /// Whether any of its characters is not displayed.
    slipped: bool,
}

impl Beginning {
    /// With its first character.
    fn first(language: &Language, guess: &Guess, slipped: bool) -> Self {
        Self { word: language.with(&Word::default(), guess.simple), next: u64::MAX, slipped }
    }
}

/// The ways that were found, and the edges of the word in the making that may add one.
struct Walk {
    ways: Ways,
    start: State,
    edges: Vec<Edge>,
}

impl Walk {
    /// What the last character of a word of this length costs more where a clause ends with it. What follows a guess is a
    /// mark or a gap; a word of the page that includes the mark goes on from here.
    fn lonely(&self, length: usize) -> f32 {
        match self.edges.last() {
            Some(last) if last.guess && last.to.carry == Carry::Nothing => {
                if length == 1 {
                    2.0 * LONELY_END
                } else {
                    LONELY_END
                }
            }
            _ => 0.0,
        }
    }

    /// Notes a word of this length.
    fn note(&mut self, length: usize, cost: f32) {
        let cost = cost + self.lonely(length);
        self.ways.note(self.start, &self.edges, cost);
    }
}

impl Lattice<'_> {
    /// Notes every word that begins so, at such a cost, and goes on from a state.
    fn words(&self, state: State, cost: f32, so: &Beginning, walk: &mut Walk) {
        for group in &*self.edges(state) {
            self.group(state, group, cost, so, walk);
        }
    }

    /// Notes every word that begins so and goes on with one group's edges.
    fn group(&self, state: State, group: &Group, cost: f32, so: &Beginning, walk: &mut Walk) {
        if cost + group.cost >= self.most {
            return;
        }
        let length = so.word.length();
        let edge = Edge { from: state, to: group.to, char: None, guess: group.guess };
        let mut go_on = |guess: &Guess| {
            let cost = cost + (group.cost + guess.extra);
            self.guess(so, guess, cost, edge, walk);
        };
        match &group.chars {
            Chars::None => {
                walk.edges.push(edge);
                let cost = cost + group.cost;
                if length == 0 {
                    walk.note(length, cost);
                } else {
                    self.words(group.to, cost, so, walk);
                }
                walk.edges.pop();
            }
            Chars::Listed(list) if length == 0 => self.first_of_many(list, group, edge, cost, walk),
            Chars::Listed(list) if list.all.len() > MANY => {
                let mut found = list.among();
                self.language.behind(&so.word, |code| found.add(code));
                found.in_order().for_each(go_on);
            }
            chars => {
                chars.all().iter().filter(|guess| self.may_go_on(so, guess)).for_each(&mut go_on);
            }
        }
    }

    /// Whether a word may go on with a character: of most it says that none does.
    #[inline]
    fn may_go_on(&self, so: &Beginning, guess: &Guess) -> bool {
        match so.word.length() {
            0 => true,
            1 => self.language.may_begin(so.word.first(), guess.mixed),
            _ => so.next >> (guess.simple as u32 & 63) & 1 == 1,
        }
    }

    /// Notes every word that begins so and has one more character, or goes on behind it. The cost includes that character's.
    fn guess(&self, so: &Beginning, guess: &Guess, cost: f32, edge: Edge, walk: &mut Walk) {
        if cost >= self.most {
            return;
        }
        let slipped = so.slipped || edge.from.carry != Carry::Nothing || edge.to.carry != Carry::Nothing;
        let word = self.language.with(&so.word, guess.simple);
        let (word_cost, goes_on) = self.language.look(&word, usize::from(!slipped));
        let goes_on = goes_on && word.length() < LONGEST;
        if word_cost.is_none() && !goes_on {
            return;
        }
        walk.edges.push(Edge { char: Some(guess.char), ..edge });
        if let Some(word_cost) = word_cost {
            walk.note(word.length(), cost + word_cost);
        }
        if goes_on {
            let so = Beginning { next: self.language.next(&word), word, slipped };
            self.words(edge.to, cost, &so, walk);
        }
        walk.edges.pop();
    }

    /// The same as [`Self::group`] for the first character of a word where it can be one of many: alone only the cheapest
    /// counts, and most of the others begin no word that goes on so.
    fn first_of_many(&self, list: &guesses::List, group: &Group, edge: Edge, start: f32, walk: &mut Walk) {
        let cost = |guess: &Guess| start + (group.cost + guess.extra);
        if let Some(cheapest) = list.all.get(list.cheapest)
            && cost(cheapest) < self.most
        {
            walk.edges.push(Edge { char: Some(cheapest.char), ..edge });
            walk.note(1, cost(cheapest) + language::cost_alone(cheapest.simple));
            walk.edges.pop();
        }
        for next in &*self.edges(group.to) {
            let go_on = |guess: &Guess| {
                if cost(guess) < self.most {
                    walk.edges.push(Edge { char: Some(guess.char), ..edge });
                    let so = Beginning::first(self.language, guess, true);
                    self.group(group.to, next, cost(guess), &so, walk);
                    walk.edges.pop();
                }
            };
            let seconds = next.chars.all();
            if matches!(next.chars, Chars::None) || seconds.len() > MANY && list.all.len() < seconds.len() {
                list.all.iter().for_each(go_on);
            } else if list.all.len() > MANY {
                let mut found = list.among();
                seconds.iter().for_each(|second| self.language.before(second.simple, |code| found.add(code)));
                found.in_order().for_each(go_on);
            } else {
                let begins = |guess: &&Guess| {
                    seconds.iter().any(|second| self.language.may_begin(guess.mixed, second.mixed))
                };
                list.all.iter().filter(begins).for_each(go_on);
            }
        }
    }

    /// The edges of a state, found out once.
    fn edges(&self, state: State) -> Rc<[Group]> {
        let known =
            |known: &Known| known.iter().find(|(carry, _)| *carry == state.carry).map(|k| Rc::clone(&k.1));
        if let Some(groups) = known(&self.known.borrow()[state.token]) {
            return groups;
        }
        let groups: Rc<[Group]> = self.stretch.edges(state).into();
        self.known.borrow_mut()[state.token].push((state.carry, Rc::clone(&groups)));
        groups
    }
}
