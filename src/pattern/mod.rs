//! The patterns of the tables: regular expressions, loaded for next to nothing and asked only where they can fit.
//!
//! The tables hold some 250 patterns. A general engine compiles each into automata, which takes a tenth of a second at
//! every start, and then builds states while it reads. Here a pattern is parsed into a few numbers: what characters any
//! text must have that it fits ([`Gate`]), so that one pass over a line says which patterns are worth a look, and a
//! small program that a backtracking machine runs for those. The syntax and its meaning (leftmost, first alternative
//! first) are those of the `regex` crate, which the tests hold it to; what the tables do not use is left out.
//!
//! The machine is Pike's and Thompson's (Russ Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009),
//! with a memory of what has failed as soon as a search takes long, so that time stays linear in the text.

mod ahead;
mod among;
mod chars;
mod class;
mod gate;
mod layout;
mod machine;
mod needs;
mod parse;
mod program;
mod shape;
#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::ops::Range;
use std::sync::OnceLock;

#[cfg(test)]
pub(crate) use ahead::tests::are_ahead;
pub(crate) use among::Among;
pub(crate) use chars::Chars;
use chars::Place;
pub(crate) use gate::{Gate, Open};
use machine::Slots;
use program::Program;

/// Whether any text that a pattern fits has one of these characters.
#[cfg(test)]
pub(crate) fn needs_one_of(source: &str, chars: &str) -> bool {
    use parse::Tree;
    fn needs(tree: &Tree, chars: &str) -> bool {
        match tree {
            Tree::Char(c) => chars.contains(*c),
            Tree::Class(class) => class.few().is_some_and(|few| few.iter().all(|&c| chars.contains(c))),
            Tree::Any | Tree::Start | Tree::End | Tree::Border | Tree::Repeat(_, 0, ..) => false,
            Tree::Named(_, inner) | Tree::Repeat(inner, ..) => needs(inner, chars),
            Tree::Row(row) => row.iter().any(|tree| needs(tree, chars)),
            Tree::Either(either) => either.iter().all(|tree| needs(tree, chars)),
        }
    }
    needs(&parse::parse(source).unwrap_or_else(|e| panic!("{source}: {e}")), chars)
}

/// A pattern; its program is made when it is first asked.
pub(crate) struct Pattern {
    source: String,
    program: OnceLock<Program>,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pattern({})", self.source)
    }
}

/// Where a pattern fits, and where its named groups do, in characters or in bytes as it was asked.
#[derive(Debug)]
pub(crate) struct Found<'p> {
    names: &'p [String],
    slots: Slots,
}

impl Found<'_> {
    /// All of it.
    pub(crate) fn range(&self) -> Range<usize> {
        self.slots.group(0).unwrap_or(0..0)
    }

    /// A named group, where it took part.
    pub(crate) fn name(&self, name: &str) -> Option<Range<usize>> {
        let group = self.names.iter().position(|n| n == name)?;
        self.slots.group(group + 1)
    }
}

impl Pattern {
    /// The pattern that `source` spells.
    pub(crate) fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), program: OnceLock::new() }
    }

    /// # Panics
    /// If the source is no pattern: the tests compile every pattern of the tables.
    fn program(&self) -> &Program {
        self.program.get_or_init(|| {
            let tree = parse::parse(&self.source).unwrap_or_else(|e| panic!("{}: {e}", self.source));
            Program::of(&tree)
        })
    }

    /// Whether it fits anywhere.
    pub(crate) fn is_match(&self, text: &[char]) -> bool {
        let program = self.program();
        program.ends(text).unwrap_or_else(|| machine::search(program, text, 0).is_some())
    }

    /// Where it fits first, in characters.
    pub(crate) fn find(&self, text: &[char]) -> Option<Range<usize>> {
        Some(self.captures(text)?.range())
    }

    /// Where it fits first, with its groups, in characters.
    pub(crate) fn captures(&self, text: &[char]) -> Option<Found<'_>> {
        self.captures_from(text, 0)
    }

    fn captures_from(&self, text: &[char], from: usize) -> Option<Found<'_>> {
        let program = self.program();
        let slots = machine::search(program, text, from)?;
        Some(Found { names: &program.names, slots })
    }

    /// All places where it fits, one behind the other, in bytes.
    pub(crate) fn captures_in_bytes<'a, T: Borrow<Chars> + 'a>(
        &'a self,
        text: T,
    ) -> impl Iterator<Item = Found<'a>> {
        let mut from = Some(Place::default());
        std::iter::from_fn(move || {
            let (text, place) = (text.borrow(), from?);
            let mut found = self.captures_from(text, place.char)?;
            let range = found.range();
            // Past a place without width, or it would be found for ever.
            let next = range.end + usize::from(range.is_empty());
            from = (next <= text.len()).then(|| place.on(text, next));
            found.slots = found.slots.map(|at| place.on(text, at).byte);
            Some(found)
        })
    }
}
