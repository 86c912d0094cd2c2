//! Runs programs.

use std::ops::Range;

use smallvec::SmallVec;

use super::class::Class;
use super::program::{Program, Step};

/// Named groups that a pattern has at most.
pub(super) const GROUPS: usize = 11;

/// Where groups begin and end; two places for each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots([u32; GROUPS * 2 + 2]);

/// A place that no group took.
const NOWHERE: u32 = u32::MAX;

impl Slots {
    /// The same with other places.
    pub(super) fn map(mut self, place: impl Fn(usize) -> usize) -> Self {
        for slot in self.0.iter_mut().filter(|slot| **slot != NOWHERE) {
            *slot = place(*slot as usize) as u32;
        }
        self
    }

    pub(super) fn group(&self, group: usize) -> Option<Range<usize>> {
        let (start, end) = (self.0[group * 2], self.0[group * 2 + 1]);
        (start != NOWHERE && end != NOWHERE).then_some(start as usize..end as usize)
    }
}

/// What is left to be tried.
#[derive(Clone, Copy, Debug)]
enum Job {
    /// Go on with this step at this place.
    Go(usize, usize),
    /// The step behind a run, at ever fewer characters, down to the first place.
    Fewer { step: usize, least: usize, at: usize },
    /// The step behind a run, at ever more characters; so many are left.
    More { step: usize, at: usize, left: u32 },
    /// Forget what was saved since.
    Restore(usize, u32),
}

/// How many steps a search takes before it begins to remember what has failed.
const PATIENCE: usize = 4096;

struct Machine<'a> {
    program: &'a Program,
    text: &'a [char],
    slots: Slots,
    /// Sixteen have room without memory of their own.
    jobs: SmallVec<[Job; 16]>,
    spent: usize,
    /// For each step and place whether it was tried: made when patience is at an end.
    failed: Option<Vec<u64>>,
}

/// The first fit of a program at or behind a place.
pub(super) fn search(program: &Program, text: &[char], from: usize) -> Option<Slots> {
    let lacks = |class: &Option<Class>, c: Option<&char>| {
        class.as_ref().is_some_and(|class| c.is_none_or(|&c| !class.holds(c)))
    };
    let anchored = program.anchored && (from > 0 || lacks(&program.first, text.first()));
    if anchored || lacks(&program.last, text.last()) {
        return None;
    }
    let mut machine = Machine {
        program,
        text,
        slots: Slots([NOWHERE; GROUPS * 2 + 2]),
        jobs: SmallVec::new(),
        spent: 0,
        failed: None,
    };
    machine.search(from).then_some(machine.slots)
}

/// How many steps a search takes.
#[cfg(test)]
pub(super) fn steps(program: &Program, text: &[char]) -> usize {
    let slots = Slots([NOWHERE; GROUPS * 2 + 2]);
    let mut machine = Machine { program, text, slots, jobs: SmallVec::new(), spent: 0, failed: None };
    machine.search(0);
    machine.spent
}

