//! Chinese, Arabic and circled numerals to numbers.

/// The number that `text` begins with, and how many bytes it takes. Arabic digits (half- and full-width), Chinese
/// counting (二十三, 一百零五, 两千), digit by digit (二〇〇六), 廿 and 卅, financial forms (壹贰叁), enclosed ones (① ⑴ ⒈ ㈠).
/// Numbers of more than eighteen digits are none.
pub(crate) fn prefix(text: &str) -> Option<(u64, usize)> {
    let first = text.chars().next()?;
    if let Some(n) = enclosed(first) {
        return Some((n, first.len_utf8()));
    }
    if arabic(first).is_some() { digits(text, arabic) } else { chinese(text) }
}

/// Writes a number in Arabic digits, three at a time.
#[inline]
pub(crate) fn push_decimal(n: u64, out: &mut String) {
    if n >= 1_000_000 {
        push_long(n, out);
    } else if n >= 1000 {
        push_first(n as usize / 1000, out);
        out.push_str(thousandths(n as usize % 1000));
    } else {
        push_first(n as usize, out);
    }
}

#[inline(never)] // places in texts of megabytes
fn push_long(n: u64, out: &mut String) {
    push_decimal(n / 1000, out);
    out.push_str(thousandths((n % 1000) as usize));
}

/// A number below a thousand. A digit at a time, each plainly one byte: calls for a few bytes would take longer.
#[inline]
fn push_first(n: usize, out: &mut String) {
    let mut push = |digit: usize| out.push(char::from(b'0' | (digit % 10) as u8));
    if n >= 100 {
        push(n / 100);
    }
    if n >= 10 {
        push(n / 10);
    }
    push(n);
}

/// A number below a thousand as three digits.
#[inline]
pub(crate) fn thousandths(n: usize) -> &'static str {
    const DIGITS: [u8; 3000] = {
        let (mut digits, mut i) = ([b'0'; 3000], 0);
        while i < 3000 {
            digits[i] += (i / 3 / [100, 10, 1][i % 3] % 10) as u8;
            i += 1;
        }
        digits
    };
    const ALL: &str = match std::str::from_utf8(&DIGITS) {
        Ok(all) => all,
        Err(_) => unreachable!(),
    };
    &ALL[3 * n..3 * n + 3]
}

/// The number that `text` is, whole.
pub(crate) fn parse(text: &str) -> Option<u64> {
    prefix(text).filter(|&(_, len)| len == text.len()).map(|(n, _)| n)
}

/// The amount that `text` begins with, and how many bytes it takes: like [`prefix`], with decimals, separators
/// (1,200), large units behind digits (3.5万, 2亿), 百分之八十 (80) and 半 (0.5).
pub(crate) fn amount(text: &str) -> Option<(f64, usize)> {
    if let Some(rest) = text.strip_prefix("百分之") {
        let (value, len) = amount(rest)?;
        return Some((value, len + "百分之".len()));
    }
    if text.starts_with('半') {
        return Some((0.5, '半'.len_utf8()));
    }
    let (whole, mut len) = prefix(text)?;
    let mut value = whole as f64;
    if text.chars().next().and_then(arabic).is_some() {
        // Groups of three behind a comma, then a fraction.
        while let Some(group) = text[len..].strip_prefix([',', '，']) {
            let separator = text.len() - len - group.len();
            match digits(group, arabic) {
                Some((n, 3)) if group.as_bytes()[0].is_ascii_digit() => {
                    (value, len) = (value * 1000.0 + n as f64, len + separator + 3)
                }
                _ => break,
            }
        }
        if let Some(fraction) = text[len..].strip_prefix(['.', '．'])
            && let Some((n, size)) = digits(fraction, arabic)
        {
            let places = fraction[..size].chars().count() as i32;
            value += n as f64 / 10f64.powi(places);
            len = text.len() - fraction.len() + size;
        }
        for (unit, factor) in [("万亿", 1e12), ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2)] {
            if text[len..].starts_with(unit) {
                return Some((value * factor, len + unit.len()));
            }
        }
    }
    Some((value, len))
}

/// The value of an Arabic digit, half- or full-width.
pub(crate) fn arabic(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(c as u64 - '0' as u64),
        '０'..='９' => Some(c as u64 - '０' as u64),
        _ => None,
    }
}

