//! Which of many patterns can fit a text at all: one pass over the text says which characters, and which pairs of
//! them, it has, and a pattern that must have what the text lacks need not be asked.

use std::sync::LazyLock;

use super::parse::{self, Tree};
use super::program;

/// How many sets a pattern is held to.
const NEEDS: usize = 4;
/// A set of more characters, or pairs, says little.
const LARGEST: usize = 48;
/// How much rarer a pair is than the rarer of its characters.
const PAIR: f32 = 0.3;
/// How many patterns one gate stands before at most.
const PATTERNS: usize = 320;

/// How many characters and pairs the patterns of one gate are held to at most.
const ROWS: usize = 4096;
/// The marks that most paragraphs have and most titles have not.
const MARKS: [char; 3] = ['。', ',', '、'];

/// The commonest characters of the genre, commonest first, as our corpus has them: a text lacks them least.
const COMMON: &str = "。,)(的一，、要不0人作有是工年在会上全我1了2到三县个大各位部成家:们同x月生下讲以议村好区话市得出前3任长二把镇报来员每分委发实次和局时理政建查天开事主志”“管第业中安学点公日用文.心就务民6行地重能水表5这乡老今关对里责8 4小通去书防办干多问度为面：也于组新题少保经";

/// Patterns, as bits.
type Bits = [u64; PATTERNS / 64];

/// A character, or two that follow each other.
type Gram = (char, Option<char>);

/// What is known of a character.
#[derive(Clone, Debug, Default)]
struct Entry {
    /// Its own row; 0: none.
    row: u16,
    /// The rows of the pairs that it begins, by the second character, in order.
    pairs: Vec<(char, u16)>,
}

/// What the patterns must have.
#[derive(Debug)]
pub(crate) struct Gate {
    /// The entry of each of the first 65536 characters, in pages of 256; page 0 and entry 0 are empty.
    pages: Vec<[u16; 256]>,
    page: Vec<u8>,
    entries: Vec<Entry>,
    /// For each character or pair (a row) that any pattern is held to, the patterns whose rarest set it is of; row 0 is
    /// empty.
    telling: Vec<Bits>,
    /// The rows that tell of any pattern at all, as bits.
    tell: Vec<u64>,
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
            entries: vec![Entry::default()],
            telling: vec![empty],
            tell: Vec::new(),
            others: Vec::new(),
            always: empty,
            without: [empty; MARKS.len()],
        };
        for mark in MARKS {
            gate.row((mark, None));
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
            let in_tables = |grams: &Grams| grams.as_slice().iter().all(|&(c, _)| c as u32 <= 0xFFFF);
            let mut needs = needs(&tree).into_iter().map(|need| need.grams).filter(in_tables);
            match needs.next() {
                None => gate.always[i / 64] |= 1 << (i % 64),
                Some(rarest) => {
                    for &gram in rarest.as_slice() {
                        let row = gate.row(gram);
                        gate.telling[usize::from(row)][i / 64] |= 1 << (i % 64);
                    }
                }
            }
            let others = needs
                .take(NEEDS - 1)
                .map(|set| set.as_slice().iter().map(|&gram| gate.row(gram)).collect())
                .collect();
            gate.others.push(others);
        }
        let tells =
            |rows: &[Bits]| (0..).zip(rows).fold(0, |all, (i, row)| all | u64::from(*row != empty) << i);
        gate.tell = gate.telling.chunks(64).map(tells).collect();
        gate
    }

    /// The row of a character or pair, a new one if need be.
    fn row(&mut self, (c, next): Gram) -> u16 {
        let (high, low) = (c as usize >> 8 & 255, c as usize & 255);
        if self.page[high] == 0 {
            self.page[high] = self.pages.len() as u8;
            self.pages.push([0; 256]);
        }
        let entry = &mut self.pages[usize::from(self.page[high])][low];
        if *entry == 0 {
            *entry = self.entries.len() as u16;
            self.entries.push(Entry::default());
        }
        let entry = &mut self.entries[usize::from(*entry)];
        let row = match next {
            None => &mut entry.row,
            Some(next) => {
                let at = entry.pairs.partition_point(|pair| pair.0 < next);
                if entry.pairs.get(at).is_none_or(|pair| pair.0 != next) {
                    entry.pairs.insert(at, (next, 0));
                }
                &mut entry.pairs[at].1
            }
        };
        if *row == 0 {
            *row = self.telling.len() as u16;
            assert!(self.telling.len() < ROWS, "too many characters for one gate");
            self.telling.push([0; PATTERNS / 64]);
        }
        *row
    }

    /// The patterns that may fit the text, as indices, in order.
    pub(crate) fn open(&self, text: &str) -> impl Iterator<Item = usize> {
        // Which rows the text has.
        let mut has = [0u64; ROWS / 64];
        let mut before: &[(char, u16)] = &[];
        for c in text.chars() {
            if !before.is_empty()
                && let Ok(i) = before.binary_search_by_key(&c, |pair| pair.0)
            {
                let row = before[i].1;
                has[usize::from(row / 64)] |= 1 << (row % 64);
            }
            let page = self.page.get(c as usize >> 8).copied().unwrap_or(0);
            let entry = &self.entries[usize::from(self.pages[usize::from(page)][c as usize & 255])];
            has[usize::from(entry.row / 64)] |= 1 << (entry.row % 64);
            before = &entry.pairs;
        }
        let mut open = self.always;
        for (word, (&own, tell)) in has.iter().zip(&self.tell).enumerate() {
            for bit in bits(own & tell) {
                for (open, telling) in open.iter_mut().zip(&self.telling[word * 64 + bit]) {
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
        let in_text = |&row: &u16| has[usize::from(row / 64)] >> (row % 64) & 1 != 0;
        for (word, open) in open.iter_mut().enumerate() {
            for bit in bits(*open) {
                let lacks = |set: &Vec<u16>| !set.iter().any(in_text);
                *open &= !(u64::from(self.others[word * 64 + bit].iter().any(lacks)) << bit);
            }
        }
        open.into_iter().enumerate().flat_map(|(word, open)| bits(open).map(move |bit| word * 64 + bit))
    }
}

/// The places of the bits that are set, in order.
fn bits(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(bit)
    })
}

