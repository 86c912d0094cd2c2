//! How likely a text is as Chinese: the judge between readings of the same bytes.
//!
//! A unigram model: the sum of a logarithm a character. It decides between encodings because wrong readings consist
//! of rare characters, of private use and of nothing at all. All readings cover the same bytes, so sums compare.

use std::sync::LazyLock;

use crate::lexicon;

/// A character that stands for bytes which mean nothing.
pub(super) const MALFORMED: i32 = -25;

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// The logarithm of each character's share, from U+4E00 on.
static HANZI: LazyLock<Vec<i8>> = LazyLock::new(|| {
    let mut table = vec![-14; (LAST - FIRST + 1) as usize];
    for [weight, characters] in lexicon::rows::<2>(include_str!("../lexicon/hanzi.tsv")) {
        let weight: i8 = weight.parse().expect("a number");
        for c in characters.chars() {
            table[(u32::from(c) - FIRST) as usize] = weight - 16;
        }
    }
    table
});

/// The logarithm of a character's share in Chinese texts, roughly.
pub(super) fn character(c: char) -> i32 {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => -5,
        '\u{4E00}'..='\u{9FFF}' => i32::from(HANZI[(u32::from(c) - FIRST) as usize]),
        '，' | '。' | '、' => -4,
        '：' | '；' | '！' | '？' | '“' | '”' | '‘' | '’' | '（' | '）' | '《' | '》' | '—' | '…'
        | '\u{3000}' => -5,
        // Letters of other scripts are no more than letters, but they do not stray into Chinese one by one.
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' | '\u{3001}'..='\u{303F}' | '！'..='～' | '①'..='⑳' | '·' => {
            -8
        }
        '\u{3040}'..='\u{30FF}' => -7,
        '\u{AC00}'..='\u{D7A3}' => -9,
        '\u{0370}'..='\u{04FF}' => -8,
        '\u{00C0}'..='\u{024F}' => -10,
        '\u{2010}'..='\u{2027}'
        | '\u{2030}'
        | '\u{2103}'
        | '\u{2160}'..='\u{217F}'
        | '\u{2200}'..='\u{22FF}' => -10,
        '\u{00A0}'..='\u{00BF}' | '\u{2500}'..='\u{25FF}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' => -11,
        '\u{0}' => -20,
        '\u{1}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => -16,
        '\u{FFFD}' => MALFORMED,
        '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}' => -17,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => -19,
        _ => -15,
    }
}

/// The sum over a text.
pub(super) fn sum(text: &str) -> i32 {
    text.chars().map(character).fold(0, i32::saturating_add)
}

/// The mean over the characters beyond ASCII; `None` where there are none.
pub(super) fn mean(text: &str) -> Option<f32> {
    let (mut sum, mut n) = (0i32, 0u32);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        sum = sum.saturating_add(character(c));
        n += 1;
    }
    (n > 0).then(|| sum as f32 / n as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
