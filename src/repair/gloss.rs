//! Pinyin glosses: 業(yè) reads 業, 信息(xìnxī) reads 信息.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::edit::{Change, Rule, Safety};
use crate::lexicon;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    name: "pinyin_gloss",
    safety: Safety::Safe,
    reason: "a reading in brackets that a website added behind a character / 网站在字后加注的拼音",
};

static SYLLABLES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    lexicon::rows::<1>(include_str!("../lexicon/syllables.tsv")).map(|[syllable]| syllable).collect()
});

/// No gloss is longer: four syllables of six letters.
const LONGEST: usize = 48;

pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    for (open, mark) in text.match_indices(['(', '（']) {
        let Some((letters, end)) = until_closed(text, open + mark.len()) else { continue };
        let Some(syllables) = toned_syllables(letters).or_else(|| neutral(&text[..open], letters)) else {
            continue;
        };
        // The character and its gloss are one edit, so that the character's source is both.
        let base = last_han(&text[..open], syllables);
        let start = open - base.len();
        if base.is_empty() || out.last().is_some_and(|c| c.span.range().end > start) {
            continue;
        }
        out.push(Change { span: Span::of(start..end), text: base.to_owned(), confidence: 1.0 });
    }
    out
}

/// Syllables without a tone, behind the characters that are read so.
fn neutral(head: &str, letters: &str) -> Option<usize> {
    const NEUTRAL: [(&str, [char; 2]); 2] = [("men", ['們', '们']), ("me", ['麼', '么'])];
    NEUTRAL.iter().any(|(syllable, chars)| letters == *syllable && head.ends_with(chars)).then_some(1)
}

/// What stands before the closing bracket, and where that ends.
fn until_closed(text: &str, start: usize) -> Option<(&str, usize)> {
    let end = text.floor_char_boundary((start + LONGEST).min(text.len()));
    let close = text[start..end].find([')', '）', '(', '（', '\n'])?;
    let mark = text[start + close..].chars().next()?;
    matches!(mark, ')' | '）').then(|| (&text[start..start + close], start + close + mark.len_utf8()))
}

/// How many toned syllables these letters spell; `None` unless they are pinyin through and through, with at least one
/// tone mark. (a), (l), (GDP) and (café) are none.
pub(super) fn toned_syllables(letters: &str) -> Option<usize> {
    let mut tones = 0;
    let mut plain = String::with_capacity(letters.len());
    for c in letters.chars() {
        let (base, toned) = base_letter(c)?;
        tones += usize::from(toned);
        plain.push(base);
    }
    (tones > 0 && plain.split([' ', '\'']).all(|word| word.is_empty() || spells(word))).then_some(tones)
}

/// The plain letter of a pinyin letter, and whether it bears a tone.
fn base_letter(c: char) -> Option<(char, bool)> {
    const TONED: [(&str, char); 8] = [
        ("āáǎàă", 'a'),
        ("ēéěèĕếềê", 'e'),
        ("īíǐìĭ", 'i'),
        ("ōóǒòŏ", 'o'),
        ("ūúǔùŭ", 'u'),
        ("ǖǘǚǜ", 'ü'),
        ("ńňǹ", 'n'),
        ("ḿ", 'm'),
    ];
    match c {
        'a'..='z' | 'ü' => Some((c, false)),
        'ɑ' => Some(('a', false)),
        'ɡ' => Some(('g', false)),
        ' ' | '\u{3000}' => Some((' ', false)),
        '\'' | '’' => Some(('\'', false)),
        _ => TONED.iter().find(|(toned, _)| toned.contains(c)).map(|&(_, base)| (base, true)),
    }
}

/// Whether letters fall into syllables.
fn spells(word: &str) -> bool {
    // Where a syllable may begin, earliest first; few words have more than four.
    let mut starts = BTreeSet::from([0]);
    while let Some(start) = starts.pop_first() {
        if start == word.len() {
            return true;
        }
        starts.extend(
            (start + 1..=word.len().min(start + 7))
                .filter(|&end| word.get(start..end).is_some_and(|s| SYLLABLES.contains(s))),
        );
    }
    false
}

/// Up to `count` Han characters at the end of a text.
fn last_han(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(count)
        .take_while(|&(_, c)| super::chars::is_han(c))
        .last()
        .map_or(text.len(), |(i, _)| i);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_pinyin() {
        for (letters, syllables) in
            [("yè", 1), ("xìnxī", 2), ("zhǎng de", 1), ("nǚ", 1), ("lǜ", 1), ("ɡōnɡ", 1)]
        {
            assert_eq!(toned_syllables(letters), Some(syllables), "{letters}");
        }
        for letters in ["", "a", "l", "GDP", "café", "Yè", "é1", "工", "kg"] {
            assert_eq!(toned_syllables(letters), None, "{letters}");
        }
    }
}
