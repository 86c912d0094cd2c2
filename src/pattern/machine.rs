//! Runs programs.

use std::ops::Range;

use super::program::{Program, Step};

/// Where groups begin and end; two places for each.
#[derive(Clone, Debug)]
pub(super) struct Slots(Vec<Option<usize>>);

impl Slots {
    pub(super) fn group(&self, group: usize) -> Option<Range<usize>> {
        Some((*self.0.get(group * 2)?)?..(*self.0.get(group * 2 + 1)?)?)
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
    Restore(usize, Option<usize>),
}

/// How many steps a search takes before it begins to remember what has failed.
const PATIENCE: usize = 4096;

struct Machine<'a> {
    program: &'a Program,
    text: &'a str,
    slots: Vec<Option<usize>>,
    jobs: Vec<Job>,
    spent: usize,
    /// For each step and place whether it was tried: made when patience is at an end.
    failed: Option<Vec<u64>>,
}

/// The first fit of a program at or behind a place.
pub(super) fn search(program: &Program, text: &str, from: usize) -> Option<Slots> {
    if program.anchored && from > 0 {
        return None;
    }
    let mut machine = Machine {
        program,
        text,
        slots: vec![None; program.names.len() * 2 + 2],
        jobs: Vec::new(),
        spent: 0,
        failed: None,
    };
    if program.anchored {
        return machine.fits(0).then_some(Slots(machine.slots));
    }
    let begins = |c: char| program.first.as_ref().is_none_or(|first| first.holds(c));
    for (i, c) in text[from..].char_indices() {
        if begins(c) && machine.fits(from + i) {
            return Some(Slots(machine.slots));
        }
    }
    (program.first.is_none() && machine.fits(text.len())).then_some(Slots(machine.slots))
}

impl Machine<'_> {
    /// Whether the program fits at a place.
    fn fits(&mut self, start: usize) -> bool {
        self.jobs.clear();
        if self.slots.len() > 2 {
            self.slots.fill(None);
        }
        self.jobs.push(Job::Go(0, start));
        while let Some(job) = self.jobs.pop() {
            let (step, at) = match job {
                Job::Go(step, at) => (step, at),
                Job::Restore(slot, old) => {
                    self.slots[slot] = old;
                    continue;
                }
                Job::Fewer { step, least, at } => {
                    if at > least {
                        let before = self.text[..at].chars().next_back().map_or(1, char::len_utf8);
                        self.jobs.push(Job::Fewer { step, least, at: at - before });
                    }
                    (step, at)
                }
                Job::More { step, at, left } => {
                    if left > 0
                        && let Some(c) = self.text[at..].chars().next()
                        && self.in_run(step - 1, c)
                    {
                        self.jobs.push(Job::More { step, at: at + c.len_utf8(), left: left - 1 });
                    }
                    (step, at)
                }
            };
            if let Some(end) = self.run(step, at) {
                self.slots[0] = Some(start);
                self.slots[1] = Some(end);
                return true;
            }
        }
        false
    }

    fn in_run(&self, step: usize, c: char) -> bool {
        match &self.program.steps[step] {
            Step::Run { of: Some(class), .. } => class.holds(c),
            _ => c != '\n',
        }
    }

    /// Goes on from a step until it fails, or gives the end of the fit.
    fn run(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        let program = self.program;
        if self.known_to_fail(step, at) {
            return None;
        }
        loop {
            self.spent += 1;
            match &program.steps[step] {
                Step::Words(words) => {
                    if !self.text.as_bytes()[at..].starts_with(words.as_bytes()) {
                        return None;
                    }
                    at += words.len();
                }
                Step::Class(class) => {
                    let c = self.text[at..].chars().next().filter(|&c| class.holds(c))?;
                    at += c.len_utf8();
                }
                Step::Any => {
                    let c = self.text[at..].chars().next().filter(|&c| c != '\n')?;
                    at += c.len_utf8();
                }
                &Step::Run { ref of, least, most, greedy } => {
                    let holds = |c: char| of.as_ref().map_or(c != '\n', |class| class.holds(c));
                    let mut chars = self.text[at..].chars();
                    for _ in 0..least {
                        let c = chars.next().filter(|&c| holds(c))?;
                        at += c.len_utf8();
                    }
                    if greedy {
                        let floor = at;
                        for c in chars.take((most - least) as usize).take_while(|&c| holds(c)) {
                            at += c.len_utf8();
                        }
                        self.spent += (at - floor) / 3;
                        if at > floor {
                            let last = self.text[..at].chars().next_back().map_or(1, char::len_utf8);
                            self.jobs.push(Job::Fewer { step: step + 1, least: floor, at: at - last });
                        }
                    } else if most > least
                        && let Some(c) = self.text[at..].chars().next().filter(|&c| holds(c))
                    {
                        let left = most - least - 1;
                        self.jobs.push(Job::More { step: step + 1, at: at + c.len_utf8(), left });
                    }
                }
                &Step::Fork(here, there) => {
                    self.jobs.push(Job::Go(there, at));
                    step = here;
                    continue;
                }
                Step::Switch(branches) => {
                    let c = self.text[at..].chars().next()?;
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
                    self.jobs.push(Job::Restore(slot, self.slots[slot]));
                    self.slots[slot] = Some(at);
                }
                Step::Start if at == 0 => {}
                Step::End if at == self.text.len() => {}
                Step::Border => {
                    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                    let (before, behind) = (&self.text[..at], &self.text[at..]);
                    if word(before.chars().next_back()) == word(behind.chars().next()) {
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
        if self.spent < PATIENCE {
            return false;
        }
        let width = self.text.len() + 1;
        let failed = self.failed.get_or_insert_with(|| vec![0; (self.program.steps.len() * width).div_ceil(64)]);
        let bit = step * width + at;
        let known = failed[bit / 64] >> (bit % 64) & 1 != 0;
        failed[bit / 64] |= 1 << (bit % 64);
        known
    }
}
