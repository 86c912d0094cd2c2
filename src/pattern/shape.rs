//! What a pattern's tree tells of all its fits, without running it.

use super::class::{Class, FEW};
use super::parse::Tree;

/// Whether it may fit without taking anything.
pub(super) fn nullable(tree: &Tree) -> bool {
    match tree {
        Tree::Class(_) | Tree::Char(_) | Tree::Any => false,
        Tree::Start | Tree::End | Tree::Border => true,
        Tree::Row(all) => all.iter().all(nullable),
        Tree::Either(all) => all.iter().any(nullable),
        Tree::Repeat(inner, least, ..) => *least == 0 || nullable(inner),
        Tree::Named(_, inner) => nullable(inner),
    }
}

/// An end of the fits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Last,
}

/// How many characters a gate looks up at a text's ends at most.
const HUNDREDS: usize = 256;

/// The few characters that every fit begins with one of.
pub(super) fn firsts(tree: &Tree) -> Option<Vec<char>> {
    few_outermost(std::slice::from_ref(tree), Side::First)
}

/// The few characters that every fit of some parts in a row begins, or ends, with one of.
pub(super) fn few_outermost(row: &[Tree], side: Side) -> Option<Vec<char>> {
    let mut out = Vec::new();
    if row.iter().all(nullable) {
        return None;
    }
    from(row, side, |tree| add_few(tree, side, &mut out).then_some(()))?;
    out.sort_unstable();
    out.dedup();
    Some(out)
}

/// Adds what fits begin or end with, if that is few characters.
fn add_few(tree: &Tree, side: Side, out: &mut Vec<char>) -> bool {
    match tree {
        Tree::Class(class) => match class.few() {
            Some(chars) => out.extend(chars),
            None => return false,
        },
        Tree::Char(c) => out.push(*c),
        Tree::Any => return false,
        Tree::Start | Tree::End | Tree::Border => {}
        Tree::Named(_, inner) | Tree::Repeat(inner, ..) => return add_few(inner, side, out),
        Tree::Row(all) => return from(all, side, |tree| add_few(tree, side, out).then_some(())).is_some(),
        Tree::Either(all) => return all.iter().all(|tree| add_few(tree, side, out)),
    }
    out.len() <= FEW
}

/// The parts of a row from one end on.
fn parts(row: &[Tree], side: Side) -> impl Iterator<Item = &Tree> {
    (0..row.len()).map(move |i| &row[if side == Side::First { i } else { row.len() - 1 - i }])
}

/// The parts of a row that a fit may begin or end with.
fn from(row: &[Tree], side: Side, mut each: impl FnMut(&Tree) -> Option<()>) -> Option<()> {
    for tree in parts(row, side) {
        each(tree)?;
        if !nullable(tree) {
            break;
        }
    }
    Some(())
}

/// What every fit begins or ends with; `None` where that cannot be said, or it may take nothing.
pub(super) fn outermost(tree: &Tree, side: Side) -> Option<Class> {
    edge(tree, side, true)
}

/// What every fit begins with that does not begin where the text does; `None` where that cannot be said.
pub(super) fn begins_inside(tree: &Tree) -> Option<Class> {
    edge(tree, Side::First, false)
}

fn edge(tree: &Tree, side: Side, at_edge: bool) -> Option<Class> {
    let mut out = Class::default();
    let takes_nothing = add_outermost(tree, side, at_edge, &mut out)?;
    out.tidy();
    (!takes_nothing).then_some(out)
}

/// Adds what fits begin or end with, and says whether they may take nothing. `at_edge`: the text may begin or end there.
fn add_outermost(tree: &Tree, side: Side, at_edge: bool, out: &mut Class) -> Option<bool> {
    let mut add = |tree: &Tree| add_outermost(tree, side, at_edge, out);
    Some(match tree {
        Tree::Class(class) if class.negated => return None,
        Tree::Class(class) => {
            out.absorb(class);
            false
        }
        Tree::Char(c) => {
            out.push(*c);
            false
        }
        Tree::Any => return None,
        Tree::Start => side == Side::Last || at_edge,
        Tree::End => side == Side::First || at_edge,
        Tree::Border => true,
        Tree::Named(_, inner) => add(inner)?,
        Tree::Repeat(inner, least, ..) => add(inner)? || *least == 0,
        Tree::Row(all) => {
            let mut nothing = true;
            for part in parts(all, side) {
                nothing = add(part)?;
                if !nothing {
                    break;
                }
            }
            nothing
        }
        Tree::Either(all) => {
            let mut nothing = false;
            for branch in all {
                nothing |= add(branch)?;
            }
            nothing
        }
    })
}

/// The few hundred characters that any text begins with one of that it fits; `None` where there are more, or it can fit
/// further on.
pub(super) fn begins_with(tree: &Tree) -> Option<Vec<char>> {
    outermost(tree, Side::First).filter(|_| anchored(tree))?.at_most(HUNDREDS)
}

