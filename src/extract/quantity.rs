//! Amounts and what they count: 3名, 80%, 240万元.

use std::ops::Range;

use crate::lexicon::{self, CharSet, Trie};
use crate::numeral;

/// The measure words.
#[derive(Debug)]
pub(super) struct Measures {
    words: Trie<()>,
    /// What a number that is spelled out begins with.
    numerals: CharSet,
    /// That, figures and quotation marks: nothing else is looked at.
    telling: CharSet,
}

/// An amount as it stands in a unit; places are bytes of the unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// The number and its unit.
    pub(super) range: Range<usize>,
    /// The number.
    pub(super) value: f64,
    /// What it counts.
    pub(super) unit: Range<usize>,
}

impl Measures {
    /// Loads the table.
    pub(super) fn new() -> Self {
        let rows = lexicon::rows(include_str!("../lexicon/measures.tsv"));
        let words = rows.flat_map(|[words, _example]| words.split(' ')).map(|word| (word, ()));
        const NUMERALS: &str = "一二两三四五六七八九十百千万半";
        Self {
            words: Trie::new(words),
            numerals: NUMERALS.chars().collect(),
            telling: NUMERALS.chars().chain("“”".chars()).chain('0'..='9').chain('０'..='９').collect(),
        }
    }

    /// The amounts of a unit, in order. Chinese numerals count from two (一个 is an article) and only where they are
    /// no name (两个确立, “三个代表”): not inside quotation marks.
    pub(super) fn amounts(&self, words: &str) -> Vec<Amount> {
        let mut out: Vec<Amount> = Vec::new();
        let (mut behind, mut quoted) = (0, false);
        for (at, c) in self.telling.places(words) {
            if at < behind {
                continue;
            }
            let arabic = c.is_ascii_digit() || ('０'..='９').contains(&c);
            let percent = c == '百' && words[at..].starts_with("百分之");
            quoted = matches!(c, '“') || quoted && c != '”';
            let spelled = !quoted && self.numerals.contains(c);
            if (arabic || percent || spelled)
                && let Some((value, length)) = numeral::amount(&words[at..])
            {
                behind = at + length;
                let unit = if percent { Some(at.."百分之".len() + at) } else { self.unit(words, behind) };
                let unit = unit.filter(|_| arabic || percent || value >= 2.0);
                if let Some(unit) = unit.filter(|unit| !is_name(words, at, unit, value, arabic)) {
                    behind = behind.max(unit.end);
                    out.push(Amount { range: at..behind, value, unit });
                }
            }
        }
        out
    }

    /// The measure word that stands at `at`, a few marks (余, 多, 左右) skipped.
    fn unit(&self, words: &str, at: usize) -> Option<Range<usize>> {
        let rest = &words[at..];
        let bare = rest.trim_start_matches(['余', '多', ' ']);
        let start = words.len() - bare.len();
        let (len, ()) = self.words.longest(bare)?;
        Some(start..start + len)
    }
}

/// Whether the number orders or names instead of counting: 第二步, 6月30日, 2026年, 二级医院.
fn is_name(words: &str, at: usize, unit: &Range<usize>, value: f64, arabic: bool) -> bool {
    let (before, unit_end) = (&words[..at], unit.end);
    let unit = &words[unit.clone()];
    before.ends_with(['第', '前', '头'])
        || unit == "部" && words[unit_end..].starts_with('门')
        || before.ends_with('月') && matches!(unit, "日")
        || unit == "年" && value >= 1900.0
        || !arabic && unit == "级"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<(&str, f64, &str)> {
        let found = Measures::new().amounts(text);
        found.into_iter().map(|a| (&text[a.range], a.value, &text[a.unit])).collect()
    }

    #[test]
    fn numbers_and_units() {
        assert_eq!(amounts("可推荐3名,其中女党员1名"), [("3名", 3.0, "名"), ("1名", 1.0, "名")]);
        assert_eq!(amounts("增长8.5%,投资240万元"), [("8.5%", 8.5, "%"), ("240万元", 2_400_000.0, "元")]);
        assert_eq!(amounts("培育两个示范点"), [("两个", 2.0, "个")]);
        assert_eq!(amounts("百分之八十以上"), [("百分之八十", 80.0, "百分之")]);
        assert_eq!(amounts("“三个代表”、一个方向"), []);
        assert_eq!(amounts("第二步,6月30日报到,2026年,二级以上医院"), []);
        assert_eq!(amounts("年满55周岁"), [("55周岁", 55.0, "周岁")]);
    }
}
