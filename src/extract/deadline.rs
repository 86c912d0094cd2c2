//! By when, or how often: the first limit in time of a unit.

use regex::Regex;

use crate::document::DeadlineKind;
use crate::lexicon;

/// The limits of the table, compiled.
#[derive(Debug)]
pub(super) struct Limits {
    /// The characters that are signs of a limit, sorted.
    signs: Vec<char>,
    rows: Vec<Row>,
    none: Vec<Regex>,
}

/// A row of the table.
#[derive(Debug)]
struct Row {
    kind: DeadlineKind,
    /// A unit must have one character of each of these sets; bits are places in [`Limits::signs`].
    signs: Vec<u64>,
    regex: Regex,
}

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
fn pattern(short: &str) -> Regex {
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
    let long =
        short.replace("DATE", &date).replace("PART", part).replace("HOUR", &hour).replace("NUM", number);
    Regex::new(&long).unwrap_or_else(|e| panic!("{short}: {e}"))
}

impl Limits {
    /// Loads the tables.
    pub(super) fn new() -> Self {
        let kind = |name: &str| match name {
            "frequency" => DeadlineKind::Frequency,
            "event" => DeadlineKind::Event,
            "duration" => DeadlineKind::Duration,
            _ => DeadlineKind::Calendar,
        };
        let table = || lexicon::rows::<4>(include_str!("../lexicon/deadlines.tsv"));
        let signs: std::collections::BTreeSet<char> =
            table().flat_map(|row| row[1].chars()).filter(|&c| c != ' ').collect();
        let signs: Vec<char> = signs.into_iter().collect();
        let row = |[name, sets, short, _example]: [&'static str; 4]| Row {
            kind: kind(name),
            signs: sets.split(' ').map(|set| mask(&signs, set)).collect(),
            regex: pattern(short),
        };
        let rows = table().map(row).collect();
        let none = lexicon::rows(include_str!("../lexicon/not_deadlines.tsv"));
        Self { rows, none: none.map(|[short, _example]| pattern(short)).collect(), signs }
    }

    /// The first limit in a unit; an event only where no other limit stands.
    pub(super) fn first(&self, words: &str) -> Option<Limit> {
        // One pass over the unit says which patterns are worth a closer look: most units need none.
        let has = mask(&self.signs, words);
        let mut worth = self.rows.iter().filter(|r| r.signs.iter().all(|set| set & has != 0)).peekable();
        worth.peek()?;
        let not: Vec<(usize, usize)> =
            self.none.iter().flat_map(|r| r.find_iter(words)).map(|m| (m.start(), m.end())).collect();
        let found = worth.filter_map(|row| {
            let found = row.regex.captures_iter(words).find_map(|c| {
                let m = c.name("x").or_else(|| c.get(0))?;
                let free = not.iter().all(|&(a, b)| b <= m.start() || m.end() <= a);
                free.then_some(Limit { start: m.start(), end: m.end(), kind: row.kind })
            })?;
            Some(found)
        });
        let first = found.min_by_key(|limit| (limit.kind == DeadlineKind::Event, limit.start))?;
        let trimmed = words[first.start..first.end].trim_end_matches([',', '，']);
        Some(Limit { end: first.start + trimmed.len(), ..first })
    }
}

/// The signs that `words` have, as bits; at most 64 are told apart.
fn mask(signs: &[char], words: &str) -> u64 {
    words.chars().filter_map(|c| signs.binary_search(&c).ok()).fold(0, |bits, i| bits | 1 << (i as u32 & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<&str> {
        Limits::new().first(text).map(|l| &text[l.start..l.end])
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
    fn signs_fit_their_bits() {
        let limits = Limits::new();
        assert!(limits.signs.len() <= 64, "{}", limits.signs.len());
        assert!(limits.rows.iter().all(|row| !row.signs.is_empty() && row.signs.iter().all(|&set| set != 0)));
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
