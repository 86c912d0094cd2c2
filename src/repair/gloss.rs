//! Pinyin glosses: 業(yè) reads 業, 信息(xìnxī) reads 信息.

use std::sync::LazyLock;

use memchr::memchr2_iter;

use crate::edit::{Change, Rule, Safety};
use crate::lexicon;
use crate::span::Span;

pub(super) static RULE: Rule = Rule {
    name: "pinyin_gloss",
    safety: Safety::Safe,
    reason: "a reading in brackets that a website added behind a character / 网站在字后加注的拼音",
};

/// All syllables in order, each as its letters ([`letter`]), the first one highest.
static SYLLABLES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let rows = lexicon::rows::<1>(include_str!("../lexicon/syllables.tsv"));
    let mut all: Vec<u32> =
        rows.map(|[syllable]| syllable.chars().fold(0, |all, c| all << 5 | letter(c))).collect();
    all.sort_unstable();
    all
});

/// A plain letter as a number of five bits.
fn letter(c: char) -> u32 {
    match c {
        'a'..='z' => c as u32 - 'a' as u32 + 1,
        _ => 27,
    }
}

/// No gloss is longer: four syllables of six letters.
const LONGEST: usize = 48;

/// A reading in brackets, and the characters before it that are read so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gloss {
    /// Where these characters start.
    start: usize,
    /// Where its bracket opens.
    pub(super) open: usize,
    /// What stands behind its closing bracket.
    pub(super) end: usize,
}

/// The glosses of a text.
pub(super) fn glosses(text: &str) -> Vec<Gloss> {
    let mut out: Vec<Gloss> = Vec::new();
    for open in brackets(text) {
        let behind = open + text[open..].chars().next().map_or(0, char::len_utf8);
        let Some((letters, end)) = until_closed(text, behind) else { continue };
        let Some(syllables) = toned_syllables(letters).or_else(|| neutral(&text[..open], letters)) else {
            continue;
        };
        let start = open - last_han(&text[..open], syllables).len();
        if start < open && out.last().is_none_or(|before| before.end <= start) {
            out.push(Gloss { start, open, end });
        }
    }
    out
}

pub(super) fn changes(text: &str, glosses: &[Gloss]) -> Vec<Change> {
    // The character and its gloss are one edit, so that the character's source is both.
    let change = |gloss: &Gloss| {
        let (span, base) = (Span::of(gloss.start..gloss.end), &text[gloss.start..gloss.open]);
        Change { span, text: base.to_owned(), confidence: 1.0 }
    };
    glosses.iter().map(change).collect()
}

/// Where brackets open before a letter.
fn brackets(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    // `(` is one byte, `（` is EF BC 88.
    memchr2_iter(b'(', 0x88, bytes).filter_map(|i| {
        let open = if bytes[i] == b'(' {
            i
        } else {
            i.checked_sub(2).filter(|&open| bytes[open..].starts_with(b"\xEF\xBC"))?
        };
        text[i + 1..].starts_with(is_letter).then_some(open)
    })
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
    // Few glosses are longer than four syllables; none is longer than this.
    let (mut plain, mut length) = ([0; LONGEST], 0);
    for c in letters.chars() {
        let (base, toned) = base_letter(c)?;
        tones += usize::from(toned);
        *plain.get_mut(length)? = if matches!(base, ' ' | '\'') { 0 } else { letter(base) };
        length += 1;
    }
    (tones > 0 && plain[..length].split(|&letter| letter == 0).all(spells)).then_some(tones)
}

/// Whether a reading may begin with a character.
pub(super) fn is_letter(c: char) -> bool {
    base_letter(c).is_some()
}

/// The plain letter of a pinyin letter, and whether it bears a tone.
fn base_letter(c: char) -> Option<(char, bool)> {
    match c {
        'a'..='z' | 'ü' => Some((c, false)),
        'ɑ' => Some(('a', false)),
        'ɡ' => Some(('g', false)),
        ' ' | '\u{3000}' => Some((' ', false)),
        '\'' | '’' => Some(('\'', false)),
        'ā' | 'á' | 'ǎ' | 'à' | 'ă' => Some(('a', true)),
        'ē' | 'é' | 'ě' | 'è' | 'ĕ' | 'ế' | 'ề' | 'ê' => Some(('e', true)),
        'ī' | 'í' | 'ǐ' | 'ì' | 'ĭ' => Some(('i', true)),
        'ō' | 'ó' | 'ǒ' | 'ò' | 'ŏ' => Some(('o', true)),
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ŭ' => Some(('u', true)),
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => Some(('ü', true)),
        'ń' | 'ň' | 'ǹ' => Some(('n', true)),
        'ḿ' => Some(('m', true)),
        _ => None,
    }
}

/// Whether letters fall into syllables.
fn spells(word: &[u32]) -> bool {
    /// No syllable has more letters.
    const MOST: usize = 6;
    let is_syllable = |letters: u32| SYLLABLES.binary_search(&letters).is_ok();
    // Most are one.
    if word.len() <= MOST && is_syllable(word.iter().fold(0, |all, letter| all << 5 | letter)) {
        return true;
    }
    // Where a syllable may begin, one bit a place.
    let mut starts = 1_u64;
    for start in 0..word.len() {
        if starts >> start & 1 == 1 {
            let mut syllable = 0;
            for (i, letter) in word[start..].iter().take(MOST).enumerate() {
                syllable = syllable << 5 | letter;
                if is_syllable(syllable) {
                    starts |= 1 << (start + i + 1);
                }
            }
        }
    }
    starts >> word.len() & 1 == 1
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
