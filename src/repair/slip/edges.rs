//! The true characters that may stand between two states of a reading: what is displayed, what its bytes are one byte
//! off, and what lost bytes can have been.
//!
//! Edges of one kind between the same two states come in groups: a lost byte can be any of two hundred, and those
//! characters are listed once for all pages ([`guesses`]).

use super::bytes;
use super::guesses::{self, Guess};
use super::language;
use super::token::{Kind, Token};
use super::ways::{Carry, State};

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

/// Edges that differ in their characters only.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) to: State,
    pub(super) cost: f32,
    /// Whether the second byte is a guess without any trace.
    pub(super) guess: bool,
    pub(super) chars: Chars,
}

/// Characters that may stand there.
#[derive(Clone, Debug)]
pub(super) enum Chars {
    /// A gloss that is passed over.
    None,
    One(Guess),
    Some(Vec<Guess>),
    /// A list of all pages.
    Listed(&'static guesses::List),
}

impl Chars {
    pub(super) fn all(&self) -> &[Guess] {
        match self {
            Self::None => &[],
            Self::One(guess) => std::slice::from_ref(guess),
            Self::Some(guesses) => guesses,
            Self::Listed(list) => &list.all,
        }
    }
}

/// A stretch as it is displayed.
pub(super) struct Stretch<'a> {
    pub(super) tokens: &'a [Token],
    /// What it costs to say that a gap between two characters was cut into; without it the text is taken as it is
    /// displayed.
    pub(super) slip: Option<f32>,
}

impl Stretch<'_> {
    /// The edges of a state.
    pub(super) fn edges(&self, from: State) -> Vec<Group> {
        match (from.carry, self.tokens.get(from.token)) {
            (Carry::Nothing, None) => Vec::new(),
            (Carry::Nothing, Some(token)) => self.in_step(from, token),
            (carry, token) => self.out_of_step(from, carry, token),
        }
    }

    /// Whether the text can go out of step anywhere and come back. Behind most marks its bytes forbid it at once.
    pub(super) fn may_slip(&self) -> bool {
        let end = self.tokens.len();
        let mut out_of_step = vec![Vec::new(); end + 1];
        for token in 0..=end {
            let opens =
                self.tokens.get(token).is_some_and(|t| matches!(t.kind, Kind::Mark(..) | Kind::Broken(_)));
            if opens {
                let ways =
                    self.edges(State { token, carry: Carry::Nothing }).into_iter().map(|group| group.to);
                ways.filter(|to| to.carry != Carry::Nothing)
                    .for_each(|to| out_of_step[to.token].push(to.carry));
            }
            // Those of one token may lead to others of it.
            let mut done = 0;
            while let Some(&carry) = out_of_step[token].get(done) {
                done += 1;
                for Group { to, .. } in self.edges(State { token, carry }) {
                    if to.carry == Carry::Nothing {
                        return true;
                    }
                    if !out_of_step[to.token].contains(&to.carry) {
                        out_of_step[to.token].push(to.carry);
                    }
                }
            }
        }
        false
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
            if matches!(&chars, Chars::None) || !chars.all().is_empty() {
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

/// What it costs that a question mark stands before another mark, and means it.
fn after_question(c: char) -> f32 {
    match c {
        '!' | '?' => 5.0,
        '(' => 3.0,
        _ => 9.0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::token;
    use super::*;

    /// The same by walking all states that can be reached at all.
    fn may_slip(stretch: &Stretch) -> bool {
        let mut seen = BTreeSet::new();
        let mut ahead = vec![(State { token: 0, carry: Carry::Nothing }, false)];
        while let Some((state, slipped)) = ahead.pop() {
            if slipped && state.carry == Carry::Nothing {
                return true;
            }
            if seen.insert((state, slipped)) {
                let next = stretch.edges(state).into_iter().map(|group| group.to);
                ahead.extend(next.map(|to| (to, slipped || to.carry != Carry::Nothing)));
            }
        }
        false
    }

    /// Common characters, marks, letters, glosses.
    fn pieces() -> impl Strategy<Value = String> {
        let common = (0xB0..=0xD7_u8, 0xA1..=0xF9_u8);
        let common = common.prop_map(|(lead, trail)| encoding_rs::GBK.decode(&[lead, trail]).0.into_owned());
        prop_oneof![6 => common, 3 => "[!?,.:;()]", 1 => "[a€、。“\u{3000} ]", 1 => "\\([a-zāáǎà]{1,4}\\)"]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2048, ..ProptestConfig::default() })]

        /// A place that is passed over has no reading but what it shows.
        #[test]
        fn a_place_is_passed_over_only_where_nothing_can_slip(
            text in prop::collection::vec(pieces(), 1..8),
            marks in prop::collection::vec(any::<Option<bool>>(), 8),
            slip: bool,
        ) {
            let text = text.concat();
            let at = |&at: &usize| token::token_at(&text, at);
            let mut tokens: Vec<Token> =
                std::iter::successors(at(&0), |token| at(&token.span.range().end)).collect();
            for (token, asked) in tokens.iter_mut().zip(marks) {
                if let (Kind::Other(c), Some(asked)) = (&token.kind, asked) {
                    token.kind = Kind::Mark(*c, asked);
                }
            }
            let stretch = Stretch { tokens: &tokens, slip: slip.then_some(1.0) };
            prop_assert_eq!(stretch.may_slip(), may_slip(&stretch), "{:?}", tokens);
        }
    }
}