impl Machine<'_> {
    fn search(&mut self, from: usize) -> bool {
        let (text, program) = (self.text, self.program);
        if program.anchored {
            return from == 0 && self.fits(0);
        }
        let outside = |tail: &Class| text.iter().rposition(|&c| !tail.holds(c));
        let from = program.tail.as_ref().and_then(outside).map_or(from, |at| from.max(at + 1));
        if from == 0 && program.first.as_ref().is_none_or(|first| first.is_at(text, 0)) && self.fits(0) {
            return true;
        }
        let mut from = from.max(1);
        loop {
            let next = match &program.inside {
                Some(first) => first.find(text, from),
                None => (from <= text.len()).then_some(from),
            };
            match next {
                None => return false,
                Some(at) if self.fits(at) => return true,
                Some(at) => from = at + 1,
            }
        }
    }

    /// Whether the program fits at a place.
    fn fits(&mut self, start: usize) -> bool {
        self.jobs.clear();
        if !self.program.names.is_empty() {
            self.slots.0.fill(NOWHERE);
        }
        let (mut step, mut at) = (0, start);
        loop {
            if let Some(end) = self.run(step, at) {
                (self.slots.0[0], self.slots.0[1]) = (start as u32, end as u32);
                return true;
            }
            (step, at) = loop {
                match self.jobs.pop() {
                    None => return false,
                    Some(Job::Go(step, at)) => break (step, at),
                    Some(Job::Restore(slot, old)) => self.slots.0[slot] = old,
                    Some(Job::Fewer { step, least, at }) => {
                        if let Some(at) = self.last_that_goes_on(step, least, at) {
                            if at > least {
                                self.jobs.push(Job::Fewer { step, least, at: at - 1 });
                            }
                            break (step, at);
                        }
                    }
                    Some(Job::More { step, at, left }) => break (step, self.more(step, at, left)),
                }
            };
        }
    }

    /// The last place between two, both counted, where a step may fit, as far as one look tells.
    fn last_that_goes_on(&self, step: usize, least: usize, at: usize) -> Option<usize> {
        match &self.program.steps[step] {
            Step::Words(words) => {
                let fits = |&at: &usize| self.text[at..].starts_with(words);
                (least..=at).rev().find(fits)
            }
            Step::Switch(branches) => branches.any.rfind(self.text, least, at),
            Step::Class(class) => class.rfind(self.text, least, at),
            Step::End => (at == self.text.len()).then_some(at),
            _ => Some(at),
        }
    }

    /// The first place, so many characters of the run before a step further at most, where it may fit; the others are
    /// left for later.
    fn more(&mut self, step: usize, mut at: usize, mut left: u32) -> usize {
        let Step::Run { of, .. } = &self.program.steps[step - 1] else { return at };
        loop {
            let further = left > 0 && of.is_at(self.text, at);
            if !further || self.last_that_goes_on(step, at, at).is_some() {
                if further {
                    self.jobs.push(Job::More { step, at: at + 1, left: left - 1 });
                }
                return at;
            }
            at += 1;
            left -= 1;
        }
    }

    /// Goes on from a step until it fails, or gives the end of the fit.
    fn run(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        let program = self.program;
        loop {
            if self.spent >= PATIENCE && self.known_to_fail(step, at) {
                return None;
            }
            self.spent += 1;
            match &program.steps[step] {
                Step::Words(words) => {
                    if !self.text[at..].starts_with(words) {
                        return None;
                    }
                    at += words.len();
                }
                Step::Class(class) if class.is_at(self.text, at) => at += 1,
                Step::Class(_) => return None,
                &Step::Run { ref of, least, most, greedy } => {
                    let floor = of.run(self.text, at, least);
                    if floor < at + least as usize {
                        return None;
                    }
                    at = floor;
                    if greedy {
                        let end = of.run(self.text, at, most - least);
                        self.spent += end - floor;
                        at = self.last_that_goes_on(step + 1, floor, end)?;
                        if at > floor {
                            self.jobs.push(Job::Fewer { step: step + 1, least: floor, at: at - 1 });
                        }
                    } else if most > least && of.is_at(self.text, at) {
                        self.jobs.push(Job::More { step: step + 1, at: at + 1, left: most - least - 1 });
                    }
                }
                &Step::Fork(here, there) => {
                    self.jobs.push(Job::Go(there, at));
                    step = here;
                    continue;
                }
                Step::Switch(branches) => {
                    let &c = self.text.get(at)?;
                    let (&first, others) = branches.of(c).split_first()?;
                    self.jobs.extend(others.iter().rev().map(|&other| Job::Go(other, at)));
                    step = first;
                    continue;
                }
                &Step::Jump(there) => {
                    step = there;
                    continue;
                }
                &Step::Save(slot) => {
                    self.jobs.push(Job::Restore(slot, self.slots.0[slot]));
                    self.slots.0[slot] = at as u32;
                }
                Step::Start if at == 0 => {}
                Step::End if at == self.text.len() => {}
                Step::Border => {
                    let word = |c: Option<&char>| c.is_some_and(|&c| c.is_alphanumeric() || c == '_');
                    if word(self.text[..at].last()) == word(self.text.get(at)) {
                        return None;
                    }
                }
                Step::Start | Step::End => return None,
                Step::Done => return Some(at),
            }
            step += 1;
        }
    }

    /// Whether going on here was tried in vain; from now on it was.
    fn known_to_fail(&mut self, step: usize, at: usize) -> bool {
        let width = self.text.len() + 1;
        let failed =
            self.failed.get_or_insert_with(|| vec![0; (self.program.steps.len() * width).div_ceil(64)]);
        let bit = step * width + at;
        let known = failed[bit / 64] >> (bit % 64) & 1 != 0;
        failed[bit / 64] |= 1 << (bit % 64);
        known
    }
}
