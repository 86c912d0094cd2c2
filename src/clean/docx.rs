//! A document as a Word file for readers: the repaired speeches with real styles, laid out as offices print them.
//!
//! Titles, bylines and headings have Word's own styles, so that its navigation pane and its tables of contents work. What
//! belongs to no speech is left out; a file without speeches keeps all its lines.

use std::io;

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, PageMargin, Paragraph, Run, Style, StyleType,
};

use crate::document::{Document, Role, Section, SectionKind, Speech};
use crate::office::{fonts, footer, pack, plain};
use crate::span::Span;

/// Word has nine levels of headings; deeper ones than these are not met, and would share the last.
const LEVELS: usize = 6;

/// The file's bytes.
///
/// # Errors
/// If it is too large to be packed.
pub fn docx(document: &Document) -> io::Result<Vec<u8>> {
    let mut out = styled();
    let breaks = super::breaks(document);
    if document.speeches.is_empty() {
        for line in &document.segments.lines {
            out = out.add_paragraph(body(document.text.slice(line.span), 0));
        }
    }
    for (index, speech) in document.speeches.iter().enumerate() {
        let mut page = Page { document, speech, new_page: index > 0, next: 0, heading: None };
        for number in speech.lines.clone() {
            let line = &document.segments.lines[number];
            if matches!(document.roles[number].role, Role::Noise | Role::Label) {
                continue;
            }
            let mut at = line.span.range().start;
            let inside =
                breaks.partition_point(|&b| b <= at)..breaks.partition_point(|&b| b < line.span.range().end);
            for &end in breaks[inside].iter().chain([&line.span.range().end]) {
                out = out.add_paragraph(page.paragraph(Span::of(at..end), document.roles[number].role));
                at = end;
            }
        }
    }
    pack(out.build())
}

/// Where we are in a speech.
struct Page<'a> {
    document: &'a Document,
    speech: &'a Speech,
    /// Whether the next paragraph begins a page.
    new_page: bool,
    /// The next section that has not begun.
    next: usize,
    /// The heading that goes on, if any: its level, and where its title ends.
    heading: Option<(usize, u32)>,
}

impl<'a> Page<'a> {
    fn paragraph(&mut self, span: Span, role: Role) -> Paragraph {
        let words = self.document.text.slice(span);
        let paragraph = match role {
            Role::Title => styled_words("Title", words),
            Role::Byline => styled_words("Subtitle", words),
            Role::Salutation => Paragraph::new().add_run(run(words)),
            _ => self.body(span, words),
        };
        if std::mem::take(&mut self.new_page) { paragraph.page_break_before(true) } else { paragraph }
    }

    fn body(&mut self, span: Span, words: &str) -> Paragraph {
        let opens = self.opening(span);
        match opens {
            Some(s) if s.kind == SectionKind::Heading => {
                let level = usize::from(s.level).clamp(1, LEVELS);
                self.heading = s.title.map(|t| (level, t.end()));
                return styled_words(&format!("Heading{level}"), words);
            }
            // What opens a paragraph is bold up to where its title ends.
            Some(s) => {
                self.heading = None;
                let end = s.title.or(s.marker).map_or(span.start(), Span::end);
                return body(words, end.saturating_sub(span.start()) as usize);
            }
            None => {}
        }
        match self.heading.filter(|&(_, end)| span.start() < end) {
            Some((level, _)) => styled_words(&format!("Heading{level}"), words),
            None => body(words, 0),
        }
    }

    /// The section that begins where the paragraph does; all others that begin in it are passed.
    fn opening(&mut self, span: Span) -> Option<&'a Section> {
        let rest = &self.speech.sections[self.next..];
        let begun = rest.iter().take_while(|s| s.span.start() < span.end()).count();
        self.next += begun;
        rest[..begun].iter().find(|s| s.span.start() == span.start())
    }
}

fn run(words: &str) -> Run {
    Run::new().add_text(plain(words.trim()))
}

fn styled_words(style: &str, words: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(run(words))
}

/// A paragraph of text, two characters in, its first `bold` bytes bold.
fn body(words: &str, bold: usize) -> Paragraph {
    let (lead, rest) = words.split_at(words.floor_char_boundary(bold));
    let paragraph = Paragraph::new().style("BodyText");
    let paragraph = if lead.is_empty() {
        paragraph
    } else {
        paragraph.add_run(Run::new().bold().add_text(plain(lead.trim_start())))
    };
    paragraph.add_run(Run::new().add_text(plain(rest.trim_end())))
}

/// An empty document with the styles and the page of official papers (A4; 仿宋 16 pt, lines 28 pt apart).
fn styled() -> Docx {
    let exactly = LineSpacing::new().line_rule(LineSpacingType::Exact);
    let lines = || exactly.clone().line(560);
    let style = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name).q_format(true);
    let title = style("Title", "Title").fonts(fonts("宋体")).size(44).bold();
    let title = title.align(AlignmentType::Center).line_spacing(exactly.clone().line(660).after(120));
    let byline = style("Subtitle", "Subtitle").fonts(fonts("楷体")).size(32).align(AlignmentType::Center);
    let text = style("BodyText", "Body Text").fonts(fonts("仿宋")).size(32).first_line_chars(200);
    let margin =
        PageMargin { top: 2098, left: 1588, bottom: 1985, right: 1474, header: 851, footer: 992, gutter: 0 };
    let mut out = Docx::new()
        .created_at("2000-01-01T00:00:00Z")
        .updated_at("2000-01-01T00:00:00Z")
        .page_size(11906, 16838)
        .page_margin(margin)
        .default_fonts(fonts("仿宋"))
        .default_size(32)
        .default_line_spacing(lines())
        .footer(footer())
        .add_style(title.next("BodyText"))
        .add_style(byline.line_spacing(lines()).next("BodyText"))
        .add_style(text.line_spacing(lines()));
    for level in 1..=LEVELS {
        let heading = style(&format!("Heading{level}"), &format!("heading {level}"));
        let font = ["黑体", "楷体"].get(level - 1).copied().unwrap_or("仿宋");
        let heading = heading.fonts(fonts(font)).size(32).outline_lvl(level - 1).first_line_chars(200);
        let heading = heading.line_spacing(lines()).next("BodyText");
        out = out.add_style(if level == 3 { heading.bold() } else { heading });
    }
    out
}
