//! The code table of GBK, both ways, and what it has no character for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use encoding_rs::GBK;

use super::language::folded;

/// Bytes that can follow a lead byte.
pub(super) fn trails() -> impl Iterator<Item = u8> {
    (0x40..=0x7E).chain(0x80..=0xFE)
}

/// Bytes that open a character of two bytes.
pub(super) fn leads() -> std::ops::RangeInclusive<u8> {
    0x81..=0xFE
}

/// Pairs of bytes as characters.
struct Table {
    /// Character and what words have for it, by `lead << 8 | trail`; `'\0'` where there is none.
    chars: Vec<(char, char)>,
    /// The pair of each character of the basic plane; zeros where there is none.
    pairs: Vec<[u8; 2]>,
}

/// The pairs that decoders drop.
struct Dropped {
    /// For each class of trail bytes: the lead bytes that no character joins to them.
    classes: Vec<Vec<u8>>,
    /// The class of each byte as the first of a dropped pair, if it can be one.
    class_of: Vec<Option<u8>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut chars, mut pairs) = (vec![('\0', '\0'); 1 << 16], vec![[0; 2]; 1 << 16]);
    // All pairs at once, each on a line of its own.
    let all = || leads().flat_map(|lead| trails().map(move |trail| [lead, trail]));
    let lines: Vec<u8> = all().flat_map(|[lead, trail]| [lead, trail, b'\n']).collect();
    let text = GBK.decode_without_bom_handling(&lines).0;
    for ([lead, trail], line) in all().zip(text.split('\n')) {
        if let Some(c) = shown(lead, trail, line) {
            chars[usize::from(lead) << 8 | usize::from(trail)] = (c, folded(c));
            // Encoders write the euro sign in one byte, and others as their first pair.
            if let Some(pair) = pairs.get_mut(c as usize).filter(|pair| c != '€' && **pair == [0; 2]) {
                *pair = [lead, trail];
            }
        }
    }
    Table { chars, pairs }
});

static DROPPED: LazyLock<Dropped> = LazyLock::new(|| {
    let (mut classes, mut class_of) = (BTreeMap::<Vec<u8>, u8>::new(), vec![None; 256]);
    for first in leads() {
        let rest: Vec<u8> = leads().filter(|&y| char_of(first, y).is_none()).collect();
        if !rest.is_empty() {
            let next = classes.len() as u8;
            class_of[usize::from(first)] = Some(*classes.entry(rest).or_insert(next));
        }
    }
    let mut ordered = vec![Vec::new(); classes.len()];
    for (rest, class) in classes {
        ordered[usize::from(class)] = rest;
    }
    Dropped { classes: ordered, class_of }
});

/// The character that a decoder shows for a pair, if it is one.
fn shown(lead: u8, trail: u8, shown: &str) -> Option<char> {
    // GB 18030 filled this corner of GBK; the scripts that did the damage knew nothing there.
    if lead == 0xFE && (0x50..=0xA0).contains(&trail) {
        return None;
    }
    let mut chars = shown.chars();
    let c = chars.next()?;
    let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\0'..='\u{7F}');
    (!private && chars.next().is_none()).then_some(c)
}

/// The character of two bytes, and what words have for it.
pub(super) fn char_of(lead: u8, trail: u8) -> Option<(char, char)> {
    let pair = TABLE.chars[usize::from(lead) << 8 | usize::from(trail)];
    (pair.0 != '\0').then_some(pair)
}

/// The two bytes of a character.
pub(super) fn bytes_of(c: char) -> Option<[u8; 2]> {
    TABLE.pairs.get(c as usize).copied().filter(|pair| *pair != [0; 2])
}

/// How many classes of dropped pairs there are.
pub(super) fn classes() -> usize {
    DROPPED.classes.len()
}

/// Whether a dropped pair can begin with this byte, and the class of bytes that can be its second half.
pub(super) fn dropped(first: u8) -> Option<u8> {
    DROPPED.class_of[usize::from(first)]
}

/// The bytes that can be the second half of a dropped pair.
pub(super) fn dropped_rest(class: u8) -> &'static [u8] {
    DROPPED.classes.get(usize::from(class)).map_or(&[], Vec::as_slice)
}

/// The second byte of the full-width mark (A3xx) that a script wrote as this ASCII one.
pub(super) fn mark_byte(c: char) -> Option<u8> {
    Some(match c {
        '!' => 0xA1,
        '(' => 0xA8,
        ')' => 0xA9,
        ',' => 0xAC,
        ':' => 0xBA,
        ';' => 0xBB,
        '?' => 0xBF,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        assert_eq!(bytes_of('縣'), Some([0xBF, 0x68]));
        assert_eq!(char_of(0xBF, 0x68), Some(('縣', '县')));
        assert_eq!(char_of(0xAA, 0xA1), None);
        assert!(dropped(0xAA).is_some_and(|class| dropped_rest(class).contains(&0xC7)));
        assert_eq!(dropped(0xB0), None);
        // What encoders make of private characters was never meant.
        for c in ('\u{80}'..='\u{FFFF}').filter(|c| !matches!(c, '\u{E000}'..='\u{F8FF}')) {
            let pair = match *GBK.encode(c.encode_utf8(&mut [0; 4])).0 {
                [lead, trail] => char_of(lead, trail).map(|_| [lead, trail]),
                _ => None,
            };
            assert_eq!(bytes_of(c), pair, "{c}");
        }
    }
}
