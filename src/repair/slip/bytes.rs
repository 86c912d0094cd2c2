//! The code table of GBK, both ways, and what it has no character for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::table::{self, Known};
use super::language::folded;

/// Bytes that can follow a lead byte.
pub(in super::super) fn trails() -> impl Iterator<Item = u8> {
    (0x40..=0x7E).chain(0x80..=0xFE)
}

/// Bytes that open a character of two bytes.
pub(in super::super) fn leads() -> std::ops::RangeInclusive<u8> {
    0x81..=0xFE
}

/// The pairs that decoders drop.
struct Dropped {
    /// For each class of trail bytes: the lead bytes that no character joins to them.
    classes: Vec<Vec<u8>>,
    /// The class of each byte as the first of a dropped pair, if it can be one.
    class_of: Vec<Option<u8>>,
}

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

/// The character of two bytes, and what words have for it.
pub(super) fn char_of(lead: u8, trail: u8) -> Option<(char, char)> {
    table::char_of(lead, trail).map(|c| (c, folded(c)))
}

/// The two bytes of a character.
#[inline]
pub(super) fn bytes_of(c: char) -> Option<[u8; 2]> {
    Known::of(c).and_then(Known::pair)
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
#[inline]
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
    use encoding_rs::GBK;

    #[test]
    fn both_ways() {
        assert_eq!(bytes_of('縣'), Some([0xBF, 0x68]));
        assert_eq!(char_of(0xBF, 0x68), Some(('縣', '县')));
        assert_eq!(char_of(0xAA, 0xA1), None);
        assert!(dropped(0xAA).is_some_and(|class| dropped_rest(class).contains(&0xC7)));
        assert_eq!(dropped(0xB0), None);
        assert!(('\0'..='\u{FFFF}').all(|c| mark_byte(c).is_some() == super::super::is_mark(c)));
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
