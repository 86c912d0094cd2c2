//! Traditional characters to Simplified, in those lines that are Traditional.
//!
//! OpenCC's tables and our overlay, longest match first; one change a character, so that spans stay exact.

use std::sync::LazyLock;

use crate::edit::{Change, Rule, Safety};
use crate::lexicon::{self, CharSet};
use crate::span::Span;

use super::table::{Flags, Known};

pub(super) static RULE: Rule = Rule {
    name: "simplified",
    safety: Safety::Safe,
    reason: "Traditional characters in their Simplified form / 繁体转为简体",
};

/// The tables' rows, the overlay last: the last row of a word counts.
pub(super) fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let chars = lexicon::rows::<2>(include_str!("../lexicon/script_chars.tsv"));
    let phrases = lexicon::rows::<2>(include_str!("../lexicon/script_phrases.tsv"));
    let overlay = lexicon::rows::<3>(include_str!("../lexicon/script_overlay.tsv"));
    chars.chain(phrases).map(|[from, to]| (from, to)).chain(overlay.map(|[from, to, _]| (from, to)))
}

/// The only character of a word.
pub(super) fn only(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The Simplified form of a single character, whatever its neighbours.
pub(super) fn simple(c: char) -> char {
    // The folded form of marks is another mark; they have no other one.
    let to = Known::of(c).map_or(0, Known::folded);
    if to == 0 || to == ',' as u16 { c } else { char::from_u32(to.into()).unwrap_or(c) }
}

/// Whether a character is odd in running text.
pub(super) fn is_odd(c: char) -> bool {
    Known::of(c).is_none_or(|known| known.is(Flags::ODD))
}

/// Words of several characters, in order, and with which characters they begin.
struct Phrases {
    words: Vec<(&'static str, &'static str)>,
    starts: CharSet,
}

/// Read when the first Traditional line is met.
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut words: Vec<_> = rows().filter(|(from, _)| only(from).is_none()).collect();
    // Stable: of rows of one word the last one stays last.
    words.sort_by_key(|&(from, _)| from);
    let starts = words.iter().filter_map(|(from, _)| from.chars().next()).collect();
    Phrases { words, starts }
});

impl Phrases {
    /// The longest word at the start of a text.
    fn at(&self, text: &str) -> Option<(&'static str, &'static str)> {
        let first = text.chars().next().filter(|&c| self.starts.contains(c))?;
        let head = &text[..first.len_utf8()];
        let from = self.words.partition_point(|&(w, _)| w < head);
        let near = self.words[from..].iter().take_while(|(w, _)| w.starts_with(head));
        near.filter(|(w, _)| text.starts_with(w)).max_by_key(|(w, _)| w.len()).copied()
    }
}

pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    let lines: Vec<(&str, i64)> = text.split_inclusive('\n').map(|line| (line, leaning(line))).collect();
    // A line without evidence is in the script of the line before it, the first ones in that of the whole.
    let mut traditional = lines.iter().map(|(_, leaning)| leaning).sum::<i64>() > 0;
    let mut start = 0;
    for (line, leaning) in lines {
        traditional = if leaning == 0 { traditional } else { leaning > 0 };
        if traditional {
            convert(line, start, &mut out);
        }
        start += line.len();
    }
    out
}

/// Traditional characters minus Simplified ones.
fn leaning(text: &str) -> i64 {
    let of = |known: Known| i64::from(known.is(Flags::TRADITIONAL)) - i64::from(known.is(Flags::SIMPLIFIED));
    text.chars().filter_map(Known::of).map(of).sum()
}

fn convert(line: &str, offset: usize, out: &mut Vec<Change>) {
    let (phrases, mut at) = (&*PHRASES, 0);
    let mut push = |at: usize, old: char, new: char| {
        if old != new {
            let span = Span::of(offset + at..offset + at + old.len_utf8());
            out.push(Change { span, text: new.into(), confidence: 1.0 });
        }
    };
    while let Some(c) = line[at..].chars().next() {
        let Some((from, to)) = phrases.at(&line[at..]) else {
            push(at, c, simple(c));
            at += c.len_utf8();
            continue;
        };
        for (old, new) in from.chars().zip(to.chars()) {
            push(at, old, new);
            at += old.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;
    use encoding_rs::{BIG5, GBK};

    #[test]
    fn tables_keep_the_number_of_characters() {
        for (from, to) in rows() {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
        }
    }

    #[test]
    fn scripts_are_told_by_what_the_encodings_can_write() {
        for [from, to] in lexicon::rows::<2>(include_str!("../lexicon/script_chars.tsv")) {
            let (from, to) = (only(from).unwrap(), only(to).unwrap());
            let gb2312 = matches!(*GBK.encode(from.encode_utf8(&mut [0; 4])).0, [0xB0..=0xF7, 0xA1..=0xFE]);
            let big5 = !BIG5.encode(to.encode_utf8(&mut [0; 4])).2;
            let told = (table::is(from, Flags::TRADITIONAL), table::is(to, Flags::SIMPLIFIED));
            assert_eq!(told, (!gb2312, !big5), "{from}");
        }
    }

    #[test]
    fn no_reading_is_itself_rewritten_in_traditional_lines() {
        // Simplified lines are left alone, so it is enough that common words do not come back.
        assert!(changes("简体文字里的著作、乾隆、於菟、瞭望和后勤都不动。").is_empty());
    }
}
