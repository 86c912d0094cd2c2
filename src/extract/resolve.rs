//! A limit in time as a date: the last day of it, counted from the day of the speech where the words leave it open.

use crate::calendar;
use crate::document::{Date, DeadlineKind};
use crate::numeral;

/// The last day in ISO 8601, or an interval; `None` where words and speech do not say so much.
pub(super) fn iso(words: &str, kind: DeadlineKind, speech: Option<&Date>) -> Option<String> {
    let day = Day::of(speech);
    match kind {
        DeadlineKind::Calendar => calendar_limit(words, day),
        DeadlineKind::Duration => after(words, day),
        DeadlineKind::Event | DeadlineKind::Frequency => None,
    }
}

/// The day of the speech, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
struct Day {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
}

impl Day {
    fn of(date: Option<&Date>) -> Self {
        let Some(iso) = date.and_then(|d| d.iso.as_deref()) else { return Self::default() };
        let mut parts = iso.split('-');
        let mut part = || parts.next().and_then(|p| p.parse::<u32>().ok());
        let year = part().and_then(|y| i32::try_from(y).ok());
        Self { year, month: part(), day: part() }
    }
}

fn last_of_month(year: i32, month: u32) -> Option<String> {
    calendar::iso_day(year, month, calendar::days_in(year, month))
}

fn calendar_limit(words: &str, speech: Day) -> Option<String> {
    let next_year = words.starts_with('明');
    let year = speech.year.map(|y| y + i32::from(next_year));
    let dates: Vec<calendar::Written> = calendar::dates(words).collect();
    if let [from, to] = &dates[..] {
        let known = from.year.or(year);
        return Some(format!("{}/{}", from.iso(known)?, to.iso(to.year.or(known))?));
    }
    if let Some(date) = dates.first() {
        let behind = &words[date.range.end..];
        let base = date.year.or_else(|| coming(date, year, speech));
        // 12月18日―22日: the second day has no month of its own.
        let second = behind.trim_start_matches(['―', '—', '-', '－', '–', '~', '～', '至', '到']);
        if second.len() < behind.len()
            && let (Some(month), Some((last, _))) = (date.month, numeral::prefix(second))
        {
            let last = calendar::iso_day(base?, month, u32::try_from(last).ok()?)?;
            return Some(format!("{}/{last}", date.iso(base)?));
        }
        if words.starts_with(['从', '自']) {
            return Some(format!("{}/..", date.iso(base)?));
        }
        return match (date.month, date.day) {
            (Some(month), None) => ends(base?, month, behind),
            (None, None) if date.names[1] => None,
            (None, None) => calendar::iso_day(base?, 12, 31)
                .filter(|_| behind.starts_with(['底', '末', '内']))
                .or(date.iso(base)),
            _ => date.iso(base),
        };
    }
    let count = words.find('月').map(|i| (&words[..i], &words[i + '月'.len_utf8()..]));
    if let Some((head, behind)) = count {
        let head = head
            .trim_start_matches(|c: char| !c.is_ascii_digit() && numeral::prefix(&c.to_string()).is_none());
        if let Some(month) =
            numeral::parse(head).and_then(|m| u32::try_from(m).ok()).filter(|m| (1..=12).contains(m))
        {
            let date = calendar::Written {
                range: 0..0,
                year: None,
                month: Some(month),
                day: None,
                names: [false, true, false],
            };
            return ends(coming(&date, year, speech)?, month, behind);
        }
        let (year, month) = (speech.year?, speech.month?);
        let (year, month) = match (words.starts_with('下'), month) {
            (true, 12) => (year + 1, 1),
            (true, month) => (year, month + 1),
            (false, month) => (year, month),
        };
        return match numeral::prefix(behind) {
            Some((day, _)) => calendar::iso_day(year, month, u32::try_from(day).ok()?),
            None => ends(year, month, behind),
        };
    }
    if let Some(at) = words.find('五').filter(|_| words.contains(['末', '期'])) {
        // The tenth plan ended in 2005, the fourteenth in 2025.
        let head = words[..at].trim_start_matches(['到', '“', '"']);
        let plan = numeral::parse(head)?;
        return Some(format!("{}-12-31", 1955 + 5 * i64::try_from(plan).ok()?));
    }
    let is_year = ["年底", "年末", "年终", "年内", "年度内", "年以内"].iter().any(|w| words.contains(w));
    let masked = words.starts_with(['x', 'X', '×', '*', '＊', '#', '_']);
    year.filter(|_| is_year && !masked).and_then(|y| calendar::iso_day(y, 12, 31))
}

