//! The day of a speech, from its own front matter: never from what the page says of itself.

use std::ops::Range;
use std::sync::LazyLock;

use crate::calendar;
use crate::pattern::{Chars, Pattern};

/// A date as it stands in a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) iso: Option<String>,
}

/// The first date in a line of front matter.
pub(super) fn in_front(line: &str) -> Option<Found> {
    calendar::dates(line).next().map(|d| Found { iso: d.iso(None), range: d.range })
}

/// The date in a title's brackets or subtitle, where the year alone is none: 2023年县长在…讲话.
pub(super) fn in_title(line: &str) -> Option<Found> {
    // What stands in square brackets is the page's: [2004/3/8] is when it was posted.
    let posted = |at: usize| {
        let before = &line[..at];
        before.rfind(['[', '【', '［']) > before.rfind([']', '】', '］'])
    };
    calendar::dates(line)
        .find(|d| d.names[1] && !posted(d.range.start))
        .map(|d| Found { iso: d.iso(None), range: d.range })
}

/// The day of a report: the first one in its first sentence, be it a bare 6日.
pub(super) fn in_dateline(paragraph: &str) -> Option<Found> {
    static DAY: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"(?:^|[^\d月])(?P<day>\d{1,2}日)"));
    let end = paragraph.find(['。', '；', ';']).unwrap_or(paragraph.len());
    let sentence = &paragraph[..end];
    let dated = calendar::dates(sentence).find(|d| d.names[1] && d.names[2]);
    dated.map(|d| Found { iso: d.iso(None), range: d.range }).or_else(|| {
        let day = DAY.captures_in_bytes(Chars::of(sentence)).next()?.name("day")?;
        Some(Found { range: day, iso: None })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_speeches() {
        let words = |line: &str, found: Option<Found>| found.map(|f| line[f.range].to_owned());
        let line = "丁小禾（2004年3月8日）";
        assert_eq!(words(line, in_front(line)).as_deref(), Some("2004年3月8日"));
        let line = "2023年县长在春耕会议上的讲话";
        assert_eq!(words(line, in_title(line)), None);
        assert_eq!(in_title("在春耕会议上的讲话 [2004/3/8]"), None);
        let line = "为备春耕，6日，河湾县召开会议。9月1日散会。";
        assert_eq!(words(line, in_dateline(line)).as_deref(), Some("6日"));
    }
}
