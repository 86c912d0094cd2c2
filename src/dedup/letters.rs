//! What of a text counts when copies are compared.

/// The letters of a text: Han characters and others, in small letters. Left out is what differs between copies of one
/// speech: spaces, punctuation, numbers in any script, masks (××, 某某, X, __).
pub fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| is_letter(c)).map(|c| c.to_ascii_lowercase())
}

fn is_letter(c: char) -> bool {
    match c {
        'x' | 'X' | 'ｘ' | 'Ｘ' | '某' => false,
        '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千'
        | '万' | '亿' => false,
        // Most characters of the archives by far.
        '\u{4E00}'..='\u{9FFF}' => true,
        _ => c.is_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_have_the_same_letters() {
        let of = |text| letters(text).collect::<String>();
        assert_eq!(of("2007年5月,张某某 到了A县。"), "年月张到了a县");
        assert_eq!(of("二〇〇七年五月,张×× 到了__a县"), of("２００８年12月,张XX到了A县!"));
        assert_eq!(of("(一)、—?"), "");
    }
}
