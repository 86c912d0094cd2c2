//! Words that a filter deleted. They cannot be restored; where the gap is evident, a notice says so.

use std::sync::LazyLock;

use regex::Regex;

use crate::edit::Text;
use crate::lexicon;
use crate::notice::Notice;
use crate::span::{SourceSpan, Span};

/// A page with more has said enough.
const MOST: usize = 50;

static GAPS: LazyLock<Regex> = LazyLock::new(|| {
    let rows = lexicon::rows::<3>(include_str!("../lexicon/gaps.tsv"));
    let pattern: Vec<&str> = rows.map(|[_, pattern, _]| pattern).collect();
    Regex::new(&pattern.join("|")).expect("fixed patterns")
});

/// What stands before and behind words that a clause lost at its end: a comma and a full stop. The repaired text has
/// the stop alone.
static LOST_END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Han}[，、]。").expect("a fixed pattern"));

pub(super) fn notices(source: &str, text: &Text) -> Vec<Notice> {
    let inside = GAPS.find_iter(text.as_str()).map(|found| text.to_source(Span::of(found.range())));
    let ends = LOST_END.find_iter(source).map(|found| SourceSpan::of(found.range()));
    let mut places: Vec<SourceSpan> = inside.chain(ends).take(MOST).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(source: &str) -> Vec<String> {
        let text = Text::new(source.into());
        let found = notices(source, &text);
        found.iter().filter_map(|n| Some(n.span?.of_text(source).to_owned())).collect()
    }

    #[test]
    fn every_row_finds_its_example() {
        for [name, _, example] in lexicon::rows::<3>(include_str!("../lexicon/gaps.tsv")) {
            assert_eq!(missing(example).len(), 1, "{name}: {example}");
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
