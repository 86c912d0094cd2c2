//! Which of many patterns can fit a text at all: one pass over the text says what it has, and a pattern that must
//! have what the text lacks need not be asked.

use std::sync::LazyLock;

use super::parse::{self, Tree};
use super::program;

/// How many sets a pattern is held to.
const NEEDS: usize = 4;
/// A set of more characters says little.
const LARGEST: usize = 48;
/// How many patterns one gate stands before at most.
const PATTERNS: usize = 320;

/// How many characters the patterns of one gate are held to at most.
const ROWS: usize = 2048;
/// The marks that most paragraphs have and most titles have not.
const MARKS: [char; 3] = ['。', ',', '、'];

/// The commonest characters of the genre, commonest first, as our corpus has them: a text lacks them least.
const COMMON: &str = "。,)(的一，、要不0人作有是工年在会上全我1了2到三县个大各位部成家:们同x月生下讲以议村好区话市得出前3任长二把镇报来员每分委发实次和局时理政建查天开事主志”“管第业中安学点公日用文.心就务民6行地重能水表5这乡老今关对里责8 4小通去书防办干多问度为面：也于组新题少保经";

/// Patterns, as bits.
type Bits = [u64; PATTERNS / 64];

/// What the patterns must have.
#[derive(Debug)]
pub(crate) struct Gate {
    /// The row in `telling` of each of the first 65536 characters, in pages of 256; page 0 and row 0 are empty.
    pages: Vec<[u16; 256]>,
    page: Vec<u8>,
    /// For each character that any pattern is held to, the patterns whose rarest set it is of.
    telling: Vec<Bits>,
    /// The other sets of each pattern, as rows of `telling`.
    others: Vec<Vec<Vec<u16>>>,
    /// The patterns that can fit anything.
    always: Bits,
    /// For each of the marks the patterns that fit whole texts without it only.
    without: [Bits; MARKS.len()],
}

impl Gate {
    /// The gate before these patterns.
    ///
    /// # Panics
    /// If one is no pattern, or there are too many: the tests load all tables.
    pub(crate) fn new<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let empty = [0; PATTERNS / 64];
        let mut gate = Self {
            pages: vec![[0; 256]],
            page: vec![0; 256],
            telling: vec![empty],
            others: Vec::new(),
            always: empty,
            without: [empty; MARKS.len()],
        };
        for mark in MARKS {
            gate.row(mark);
        }
        for (i, source) in patterns.enumerate() {
            assert!(i < PATTERNS, "too many patterns for one gate");
            let tree = parse::parse(source).unwrap_or_else(|e| panic!("{source}: {e}"));
            for (mark, without) in MARKS.iter().zip(&mut gate.without) {
                if program::fits_whole(&tree) && !program::takes(&tree, *mark) {
                    without[i / 64] |= 1 << (i % 64);
                }
            }
            // Characters beyond the first 65536 are in no table.
            let in_tables = |set: &Vec<char>| set.iter().all(|&c| c as u32 <= 0xFFFF);
            let mut needs = needs(&tree).into_iter().map(|need| need.chars).filter(in_tables);
            match needs.next() {
                None => gate.always[i / 64] |= 1 << (i % 64),
                Some(rarest) => {
                    for c in rarest {
                        let row = gate.row(c);
                        gate.telling[usize::from(row)][i / 64] |= 1 << (i % 64);
                    }
                }
            }
            let others =
                needs.take(NEEDS - 1).map(|set| set.iter().map(|&c| gate.row(c)).collect()).collect();
            gate.others.push(others);
        }
        gate
    }

    /// The row of a character, a new one if need be.
    fn row(&mut self, c: char) -> u16 {
        let (high, low) = (c as usize >> 8 & 255, c as usize & 255);
        if self.page[high] == 0 {
            self.page[high] = self.pages.len() as u8;
            self.pages.push([0; 256]);
        }
        let row = &mut self.pages[usize::from(self.page[high])][low];
        if *row == 0 {
            *row = self.telling.len() as u16;
            assert!(self.telling.len() < ROWS, "too many characters for one gate");
            self.telling.push([0; PATTERNS / 64]);
        }
        *row
    }

    /// The patterns that may fit the text, as indices, in order.
    pub(crate) fn open(&self, text: &str) -> impl Iterator<Item = usize> {
        let mut open = self.always;
        // Which rows the text has.
        let mut has = [0u64; ROWS / 64];
        for c in text.chars().filter(|&c| c as u32 <= 0xFFFF) {
            let row = self.pages[usize::from(self.page[c as usize >> 8])][c as usize & 255];
            if row != 0 {
                has[usize::from(row / 64)] |= 1 << (row % 64);
                for (open, telling) in open.iter_mut().zip(&self.telling[usize::from(row)]) {
                    *open |= telling;
                }
            }
        }
        // The marks have the first rows.
        let marks = self.without.iter().zip(1..).filter(|&(_, row)| has[0] >> row & 1 != 0);
        for (without, _) in marks {
            for (open, without) in open.iter_mut().zip(without) {
                *open &= !without;
            }
        }
        let in_text = move |&row: &u16| has[usize::from(row / 64)] >> (row % 64) & 1 != 0;
        let indices = open.into_iter().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(word * 64 + bit)
            })
        });
        indices.filter(move |&i| self.others[i].iter().all(|set| set.iter().any(&in_text)))
    }
}

