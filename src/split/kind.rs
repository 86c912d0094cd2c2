//! What a text is: speech, report, news, essay or something else, from its title and its looks.

use std::sync::LazyLock;

use crate::document::SpeechKind;
use crate::lexicon::{self, Trie};

/// The kind that a title names, the last word counting first: …工作报告 is a report, …报告会上的讲话 a speech.
pub(super) fn of_title(title: &str) -> Option<SpeechKind> {
    static KINDS: LazyLock<Trie<(usize, &str)>> = LazyLock::new(|| {
        let rows = lexicon::rows(include_str!("../lexicon/kind.tsv")).enumerate();
        Trie::new(rows.map(|(row, [word, kind, _])| (word, (row, kind))))
    });
    // Of words that end in one place the lowest row counts.
    let (_, (_, kind)) = KINDS.find_overlapping(title).max()?;
    Some(match *kind {
        "report" => SpeechKind::Report,
        "news" => SpeechKind::News,
        "essay" => SpeechKind::Essay,
        "other" => SpeechKind::Other,
        _ => SpeechKind::Speech,
    })
}

/// Whether paragraphs read like fiction: people speak in quotation marks, and somebody tells how.
pub(super) fn is_fiction<'a>(paragraphs: impl ExactSizeIterator<Item = &'a str>) -> bool {
    static TOLD: LazyLock<Trie<()>> = LazyLock::new(|| {
        Trie::new(lexicon::rows(include_str!("../lexicon/fiction.tsv")).map(|[word, _]| (word, ())))
    });
    // As soon as too few are left, it is none.
    let needed = paragraphs.len().div_ceil(3).max(2);
    let (mut told, mut left) = (0, paragraphs.len());
    for paragraph in paragraphs {
        if told + left < needed {
            return false;
        }
        left -= 1;
        let quoted = ["“", "\"", "「"].iter().any(|mark| paragraph.contains(mark));
        told += usize::from(quoted && TOLD.find_all(paragraph).next().is_some());
    }
    told >= needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_the_kind() {
        assert_eq!(of_title("河湾镇政府工作报告"), Some(SpeechKind::Report));
        assert_eq!(of_title("在工作报告会上的讲话"), Some(SpeechKind::Speech));
        assert_eq!(of_title("关于春耕的通知"), Some(SpeechKind::Other));
        assert_eq!(of_title("河湾"), None);
    }
}
