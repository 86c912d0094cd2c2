//! The best ways through a stretch that were found so far.

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
}

/// A reading: its characters and its cost in nats.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) edges: Vec<Edge>,
    pub(super) cost: f32,
}

/// The best way to a state that was found so far: its cost, where its last word comes from, and that word's edges in
/// [`Ways::edges`].
#[derive(Clone, Debug)]
struct Way {
    to: State,
    cost: f32,
    from: Option<State>,
    edges: std::ops::Range<usize>,
}

/// The best ways by token: few states of one token are ever reached.
pub(super) struct Ways {
    at: Vec<Vec<Way>>,
    /// The cheapest one at each token: one that is far dearer will not catch up.
    cheapest: Vec<f32>,
    edges: Vec<Edge>,
    most: f32,
}

impl Ways {
    /// The way to the first of so many tokens; none may cost `most`.
    pub(super) fn new(tokens: usize, most: f32) -> Self {
        let mut ways = Self {
            at: vec![Vec::new(); tokens + 1],
            cheapest: vec![f32::INFINITY; tokens + 1],
            edges: Vec::new(),
            most,
        };
        let to = State { token: 0, carry: Carry::Nothing };
        ways.at[0].push(Way { to, cost: 0.0, from: None, edges: 0..0 });
        ways.cheapest[0] = 0.0;
        ways
    }

    /// The first state of a token behind one that is done, and what it costs to get there.
    pub(super) fn next(&self, token: usize, done: Option<State>) -> Option<(State, f32)> {
        let open = self.at[token].iter().filter(|way| done.is_none_or(|done| way.to > done));
        open.min_by_key(|way| way.to).map(|way| (way.to, way.cost))
    }

    /// Whether a way to a token that costs so much may still be part of the cheapest reading.
    pub(super) fn may_win(&self, token: usize, cost: f32) -> bool {
        cost < self.cheapest[token] + BEAM
    }

    fn to(&self, state: State) -> Option<&Way> {
        self.at[state.token].iter().find(|way| way.to == state)
    }

    /// Notes a word that leads on from a state.
    pub(super) fn note(&mut self, from: State, word: &[Edge], total: f32) {
        let Some(last) = word.last() else { return };
        let (to, end) = (last.to, self.at.len() - 1);
        if total >= self.most || to.token < end && !self.may_win(to.token, total) {
            return;
        }
        let ways = &mut self.at[to.token];
        let known = ways.iter_mut().find(|way| way.to == to);
        if known.as_ref().is_some_and(|way| way.cost <= total) {
            return;
        }
        let start = self.edges.len();
        self.edges.extend_from_slice(word);
        let way = Way { to, cost: total, from: Some(from), edges: start..self.edges.len() };
        match known {
            Some(known) => *known = way,
            None => ways.push(way),
        }
        self.cheapest[to.token] = self.cheapest[to.token].min(total);
    }

    /// The chain of words that leads to a state.
    pub(super) fn reading(&self, end: State) -> Option<Reading> {
        let last = self.to(end)?;
        let (mut words, mut way) = (Vec::new(), last);
        while let Some(from) = way.from {
            words.push(way.edges.clone());
            way = self.to(from)?;
        }
        let edges = words.into_iter().rev().flat_map(|word| &self.edges[word]).copied().collect();
        Some(Reading { edges, cost: last.cost })
    }
}
