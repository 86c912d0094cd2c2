//! Trees to programs for the machine.

use super::class::Class;
use super::machine::GROUPS;
use super::parse::Tree;
use super::shape::{
    Side, anchored, begins_inside, ending, firsts, made_of, nullable, outermost, reaches_end,
};

/// One step.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// These words.
    Words(Box<[char]>),
    /// A character of a set.
    Class(Box<Class>),
    /// So many characters of a set, as many as may be, or as few.
    Run {
        of: Box<Class>,
        least: u32,
        most: u32,
        greedy: bool,
    },
    /// Go on here, or failing that there.
    Fork(usize, usize),
    /// Go on with the branches, in order, that the next character can open.
    Switch(Box<Branches>),
    /// Go there.
    Jump(usize),
    /// Remember the place.
    Save(usize),
    /// The text's beginning, its end, the border of a word.
    Start,
    End,
    Border,
    /// It fits.
    Done,
}

/// The branches of a choice by the characters that open them.
#[derive(Clone, Debug)]
pub(super) struct Branches {
    /// The characters, by their remainders by 64, and where in `steps` the branches of each begin and end.
    of: Vec<(char, u16, u16)>,
    /// For each remainder where in `of` its characters begin: seldom more than one, and none for most texts. One number
    /// more at the end.
    from: [u16; 65],
    /// The steps where branches begin, those of one character together and in order.
    steps: Vec<usize>,
    /// All characters of the above.
    pub(super) any: Class,
}

impl Branches {
    /// The steps where the branches begin that the character opens.
    #[inline]
    pub(super) fn of(&self, c: char) -> &[usize] {
        let place = c as usize % 64;
        let alike = &self.of[usize::from(self.from[place])..usize::from(self.from[place + 1])];
        let own = alike.iter().find(|branch| branch.0 == c);
        own.map_or(&[], |&(_, first, end)| &self.steps[usize::from(first)..usize::from(end)])
    }

    /// Of what each branch begins with, and where.
    fn new(opened: Vec<(Vec<char>, usize)>) -> Self {
        let mut pairs: Vec<(char, usize)> =
            opened.into_iter().flat_map(|(chars, step)| chars.into_iter().map(move |c| (c, step))).collect();
        // Stable: the branches of one character stay in order.
        pairs.sort_by_key(|&(c, _)| (c as u32 % 64, c));
        let any = pairs.iter().map(|&(c, _)| (c, c)).collect();
        let mut of: Vec<(char, u16, u16)> = Vec::new();
        for (place, &(c, _)) in (0..).zip(&pairs) {
            match of.last_mut().filter(|last| last.0 == c) {
                Some(last) => last.2 = place + 1,
                None => of.push((c, place, place + 1)),
            }
        }
        // How many come before each remainder: counted for the one behind it, then summed.
        let mut from = [0; 65];
        of.iter().for_each(|branch| from[branch.0 as usize % 64 + 1] += 1);
        (1..from.len()).for_each(|place| from[place] += from[place - 1]);
        Self { of, from, steps: pairs.iter().map(|pair| pair.1).collect(), any }
    }
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    /// The named groups; group 0 is the whole.
    pub(super) names: Vec<String>,
    /// What any fit begins with; `None`: with anything, or nothing.
    pub(super) first: Option<Class>,
    /// The same of those that begin inside the text.
    pub(super) inside: Option<Class>,
    /// Where every fit reaches the text's end: what it ends with; `None`: with anything, or nothing.
    pub(super) last: Option<Class>,
    /// Whether it fits at the text's beginning only.
    pub(super) anchored: bool,
    /// Where every fit reaches the text's end: what fits are made of.
    pub(super) tail: Option<Class>,
    /// Where all that is asked is how the text ends: with one of the first set, and any number of the second behind it.
    pub(super) ending: Option<(Class, Class)>,
}

