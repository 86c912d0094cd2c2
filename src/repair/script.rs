//! Traditional characters to Simplified, in those lines that are Traditional.
//!
//! OpenCC's tables and our overlay, longest match first; one change a character, so that spans stay exact.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GBK};

use crate::edit::{Change, Rule, Safety};
use crate::lexicon;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    name: "simplified",
    safety: Safety::Safe,
    reason: "Traditional characters in their Simplified form / 繁体转为简体",
};

/// The tables' rows, the overlay last: the last row of a word counts.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let chars = lexicon::rows::<2>(include_str!("../lexicon/script_chars.tsv"));
    let phrases = lexicon::rows::<2>(include_str!("../lexicon/script_phrases.tsv"));
    let overlay = lexicon::rows::<3>(include_str!("../lexicon/script_overlay.tsv"));
    chars.chain(phrases).map(|[from, to]| (from, to)).chain(overlay.map(|[from, to, _]| (from, to)))
}

/// The only character of a word.
fn only(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The Simplified form of a single character, whatever its neighbours.
pub(super) fn simple(c: char) -> char {
    let to = SIMPLE.get(c as usize).copied().unwrap_or(0);
    if to == 0 { c } else { char::from_u32(to.into()).unwrap_or(c) }
}

/// By character of the basic plane, whose characters all stay in it; 0 where it is Simplified already.
static SIMPLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; 0x1_0000];
    for (from, to) in rows() {
        if let (Some(from), Some(to)) = (only(from), only(to))
            && let (Some(entry), Ok(to)) = (table.get_mut(from as usize), u16::try_from(u32::from(to)))
        {
            *entry = to;
        }
    }
    table
});

/// A set of characters of the basic plane, one bit each.
struct Set(Vec<u64>);

impl Set {
    fn of(chars: impl IntoIterator<Item = char>) -> Self {
        let mut set = vec![0; 1024];
        for c in chars {
            if let Some(word) = set.get_mut(c as usize / 64) {
                *word |= 1 << (c as usize % 64);
            }
        }
        Self(set)
    }

    /// The characters of a stretch of an encoding's table.
    fn coded(encoding: &'static Encoding, leads: std::ops::RangeInclusive<u8>, trails: &[u8]) -> Self {
        let mut pairs = Vec::with_capacity(leads.len() * trails.len() * 2);
        for lead in leads {
            trails.iter().for_each(|&trail| pairs.extend_from_slice(&[lead, trail]));
        }
        Self::of(encoding.decode_without_bom_handling(&pairs).0.chars())
    }

    fn has(&self, c: char) -> bool {
        let c = c as usize;
        self.0.get(c / 64).is_some_and(|word| word >> (c % 64) & 1 == 1)
    }
}

/// Whether a character is odd in running text: none of the 3,755 common ones of GB 2312, nor the Traditional form of
/// one, nor a mark.
pub(super) fn is_odd(c: char) -> bool {
    !COMMON.has(c)
}

static COMMON: LazyLock<Set> = LazyLock::new(|| {
    let trails: Vec<u8> = (0xA1..=0xFE).collect();
    let first = Set::coded(GBK, 0xB0..=0xD7, &trails);
    let marks = "、。，；：！？（）“”‘’《》〈〉【】〔〕—…·×％％〇　～－１２３４５６７８９０";
    let traditional = rows().filter_map(|(from, to)| {
        let (from, to) = (from.chars().next()?, to.chars().next()?);
        first.has(to).then_some(from)
    });
    let mut all = Set::of(marks.chars().chain(traditional));
    all.0.iter_mut().zip(&first.0).for_each(|(a, b)| *a |= b);
    all
});

/// Words of several characters, in order, and with which characters they begin.
struct Phrases {
    words: Vec<(&'static str, &'static str)>,
    starts: Set,
}

/// Read when the first Traditional line is met.
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut words: Vec<_> = rows().filter(|(from, _)| only(from).is_none()).collect();
    // Stable: of rows of one word the last one stays last.
    words.sort_by_key(|&(from, _)| from);
    let starts = Set::of(words.iter().filter_map(|(from, _)| from.chars().next()));
    Phrases { words, starts }
});

impl Phrases {
    /// The longest word at the start of a text.
    fn at(&self, text: &str) -> Option<(&'static str, &'static str)> {
        let first = text.chars().next().filter(|&c| self.starts.has(c))?;
        let head = &text[..first.len_utf8()];
        let from = self.words.partition_point(|&(w, _)| w < head);
        let near = self.words[from..].iter().take_while(|(w, _)| w.starts_with(head));
        near.filter(|(w, _)| text.starts_with(w)).max_by_key(|(w, _)| w.len()).copied()
    }
}

/// The characters that speak for Traditional script: those that Simplified text is not made of. 乾, 著, 於 stand in
/// Simplified text too, 干, 后, 里 in Traditional: they speak for neither.
static TRADITIONAL: LazyLock<Set> = LazyLock::new(|| {
    let high: Vec<u8> = (0xA1..=0xFE).collect();
    let gb2312 = Set::coded(GBK, 0xB0..=0xF7, &high);
    Set::of(chars().map(|(from, _)| from).filter(|&c| !gb2312.has(c)))
});

/// The same the other way round; asked where a Traditional character stands.
static SIMPLIFIED: LazyLock<Set> = LazyLock::new(|| {
    let all: Vec<u8> = (0x40..=0x7E).chain(0xA1..=0xFE).collect();
    let big5 = Set::coded(BIG5, 0xA1..=0xFE, &all);
    Set::of(chars().map(|(_, to)| to).filter(|&c| !big5.has(c)))
});

/// Characters of both scripts that stand for each other.
fn chars() -> impl Iterator<Item = (char, char)> {
    let rows = lexicon::rows::<2>(include_str!("../lexicon/script_chars.tsv"));
    rows.filter_map(|[from, to]| Some((from.chars().next()?, to.chars().next()?)))
}

/// The characters that only Traditional text has.
pub(super) fn traditional() -> impl Iterator<Item = char> {
    let words = TRADITIONAL.0.iter().zip(0_u32..);
    let bits =
        words.flat_map(|(word, i)| (0..64).filter(move |b| word >> b & 1 == 1).map(move |b| i * 64 + b));
    bits.filter_map(char::from_u32)
}

pub(super) fn changes(text: &str) -> Vec<Change> {
    if !text.chars().any(|c| TRADITIONAL.has(c)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    // A line without evidence is in the script of the line before it, the first ones in that of the whole.
    let mut traditional = leaning(text) > 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let leaning = leaning(line);
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
    let (traditional, simplified) = (&*TRADITIONAL, &*SIMPLIFIED);
    text.chars().map(|c| i64::from(traditional.has(c)) - i64::from(simplified.has(c))).sum()
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
    use super::*;

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
            assert_eq!((TRADITIONAL.has(from), SIMPLIFIED.has(to)), (!gb2312, !big5), "{from}");
        }
    }

    #[test]
    fn no_reading_is_itself_rewritten_in_traditional_lines() {
        // Simplified lines are left alone, so it is enough that common words do not come back.
        assert!(changes("简体文字里的著作、乾隆、於菟、瞭望和后勤都不动。").is_empty());
    }
}
