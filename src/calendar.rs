//! Dates in Chinese text: the words, and the ISO date they mean.

use std::ops::Range;
use std::sync::LazyLock;

use crate::numeral;
use crate::pattern::{Chars, Pattern};
use memchr::memchr3;

/// A date as it stands in a text. Parts that are masked (20xx年, ××月) or left blank (2014年 月 日) are `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The bytes it takes.
    pub(crate) range: Range<usize>,
    /// The year, four digits.
    pub(crate) year: Option<i32>,
    /// The month, 1 to 12.
    pub(crate) month: Option<u32>,
    /// The day, 1 to 31.
    pub(crate) day: Option<u32>,
    /// Whether the words name a year, a month, a day, masked or not.
    pub(crate) names: [bool; 3],
}

impl Written {
    /// ISO 8601 as far as the words go: a day, a month, a year; `None` where the year is unknown or the day does not
    /// exist. `year` stands in for a year that the words leave out.
    pub(crate) fn iso(&self, year: Option<i32>) -> Option<String> {
        let year = self.year.or(if self.names[0] { None } else { year })?;
        if self.names[1] && self.month.is_none() || self.names[2] && self.day.is_none() {
            return None;
        }
        match (self.month, self.day) {
            (None, _) => Some(format!("{year:04}")),
            (Some(month), None) => Some(format!("{year:04}-{month:02}")),
            (Some(month), Some(day)) => iso_day(year, month, day),
        }
    }
}

/// `2006-12-15`, if there is such a day.
pub(crate) fn iso_day(year: i32, month: u32, day: u32) -> Option<String> {
    (1..=days_in(year, month)).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// How many days a month has; 0 if there is no such month.
pub(crate) fn days_in(year: i32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

static DATE: LazyLock<Pattern> = LazyLock::new(|| {
    // A digit, written or masked; years have four of them (or are masked), months and days one or two (or three: 二十一).
    let year = r"(?P<y>[0-9０-９〇零○一二三四五六七八九]{4}|[0-9０-９]{2,3}[×xXＸ*＊#_＿]{1,2}|[×xXＸ*＊#_＿~]{1,4})";
    let few = |name: &str, words: &str| {
        format!(r"(?P<{name}>[0-9０-９]{{1,2}}|{words}|[×xXＸ*＊#_＿]{{1,3}}|[ 　])")
    };
    let month = few("m", "十[一二]?|[一二三四五六七八九]|元");
    let day = few("d", "[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]");
    let (month2, day2) = (month.replace("<m>", "<m2>"), day.replace("<d>", "<d2>"));
    let numeric = r"(?P<y3>(?:19|20)[0-9]{2})[-/.](?P<m3>[01]?[0-9])[-/.](?P<d3>[0-3]?[0-9])";
    let pattern = format!(
        r"{year}[ 　]?年(?:[ 　]?{month}[ 　]?月(?:份|[ 　]?{day}[ 　]?[日号])?)?|{month2}[ 　]?月[ 　]?{day2}[ 　]?[日号]|{numeric}"
    );
    Pattern::new(pattern)
});

/// The dates in a text, in order: 2006年12月15日, 2006年12月, 2006年, 12月15日, 二〇〇六年十二月十五日, 2006-12-15, and masked ones.
pub(crate) fn dates(text: &str) -> impl Iterator<Item = Written> {
    // One of these stands in any.
    let signs =
        text.contains("年") || text.contains("月") || memchr3(b'-', b'/', b'.', text.as_bytes()).is_some();
    let all = signs.then(|| DATE.captures_in_bytes(Chars::of(text)));
    all.into_iter().flatten().filter_map(move |found| {
        let group = |names: &[&str]| names.iter().find_map(|n| found.name(n)).map(|r| &text[r]);
        let (year, month, day) = (group(&["y", "y3"]), group(&["m", "m2", "m3"]), group(&["d", "d2", "d3"]));
        let range = found.range();
        // A longer number's tail is no date: 12006年, 1.2006-1-1, and 2006-12-155.
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if touches(text[..range.start].chars().next_back()) || touches(text[range.end..].chars().next()) {
            return None;
        }
        let number = |s: Option<&str>| s.and_then(|s| if s == "元" { Some(1) } else { numeral::parse(s) });
        Some(Written {
            range,
            year: number(year).and_then(|y| i32::try_from(y).ok()).filter(|y| (1000..3000).contains(y)),
            month: number(month).and_then(|m| u32::try_from(m).ok()).filter(|m| (1..=12).contains(m)),
            day: number(day).and_then(|d| u32::try_from(d).ok()).filter(|d| (1..=31).contains(d)),
            names: [year.is_some(), month.is_some(), day.is_some()],
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(&str, Option<String>)> {
        dates(text).map(|d| (&text[d.range.clone()], d.iso(Some(2010)))).collect()
    }

    #[test]
    fn written_and_numeric_dates() {
        let iso = |s: &str| Some(s.to_owned());
        assert_eq!(all("于2006年12月15日前"), [("2006年12月15日", iso("2006-12-15"))]);
        assert_eq!(all("二〇一八年十二月二十一日"), [("二〇一八年十二月二十一日", iso("2018-12-21"))]);
        assert_eq!(all("3月5日、2011年4月"), [("3月5日", iso("2010-03-05")), ("2011年4月", iso("2011-04"))]);
        assert_eq!(all("时间:2019-05-13 23:53"), [("2019-05-13", iso("2019-05-13"))]);
        assert_eq!(all("2007年2月30日"), [("2007年2月30日", None)]);
        assert_eq!(all("2007年以来"), [("2007年", iso("2007"))]);
    }

    #[test]
    fn masked_and_blank_dates_are_found_and_mean_nothing() {
        assert_eq!(all("20xx年3月1日"), [("20xx年3月1日", None)]);
        assert_eq!(all("××××年××月××日以前"), [("××××年××月××日", None)]);
        assert_eq!(all("2014年 月 日"), [("2014年 月 日", None)]);
        assert_eq!(all("三年来、12个月"), []);
    }
}
