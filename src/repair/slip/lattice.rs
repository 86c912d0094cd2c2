//! All readings of a damaged stretch, and the one that the language likes best.
//!
//! The stretch is cut into tokens as it is displayed. A state says before which token we are and what is carried over:
//! nothing (the text is in step), a lead byte that waits for its other half (it is one byte off), or the unknown
//! second byte of a pair that the decoder dropped. An edge is one true character. Words are paths of edges, and the
//! cheapest chain of words is the reading.
//!
//! Edges of one kind between the same two states come in groups ([`Group`]): a lost byte can be any of two hundred, and
//! those characters are listed once for all pages ([`guesses`]).

use std::cell::RefCell;
use std::rc::Rc;

use super::bytes;
use super::guesses::{self, Guess};
use super::language::{self, LONGEST, Language, Word};
use super::token::{Kind, Token};
use super::ways::{Carry, Edge, Reading, State, Ways};

/// What it costs less where the byte before the mark was not that of a full stop: the character says enough.
const SLIP_ELSEWHERE: f32 = 1.0;
/// What it costs to say that a pair of bytes was dropped.
const DROPPED: f32 = 0.7;
/// Nobody puts a question mark behind another mark.
const SECOND_QUESTION: f32 = 5.0;
/// What it costs to pass over a broken gloss without reading it.
const UNREAD: f32 = 25.0;
/// Nobody glosses a Latin letter: it is half a character.
const GLOSSED_LETTER: f32 = 18.0;
/// Few clauses begin with one: it may be half a character.
const LONE_LETTER: f32 = 6.0;
/// What it costs to read a character otherwise than the gloss behind it.
const MISREAD: f32 = 10.0;
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
    let lattice = Lattice { tokens, language, slip, most, known };
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

/// What it costs that a question mark stands before another mark, and means it.
fn after_question(c: char) -> f32 {
    match c {
        '!' | '?' => 5.0,
        '(' => 3.0,
        _ => 9.0,
    }
}

/// Edges that differ in their characters only.
#[derive(Clone, Debug)]
struct Group {
    to: State,
    cost: f32,
    /// Whether the second byte is a guess without any trace.
    guess: bool,
    chars: Chars,
}

