//! Traditional characters to Simplified, in those lines that are Traditional.
//!
//! OpenCC's tables and our overlay, longest match first; one change a character, so that spans stay exact.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use encoding_rs::{BIG5, GBK};

use crate::edit::{Change, Rule, Safety};
use crate::lexicon;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    name: "simplified",
    safety: Safety::Safe,
    reason: "Traditional characters in their Simplified form / 繁体转为简体",
};

/// A table's rows, overlay first: the first row of a word counts.
static WORDS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let mut words = BTreeMap::new();
    for [from, to, _] in lexicon::rows::<3>(include_str!("../lexicon/script_overlay.tsv")) {
        words.insert(from, to);
    }
    let phrases = lexicon::rows::<2>(include_str!("../lexicon/script_phrases.tsv"));
    for [from, to] in phrases.chain(lexicon::rows::<2>(include_str!("../lexicon/script_chars.tsv"))) {
        words.entry(from).or_insert(to);
    }
    words
});

/// The Simplified form of a single character, whatever its neighbours.
pub(super) fn simple(c: char) -> char {
    SIMPLE.get(c as usize).copied().filter(|&to| to != '\0').unwrap_or(c)
}

/// By character of the basic plane; `'\0'` where it is Simplified already.
static SIMPLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table = vec!['\0'; 0x1_0000];
    for (from, to) in &*WORDS {
        let (mut from, mut to) = (from.chars(), to.chars());
        if let (Some(from), Some(to), None) = (from.next(), to.next(), from.next())
            && let Some(entry) = table.get_mut(from as usize)
        {
            *entry = to;
        }
    }
    table
});

/// Whether a character is odd in running text: none of the 3,755 common ones of GB 2312, nor the Traditional form of
/// one, nor a mark.
pub(super) fn is_odd(c: char) -> bool {
    !Scripts::has(&COMMON, c)
}

static COMMON: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut set = vec![0; 1024];
    let first = (0xB0_u8..=0xD7).flat_map(|lead| (0xA1..=0xFE).map(move |trail| [lead, trail]));
    let first: BTreeSet<char> =
        first.flat_map(|pair| GBK.decode(&pair).0.chars().collect::<Vec<_>>()).collect();
    let marks = "、。，；：！？（）“”‘’《》〈〉【】〔〕—…·×％％〇　～－１２３４５６７８９０";
    let traditional = WORDS.iter().filter_map(|(from, to)| {
        let (from, to) = (from.chars().next()?, to.chars().next()?);
        first.contains(&to).then_some(from)
    });
    for c in first.iter().copied().chain(marks.chars()).chain(traditional) {
        Scripts::mark(&mut set, c);
    }
    set
});

/// The matcher, and what each pattern reads as.
struct Matcher {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    readings: Vec<&'static str>,
}

/// Built when the first Traditional line is met.
static MATCHER: LazyLock<Matcher> = LazyLock::new(|| Matcher {
    automaton: CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .build(WORDS.keys())
        .expect("tables hold distinct words"),
    readings: WORDS.values().copied().collect(),
});

/// Which script a character speaks for: one bit a character of the basic plane for each.
struct Scripts {
    traditional: Vec<u64>,
    simplified: Vec<u64>,
}

impl Scripts {
    fn mark(set: &mut [u64], c: char) {
        if let Some(word) = set.get_mut(c as usize / 64) {
            *word |= 1 << (c as usize % 64);
        }
    }

    fn has(set: &[u64], c: char) -> bool {
        let c = c as usize;
        set.get(c / 64).is_some_and(|word| word >> (c % 64) & 1 == 1)
    }
}

static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| {
    let mut scripts = Scripts { traditional: vec![0; 1024], simplified: vec![0; 1024] };
    for [from, to] in lexicon::rows::<2>(include_str!("../lexicon/script_chars.tsv")) {
        let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) else { continue };
        // 乾, 著, 於 stand in Simplified text too, 干, 后, 里 in Traditional: they speak for neither.
        if !in_gb2312(from) {
            Scripts::mark(&mut scripts.traditional, from);
        }
        if !in_big5(to) {
            Scripts::mark(&mut scripts.simplified, to);
        }
    }
    scripts
});

/// Whether a character is among those that Simplified text is made of.
fn in_gb2312(c: char) -> bool {
    matches!(*GBK.encode(c.encode_utf8(&mut [0; 4])).0, [0xB0..=0xF7, 0xA1..=0xFE])
}

/// Whether a character is among those that Traditional text is made of.
fn in_big5(c: char) -> bool {
    !BIG5.encode(c.encode_utf8(&mut [0; 4])).2
}

pub(super) fn changes(text: &str) -> Vec<Change> {
    let scripts = &*SCRIPTS;
    if !text.chars().any(|c| Scripts::has(&scripts.traditional, c)) {
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
    let scripts = &*SCRIPTS;
    text.chars()
        .map(|c| {
            i64::from(Scripts::has(&scripts.traditional, c)) - i64::from(Scripts::has(&scripts.simplified, c))
        })
        .sum()
}

fn convert(line: &str, offset: usize, out: &mut Vec<Change>) {
    let matcher = &*MATCHER;
    for found in matcher.automaton.leftmost_find_iter(line) {
        let reading = matcher.readings[found.value() as usize];
        let mut at = offset + found.start();
        for (old, new) in line[found.start()..found.end()].chars().zip(reading.chars()) {
            let end = at + old.len_utf8();
            if old != new {
                out.push(Change { span: Span::of(at..end), text: new.into(), confidence: 1.0 });
            }
            at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_keep_the_number_of_characters() {
        for (from, to) in &*WORDS {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
        }
    }

    #[test]
    fn no_reading_is_itself_rewritten_in_traditional_lines() {
        // Simplified lines are left alone, so it is enough that common words do not come back.
        assert!(changes("简体文字里的著作、乾隆、於菟、瞭望和后勤都不动。").is_empty());
    }
}
