//! All readings of a damaged stretch, and the one that the language likes best.
//!
//! The stretch is cut into tokens as it is displayed. A state says before which token we are and what is carried over:
//! nothing (the text is in step), a lead byte that waits for its other half (it is one byte off), or the unknown
//! second byte of a pair that the decoder dropped. An edge is one true character. Words are paths of edges, and the
//! cheapest chain of words is the reading.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::bytes;
use super::language::{self, Key, LONGEST, Language};
use super::token::{Kind, Token};

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

/// How much dearer than the cheapest one a beginning may be and still win.
const BEAM: f32 = 20.0;

/// Where a reading has got to. The order is that in which states are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    /// The next token.
    pub(super) token: usize,
    /// What is carried over to it.
    pub(super) carry: Carry,
}

/// What is carried over to the next token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Carry {
    /// A lead byte.
    Lead(u8),
    /// The second byte of a dropped pair, of this class.
    Dropped(u8),
    /// The same, behind a sign that is set twice and vanished between two such pairs.
    Vanished(u8),
    /// Nothing: what is displayed is what is meant.
    Nothing,
}

/// One true character between two states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// Where it starts.
    pub(super) from: State,
    /// Where it ends.
    pub(super) to: State,
    /// The character as it was written; `None` for a gloss that is passed over.
    pub(super) char: Option<char>,
    /// Whether its second byte is a guess without any trace.
    pub(super) guess: bool,
    simple: char,
    cost: f32,
}

/// A reading: its characters and its cost in nats.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) edges: Vec<Edge>,
    pub(super) cost: f32,
}

/// The cheapest reading that costs less than `most`. `slip` is what it costs to say that a gap between two characters
/// was cut into; without it the text is taken as it is displayed.
pub(super) fn read(tokens: &[Token], language: &Language, slip: Option<f32>, most: f32) -> Option<Reading> {
    let lattice = Lattice { tokens, slip, most, known: RefCell::default() };
    let start = State { token: 0, carry: Carry::Nothing };
    let end = State { token: tokens.len(), carry: Carry::Nothing };
    // The best way to each state: its cost, the state it comes from, and the edges of its last word.
    let mut best: BTreeMap<State, (f32, Option<State>, Vec<Edge>)> = BTreeMap::new();
    best.insert(start, (0.0, None, Vec::new()));
    // The cheapest state before each token: one that is far dearer will not catch up.
    let mut cheapest = vec![f32::INFINITY; tokens.len() + 1];
    cheapest[0] = 0.0;
    let mut at = Some(start);
    while let Some(state) = at {
        let cost = best[&state].0;
        if state != end && cost < cheapest[state.token] + BEAM {
            let mut path = Path { word: Key::default(), slipped: false, edges: Vec::new(), cost };
            lattice.words(language, state, &mut path, &mut |path: &Path, word_cost: f32| {
                let Some(last) = path.edges.last() else { return };
                let alone = path.edges.iter().filter(|e| e.char.is_some()).count() == 1;
                // What follows a guess is a mark or a gap; a word of the page that includes the mark goes on from here.
                let lonely = match last.to.carry {
                    Carry::Nothing if last.guess && alone => 2.0 * LONELY_END,
                    Carry::Nothing if last.guess => LONELY_END,
                    _ => 0.0,
                };
                let total = path.cost + word_cost + lonely;
                if total < most && best.get(&last.to).is_none_or(|known| total < known.0) {
                    cheapest[last.to.token] = cheapest[last.to.token].min(total);
                    best.insert(last.to, (total, Some(state), path.edges.clone()));
                }
            });
        }
        at = best
            .range((std::ops::Bound::Excluded(state), std::ops::Bound::Unbounded))
            .next()
            .map(|(s, _)| *s);
    }
    let mut words = Vec::new();
    let (cost, mut from, mut edges) = best.get(&end).cloned()?;
    while let Some(state) = from {
        words.push(edges);
        let step = best.get(&state)?;
        (from, edges) = (step.1, step.2.clone());
    }
    Some(Reading { edges: words.into_iter().rev().flatten().collect(), cost })
}