/// The ranks of the commonest characters, from 1 on, by character; 0: not among them.
static RANKS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut ranks = vec![0; 1 << 16];
    COMMON.chars().zip(1..).for_each(|(c, rank)| ranks[c as usize] = rank);
    ranks
});

/// How common a character is, or a pair, from 0 to 1.
fn weight((c, next): Gram) -> f32 {
    let of = |c: char| match RANKS.get(c as usize) {
        None | Some(0) => 0.01,
        Some(&rank) => 4.0 / (f32::from(rank) + 3.0),
    };
    next.map_or(of(c), |next| of(c).min(of(next)) * PAIR)
}

/// A set of which any fit has one.
struct Need {
    /// How common they are.
    weight: f32,
    grams: Grams,
}

/// Most sets are of one: words that stand in a row.
enum Grams {
    One(Gram),
    More(Vec<Gram>),
}

impl Grams {
    fn as_slice(&self) -> &[Gram] {
        match self {
            Self::One(gram) => std::slice::from_ref(gram),
            Self::More(grams) => grams,
        }
    }
}

/// Keeps a set if it is among the rarest, which stand in order.
fn offer(best: &mut Vec<Need>, weight: f32, grams: impl FnOnce() -> Grams) {
    let at = best.partition_point(|need| need.weight <= weight);
    if at < NEEDS {
        best.truncate(NEEDS - 1);
        best.insert(at, Need { weight, grams: grams() });
    }
}

fn offer_one(best: &mut Vec<Need>, gram: Gram) {
    offer(best, weight(gram), || Grams::One(gram));
}

fn offer_more(best: &mut Vec<Need>, grams: Vec<Gram>) {
    offer(best, grams.iter().copied().map(weight).sum(), || Grams::More(grams));
}

/// The sets of which any fit has one, rarest first.
fn needs(tree: &Tree) -> Vec<Need> {
    let mut best = Vec::with_capacity(NEEDS);
    add_needs(tree, &mut best);
    best
}

fn add_needs(tree: &Tree, best: &mut Vec<Need>) {
    match tree {
        Tree::Char(c) => offer_one(best, (*c, None)),
        Tree::Class(class) => {
            if let Some(chars) = class.few() {
                offer_more(best, chars.into_iter().map(|c| (c, None)).collect());
            }
        }
        Tree::Any | Tree::Start | Tree::End | Tree::Border => {}
        Tree::Named(_, inner) => add_needs(inner, best),
        Tree::Repeat(_, 0, ..) => {}
        Tree::Repeat(inner, ..) => add_needs(inner, best),
        Tree::Row(row) => {
            row.iter().for_each(|tree| add_needs(tree, best));
            row.windows(2).for_each(|pair| add_pairs(&pair[0], &pair[1], best));
        }
        Tree::Either(either) => {
            let branches: Vec<Vec<Need>> = either.iter().map(needs).collect();
            let most = branches.iter().map(Vec::len).min().unwrap_or(0);
            for i in 0..most {
                let mut grams: Vec<Gram> =
                    branches.iter().flat_map(|b| b[i].grams.as_slice()).copied().collect();
                grams.sort_unstable();
                grams.dedup();
                if grams.len() <= LARGEST {
                    offer_more(best, grams);
                }
            }
        }
    }
}

/// What stands where two parts of a row meet.
fn add_pairs(left: &Tree, right: &Tree, best: &mut Vec<Need>) {
    if let (Tree::Char(last), Tree::Char(first)) = (left, right) {
        offer_one(best, (*last, Some(*first)));
    } else if let Some(lasts) = program::lasts(left)
        && let Some(firsts) = program::firsts(right)
        && lasts.len() * firsts.len() <= LARGEST
    {
        let pairs = |&last: &char| firsts.iter().map(move |&first| (last, Some(first)));
        offer_more(best, lasts.iter().flat_map(pairs).collect());
    }
}
