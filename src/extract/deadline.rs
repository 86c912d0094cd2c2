//! By when, or how often: the first limit in time of a unit.

use std::cell::LazyCell;
use std::ops::Range;

use crate::document::DeadlineKind;
use crate::lexicon::{self, CharSet};
use crate::pattern::{Chars, Gate, Pattern};

/// The limits of the table.
#[derive(Debug)]
pub(super) struct Limits {
    rows: Vec<(DeadlineKind, Pattern)>,
    /// What looks like a limit and is none.
    none: Vec<Pattern>,
    telling: CharSet,
    /// Of the rows, and behind them of those that are none.
    gate: Gate,
}

/// Characters of which any limit has one, as a test holds the table to, and most units have none.
const TELLING: &str = "前年内月止底末旬终季后起右间每周日天";

/// A limit as it stands in a unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Limit {
    /// First byte of the unit.
    pub(super) start: usize,
    /// The byte behind it.
    pub(super) end: usize,
    /// What kind of limit.
    pub(super) kind: DeadlineKind,
}

/// Spells out the short hands of the table.
fn spelled_out(short: &str) -> String {
    let digit = "[0-9０-９xX×*＊#_＿]";
    let few = format!("(?:{digit}{{1,2}}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])");
    let year =
        format!("(?:(?:{digit}{{2,4}}|{digit}|二[〇○零][〇○零一二三四五六七八九]{{2}})年|[今明本当]年)");
    let day = format!("{few}[日号]");
    let date = format!("{year}{few}月(?:{day})?|{few}月{day}|{few}月|{year}");
    let part = "份?(?:底|末|初|上旬|中旬|下旬)";
    let number = "(?:[0-9]{1,4}|半|两|[一二三四五六七八九]?十?[一二三四五六七八九十])";
    let hour = format!(
        "(?:(?:上午|下午|中午|晚上|早上|晚|早|傍晚)?(?:{number}(?:[点时]|时许)(?:半|整)?)|上午|下午|中午|晚上|下班)"
    );
    short.replace("DATE", &date).replace("PART", part).replace("HOUR", &hour).replace("NUM", number)
}

/// The rows of the table, spelled out.
fn rows() -> Vec<(DeadlineKind, String)> {
    let kind = |name: &str| match name {
        "frequency" => DeadlineKind::Frequency,
        "event" => DeadlineKind::Event,
        "duration" => DeadlineKind::Duration,
        _ => DeadlineKind::Calendar,
    };
    lexicon::rows(include_str!("../lexicon/deadlines.tsv"))
        .map(|[name, short, _example]| (kind(name), spelled_out(short)))
        .collect()
}

impl Limits {
    /// Loads the tables.
    pub(super) fn new() -> Self {
        let rows = rows();
        let none: Vec<String> = lexicon::rows(include_str!("../lexicon/not_deadlines.tsv"))
            .map(|[short, _example]| spelled_out(short))
            .collect();
        Self {
            telling: TELLING.chars().collect(),
            gate: Gate::new(rows.iter().map(|(_, pattern)| pattern).chain(&none).map(String::as_str)),
            rows: rows.into_iter().map(|(kind, pattern)| (kind, Pattern::new(pattern))).collect(),
            none: none.into_iter().map(Pattern::new).collect(),
        }
    }

    /// The first limit in a unit; an event only where no other limit stands.
    pub(super) fn first(&self, words: &str) -> Option<Limit> {
        self.telling.find(words, 0)?;
        let chars = Chars::of(words);
        let worth: Vec<usize> = self.gate.open(&chars).collect();
        let (worth, nones) = worth.split_at(worth.partition_point(|&i| i < self.rows.len()));
        if worth.is_empty() {
            return None;
        }
        // Most that may be a limit is none, and then nothing more is asked.
        let none = LazyCell::new(|| -> Vec<Range<usize>> {
            let nones = nones.iter().map(|i| &self.none[i - self.rows.len()]);
            nones.flat_map(|none| none.captures_in_bytes(&chars)).map(|found| found.range()).collect()
        });
        let found = |(kind, pattern): &(DeadlineKind, Pattern)| {
            pattern.captures_in_bytes(&chars).find_map(|found| {
                let Range { start, end } = found.name("x").unwrap_or(found.range());
                let free = none.iter().all(|none| none.end <= start || end <= none.start);
                free.then_some(Limit { start, end, kind: *kind })
            })
        };
        let first = |events: bool| {
            let rows = worth.iter().map(|&i| &self.rows[i]);
            let rows = rows.filter(|(kind, _)| (*kind == DeadlineKind::Event) == events);
            rows.filter_map(found).min_by_key(|limit| limit.start)
        };
        let first = first(false).or_else(|| first(true))?;
        let trimmed = words[first.start..first.end].trim_end_matches([',', '，']);
        Some(Limit { end: first.start + trimmed.len(), ..first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::needs_one_of;

    fn first(text: &str) -> Option<&str> {
        Limits::new().first(text).map(|l| &text[l.start..l.end])
    }

    #[test]
    fn any_limit_has_a_telling_character() {
        let without: Vec<_> = rows().into_iter().filter(|row| !needs_one_of(&row.1, TELLING)).collect();
        assert!(without.is_empty(), "{without:?}");
    }

    #[test]
    fn limits_of_every_kind() {
        assert_eq!(first("务必于2019年1月8日前上报"), Some("2019年1月8日前"));
        assert_eq!(first("在12月18日―22日期间完成"), Some("12月18日―22日期间"));
        assert_eq!(first("确保10月底前完成"), Some("10月底前"));
        assert_eq!(first("年底前建成两个示范点"), Some("年底前"));
        assert_eq!(first("会后一周内报办公室"), Some("会后一周内"));
        assert_eq!(first("每月通报一次"), Some("每月"));
        assert_eq!(first("确保春节前兑现到户"), Some("春节前"));
        assert_eq!(first("到“十四五”末全部达标"), Some("到“十四五”末"));
        assert_eq!(first("用3至5年的时间建成"), Some("3至5年"));
        assert_eq!(first("下月10日前报送"), Some("下月10日前"));
        assert_eq!(first("请于9月6日下午5时前报送"), Some("9月6日下午5时前"));
        assert_eq!(first("每周五下午通报一次"), Some("每周五下午"));
        assert_eq!(first("财政部门于每年1月底前拨付"), Some("每年1月底前"));
        assert_eq!(first("要在今年年底以前建成"), Some("今年年底以前"));
        assert_eq!(first("必须在选举日的20天前公布"), Some("选举日的20天前"));
        assert_eq!(first("停业的要提前3天张贴公告"), Some("提前3天"));
    }

    #[test]
    fn what_is_no_limit() {
        for text in [
            "今年要抓好落实",
            "及时报送",
            "坚持24小时值班",
            "每位委员都要参加",
            "当前,要加强领导",
            "办理时间压缩到4小时以内",
            "三年内不得调整岗位",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
