//! A text as a Word file: headings with styles and automatic numbers, bold openings, the rest as body paragraphs.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, AlignmentType, Docx, IndentLevel, Level, LevelJc, LevelText, NumberFormat, Numbering,
    NumberingId, Paragraph, Run, RunFonts, Start, Style, StyleType,
};

const DAY: &str = "2019-03-04T08:00:00Z";

/// The bytes of a Word file that holds `text`, a paragraph a line.
pub fn docx(text: &str) -> Vec<u8> {
    let level = |i, format: &str, text: &str| {
        Level::new(i, Start::new(1), NumberFormat::new(format), LevelText::new(text), LevelJc::new("left"))
    };
    let numbers = AbstractNumbering::new(2)
        .add_level(level(0, "chineseCountingThousand", "%1、"))
        .add_level(level(1, "chineseCountingThousand", "（%2）"));
    let mut docx = Docx::new().created_at(DAY).updated_at(DAY);
    docx = docx.add_abstract_numbering(numbers).add_numbering(Numbering::new(2, 2));
    for i in 1..=3 {
        let style = Style::new(format!("Heading{i}"), StyleType::Paragraph).name(format!("heading {i}"));
        docx = docx.add_style(style.outline_lvl(i - 1).bold().size(32));
    }
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        docx = docx.add_paragraph(paragraph(line.trim()));
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).expect("a Word file");
    bytes.into_inner()
}

fn run(text: &str) -> Run {
    Run::new().add_text(text).fonts(RunFonts::new().east_asia("仿宋_GB2312")).size(32)
}

fn paragraph(line: &str) -> Paragraph {
    let short = line.chars().count() < 40;
    // Word writes a heading's number itself.
    let mut marks = line.chars();
    let first = marks.next();
    let numbered = first.is_some_and(|c| "一二三四五六七八九十".contains(c)) && marks.next() == Some('、');
    if short && numbered {
        let rest = line.split_once('、').map_or("", |(_, rest)| rest);
        return Paragraph::new()
            .style("Heading1")
            .numbering(NumberingId::new(2), IndentLevel::new(0))
            .add_run(run(rest).bold());
    }
    if short && line.starts_with(['（', '(']) {
        if let Some((_, rest)) = line.split_once(['）', ')']) {
            let paragraph = Paragraph::new().style("Heading2");
            return paragraph.numbering(NumberingId::new(2), IndentLevel::new(1)).add_run(run(rest).bold());
        }
    }
    if short {
        return Paragraph::new().align(AlignmentType::Center).add_run(run(line));
    }
    // Word cuts a paragraph into runs wherever somebody edited: here after its first sentence.
    let (opening, rest) = line.split_at(line.find('。').map_or(line.len(), |i| i + '。'.len_utf8()));
    let paragraph = Paragraph::new().indent(Some(640), None, None, None).add_run(run(opening).bold());
    rest.split_inclusive('。').fold(paragraph, |paragraph, sentence| paragraph.add_run(run(sentence)))
}
