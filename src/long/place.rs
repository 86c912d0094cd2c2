//! Where a long text is cut.

use super::Lengths;
use crate::document::{Format, Source};
use crate::pipeline::Pipeline;

/// How sure the beginning of a speech must be.
const SURE: f32 = 0.6;
/// How many windows are looked at before a text is cut without a beginning.
const WINDOWS: usize = 8;

/// A place to cut at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cut {
    /// In bytes.
    pub(super) at: usize,
    /// Whether a speech surely begins there.
    pub(super) sure: bool,
}

/// Where to cut a text that is longer than a block and a half: at the surest beginning of a speech in the first window
/// that has one, from half a window before the end of a block on; else behind a paragraph, line, sentence or character,
/// whichever there is, towards that end.
pub(super) fn cut(pipeline: &Pipeline, text: &str, lengths: Lengths) -> Cut {
    let half = lengths.window / 2;
    let first = lengths.block.saturating_sub(half);
    for n in 0..WINDOWS {
        let start = first + n * lengths.window;
        let end = start + lengths.window;
        if end > text.len() {
            break;
        }
        if let Some(at) = beginning(pipeline, text, start, end) {
            return Cut { at, sure: true };
        }
    }
    let start = text.floor_char_boundary(first);
    let end = text.floor_char_boundary(lengths.block.max(start));
    let at = start + border(&text[start..end]).unwrap_or(end - start);
    // A block is never empty.
    let at = if at == 0 { text.ceil_char_boundary(1) } else { at };
    Cut { at, sure: false }
}

/// The surest beginning of a speech between two places, the first of several; not right behind the first one, where the
/// text before it is not seen.
fn beginning(pipeline: &Pipeline, text: &str, start: usize, end: usize) -> Option<usize> {
    // Whole lines only.
    let (start, end) = (text.ceil_char_boundary(start), text.floor_char_boundary(end));
    let window = text.get(start..end)?;
    let (first, last) = (window.find('\n')? + 1, window.rfind('\n')? + 1);
    let window = window.get(first..last)?;
    let source = Source { format: Some(Format::Txt), text: window.into(), ..Source::default() };
    let mut best: Option<(f32, usize)> = None;
    for opening in pipeline.openings(&source) {
        // Where lines were joined or parted by repairs, a line of the source may begin elsewhere.
        let line = window[..opening.at].rfind('\n').map_or(0, |i| i + 1);
        let opens_a_line = window[line..opening.at].trim().is_empty();
        let seen = line > window.len() / 8 && opens_a_line && opening.confidence >= SURE;
        if seen && best.is_none_or(|(sure, _)| opening.confidence > sure) {
            best = Some((opening.confidence, line));
        }
    }
    best.map(|(_, line)| start + first + line)
}

/// Behind the last blank line, else the last line, else the last sentence.
fn border(text: &str) -> Option<usize> {
    let blank = || text.rmatch_indices("\n\n").map(|(i, _)| i + 2).next();
    let blank_crlf = || text.rmatch_indices("\n\r\n").map(|(i, _)| i + 3).next();
    let line = || text.rfind('\n').map(|i| i + 1);
    let sentence =
        || text.rmatch_indices(['。', '！', '？', '；', '!', '?', ';']).map(|(i, s)| i + s.len()).next();
    blank().max(blank_crlf()).or_else(line).or_else(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    const LENGTHS: Lengths = Lengths { block: 3000, window: 2000, piece: 1000 };

    fn cut_of(text: &str) -> (Cut, &str) {
        let cut = cut(&Pipeline::new(&Options::default()), text, LENGTHS);
        (cut, &text[cut.at..])
    }

    #[test]
    fn behind_what_there_is() {
        let paragraph = "我们抓紧修好水渠，认真做好防汛工作，群众十分满意。";
        let no_lines = paragraph.repeat(100);
        let (cut, rest) = cut_of(&no_lines);
        assert!(!cut.sure && cut.at <= 3000 && rest.starts_with("我们抓紧"), "{cut:?}");
        let no_stops = "上下".repeat(1000);
        assert_eq!(cut_of(&no_stops).0, Cut { at: 3000, sure: false });
        let blank = "\n".repeat(6000);
        assert!(cut_of(&blank).0.at <= 3000);
        let lines = format!("{paragraph}{paragraph}\n").repeat(50);
        assert!(cut_of(&lines).1.starts_with("我们抓紧"));
    }
}