/// What it costs that a question mark stands before another mark, and means it.
fn after_question(c: char) -> f32 {
    match c {
        '!' | '?' => 5.0,
        '(' => 3.0,
        _ => 9.0,
    }
}

struct Lattice<'a> {
    tokens: &'a [Token],
    slip: Option<f32>,
    most: f32,
    /// The edges of states that were met.
    known: RefCell<BTreeMap<State, Rc<[Edge]>>>,
}

struct Path {
    word: Key,
    /// Whether any character of the word is not displayed.
    slipped: bool,
    edges: Vec<Edge>,
    cost: f32,
}

impl Lattice<'_> {
    /// Every word that starts at a state, handed to `found` with its cost.
    fn words(&self, language: &Language, state: State, path: &mut Path, found: &mut dyn FnMut(&Path, f32)) {
        for &edge in &*self.edges(state) {
            if path.cost + edge.cost >= self.most {
                continue;
            }
            let (word, slipped, cost) = (path.word, path.slipped, path.cost);
            path.edges.push(edge);
            path.cost += edge.cost;
            if edge.char.is_some() {
                path.word = word.with(edge.simple);
                path.slipped |= edge.from.carry != Carry::Nothing || edge.to.carry != Carry::Nothing;
                let (word_cost, goes_on) = language.look(path.word, usize::from(!path.slipped));
                if let Some(word_cost) = word_cost {
                    found(path, word_cost);
                }
                if goes_on && path.word.length() < LONGEST {
                    self.words(language, edge.to, path, found);
                }
            } else if path.word.length() == 0 {
                found(path, 0.0);
            } else {
                self.words(language, edge.to, path, found);
            }
            path.edges.pop();
            (path.word, path.slipped, path.cost) = (word, slipped, cost);
        }
    }

    fn edges(&self, state: State) -> Rc<[Edge]> {
        let known = self.known.borrow().get(&state).cloned();
        known.unwrap_or_else(|| {
            let edges: Rc<[Edge]> = self.find_edges(state).into();
            self.known.borrow_mut().insert(state, Rc::clone(&edges));
            edges
        })
    }

    fn find_edges(&self, from: State) -> Vec<Edge> {
        let Some(token) = self.tokens.get(from.token) else {
            return match from.carry {
                Carry::Nothing => Vec::new(),
                carry => self.out_of_step(from, carry, None),
            };
        };
        match from.carry {
            Carry::Nothing => self.in_step(from, token),
            carry => self.out_of_step(from, carry, Some(token)),
        }
    }

    fn in_step(&self, from: State, token: &Token) -> Vec<Edge> {
        let next = State { token: from.token + 1, carry: Carry::Nothing };
        let plain = |c: char, cost: f32| Edge {
            from,
            to: next,
            char: Some(c),
            guess: false,
            simple: language::folded(c),
            cost,
        };
        let pass = |cost: f32, to: State| Edge { from, to, char: None, guess: false, simple: ' ', cost };
        match &token.kind {
            Kind::Other('?') if matches!(self.before(from), Some(Kind::Mark(..))) => {
                vec![plain('?', SECOND_QUESTION)]
            }
            Kind::Char(c, _) | Kind::Other(c) => vec![plain(*c, 0.0)],
            Kind::Ascii(c) => {
                let cost = match (self.before(from), self.tokens.get(next.token).map(|t| &t.kind)) {
                    (_, Some(Kind::Gloss(_))) => GLOSSED_LETTER,
                    (Some(Kind::Mark(..)), Some(Kind::Char(..))) => LONE_LETTER,
                    _ => 0.0,
                };
                vec![plain(*c, cost)]
            }
            Kind::Gloss(_) => vec![pass(0.0, next)],
            Kind::Broken(readings) => {
                let mut edges = vec![pass(UNREAD, next)];
                if self.slip.is_some()
                    && let Some(trail) = self.trail_before(from.token)
                {
                    for [lead, lost] in readings.iter().filter_map(|&c| bytes::bytes_of(c)) {
                        if lead == trail && bytes::leads().contains(&lost) {
                            edges.push(pass(0.5, State { carry: Carry::Lead(lost), ..next }));
                        }
                    }
                }
                edges
            }
            Kind::Mark(c, asked) => {
                let mut edges = vec![plain(*c, if *asked { after_question(*c) } else { 0.0 })];
                if let Some(slip) = self.slip
                    && let Some(rest) = bytes::mark_byte(*c)
                {
                    let to = State { carry: Carry::Lead(rest), ..next };
                    for (char, simple) in bytes::leads().filter_map(|lead| bytes::char_of(lead, 0xA3)) {
                        let cost = if char == '。' { slip } else { slip - SLIP_ELSEWHERE };
                        edges.push(Edge { from, to, char: Some(char), guess: char != '。', simple, cost });
                    }
                }
                edges
            }
        }
    }

    fn out_of_step(&self, from: State, carry: Carry, token: Option<&Token>) -> Vec<Edge> {
        let mut edges = Vec::new();
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
        let mut push = |pair: Option<(char, char)>, to: State, guess: bool, cost: f32| {
            if let Some((char, simple)) = pair
                && (!guess || language::guessable(simple))
            {
                // Of the marks, a full stop is the likeliest.
                let cost = if guess && simple == ',' && char != '。' { cost + 1.0 } else { cost };
                edges.push(Edge { from, to, char: Some(char), guess, simple, cost });
            }
        };
        // A second byte may be lost where the decoder met ASCII, a mark, or the end.
        let may_lose = match token.map(|t| &t.kind) {
            Some(Kind::Char(c, [first, second])) => {
                for &lead in leads {
                    push(bytes::char_of(lead, *first), step(Carry::Lead(*second)), unknown, 0.0);
                }
                matches!(c, '、' | '。' | '“' | '”' | '《' | '》').then_some(1.0)
            }
            Some(Kind::Ascii(c)) => {
                let byte = if *c == '€' { 0x80 } else { *c as u8 };
                let gloss = match self.tokens.get(from.token + 1).map(|t| &t.kind) {
                    Some(Kind::Gloss(readings)) => Some(readings),
                    _ => None,
                };
                for &lead in leads {
                    let pair = bytes::char_of(lead, byte);
                    let misread = gloss.is_some_and(|g| pair.is_some_and(|(c, _)| !g.contains(&c)));
                    push(pair, step(Carry::Nothing), unknown, if misread { MISREAD } else { 0.0 });
                }
                Some(1.0)
            }
            Some(Kind::Gloss(readings) | Kind::Broken(readings)) => {
                for &c in readings {
                    if let Some([lead, _]) = bytes::bytes_of(c)
                        && leads.contains(&lead)
                    {
                        push(Some((c, language::folded(c))), step(Carry::Nothing), false, 0.5);
                    }
                }
                None
            }
            Some(Kind::Mark(..) | Kind::Other(_)) | None => Some(0.0),
        };
        if let Some(cost) = may_lose {
            // Some pages show a question mark for the lost byte.
            let shown = matches!(token.map(|t| &t.kind), Some(Kind::Other('?')));
            let to = State { token: from.token + usize::from(shown), carry: Carry::Nothing };
            for &lead in leads {
                for trail in bytes::trails() {
                    push(bytes::char_of(lead, trail), to, true, cost);
                }
            }
        }
        if let Carry::Lead(lead) = carry {
            for first in bytes::leads() {
                if let Some(class) = bytes::dropped(first) {
                    let to = State { carry: Carry::Dropped(class), ..from };
                    push(bytes::char_of(lead, first), to, true, DROPPED);
                }
            }
        }
        if let Carry::Dropped(_) = carry {
            // —— and ……: the second one loses both its bytes.
            for [lead, first] in ['—', '…'].iter().filter_map(|&c| bytes::bytes_of(c)) {
                if let (true, Some(class)) = (leads.contains(&lead), bytes::dropped(first)) {
                    let to = State { carry: Carry::Vanished(class), ..from };
                    push(bytes::char_of(lead, first), to, true, DROPPED);
                }
            }
        }
        // A gloss of what is displayed, though it never stood there.
        if let (Some(Kind::Gloss(readings)), Some(Kind::Char(c, _))) =
            (token.map(|t| &t.kind), self.before(from))
            && readings.contains(c)
        {
            edges.push(Edge { from, to: step(carry), char: None, guess: false, simple: ' ', cost: 0.5 });
        }
        edges
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
