//! The names of requirement cues in Chinese.
//!
//! A name is made of parts: the kind of unit it speaks about, then what was seen (`duty under heading review`). There
//! are a thousand names and a hundred parts, so the parts are translated.

use std::sync::LazyLock;

use crate::lexicon;

/// Place, English, Chinese; the longest English first.
static TERMS: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| {
    let mut rows: Vec<_> = lexicon::rows::<3>(include_str!("../lexicon/cue_terms.tsv")).collect();
    rows.sort_by_key(|[_, en, _]| std::cmp::Reverse(en.len()));
    rows
});

/// The name in Chinese; parts that the table lacks stay as they are.
pub(super) fn in_chinese(name: &str) -> String {
    let (mut out, mut rest) = (String::new(), name);
    if let Some((zh, behind)) = first("group", rest) {
        out.push_str(zh);
        out.push(':');
        rest = behind;
    }
    while !rest.is_empty() {
        if let Some((zh, behind)) = first("term", rest) {
            out.push_str(zh);
            rest = behind;
        } else {
            let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            out.push_str(word);
            rest = behind;
        }
    }
    out
}

/// The Chinese of the longest term that `rest` begins with, and what stands behind it.
fn first<'a>(place: &str, rest: &'a str) -> Option<(&'static str, &'a str)> {
    TERMS.iter().filter(|row| row[0] == place).find_map(|[_, en, zh]| {
        let behind = rest.strip_prefix(en)?;
        let ends = behind.is_empty() || behind.starts_with(' ');
        ends.then(|| (*zh, behind.trim_start()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_reads_in_chinese() {
        assert_eq!(in_chinese("duty under heading review"), "要求句:所在标题讲成绩回顾");
        assert_eq!(in_chinese("any opens ban by topic"), "各类句:开头是禁止,主语为所谈之事");
        let weights = include_str!("../lexicon/requirement_weights.tsv");
        let names = weights.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
        let names = names.chain(["neighbours"]);
        let left: Vec<_> = names
            .map(|name| (name, in_chinese(name)))
            .filter(|(_, zh)| zh.contains(|c: char| c.is_ascii_alphabetic()))
            .collect();
        assert!(left.is_empty(), "add the missing parts to src/lexicon/cue_terms.tsv: {left:#?}");
    }
}
