//! What a text must have that a pattern fits: sets of characters and of pairs of them, of which it has one.

use std::sync::LazyLock;

use super::parse::Tree;
use super::shape::{self, Side};

/// How many sets a pattern is held to.
const NEEDS: usize = 4;
/// A set of more characters, or pairs, says little.
const LARGEST: usize = 240;
/// How much rarer a pair is than the rarer of its characters.
const PAIR: f32 = 0.3;

/// The commonest characters of the genre, commonest first, as our corpus has them: a text lacks them least.
const COMMON: &str = "。,)(的一，、要不0人作有是工年在会上全我1了2到三县个大各位部成家:们同x月生下讲以议村好区话市得出前3任长二把镇报来员每分委发实次和局时理政建查天开事主志”“管第业中安学点公日用文.心就务民6行地重能水表5这乡老今关对里责8 4小通去书防办干多问度为面：也于组新题少保经";

/// A character, or two that follow each other.
pub(super) type Gram = (char, Option<char>);

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
pub(super) struct Need {
    /// How common they are.
    weight: f32,
    pub(super) grams: Vec<Gram>,
}

/// Keeps a set if it is among the rarest, which stand in order.
fn offer(best: &mut Vec<Need>, grams: Vec<Gram>) {
    let weight = grams.iter().copied().map(weight).sum();
    let at = best.partition_point(|need| need.weight <= weight);
    best.insert(at, Need { weight, grams });
    best.truncate(NEEDS);
}

/// The sets of which any fit has one, rarest first.
pub(super) fn of(tree: &Tree) -> Vec<Need> {
    let mut best = Vec::new();
    add_needs(tree, &mut best);
    best
}

fn add_needs(tree: &Tree, best: &mut Vec<Need>) {
    match tree {
        Tree::Char(c) => offer(best, vec![(*c, None)]),
        Tree::Class(class) => {
            if let Some(chars) = class.few() {
                offer(best, chars.into_iter().map(|c| (c, None)).collect());
            }
        }
        Tree::Any | Tree::Start | Tree::End | Tree::Border => {}
        Tree::Named(_, inner) => add_needs(inner, best),
        Tree::Repeat(_, 0, ..) => {}
        Tree::Repeat(inner, ..) => add_needs(inner, best),
        Tree::Row(row) => {
            row.iter().for_each(|tree| add_needs(tree, best));
            (1..row.len()).for_each(|cut| add_pairs(&row[..cut], &row[cut..], best));
        }
        Tree::Either(either) => {
            let branches: Vec<Vec<Need>> = either.iter().map(of).collect();
            let most = branches.iter().map(Vec::len).min().unwrap_or(0);
            for i in 0..most {
                let mut grams: Vec<Gram> = branches.iter().flat_map(|b| b[i].grams.iter().copied()).collect();
                grams.sort_unstable();
                grams.dedup();
                if grams.len() <= LARGEST {
                    offer(best, grams);
                }
            }
        }
    }
}

/// What stands where two parts of a row meet.
fn add_pairs(left: &[Tree], right: &[Tree], best: &mut Vec<Need>) {
    if let Some(lasts) = shape::few_outermost(left, Side::Last)
        && let Some(firsts) = shape::few_outermost(right, Side::First)
        && lasts.len() * firsts.len() <= LARGEST
    {
        let pairs = |&last: &char| firsts.iter().map(move |&first| (last, Some(first)));
        offer(best, lasts.iter().flat_map(pairs).collect());
    }
}

/// What is enough alone: a pattern fits wherever one of these stands.
pub(super) fn enough(tree: &Tree) -> Vec<Gram> {
    let branches = if let Tree::Either(branches) = tree { &branches[..] } else { std::slice::from_ref(tree) };
    let mut out = Vec::new();
    for branch in branches {
        let mut words = Vec::new();
        if add_words(branch, &mut words) {
            out.extend(words.iter().filter_map(|word| match word[..] {
                [one] => Some((one, None)),
                [one, two] => Some((one, Some(two))),
                _ => None,
            }));
        }
    }
    out
}

/// Adds all that a tree can fit, where that is a few words.
fn add_words(tree: &Tree, out: &mut Vec<Vec<char>>) -> bool {
    match tree {
        Tree::Char(c) => out.push(vec![*c]),
        Tree::Class(class) => match class.few() {
            Some(chars) => out.extend(chars.into_iter().map(|c| vec![c])),
            None => return false,
        },
        Tree::Named(_, inner) => return add_words(inner, out),
        Tree::Either(all) => return all.iter().all(|tree| add_words(tree, out)),
        Tree::Row(row) => {
            let mut words = vec![Vec::new()];
            for tree in row {
                let mut next = Vec::new();
                if !add_words(tree, &mut next) || words.len() * next.len() > LARGEST {
                    return false;
                }
                let longer = |word: &Vec<char>| next.iter().map(|n| [&word[..], n].concat()).collect();
                words = words.iter().flat_map::<Vec<Vec<char>>, _>(longer).collect();
            }
            out.extend(words);
        }
        _ => return false,
    }
    out.len() <= LARGEST
}