#[derive(Clone, Debug)]
enum Chars {
    /// A gloss that is passed over.
    None,
    One(Guess),
    Some(Vec<Guess>),
    /// A list of all pages.
    Listed(&'static guesses::List),
}

impl Chars {
    fn all(&self) -> &[Guess] {
        match self {
            Self::None => &[],
            Self::One(guess) => std::slice::from_ref(guess),
            Self::Some(guesses) => guesses,
            Self::Listed(list) => &list.all,
        }
    }
}

/// The groups of a state, for the states of one token.
type Known = Vec<(Carry, Rc<[Group]>)>;

struct Lattice<'a> {
    tokens: &'a [Token],
    language: &'a Language,
    slip: Option<f32>,
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
                // Whatever leads back in step is a guess that is common enough.
                Chars::One(second) if group.to.carry == Carry::Nothing && list.all.len() > MANY => {
                    let leaders = self.language.leaders(second.simple, |codes| list.among(codes));
                    leaders.for_each(|guess| go_on(path, guess));
                }
                few => {
                    let begins = |guess: &&Guess| {
                        few.all().iter().any(|second| self.language.may_begin(guess.mixed, second.mixed))
                    };
                    list.all.iter().filter(begins).for_each(|guess| go_on(path, guess));
                }
            }
        }
        path.edges.pop();
    }

    fn edges(&self, state: State) -> Rc<[Group]> {
        let known =
            |known: &Known| known.iter().find(|(carry, _)| *carry == state.carry).map(|k| Rc::clone(&k.1));
        if let Some(groups) = known(&self.known.borrow()[state.token]) {
            return groups;
        }
        let groups: Rc<[Group]> = self.find_edges(state).into();
        self.known.borrow_mut()[state.token].push((state.carry, Rc::clone(&groups)));
        groups
    }

    fn find_edges(&self, from: State) -> Vec<Group> {
        match (from.carry, self.tokens.get(from.token)) {
            (Carry::Nothing, None) => Vec::new(),
            (Carry::Nothing, Some(token)) => self.in_step(from, token),
            (carry, token) => self.out_of_step(from, carry, token),
        }
    }

    fn in_step(&self, from: State, token: &Token) -> Vec<Group> {
        let next = State { token: from.token + 1, carry: Carry::Nothing };
        let plain = |c: char, cost: f32| {
            let one = Guess::certain((c, language::folded(c)));
            vec![Group { to: next, cost, guess: false, chars: Chars::One(one) }]
        };
        let pass = |cost: f32, to: State| Group { to, cost, guess: false, chars: Chars::None };
        match &token.kind {
            Kind::Other('?') if matches!(self.before(from), Some(Kind::Mark(..))) => {
                plain('?', SECOND_QUESTION)
            }
            Kind::Char(c, _) | Kind::Other(c) => plain(*c, 0.0),
            Kind::Ascii(c) => {
                let cost = match (self.before(from), self.tokens.get(next.token).map(|t| &t.kind)) {
                    (_, Some(Kind::Gloss(_))) => GLOSSED_LETTER,
                    (Some(Kind::Mark(..)), Some(Kind::Char(..))) => LONE_LETTER,
                    _ => 0.0,
                };
                plain(*c, cost)
            }
            Kind::Gloss(_) => vec![pass(0.0, next)],
            Kind::Broken(readings) => {
                let mut groups = vec![pass(UNREAD, next)];
                if self.slip.is_some()
                    && let Some(trail) = self.trail_before(from.token)
                {
                    for [lead, lost] in readings.iter().filter_map(|&c| bytes::bytes_of(c)) {
                        if lead == trail && bytes::leads().contains(&lost) {
                            groups.push(pass(0.5, State { carry: Carry::Lead(lost), ..next }));
                        }
                    }
                }
                groups
            }
            Kind::Mark(c, asked) => {
                let mut groups = plain(*c, if *asked { after_question(*c) } else { 0.0 });
                if let Some(slip) = self.slip
                    && let Some(rest) = bytes::mark_byte(*c)
                {
                    let to = State { carry: Carry::Lead(rest), ..next };
                    let (stop, others) = guesses::before_mark();
                    groups.push(Group { to, cost: slip, guess: false, chars: Chars::One(stop) });
                    let cost = slip - SLIP_ELSEWHERE;
                    groups.push(Group { to, cost, guess: true, chars: Chars::Listed(others) });
                }
                groups
            }
        }
    }

    fn out_of_step(&self, from: State, carry: Carry, token: Option<&Token>) -> Vec<Group> {
        let mut groups = Vec::new();
        let own;
        let leads: &[u8] = match carry {
            Carry::Lead(lead) => {
                own = [lead];
                &own
            }
            Carry::Dropped(class) | Carry::Vanished(class) => bytes::dropped_rest(class),
            Carry::Nothing => &[],
        };
        let unknown = !matches!(carry, Carry::Lead(_));
        let step = |carry| State { token: from.token + 1, carry };
        let mut push = |to: State, guess: bool, cost: f32, chars: Chars| {
            if !matches!(&chars, Chars::Some(some) if some.is_empty()) {
                groups.push(Group { to, cost, guess, chars });
            }
        };
        // The characters that a byte completes.
        let with = |trail: u8| match carry {
            Carry::Dropped(class) | Carry::Vanished(class) => Chars::Listed(guesses::completed(class, trail)),
            Carry::Lead(lead) => {
                Chars::Some(bytes::char_of(lead, trail).map(Guess::certain).into_iter().collect())
            }
            Carry::Nothing => Chars::Some(Vec::new()),
        };
        // A second byte may be lost where the decoder met ASCII, a mark, or the end.
        let may_lose = match token.map(|t| &t.kind) {
            Some(Kind::Char(c, [first, second])) => {
                push(step(Carry::Lead(*second)), unknown, 0.0, with(*first));
                matches!(c, '、' | '。' | '“' | '”' | '《' | '》').then_some(1.0)
            }
            Some(Kind::Ascii(c)) => {
                let byte = if *c == '€' { 0x80 } else { *c as u8 };
                let mut chars = with(byte);
                if let Some(Kind::Gloss(readings)) = self.tokens.get(from.token + 1).map(|t| &t.kind) {
                    let misread = |g: &Guess| if readings.contains(&g.char) { 0.0 } else { MISREAD };
                    let all = chars.all().iter().map(|g| Guess { extra: misread(g) + g.extra, ..*g });
                    chars = Chars::Some(all.collect());
                }
                push(step(Carry::Nothing), unknown, 0.0, chars);
                Some(1.0)
            }
            Some(Kind::Gloss(readings) | Kind::Broken(readings)) => {
                let read = readings
                    .iter()
                    .filter(|&&c| bytes::bytes_of(c).is_some_and(|[lead, _]| leads.contains(&lead)));
                let read = read.map(|&c| Guess::certain((c, language::folded(c))));
                push(step(Carry::Nothing), false, 0.5, Chars::Some(read.collect()));
                None
            }
            Some(Kind::Mark(..) | Kind::Other(_)) | None => Some(0.0),
        };
        if let Some(cost) = may_lose {
            // Some pages show a question mark for the lost byte.
            let shown = matches!(token.map(|t| &t.kind), Some(Kind::Other('?')));
            let to = State { token: from.token + usize::from(shown), carry: Carry::Nothing };
            let list = match carry {
                Carry::Dropped(class) | Carry::Vanished(class) => Some(guesses::lost_behind_dropped(class)),
                Carry::Lead(lead) => Some(guesses::lost(lead)),
                Carry::Nothing => None,
            };
            list.into_iter().for_each(|list| push(to, true, cost, Chars::Listed(list)));
        }
        if let Carry::Lead(lead) = carry {
            for (class, list) in guesses::before_dropped(lead) {
                push(State { carry: Carry::Dropped(*class), ..from }, true, DROPPED, Chars::Listed(list));
            }
        }
        if let Carry::Dropped(_) = carry {
            // —— and ……: the second one loses both its bytes.
            for c in ['—', '…'] {
                if let Some([lead, first]) = bytes::bytes_of(c)
                    && let (true, Some(class)) = (leads.contains(&lead), bytes::dropped(first))
                    && language::guessable(language::folded(c))
                {
                    let one = Chars::One(Guess::certain((c, language::folded(c))));
                    push(State { carry: Carry::Vanished(class), ..from }, true, DROPPED, one);
                }
            }
        }
        // A gloss of what is displayed, though it never stood there.
        if let (Some(Kind::Gloss(readings)), Some(Kind::Char(c, _))) =
            (token.map(|t| &t.kind), self.before(from))
            && readings.contains(c)
        {
            push(step(carry), false, 0.5, Chars::None);
        }
        groups
    }

    /// The token before a state.
    fn before(&self, state: State) -> Option<&Kind> {
        state.token.checked_sub(1).map(|i| &self.tokens[i].kind)
    }

    /// The second byte of the character before a broken gloss; whole glosses between them do not count.
    fn trail_before(&self, token: usize) -> Option<u8> {
        self.tokens[..token].iter().rev().find_map(|t| match t.kind {
            Kind::Gloss(_) => None,
            Kind::Char(_, [_, trail]) => Some(Some(trail)),
            Kind::Mark(c, _) | Kind::Other(c) => Some(bytes::mark_byte(c)),
            _ => Some(None),
        })?
    }
}