/// The end of a month that is named, by what stands behind it: 底, 上旬, 前 (the end of the month before).
fn ends(year: i32, month: u32, behind: &str) -> Option<String> {
    let behind = behind.trim_start_matches('份');
    if behind.starts_with("上旬") {
        calendar::iso_day(year, month, 10)
    } else if behind.starts_with("中旬") {
        calendar::iso_day(year, month, 20)
    } else if behind.starts_with(['前', '之', '以']) {
        if month == 1 { last_of_month(year - 1, 12) } else { last_of_month(year, month - 1) }
    } else {
        last_of_month(year, month)
    }
}

/// The year of a month that is named without one: this one, or the next where the month lies behind the speech.
fn coming(date: &calendar::Written, year: Option<i32>, speech: Day) -> Option<i32> {
    let past = matches!((date.month, speech.month), (Some(month), Some(now)) if month < now);
    if date.names[0] { None } else { year.map(|y| y + i32::from(past)) }
}

/// 会后一周内: so many days behind the speech.
fn after(words: &str, speech: Day) -> Option<String> {
    let rest = words.strip_prefix("会后").or_else(|| words.strip_prefix("会议结束后"))?;
    let (number, length) = numeral::prefix(rest)?;
    let unit = rest[length..].trim_start_matches('个');
    let days = match unit.chars().next()? {
        '天' | '日' => 1,
        '周' | '星' => 7,
        _ => return None,
    } * u32::try_from(number).ok().filter(|&n| n < 100)?;
    let (mut year, mut month, mut day) = (speech.year?, speech.month?, speech.day? + days);
    while day > calendar::days_in(year, month).max(1) {
        day -= calendar::days_in(year, month).max(1);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    calendar::iso_day(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn on(day: &str, words: &str, kind: DeadlineKind) -> Option<String> {
        iso(words, kind, Some(&Date { span: Span::default(), iso: Some(day.to_owned()) }))
    }

    #[test]
    fn counted_from_the_day_of_the_speech() {
        let limit = |words| on("2018-11-20", words, DeadlineKind::Calendar);
        assert_eq!(limit("2019年1月8日前").as_deref(), Some("2019-01-08"));
        assert_eq!(limit("12月18日―22日期间").as_deref(), Some("2018-12-18/2018-12-22"));
        assert_eq!(limit("3月底前").as_deref(), Some("2019-03-31"));
        assert_eq!(limit("12月上旬").as_deref(), Some("2018-12-10"));
        assert_eq!(limit("年底前").as_deref(), Some("2018-12-31"));
        assert_eq!(limit("明年年底前").as_deref(), Some("2019-12-31"));
        assert_eq!(limit("月底前").as_deref(), Some("2018-11-30"));
        assert_eq!(limit("下月10日前").as_deref(), Some("2018-12-10"));
        assert_eq!(limit("“十四五”末").as_deref(), Some("2025-12-31"));
        assert_eq!(limit("x年7月1日前"), None);
        assert_eq!(limit("到2030年").as_deref(), Some("2030"));
        assert_eq!(on("2018-11-28", "会后一周内", DeadlineKind::Duration).as_deref(), Some("2018-12-05"));
        assert_eq!(on("2018-11-28", "每月", DeadlineKind::Frequency), None);
        assert_eq!(iso("年底前", DeadlineKind::Calendar, None), None);
    }
}
