//! Lines gathered from paragraphs: the body, a cell, a text box or a note each is a flow of its own.

use crate::document::ParagraphHint;
use crate::span::SourceSpan;

/// Lines, each with its end, and what is known of their paragraphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::read) struct Lines {
    pub(in crate::read) text: String,
    pub(in crate::read) hints: Vec<ParagraphHint>,
}

impl Lines {
    /// A line about which nothing is known.
    pub(super) fn plain(text: &str) -> Self {
        Self { text: format!("{text}\n"), hints: Vec::new() }
    }

    /// A paragraph, of its label and its text. Its `hint` is kept if it says anything; its span is set here.
    pub(super) fn push(&mut self, [label, text]: [&str; 2], hint: ParagraphHint) {
        let start = self.text.len();
        self.text.push_str(label);
        self.text.push_str(text);
        let says = hint.level.is_some() || hint.bold > 0 || hint.centred;
        // Spans end at 4 GiB; a text so long is refused later.
        if says && u32::try_from(self.text.len()).is_ok() {
            self.hints.push(ParagraphHint { span: SourceSpan::of(start..self.text.len()), ..hint });
        }
        self.text.push('\n');
    }

    /// Moves all lines of another flow behind these.
    pub(super) fn append(&mut self, other: Self) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        if u32::try_from(self.text.len()).is_ok() {
            let moved = |h: ParagraphHint| ParagraphHint {
                span: SourceSpan::of(h.span.range().start + by..h.span.range().end + by),
                ..h
            };
            self.hints.extend(other.hints.into_iter().map(moved));
        }
    }

    /// The lines that hold anything.
    fn filled(&self) -> impl Iterator<Item = &str> {
        self.text.split('\n').map(str::trim).filter(|line| !line.is_empty())
    }
}

/// A row that has at most this many lines in each cell is one line; one that has more is no table but a layout, and
/// its paragraphs stand on lines of their own.
const LINES_A_CELL: usize = 3;
/// Word's tables have 63 columns; a row of more cells than this is cut into several.
pub(super) const MAX_CELLS: usize = 64;

/// A row: cells joined by tabs, lines in a cell by spaces. What lies in a single cell, or is too much for one line,
/// stays as it is.
pub(super) fn row(cells: Vec<Lines>) -> Lines {
    let many = |cell: &Lines| cell.filled().nth(LINES_A_CELL).is_some() || cell.text.contains('\t');
    let full = cells.iter().filter(|cell| cell.filled().next().is_some()).count();
    if full < 2 || cells.iter().any(many) {
        let mut out = Lines::default();
        cells.into_iter().filter(|cell| cell.filled().next().is_some()).for_each(|cell| out.append(cell));
        return out;
    }
    let cells: Vec<_> = cells.iter().map(|cell| cell.filled().collect::<Vec<_>>().join(" ")).collect();
    Lines::plain(&cells.join("\t"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&[&str]]) -> Vec<String> {
        let cell =
            |lines: &&[&str]| Lines { text: lines.iter().map(|l| format!("{l}\n")).collect(), hints: vec![] };
        row(cells.iter().map(cell).collect()).text.lines().map(String::from).collect()
    }

    #[test]
    fn hints_move_with_their_lines() {
        let hint = ParagraphHint { span: SourceSpan::of(0..0), level: Some(1), bold: 0, centred: false };
        let (mut a, mut b) = (Lines::plain("前"), Lines::default());
        b.push(["", "题"], hint);
        a.append(b);
        assert_eq!((a.text.as_str(), a.hints[0].span.of_text(&a.text)), ("前\n题\n", "题"));
    }

    #[test]
    fn a_row_is_a_line_and_a_layout_is_not() {
        assert_eq!(texts(&[&["1"], &["修渠"], &["水利站", "各村"]]), ["1\t修渠\t水利站 各村"]);
        assert_eq!(texts(&[&["1"], &[""], &["各村\n各组"]]), ["1\t\t各村 各组"]);
        assert_eq!(texts(&[&["讲话", "", "同志们:"], &[]]), ["讲话", "", "同志们:"]);
        assert_eq!(texts(&[&["一", "二", "三", "四"], &["五"]]), ["一", "二", "三", "四", "五"]);
        assert!(texts(&[&[""], &[]]).is_empty());
    }
}
