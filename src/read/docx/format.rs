//! Numbers as Word's number formats write them (ISO/IEC 29500-1, 17.18.59, and MS-DOCX 2.4).
//!
//! Formats of scripts that no Chinese document counts in are written as decimals.

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const DIGITS_CIRCLE: [&str; 10] = ["○", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LEGAL_SIMPLIFIED: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const LEGAL_TRADITIONAL: [&str; 10] = ["零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"];
const LEGAL_JAPANESE: [&str; 10] = ["〇", "壱", "弐", "参", "四", "伍", "六", "七", "八", "九"];
const COUNTING: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const COUNTING_CIRCLE: [&str; 10] = DIGITS_CIRCLE;
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// A number in a format, by the format's name.
pub(super) fn number(format: &str, n: u32) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{n:02}"),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperLetter" => letter(n),
        "lowerLetter" => letter(n).to_lowercase(),
        "ordinal" => ordinal(n),
        "hex" => format!("{n:X}"),
        "numberInDash" => format!("- {n} -"),
        "chicago" => chicago(n),
        "decimalFullWidth" | "decimalFullWidth2" => {
            digits(n, &["０", "１", "２", "３", "４", "５", "６", "７", "８", "９"])
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(n, '①', 20),
        "decimalEnclosedParen" => enclosed(n, '⑴', 20),
        "decimalEnclosedFullstop" => enclosed(n, '⒈', 20),
        "ideographEnclosedCircle" => enclosed(n, '㊀', 10),
        "ideographTraditional" => cycle(n, STEMS),
        "ideographZodiac" => cycle(n, BRANCHES),
        "ideographZodiacTraditional" if (1..=60).contains(&n) => {
            cycle((n - 1) % 10 + 1, STEMS) + &cycle((n - 1) % 12 + 1, BRANCHES)
        }
        "ideographDigital" | "japaneseDigitalTenThousand" => digits(n, &DIGITS),
        "taiwaneseDigital" => digits(n, &DIGITS_CIRCLE),
        "chineseCounting" | "taiwaneseCounting" if n >= 100 => digits(n, &DIGITS_CIRCLE),
        "chineseCounting" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
            counted(n, &COUNTING_CIRCLE, ["十", "百", "千", "萬"], One::TenOnly)
        }
        "chineseCountingThousand" => counted(n, &COUNTING, ["十", "百", "千", "万"], One::TenOnly),
        "japaneseCounting" => counted(n, &DIGITS, ["十", "百", "千", "万"], One::Left),
        "japaneseLegal" => counted(n, &LEGAL_JAPANESE, ["拾", "百", "阡", "萬"], One::Written),
        "chineseLegalSimplified" => counted(n, &LEGAL_SIMPLIFIED, ["拾", "佰", "仟", "萬"], One::Written),
        "ideographLegalTraditional" => counted(n, &LEGAL_TRADITIONAL, ["拾", "佰", "仟", "萬"], One::Written),
        "koreanDigital2" => digits(n, &["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]),
        "ganada" => cycle(n, "가나다라마바사아자차카타파하"),
        "chosung" => cycle(n, "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
        "aiueoFullWidth" | "aiueo" => cycle(
            n,
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        ),
        "iroha" | "irohaFullWidth" => cycle(
            n,
            "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
        ),
        _ => n.to_string(),
    }
}

/// Whether the one before ten, hundred and thousand is written: 一十, 一百.
#[derive(Clone, Copy, PartialEq)]
enum One {
    /// 十一 but 一百一十一, as Chinese counts.
    TenOnly,
    /// 十一 and 百十一, as Japanese counts.
    Left,
    /// 壹拾壹, as cheques are written.
    Written,
}

/// Counting with ten, hundred, thousand and ten thousand.
fn counted(n: u32, digits: &[&str; 10], units: [&str; 4], one: One) -> String {
    if n == 0 || n > 99_999_999 {
        return if n == 0 { digits[0].into() } else { n.to_string() };
    }
    let mut out = String::new();
    if n >= 10_000 {
        out = counted(n / 10_000, digits, units, one) + units[3];
    }
    let (mut gap, mut seen) = (false, n >= 10_000);
    for (place, unit) in [(1000, units[2]), (100, units[1]), (10, units[0]), (1, "")] {
        let digit = (n / place % 10) as usize;
        if digit == 0 {
            gap = seen;
            continue;
        }
        if gap && one != One::Left {
            out.push_str(digits[0]);
        }
        gap = false;
        let bare = match one {
            One::Written => false,
            One::TenOnly => place == 10 && !seen,
            One::Left => place > 1,
        };
        if !(bare && digit == 1) {
            out.push_str(digits[digit]);
        }
        out.push_str(unit);
        seen = true;
    }
    out
}

fn digits(n: u32, digits: &[&str; 10]) -> String {
    n.to_string().bytes().map(|b| digits[usize::from(b - b'0')]).collect()
}

/// One of a row of signs that follow each other in Unicode, while they last.
fn enclosed(n: u32, first: char, last: u32) -> String {
    if !(1..=last).contains(&n) {
        return n.to_string();
    }
    char::from_u32(u32::from(first) + n - 1).map_or_else(|| n.to_string(), String::from)
}

/// One of a row of signs, while they last.
fn cycle(n: u32, signs: &str) -> String {
    let sign = n.checked_sub(1).and_then(|i| signs.chars().nth(i as usize));
    sign.map_or_else(|| n.to_string(), String::from)
}

/// a … z, aa, bb, … as Word goes on.
fn letter(n: u32) -> String {
    let Some(i) = n.checked_sub(1).filter(|i| *i < 26 * 30) else { return n.to_string() };
    let c = char::from(b'A' + (i % 26) as u8);
    std::iter::repeat_n(c, (i / 26) as usize + 1).collect()
}

fn roman(mut n: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n == 0 || n > 32_767 {
        return n.to_string();
    }
    let mut out = String::new();
    for (value, sign) in PARTS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

fn ordinal(n: u32) -> String {
    let suffix = match (n % 10, n % 100) {
        (1, t) if t != 11 => "st",
        (2, t) if t != 12 => "nd",
        (3, t) if t != 13 => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}

/// *, †, ‡, §, **, ††, …
fn chicago(n: u32) -> String {
    let Some(i) = n.checked_sub(1).filter(|i| *i < 4 * 30) else { return n.to_string() };
    let sign = ['*', '†', '‡', '§'][(i % 4) as usize];
    std::iter::repeat_n(sign, (i / 4) as usize + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_word_writes_them() {
        let cases = [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerLetter", 28, "bb"),
            ("ordinal", 112, "112th"),
            ("none", 3, ""),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCounting", 100, "一○○"),
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 205, "二百零五"),
            ("chineseCountingThousand", 1005, "一千零五"),
            ("chineseCountingThousand", 10_010, "一万零一十"),
            ("japaneseCounting", 10, "十"),
            ("japaneseCounting", 15, "十五"),
            ("japaneseCounting", 115, "百十五"),
            ("taiwaneseCounting", 11, "十一"),
            ("taiwaneseCountingThousand", 111, "一百一十一"),
            ("ideographDigital", 103, "一〇三"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 60, "癸亥"),
            ("ideographLegalTraditional", 12, "壹拾貳"),
            ("chineseLegalSimplified", 305, "叁佰零伍"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircleChinese", 21, "21"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("ideographEnclosedCircle", 2, "㊁"),
            ("decimalFullWidth", 10, "１０"),
            ("thaiCounting", 4, "4"),
        ];
        for (format, n, written) in cases {
            assert_eq!(number(format, n), written, "{format} {n}");
        }
    }

    #[test]
    fn any_number_can_be_written() {
        let formats = "upperRoman lowerLetter chicago japaneseCounting chineseCountingThousand ideographZodiacTraditional \
                       decimalEnclosedCircle ideographTraditional taiwaneseDigital";
        for format in formats.split(' ') {
            for n in (0..300).chain([9999, 10_000, 99_999_999, 100_000_000, u32::MAX]) {
                assert!(!number(format, n).is_empty(), "{format} {n}");
                assert!(number(format, n).len() < 200, "{format} {n}");
            }
        }
    }
}