/// The same of the text's end.
pub(super) fn ends_with(tree: &Tree) -> Option<Vec<char>> {
    outermost(tree, Side::Last).filter(|_| reaches_end(tree))?.at_most(HUNDREDS)
}

/// `[a][b]*$`: the sets.
pub(super) fn ending(tree: &Tree) -> Option<(Class, Class)> {
    let set = |tree: &Tree| match tree {
        Tree::Class(class) => Some((**class).clone()),
        Tree::Char(c) => Some(Class::of(*c)),
        _ => None,
    };
    let Tree::Row(row) = tree else { return None };
    match &row[..] {
        [last, Tree::End] => Some((set(last)?, Class::default())),
        [last, Tree::Repeat(behind, 0, None, _), Tree::End] => Some((set(last)?, set(behind)?)),
        _ => None,
    }
}

/// How many characters a fit takes at least and at most.
pub(super) fn length(tree: &Tree) -> (usize, Option<usize>) {
    match tree {
        Tree::Class(_) | Tree::Char(_) | Tree::Any => (1, Some(1)),
        Tree::Start | Tree::End | Tree::Border => (0, Some(0)),
        Tree::Named(_, inner) => length(inner),
        Tree::Row(all) => all
            .iter()
            .map(length)
            .fold((0, Some(0)), |(least, most), next| (least + next.0, most.zip(next.1).map(|(a, b)| a + b))),
        Tree::Either(all) => {
            let either = |a: (usize, Option<usize>), b: (usize, Option<usize>)| {
                (a.0.min(b.0), a.1.zip(b.1).map(|(a, b)| a.max(b)))
            };
            all.iter().map(length).reduce(either).unwrap_or((0, Some(0)))
        }
        Tree::Repeat(inner, least, most, _) => {
            let (shortest, longest) = length(inner);
            let most = most.zip(longest).map(|(times, length)| times as usize * length);
            (shortest * *least as usize, most)
        }
    }
}

/// Whether its fits are whole texts.
pub(super) fn fits_whole(tree: &Tree) -> bool {
    match tree {
        Tree::Either(all) => all.iter().all(fits_whole),
        tree => anchored(tree) && reaches_end(tree),
    }
}

/// Whether a fit may hold the character.
pub(super) fn takes(tree: &Tree, c: char) -> bool {
    match tree {
        Tree::Class(class) => class.holds(c),
        Tree::Char(own) => *own == c,
        Tree::Any => true,
        Tree::Start | Tree::End | Tree::Border => false,
        Tree::Row(all) | Tree::Either(all) => all.iter().any(|tree| takes(tree, c)),
        Tree::Repeat(inner, ..) | Tree::Named(_, inner) => takes(inner, c),
    }
}

/// Whether a fit may hold one of the usual Chinese characters ([`HAN`]).
pub(super) fn takes_han(tree: &Tree) -> bool {
    match tree {
        Tree::Class(class) if class.negated => !class.letters,
        Tree::Class(class) => {
            class.letters || class.ranges.iter().any(|r| r.0 <= *HAN.end() && *HAN.start() <= r.1)
        }
        Tree::Char(own) => HAN.contains(own),
        Tree::Any => true,
        Tree::Start | Tree::End | Tree::Border => false,
        Tree::Row(all) | Tree::Either(all) => all.iter().any(takes_han),
        Tree::Repeat(inner, ..) | Tree::Named(_, inner) => takes_han(inner),
    }
}

/// The usual Chinese characters.
pub(super) const HAN: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// Whether every fit begins, or ends, where the text does.
fn at_edge(tree: &Tree, side: Side) -> bool {
    match tree {
        Tree::Start => side == Side::First,
        Tree::End => side == Side::Last,
        Tree::Row(all) => {
            let outer = if side == Side::First { all.first() } else { all.last() };
            outer.is_some_and(|tree| at_edge(tree, side))
        }
        Tree::Either(all) => all.iter().all(|tree| at_edge(tree, side)),
        Tree::Named(_, inner) => at_edge(inner, side),
        _ => false,
    }
}

/// Whether every fit begins where the text does.
pub(super) fn anchored(tree: &Tree) -> bool {
    at_edge(tree, Side::First)
}

/// Whether every fit ends where the text does.
pub(super) fn reaches_end(tree: &Tree) -> bool {
    at_edge(tree, Side::Last)
}

/// The characters that fits are made of, where they can be told.
pub(super) fn made_of(tree: &Tree) -> Option<Class> {
    let mut out = Class::default();
    add_all(tree, &mut out)?;
    out.tidy();
    Some(out)
}

fn add_all(tree: &Tree, out: &mut Class) -> Option<()> {
    match tree {
        Tree::Class(class) if !class.negated => out.absorb(class),
        Tree::Char(c) => out.push(*c),
        Tree::Class(_) | Tree::Any => return None,
        Tree::Start | Tree::End | Tree::Border => {}
        Tree::Row(all) | Tree::Either(all) => all.iter().try_for_each(|tree| add_all(tree, out))?,
        Tree::Repeat(inner, ..) | Tree::Named(_, inner) => add_all(inner, out)?,
    }
    Some(())
}