impl Program {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut out = Self {
            steps: Vec::new(),
            names: Vec::new(),
            first: outermost(tree, Side::First),
            inside: begins_inside(tree),
            last: outermost(tree, Side::Last).filter(|_| reaches_end(tree)),
            anchored: anchored(tree),
            tail: reaches_end(tree).then(|| made_of(tree)).flatten(),
            ending: ending(tree),
        };
        out.add(tree);
        out.steps.push(Step::Done);
        out
    }

    /// Whether a text ends as this asks, where no more is asked.
    pub(super) fn ends(&self, text: &[char]) -> Option<bool> {
        let (last, behind) = self.ending.as_ref()?;
        let mut chars = text.iter().rev().copied();
        Some(chars.find(|&c| last.holds(c) || !behind.holds(c)).is_some_and(|c| last.holds(c)))
    }

    fn add(&mut self, tree: &Tree) {
        match tree {
            Tree::Char(c) => self.words(*c),
            Tree::Class(class) => self.steps.push(Step::Class(class.clone())),
            Tree::Any => self.steps.push(Step::Class(Box::new(Class::of_lines()))),
            Tree::Start => self.steps.push(Step::Start),
            Tree::End => self.steps.push(Step::End),
            Tree::Border => self.steps.push(Step::Border),
            Tree::Row(all) => self.row(all),
            Tree::Either(all) => self.either(all),
            Tree::Named(name, inner) => {
                let group = match self.names.iter().position(|n| n == name) {
                    Some(known) => known + 1,
                    None => {
                        assert!(self.names.len() < GROUPS, "too many named groups");
                        self.names.push(name.clone());
                        self.names.len()
                    }
                };
                self.steps.push(Step::Save(group * 2));
                self.add(inner);
                self.steps.push(Step::Save(group * 2 + 1));
            }
            Tree::Repeat(inner, least, most, greedy) => self.repeat(inner, *least, *most, *greedy),
        }
    }

    fn words(&mut self, c: char) {
        self.steps.push(Step::Words([c].into()));
    }

    /// Characters that follow one another are compared at once.
    fn row(&mut self, all: &[Tree]) {
        let mut words = Vec::new();
        for tree in all {
            if let Tree::Char(c) = tree {
                words.push(*c);
                continue;
            }
            self.flush(&mut words);
            self.add(tree);
        }
        self.flush(&mut words);
    }

    fn flush(&mut self, words: &mut Vec<char>) {
        if !words.is_empty() {
            self.steps.push(Step::Words(std::mem::take(words).into()));
        }
    }

    fn either(&mut self, all: &[Tree]) {
        // Where every branch says what it begins with, the next character chooses.
        if let Some(opens) = all.iter().map(firsts).collect::<Option<Vec<Vec<char>>>>() {
            let at = self.steps.len();
            self.steps.push(Step::Jump(0));
            let (mut ends, mut opened) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
            for (tree, chars) in all.iter().zip(opens) {
                opened.push((chars, self.steps.len()));
                self.add(tree);
                ends.push(self.steps.len());
                self.steps.push(Step::Jump(0));
            }
            let end = self.steps.len();
            ends.into_iter().for_each(|jump| self.steps[jump] = Step::Jump(end));
            self.steps[at] = Step::Switch(Box::new(Branches::new(opened)));
            return;
        }
        let mut ends = Vec::with_capacity(all.len());
        for (i, tree) in all.iter().enumerate() {
            let fork = self.steps.len();
            let last = i + 1 == all.len();
            if !last {
                self.steps.push(Step::Fork(fork + 1, 0));
            }
            self.add(tree);
            if !last {
                ends.push(self.steps.len());
                self.steps.push(Step::Jump(0));
                self.steps[fork] = Step::Fork(fork + 1, self.steps.len());
            }
        }
        let end = self.steps.len();
        for jump in ends {
            self.steps[jump] = Step::Jump(end);
        }
    }

    fn repeat(&mut self, inner: &Tree, least: u32, most: Option<u32>, greedy: bool) {
        let of = match inner {
            Tree::Class(class) => Some(class.clone()),
            Tree::Char(c) => Some(Box::new(Class::of(*c))),
            Tree::Any => Some(Box::new(Class::of_lines())),
            _ => None,
        };
        if let Some(of) = of {
            let most = most.unwrap_or(u32::MAX);
            self.steps.push(Step::Run { of, least, most, greedy });
            return;
        }
        assert!(!nullable(inner), "what is repeated must take something");
        for _ in 0..least {
            self.add(inner);
        }
        let fork = |here: usize, there: usize| {
            if greedy { Step::Fork(here, there) } else { Step::Fork(there, here) }
        };
        match most {
            None => {
                let at = self.steps.len();
                self.steps.push(Step::Jump(0));
                self.add(inner);
                self.steps.push(Step::Jump(at));
                self.steps[at] = fork(at + 1, self.steps.len());
            }
            Some(most) => {
                let mut forks = Vec::new();
                for _ in least..most {
                    forks.push(self.steps.len());
                    self.steps.push(Step::Jump(0));
                    self.add(inner);
                }
                let end = self.steps.len();
                for at in forks {
                    self.steps[at] = fork(at + 1, end);
                }
            }
        }
    }
}