/// The commonest characters and their ranks, by character.
static RANKS: LazyLock<Vec<(char, u16)>> = LazyLock::new(|| {
    let mut ranks: Vec<(char, u16)> = COMMON.chars().zip(0..).collect();
    ranks.sort_unstable();
    ranks
});

/// A set of which any fit has a character.
struct Need {
    /// How common its characters are.
    weight: f32,
    chars: Vec<char>,
}

/// How common a character is, from 0 to 1.
fn weight(c: char) -> f32 {
    RANKS.binary_search_by_key(&c, |r| r.0).map_or(0.01, |i| 4.0 / (f32::from(RANKS[i].1) + 4.0))
}

/// Keeps a set if it is among the rarest, which stand in order.
fn offer(best: &mut Vec<Need>, weight: f32, chars: impl FnOnce() -> Vec<char>) {
    let at = best.partition_point(|need| need.weight <= weight);
    if at < NEEDS {
        best.truncate(NEEDS - 1);
        best.insert(at, Need { weight, chars: chars() });
    }
}

/// The sets of which any fit has a character, rarest first.
fn needs(tree: &Tree) -> Vec<Need> {
    let mut best = Vec::new();
    add_needs(tree, &mut best);
    best
}

fn add_needs(tree: &Tree, best: &mut Vec<Need>) {
    match tree {
        Tree::Char(c) => offer(best, weight(*c), || vec![*c]),
        Tree::Class(class) => {
            if let Some(chars) = class.few() {
                offer(best, chars.iter().map(|&c| weight(c)).sum(), || chars);
            }
        }
        Tree::Any | Tree::Start | Tree::End | Tree::Border => {}
        Tree::Named(_, inner) => add_needs(inner, best),
        Tree::Repeat(_, 0, ..) => {}
        Tree::Repeat(inner, ..) => add_needs(inner, best),
        Tree::Row(row) => row.iter().for_each(|tree| add_needs(tree, best)),
        Tree::Either(either) => {
            let mut branches: Vec<Vec<Need>> = either.iter().map(needs).collect();
            let most = branches.iter().map(Vec::len).min().unwrap_or(0);
            for i in 0..most {
                let mut chars: Vec<char> =
                    branches.iter_mut().flat_map(|b| std::mem::take(&mut b[i].chars)).collect();
                chars.sort_unstable();
                chars.dedup();
                if chars.len() <= LARGEST {
                    offer(best, chars.iter().map(|&c| weight(c)).sum(), || chars);
                }
            }
        }
    }
}