/// The value of a Chinese digit.
pub(crate) fn chinese_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn digits(text: &str, digit: fn(char) -> Option<u64>) -> Option<(u64, usize)> {
    let (mut value, mut len, mut count) = (0u64, 0, 0);
    for c in text.chars() {
        let Some(d) = digit(c) else { break };
        count += 1;
        if count > 18 {
            return None;
        }
        value = value * 10 + d;
        len += c.len_utf8();
    }
    (len > 0).then_some((value, len))
}

fn chinese(text: &str) -> Option<(u64, usize)> {
    let unit = |c| {
        Some(match c {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1_000,
            '万' | '萬' => 10_000,
            '亿' => 100_000_000,
            '廿' => 20,
            '卅' => 30,
            _ => return None,
        })
    };
    // Two digits side by side are no counting: 二〇〇六 is read digit by digit, 一九 as 19.
    let mut chars = text.chars();
    if let (Some(a), Some(b)) = (chars.next(), chars.next())
        && chinese_digit(a).is_some_and(|d| d > 0 || b != '十')
        && chinese_digit(b).is_some()
    {
        return digits(text, chinese_digit);
    }
    // Sections of ten thousand: total holds closed ones, section the open one, digit what waits for its unit.
    let (mut total, mut section, mut digit, mut len) = (0u64, 0u64, None, 0);
    let mut smallest = u64::MAX;
    for c in text.chars() {
        if let Some(d) = chinese_digit(c) {
            if digit.is_some_and(|x| x > 0) {
                break;
            }
            digit = Some(d);
        } else if let Some(u) = unit(c) {
            if u == 20 || u == 30 {
                if digit.is_some() || section > 0 {
                    break;
                }
                section += u;
            } else if u >= 10_000 {
                let whole = section + digit.unwrap_or(0);
                if whole == 0 || (total > 0 && u >= smallest) {
                    break;
                }
                total = total.saturating_add(whole.saturating_mul(u));
                (section, digit, smallest) = (0, None, u);
            } else {
                if digit.is_none() && (u != 10 || section > 0) {
                    break;
                }
                section += digit.unwrap_or(1).max(u64::from(u == 10 && digit == Some(0))) * u;
                digit = None;
            }
        } else {
            break;
        }
        len += c.len_utf8();
    }
    (len > 0).then(|| (total.saturating_add(section).saturating_add(digit.unwrap_or(0)), len))
}

/// Numbers in one character: circles, brackets, full stops.
fn enclosed(c: char) -> Option<u64> {
    let series = [('①', '⑳'), ('⑴', '⒇'), ('⒈', '⒛'), ('㈠', '㈩'), ('㊀', '㊉'), ('❶', '❿'), ('Ⅰ', 'Ⅻ')];
    let found = series.into_iter().find(|(first, last)| (first..=last).contains(&&c));
    found.map(|(first, _)| c as u64 - first as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_digits() {
        for n in (0..3000).chain([99_999, 100_000, 1_000_000, 12_034_005, u64::MAX]) {
            let mut out = String::new();
            push_decimal(n, &mut out);
            assert_eq!(out, n.to_string());
        }
    }
    use proptest::prelude::*;

    #[test]
    fn whole_numbers() {
        for (text, value) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("二十三", 23),
            ("廿三", 23),
            ("一百零五", 105),
            ("两千三百", 2300),
            ("三万五千", 35_000),
            ("一亿二千万", 120_000_000),
            ("二〇〇六", 2006),
            ("二○一八", 2018),
            ("2006", 2006),
            ("１２", 12),
            ("⑤", 5),
            ("㈢", 3),
            ("壹拾贰", 12),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        assert_eq!(parse("要"), None);
        assert_eq!(parse("百"), None);
        assert_eq!(prefix("三、加强"), Some((3, 3)));
        assert_eq!(prefix("1234567890123456789"), None);
    }

    #[test]
    fn amounts() {
        for (text, value, len) in [
            ("3.5万元", 35_000.0, 6),
            ("百分之八十以上", 80.0, 15),
            ("1,200户", 1200.0, 5),
            ("20%", 20.0, 2),
            ("两个", 2.0, 3),
        ] {
            assert_eq!(amount(text), Some((value, len)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[0-9０-９一二两十百千万亿廿〇零,.，①个]{0,40}") {
            if let Some((_, len)) = amount(&text) {
                prop_assert!(text.is_char_boundary(len));
            }
            if let Some((n, len)) = prefix(&text) {
                prop_assert!(len > 0);
                prop_assert_eq!(parse(&text[..len]), Some(n));
            }
        }
    }
}
