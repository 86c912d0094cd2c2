//! Paragraphs gathered into lines: the body, a cell, a text box or a note each is a flow of its own.

/// A line of the output (several, where a paragraph has breaks), with what is known of its paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Outline level from 1.
    pub(super) level: Option<u8>,
    /// How many bytes at its beginning are bold.
    pub(super) bold: u32,
    pub(super) centred: bool,
}

/// A row of a table that has at most this many paragraphs in each cell is one line; one that has more is no table
/// but a layout, and its paragraphs stand on lines of their own.
const PARAGRAPHS_A_CELL: usize = 3;

/// A row: cells joined by tabs, paragraphs in a cell by spaces. What lies in a single cell, or is too much for one
/// line, stays as it is.
pub(super) fn row(cells: Vec<Vec<Line>>) -> Vec<Line> {
    let filled = |cell: &Vec<Line>| cell.iter().filter(|l| !l.text.trim().is_empty()).count();
    let many = cells.iter().any(|c| filled(c) > PARAGRAPHS_A_CELL || c.iter().any(|l| l.text.contains('\t')));
    if many || cells.iter().filter(|c| filled(c) > 0).count() < 2 {
        let lines = cells.into_iter().flatten();
        return lines.filter(|l| !l.text.trim().is_empty()).collect();
    }
    let cell = |cell: &Vec<Line>| {
        let parts = cell.iter().flat_map(|l| l.text.split('\n')).map(str::trim).filter(|t| !t.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    };
    let text = cells.iter().map(cell).collect::<Vec<_>>().join("\t");
    vec![Line { text, ..Line::default() }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lines: &[&str]) -> Vec<Line> {
        lines.iter().map(|&text| Line { text: text.into(), ..Line::default() }).collect()
    }

    fn texts(cells: &[&[&str]]) -> Vec<String> {
        row(cells.iter().map(|c| cell(c)).collect()).into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn a_row_is_a_line_and_a_layout_is_not() {
        assert_eq!(texts(&[&["1"], &["修渠"], &["水利站", "各村"]]), ["1\t修渠\t水利站 各村"]);
        assert_eq!(texts(&[&["1"], &[""], &["各村\n各组"]]), ["1\t\t各村 各组"]);
        assert_eq!(texts(&[&["讲话", "", "同志们:"], &[]]), ["讲话", "同志们:"]);
        assert_eq!(texts(&[&["一", "二", "三", "四"], &["五"]]), ["一", "二", "三", "四", "五"]);
        assert!(texts(&[&[""], &[]]).is_empty());
    }
}
