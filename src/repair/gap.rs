//! Words that a filter deleted. They cannot be restored; where the gap is evident, a notice says so.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;

use crate::edit::Text;
use crate::lexicon;
use crate::notice::Notice;
use crate::span::{SourceSpan, Span};

use super::chars::is_han;

/// A page with more has said enough.
const MOST: usize = 50;

static GAPS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern: Vec<&str> = rows().map(|[_, pattern, ..]| pattern).collect();
    Regex::new(&pattern.join("|")).expect("fixed patterns")
});

/// What a text must have in it to be worth searching: found at the speed of memory, and rarely.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostFirst).kind(Some(AhoCorasickKind::NoncontiguousNFA));
    builder.build(rows().flat_map(|[_, _, signs, _]| signs.split('|'))).expect("a small table")
});

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    lexicon::rows::<4>(include_str!("../lexicon/gaps.tsv"))
}

/// The gaps of a text. `stops` says whether two stops stand in a row anywhere in its source.
pub(super) fn notices(source: &str, text: &Text, stops: bool) -> Vec<Notice> {
    let mut places = Vec::new();
    if SIGNS.is_match(text.as_str()) {
        let found = GAPS.find_iter(text.as_str()).take(MOST);
        places.extend(found.map(|found| text.to_source(Span::of(found.range()))));
    }
    if stops {
        places.extend(lost_ends(source).take(MOST - places.len()));
    }
    places.sort_unstable_by_key(|place| place.start());
    places
        .into_iter()
        .map(|place| {
            let words = place.of_text(source);
            Notice::warning(
                "words_missing",
                Some(place),
                format!("此处似有字词被删:“{words}”。Words seem to have been deleted here: “{words}”."),
            )
        })
        .collect()
}

/// What stands before and behind words that a clause lost at its end: a comma and a full stop. The repaired text has
/// the stop alone.
fn lost_ends(source: &str) -> impl Iterator<Item = SourceSpan> {
    source.match_indices('。').filter_map(|(at, stop)| {
        let head = source[..at].strip_suffix(['，', '、'])?;
        let (start, _) = head.char_indices().next_back().filter(|&(_, c)| {
            is_han(c) || matches!(c, '々' | '\u{F900}'..='\u{FAD9}' | '\u{20000}'..='\u{323AF}')
        })?;
        Some(SourceSpan::of(start..at + stop.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(source: &str) -> Vec<String> {
        let text = Text::new(source.into());
        let found = notices(source, &text, true);
        found.iter().filter_map(|n| Some(n.span?.of_text(source).to_owned())).collect()
    }

    #[test]
    fn every_row_finds_its_example() {
        for [name, pattern, signs, example] in rows() {
            assert_eq!(missing(example).len(), 1, "{name}: {example}");
            assert!(
                Regex::new(pattern).unwrap().is_match(example)
                    && signs.split('|').any(|s| example.contains(s))
            );
        }
    }

    #[test]
    fn evident_gaps_only() {
        assert_eq!(missing("全镇干部要认真学习，。会后抓落实。"), ["习，。"]);
        assert_eq!(missing("我们在的带领下，传达了《》的精神。"), ["在的带领", "《》"]);
        for whole in [
            "在县委的领导下，学习《村规》。",
            "以为人民服务为宗旨，以为民办事为核心。",
            "党的建设、党的领导，“三夏”生产。",
            "我们学习的重要内容，第一次、第三届，等次第。次年再办。",
            "他讲了半句，……。会议名称：（ ），时间：年 月 日。",
        ] {
            assert!(missing(whole).is_empty(), "{whole}: {:?}", missing(whole));
        }
    }
}
