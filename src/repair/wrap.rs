//! Pages that were wrapped throughout: every line broken at one width, as printers and old mail programs do. The lines
//! of a paragraph are joined again.

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use super::chars::is_han;
use super::lines;

pub(super) static RULE: Rule = Rule {
    name: "hard_wrap",
    safety: Safety::Guess,
    reason: "lines that were all broken at one width / 按固定宽度折断的行",
};

/// Narrower lines are verse, lists or tables; two columns a Han character.
const NARROWEST: usize = 40;
/// Wider lines are paragraphs.
const WIDEST: usize = 160;
/// A mark that may not open a line, or a Latin word that would not fit, leaves so much room.
const SLACK: usize = 3;
/// Fewer full lines may be chance.
const FEWEST: usize = 6;

/// A line that is not blank.
struct Line<'a> {
    /// Where its words start and end.
    start: usize,
    end: usize,
    text: &'a str,
    /// In columns, with the white space before it.
    width: usize,
    indented: bool,
    /// Whether a blank line stands before it.
    apart: bool,
}

pub(super) fn changes(text: &str) -> Vec<Change> {
    let Some(lines) = cut(text) else { return Vec::new() };
    let Some(width) = width(&lines) else { return Vec::new() };
    let full = |line: &Line<'_>| line.width + SLACK >= width;
    // Where paragraphs are indented or set apart, that alone says where they begin.
    let shown = lines.iter().filter(|l| l.indented || l.apart).count() * 12 >= lines.len();
    lines
        .windows(2)
        .filter(|pair| full(&pair[0]) && !pair[1].apart && !pair[1].indented)
        .filter(|pair| {
            shown && !ends(pair[0].text) || !lines::opens(pair[1].text) && (shown || !ends(pair[0].text))
        })
        .filter(|pair| !lines::is_pagination(pair[0].text) && !lines::is_pagination(pair[1].text))
        .map(|pair| {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let between = latin(pair[0].text.chars().next_back()) && latin(pair[1].text.chars().next());
            let text = if between { " " } else { "" };
            Change { span: Span::of(pair[0].end..pair[1].start), text: text.into(), confidence: 0.9 }
        })
        .collect()
}

/// The lines of a page; `None` where one of them is a paragraph, as in nearly all pages.
fn cut(text: &str) -> Option<Vec<Line<'_>>> {
    // Two columns are four bytes at the most. The first long line is found before any is measured.
    if text.split('\n').any(|line| line.len() > 2 * WIDEST && line.trim_end().len() > 2 * WIDEST) {
        return None;
    }
    let mut out = Vec::new();
    let (mut at, mut apart) = (0, true);
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end();
        let words = shown.trim_start();
        let start = at + (shown.len() - words.len());
        at += line.len();
        if words.is_empty() {
            apart = true;
            continue;
        }
        let width = shown.chars().take(WIDEST + SLACK).map(columns).sum();
        if width > WIDEST {
            return None;
        }
        let (end, indented) = (start + words.len(), words.len() < shown.len());
        out.push(Line { start, end, text: words, width, indented, apart });
        apart = false;
    }
    Some(out)
}

/// How many columns a character takes.
fn columns(c: char) -> usize {
    if c.is_ascii() || matches!(c, '\u{A0}'..='\u{FF}') { 1 } else { 2 }
}

/// The width at which a page was wrapped, if it was.
fn width(lines: &[Line<'_>]) -> Option<usize> {
    let mut count = [0_usize; WIDEST + 1];
    for line in lines {
        *count.get_mut(line.width)? += 1;
    }
    let within = |width: usize| count[width.saturating_sub(SLACK)..=width].iter().sum::<usize>();
    let width = (NARROWEST..=WIDEST).max_by_key(|&width| (within(width), std::cmp::Reverse(width)))?;
    let beyond: usize = count[width + 1..].iter().sum();
    let full = within(width);
    // Between the full lines stand headings, and the last lines of paragraphs.
    if full < FEWEST || full * 3 < lines.len() || beyond > 0 {
        return None;
    }
    // Lines that were cut end anywhere; those of lists and verse do not, and tables have no sentences.
    let full_lines = || lines.iter().filter(|l| l.width + SLACK >= width);
    let cut = full_lines().filter(|l| inside(l.text)).count();
    let prose = full_lines().filter(|l| l.text.contains(['，', ',', '。', '、'])).count();
    (cut * 2 >= full && prose * 3 >= full).then_some(width)
}

/// Whether a line ends inside a sentence.
fn inside(line: &str) -> bool {
    line.chars()
        .next_back()
        .is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '，' | ',' | '、'))
        && !line.contains("....")
        && !line.contains("……")
}

/// Whether a sentence ends with the line.
fn ends(line: &str) -> bool {
    lines::last_mark(line).is_some_and(|c| lines::is_final(c) || matches!(c, '：' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Text;

    fn joined(text: &str) -> String {
        let mut repaired = Text::new(text.into());
        repaired.apply(&RULE, text, &changes(text));
        repaired.as_str().into()
    }

    /// Breaks each paragraph after so many characters.
    fn wrapped(paragraphs: &[&str], indent: &str, most: usize) -> String {
        let mut out = String::new();
        for paragraph in paragraphs {
            let chars: Vec<char> = format!("{indent}{paragraph}").chars().collect();
            for line in chars.chunks(most) {
                out.extend(line);
                out.push('\n');
            }
        }
        out
    }

    const PARAGRAPHS: [&str; 5] = [
        "各位代表，过去一年，全乡上下同心，修通了三条通村路，新建了两座水塔，六个村的吃水难题得到解决，群众反映很好。",
        "一、抓好春耕",
        "（一）备足种子和化肥。各村要在三月底前把种子和化肥送到户，困难户由乡里先行垫付，秋后再算，一户也不能落下，一亩也不能荒。",
        "（二）修好水渠。去年冬天冲垮的七处水渠，要在清明前全部修好，谁家门前的渠谁家出工，出不了工的由村里统一安排。",
        "同志们，春耕不等人。让我们一起动手，把地种好，把渠修好。",
    ];

    #[test]
    fn wrapped_pages_are_joined() {
        for (indent, most) in [("\u{3000}\u{3000}", 28), ("    ", 34), ("\u{3000}\u{3000}", 22)] {
            let whole: String = PARAGRAPHS.iter().map(|p| format!("{indent}{p}\n")).collect();
            let page = wrapped(&PARAGRAPHS, indent, most);
            assert_eq!(joined(&page.repeat(2)), whole.repeat(2), "{most}");
        }
        let set_apart: String = PARAGRAPHS.iter().map(|p| wrapped(&[p], "", 26) + "\n").collect();
        assert_eq!(joined(&set_apart), PARAGRAPHS.map(|p| format!("{p}\n\n")).concat());
    }

    #[test]
    fn other_pages_are_left_alone() {
        let lists: String = (0..12)
            .map(|i| format!("{i}号地块面积二十亩由第三村民小组负责耕种和管护到秋收为止；\n"))
            .collect();
        let verse = "春风吹过小河湾，十里桃花开满山。\n牧童归去横牛背，一笛声中月上弯。\n".repeat(6);
        let names = "李某某  王某某  赵某某  张某某  陈某某  孙某某\n".repeat(8);
        for page in [PARAGRAPHS.map(|p| format!("{p}\n")).concat(), lists, verse, names] {
            assert_eq!(joined(&page), page);
        }
    }
}
