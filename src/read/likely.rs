//! How likely a text is as Chinese: the judge between readings of the same bytes.
//!
//! A unigram model: the sum of a logarithm a character. It decides between encodings because wrong readings consist
//! of rare characters, of private use and of nothing at all. All readings cover the same bytes, so sums compare.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::lexicon::{self, code};

/// A character that stands for bytes which mean nothing.
pub(super) const MALFORMED: i32 = -25;

/// The logarithm of the share of each character of the basic plane.
static WEIGHTS: LazyLock<Box<[i8; 0x1_0000]>> = LazyLock::new(|| {
    let mut table = Box::new([-15; 0x1_0000]);
    let mut set = |chars: RangeInclusive<char>, weight: i8| {
        table[*chars.start() as usize..=*chars.end() as usize].fill(weight);
    };
    for (chars, weight) in BLOCKS {
        set(chars, weight);
    }
    for c in "：；！？“”‘’（）《》—…\u{3000}".chars() {
        set(c..=c, -5);
    }
    for c in "，。、".chars() {
        set(c..=c, -4);
    }
    for [weight, characters] in lexicon::rows::<2>(include_str!("../lexicon/hanzi.tsv")) {
        let weight: i8 = weight.parse().expect("a number");
        for c in characters.chars() {
            set(c..=c, weight - 16);
        }
    }
    table
});

/// What the characters of a block weigh that no table knows; a later row overrules an earlier one.
const BLOCKS: [(RangeInclusive<char>, i8); 27] = [
    ('\u{0}'..='\u{1F}', -16),
    ('\u{0}'..='\u{0}', -20),
    ('\t'..='\n', -5),
    ('\r'..='\r', -5),
    (' '..='~', -5),
    ('\u{7F}'..='\u{9F}', -16),
    ('\u{A0}'..='\u{BF}', -11),
    ('·'..='·', -8),
    ('\u{C0}'..='\u{24F}', -10),
    ('\u{370}'..='\u{4FF}', -8),
    ('\u{200B}'..='\u{200F}', -11),
    ('\u{2010}'..='\u{2027}', -10),
    ('\u{2030}'..='\u{2030}', -10),
    ('\u{2103}'..='\u{2103}', -10),
    ('\u{2160}'..='\u{217F}', -10),
    ('\u{2200}'..='\u{22FF}', -10),
    ('①'..='⑳', -8),
    ('\u{2500}'..='\u{25FF}', -11),
    ('\u{3001}'..='\u{303F}', -8),
    // Letters of other scripts are no more than letters, but they do not stray into Chinese one by one.
    ('\u{3040}'..='\u{30FF}', -7),
    ('\u{3400}'..='\u{4DBF}', -17),
    ('\u{4E00}'..='\u{9FFF}', -14),
    ('\u{AC00}'..='\u{D7A3}', -9),
    ('\u{E000}'..='\u{F8FF}', -19),
    ('\u{FEFF}'..='\u{FEFF}', -11),
    ('！'..='～', -8),
    ('\u{FFFD}'..='\u{FFFD}', MALFORMED as i8),
];

/// The logarithm of a character's share in Chinese texts, roughly.
pub(super) fn character(c: char) -> i32 {
    weight(&**WEIGHTS, c)
}

fn weight(weights: &[i8], c: char) -> i32 {
    match weights.get(c as usize) {
        Some(&weight) => weight.into(),
        None if matches!(c, '\u{20000}'..='\u{3FFFF}') => -17,
        None if c >= '\u{F0000}' => -19,
        None => -15,
    }
}

/// The sum over a text.
pub(super) fn sum(text: &str) -> i32 {
    let weights: &[i8] = &**WEIGHTS;
    text.chars().map(|c| weight(weights, c)).fold(0, i32::saturating_add)
}

/// The mean over the characters beyond ASCII; `None` where there are none.
pub(super) fn mean(text: &str) -> Option<f32> {
    let weights: &[i8; 0x1_0000] = &WEIGHTS;
    // No text is so long that this overflows.
    let (mut sum, mut n, mut rest) = (0_i64, 0_u32, text.as_bytes());
    loop {
        // Most are of three bytes.
        while let [lead @ 0xE0..=0xEF, second, third, behind @ ..] = rest {
            sum += i64::from(weights[usize::from(code([*lead, *second, *third]))]);
            (n, rest) = (n + 1, behind);
        }
        let Some(c) = text[text.len() - rest.len()..].chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        if !c.is_ascii() {
            (n, sum) = (n + 1, sum + i64::from(weight(weights, c)));
        }
    }
    // As sums are told everywhere here.
    let sum = sum.max(i32::MIN.into()) as i32;
    (n > 0).then(|| sum as f32 / n as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sense_is_likelier_than_its_misreadings() {
        let sense = "各乡镇要在月底前把水渠修好，不得拖延。";
        let (bytes, _, _) = encoding_rs::GBK.encode(sense);
        for wrong in
            [encoding_rs::BIG5, encoding_rs::EUC_KR, encoding_rs::WINDOWS_1252, encoding_rs::SHIFT_JIS]
        {
            let (misread, _) = wrong.decode_without_bom_handling(&bytes);
            assert!(sum(&misread) + 10 < sum(sense), "{misread}");
        }
        assert!(mean(sense).unwrap() > -9.0);
        assert!(mean("ascii").is_none());
    }

    proptest! {
        #[test]
        fn the_mean_is_that_of_its_characters(text in "[a。是\u{7FF}-\u{801}\u{FFFD}-\u{FFFF}𠮷]{0,20}") {
            let all: Vec<i32> = text.chars().filter(|c| !c.is_ascii()).map(character).collect();
            let plain = all.iter().sum::<i32>() as f32 / all.len() as f32;
            prop_assert_eq!(mean(&text), (!all.is_empty()).then_some(plain));
        }
    }
}
