//! A document for readers: the repaired text with its paragraphs set right, and the list of what was changed.

use std::fmt::Write;

use crate::document::{Document, Section, SectionKind};
use crate::edit::{Edit, Safety};
use crate::span::Span;

#[cfg(feature = "docx")]
mod docx;
#[cfg(feature = "docx")]
pub use docx::docx;

/// The repaired text, as a reader would want it: headings that a website glued to other text stand on lines of their
/// own. (For the stages they are points, as our labels have them.)
pub fn readable(document: &Document) -> String {
    let text = document.text.as_str();
    let breaks = breaks(document);
    let mut out = String::with_capacity(text.len() + breaks.len());
    let mut at = 0;
    for place in breaks {
        out.push_str(text[at..place].trim_end_matches([' ', '\u{3000}']));
        out.push('\n');
        at = place;
    }
    out.push_str(&text[at..]);
    out
}

/// Where lines should break that do not, in order.
fn breaks(document: &Document) -> Vec<usize> {
    let text = document.text.as_str();
    let mut breaks: Vec<usize> = Vec::new();
    for speech in &document.speeches {
        for section in speech.sections.iter().filter(|s| s.kind == SectionKind::Point) {
            breaks.extend(glued(text, section));
        }
    }
    breaks.extend(doubled_titles(document));
    breaks.sort_unstable();
    breaks.dedup();
    breaks
}

/// Where lines should break around a heading inside a line.
fn glued(text: &str, section: &Section) -> Vec<usize> {
    let Some(marker) = section.marker else { return Vec::new() };
    let words = marker.of_text(text);
    // 一、 and 1、 and (一) are headings; 一是 and 第一, are said in passing.
    let numbered = words.ends_with(['、', '.', '．', ')', '）'])
        && words.chars().all(|c| "一二三四五六七八九十百0123456789()（）、.．".contains(c));
    if !numbered {
        return Vec::new();
    }
    let mut out = Vec::new();
    let start = marker.range().start;
    let before = text[..start].trim_end_matches([' ', '\u{3000}']);
    let whole = section.span.of_text(text);
    // A list that runs on with semicolons is one paragraph.
    let sentence = whole.find(['。', '；', ';', '\n']).is_none_or(|i| whole[i..].starts_with(['。', '\n']));
    if before.ends_with(['。', '！', '？', '!', '?', ':', '：']) && sentence {
        out.push(start);
    }
    // A heading without a stop that runs into its text.
    if let Some(title) = section.title {
        let end = title.range().end;
        let behind = text[end..].chars().next();
        if behind.is_some_and(|c| !c.is_ascii_punctuation() && !c.is_whitespace() && c.is_alphanumeric())
            && title.len() > 6
        {
            out.push(end);
        }
    }
    out
}

/// A title that stands once more at the end of a line, glued to its words.
fn doubled_titles(document: &Document) -> Vec<usize> {
    let text = document.text.as_str();
    let titles: Vec<&str> = document
        .speeches
        .iter()
        .filter_map(|s| s.title)
        .map(|t| t.of_text(text))
        .filter(|t| t.chars().count() >= 10)
        .collect();
    let longest = titles.iter().map(|t| t.len()).max().unwrap_or(0);
    let mut out = Vec::new();
    for line in &document.segments.lines {
        let words = line.span.of_text(text);
        let tail = &words[words.ceil_char_boundary(words.len().saturating_sub(longest))..];
        if let Some(title) = titles.iter().find(|t| tail.ends_with(**t) && words.len() > t.len())
            && words[..words.len() - title.len()]
                .starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '(', '（'])
        {
            out.push(line.span.range().end - title.len());
        }
    }
    out
}

/// What was changed, place by place, and why: the line and what stood there, what it reads as now, the rule.
pub fn diff(document: &Document) -> String {
    let (source, text) = (&document.source.text, &document.text);
    let mut out = String::new();
    let (mut line, mut line_start) = (1, 0);
    let edits = text.edits();
    for same in edits.chunk_by(|a, b| {
        // Neighbours by one rule are one change to a reader.
        std::ptr::eq(a.rule, b.rule) && a.source.end() == b.source.start() && a.span.end() == b.span.start()
    }) {
        let (Some(first), Some(last)) = (same.first(), same.last()) else { continue };
        let start = first.source.range().start;
        line += source[line_start..start].matches('\n').count();
        line_start = start;
        let old = &source[start..last.source.range().end];
        let new = text.slice(Span::new(first.span.start(), last.span.end()));
        let confidence = same.iter().map(|e| e.confidence).fold(1.0, f32::min);
        let _ = writeln!(out, "{line}\t{}\t{} → {}", named(first, confidence), shown(old), shown(new));
    }
    let mut rules: Vec<_> = edits.iter().map(|e| (e.rule.name, e.rule.reason)).collect();
    rules.sort_unstable();
    rules.dedup();
    for (name, reason) in rules {
        let count = edits.iter().filter(|e| e.rule.name == name).count();
        let _ = writeln!(out, "# {name} × {count}: {reason}");
    }
    out
}

fn named(edit: &Edit, confidence: f32) -> String {
    match edit.rule.safety {
        Safety::Safe => edit.rule.name.to_owned(),
        Safety::Guess => format!("{} {confidence:.2}", edit.rule.name),
    }
}

/// Words on one line, what nobody sees made visible.
fn shown(words: &str) -> String {
    if words.is_empty() {
        return "∅".into();
    }
    words
        .chars()
        .flat_map(|c| {
            if c == '\n' {
                vec!['⏎']
            } else if c.is_control() || c == '\u{200B}' {
                c.escape_unicode().collect()
            } else {
                vec![c]
            }
        })
        .collect()
}
