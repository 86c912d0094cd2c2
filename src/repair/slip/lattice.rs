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

/// Longer lists are not gone through to find what a word begins with.
const MANY: usize = 16;
/// Longer lists are not gone through to find what a word goes on with.
const FOLLOWED: usize = 128;

/// The cheapest reading that costs less than `most`. `slip` is what it costs to say that a gap between two characters
/// was cut into; without it the text is taken as it is displayed.
pub(super) fn read(tokens: &[Token], language: &Language, slip: Option<f32>, most: f32) -> Option<Reading> {
    let known = RefCell::new(vec![Vec::new(); tokens.len() + 1]);
    let lattice = Lattice { stretch: Stretch { tokens, slip }, language, most, known };
    let end = State { token: tokens.len(), carry: Carry::Nothing };
    let mut ways = Ways::new(tokens.len(), most);
    for token in 0..=tokens.len() {
        // States of one token in their order: edges between them lead on only.
        let mut done = None;
        while let Some((state, cost)) = ways.next(token, done) {
            done = Some(state);
            if state != end && ways.may_win(token, cost) {
                let mut path = Path {
                    start: state,
                    word: Word::default(),
                    next: 0,
                    slipped: false,
                    edges: Vec::new(),
                    cost,
                };
                lattice.words(state, &mut path, &mut ways);
            }
        }
    }
    ways.reading(end)
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
struct Path {
    start: State,
    word: Word,
    /// With which characters it may go on ([`Language::next`]).
    next: u64,
    /// Whether any character of the word is not displayed.
    slipped: bool,
    edges: Vec<Edge>,
    cost: f32,
}

impl Path {
    /// What its last character costs more where a clause ends with it. What follows a guess is a mark or a gap; a
    /// word of the page that includes the mark goes on from here.
    fn lonely(&self) -> f32 {
        match self.edges.last() {
            Some(last) if last.guess && last.to.carry == Carry::Nothing => {
                if self.word.length() == 1 {
                    2.0 * LONELY_END
                } else {
                    LONELY_END
                }
            }
            _ => 0.0,
        }
    }

    fn note(&self, word_cost: f32, ways: &mut Ways) {
        ways.note(self.start, &self.edges, self.cost + word_cost + self.lonely());
    }
}

impl Lattice<'_> {
    /// Notes every word that begins as the path does and goes on from a state.
    fn words(&self, state: State, path: &mut Path, ways: &mut Ways) {
        for group in &*self.edges(state) {
            self.group(state, group, path, ways);
        }
    }

    /// Notes every word that begins as the path does and goes on with one group's edges.
    fn group(&self, state: State, group: &Group, path: &mut Path, ways: &mut Ways) {
        if path.cost + group.cost >= self.most {
            return;
        }
        let (word, slipped, cost) = (path.word.clone(), path.slipped, path.cost);
        let edge = Edge { from: state, to: group.to, char: None, guess: group.guess };
        match &group.chars {
            Chars::None => {
                path.edges.push(edge);
                path.cost += group.cost;
                if word.length() == 0 {
                    path.note(0.0, ways);
                } else {
                    self.words(group.to, path, ways);
                }
                path.edges.pop();
            }
            Chars::Listed(list) if word.length() == 0 => self.first_of_many(list, group, edge, path, ways),
            Chars::Listed(list) if word.length() == 1 && list.all.len() > FOLLOWED => {
                path.slipped = true;
                for guess in self.language.followers(&word, |codes| list.among(codes)) {
                    path.cost = cost + (group.cost + guess.extra);
                    self.guess(&word, guess, edge, path, ways);
                }
            }
            chars => {
                path.slipped |= state.carry != Carry::Nothing || group.to.carry != Carry::Nothing;
                let next = path.next;
                for guess in chars.all().iter().filter(|guess| self.may_go_on(&word, next, guess)) {
                    path.cost = cost + (group.cost + guess.extra);
                    self.guess(&word, guess, edge, path, ways);
                }
            }
        }
        (path.word, path.slipped, path.cost) = (word, slipped, cost);
    }

    /// Whether a word may go on with a character: of most it says that none does. `next` tells of words of two and more
    /// characters.
    #[inline]
    fn may_go_on(&self, word: &Word, next: u64, guess: &Guess) -> bool {
        match word.length() {
            0 => true,
            1 => self.language.may_begin(word.first(), guess.mixed),
            _ => next >> (guess.simple as u32 & 63) & 1 == 1,
        }
    }

    /// Notes every word that is `word` with one more character, or begins so. The path's cost includes that character's.
    fn guess(&self, word: &Word, guess: &Guess, edge: Edge, path: &mut Path, ways: &mut Ways) {
        if path.cost >= self.most {
            return;
        }
        path.edges.push(Edge { char: Some(guess.char), ..edge });
        path.word = self.language.with(word, guess.simple);
        let (word_cost, goes_on) = self.language.look(&path.word, usize::from(!path.slipped));
        if let Some(word_cost) = word_cost {
            path.note(word_cost, ways);
        }
        if goes_on && path.word.length() < LONGEST {
            let next = std::mem::replace(&mut path.next, self.language.next(&path.word));
            self.words(edge.to, path, ways);
            path.next = next;
        }
        path.edges.pop();
    }

    /// The same as [`Self::group`] for the first character of a word where it can be one of many: alone only the cheapest
    /// counts, and most of the others begin no word that goes on so.
    fn first_of_many(
        &self,
        list: &guesses::List,
        group: &Group,
        edge: Edge,
        path: &mut Path,
        ways: &mut Ways,
    ) {
        let start = path.cost;
        let cost = |guess: &Guess| start + (group.cost + guess.extra);
        path.slipped = true;
        path.edges.push(edge);
        let none = Word::default();
        let set = |path: &mut Path, guess: &Guess| {
            path.word = self.language.with(&none, guess.simple);
            path.cost = cost(guess);
            if let Some(last) = path.edges.last_mut() {
                last.char = Some(guess.char);
            }
        };
        if let Some(cheapest) = list.all.get(list.cheapest)
            && cost(cheapest) < self.most
        {
            set(path, cheapest);
            path.note(language::cost_alone(cheapest.simple), ways);
        }
        for next in &*self.edges(group.to) {
            let mut go_on = |path: &mut Path, guess: &Guess| {
                if cost(guess) < self.most {
                    set(path, guess);
                    self.group(group.to, next, path, ways);
                }
            };
            match &next.chars {
                Chars::None => list.all.iter().for_each(|guess| go_on(path, guess)),
                Chars::Listed(many) if many.all.len() > MANY => {
                    list.all.iter().for_each(|guess| go_on(path, guess));
                }
                few => {
                    let few = few.all();
                    let begins = |guess: &&Guess| {
                        few.iter().any(|second| self.language.may_begin(guess.mixed, second.mixed))
                    };
                    list.all.iter().filter(begins).for_each(|guess| go_on(path, guess));
                }
            }
        }
        path.edges.pop();
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
