//! Automatic numbers, counted through a document as Word counts them.

use std::collections::{BTreeMap, BTreeSet};

use super::numbering::{Abstract, LEVELS, Num, Numbering, Suffix};
use super::styles::Styles;
use super::{format, symbols};

/// How far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Counter {
    /// By look: lists of one look count on together.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Levels of lists whose own start has been used.
    started: BTreeSet<(String, u8)>,
}

/// Which list a paragraph says it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Membership<'a> {
    pub(super) num: &'a str,
    /// The level, if the paragraph or its style says so.
    pub(super) level: Option<u8>,
    /// The paragraph's style.
    pub(super) style: Option<&'a str>,
}

impl Counter {
    /// Counts one paragraph and gives its label with the gap behind it; `None` where it shows none.
    pub(super) fn label(&mut self, numbering: &Numbering, styles: &Styles, of: Membership) -> Option<String> {
        let num = numbering.num(of.num)?;
        let (name, look) = numbering.look(num, styles)?;
        let by_style = || of.style.and_then(|s| numbering.level_of_style(num, look, s));
        let at = of.level.or_else(by_style).unwrap_or(0).min(LEVELS as u8 - 1);
        let level = num.level(look, at)?;
        if !self.counts.contains_key(name) {
            self.counts.insert(name.into(), Default::default());
        }
        let counts = self.counts.get_mut(name)?;

        let fresh = num.start(at).filter(|_| self.started.insert((of.num.into(), at)));
        let here = &mut counts[usize::from(at)];
        *here = Some(match (fresh, *here) {
            (Some(start), _) => start,
            (None, Some(n)) => n.saturating_add(1),
            (None, None) => level.start,
        });
        for below in at + 1..LEVELS as u8 {
            // Deeper levels begin anew, unless they say after which level only.
            let restarts = match num.level(look, below).and_then(|l| l.restart) {
                None => true,
                Some(after) => at < after,
            };
            if restarts {
                counts[usize::from(below)] = None;
            }
        }
        let label = if level.format == "bullet" {
            symbols::bullet(&level.text)
        } else {
            write(&level.text, level.legal, num, look, counts)
        };
        let gap = if level.suffix == Suffix::Gap { " " } else { "" };
        (!label.trim().is_empty()).then(|| label + gap)
    }
}

/// A label's text with the numbers in it.
fn write(text: &str, legal: bool, num: &Num, look: &Abstract, counts: &[Option<u32>; LEVELS]) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && *d > 0);
        let Some(digit) = digit else {
            out.push(symbols::shown(c));
            continue;
        };
        chars.next();
        let at = digit as u8 - 1;
        let Some(level) = num.level(look, at) else { continue };
        // A level that was skipped shows where it would begin.
        let n = counts[usize::from(at)].unwrap_or_else(|| num.start(at).unwrap_or(level.start));
        out += &format::number(if legal { "decimal" } else { &level.format }, n);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::docx::xml;

    fn labels(body: &str, members: &[(&str, u8)]) -> Vec<String> {
        let xml = format!("<w:n xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'>{body}</w:n>");
        let mut numbering = Numbering::default();
        xml::read(xml.as_bytes(), &mut numbering).unwrap();
        let (mut counter, styles) = (Counter::default(), Styles::default());
        let label = |&(num, level)| {
            let of = Membership { num, level: Some(level), style: None };
            counter.label(&numbering, &styles, of).unwrap_or_default()
        };
        members.iter().map(label).collect()
    }

    fn level(at: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/>{more}</w:lvl>"
        )
    }

    #[test]
    fn levels_restart_under_a_new_parent() {
        let body = format!(
            "<w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum>
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
            level(0, "japaneseCounting", "%1、", "<w:suff w:val='nothing'/>"),
            level(1, "chineseCountingThousand", "（%2）", "<w:suff w:val='nothing'/>"),
            level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        );
        let members = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 2), ("1", 2)];
        let expected = ["一、", "（一）", "（二）", "1.2.1 ", "二、", "（一）", "2.1.1 ", "2.1.2 "];
        assert_eq!(labels(&body, &members), expected);
    }

    #[test]
    fn lists_of_one_look_count_on_unless_they_start_anew() {
        let body = format!(
            "<w:abstractNum w:abstractNumId='7'>{}{}</w:abstractNum>
             <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>
             <w:num w:numId='2'><w:abstractNumId w:val='7'/></w:num>
             <w:num w:numId='3'><w:abstractNumId w:val='7'/>
               <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>",
            level(0, "decimal", "%1.", ""),
            level(1, "lowerLetter", "%2)", "<w:lvlRestart w:val='0'/>"),
        );
        let members = [("1", 0), ("1", 1), ("2", 0), ("2", 1), ("3", 0), ("3", 0), ("9", 0)];
        assert_eq!(labels(&body, &members), ["1. ", "a) ", "2. ", "b) ", "5. ", "6. ", ""]);
    }

    #[test]
    fn bullets_and_empty_labels() {
        let body = format!(
            "<w:abstractNum w:abstractNumId='0'>{}{}</w:abstractNum>
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
            level(0, "bullet", "\u{F0B7}", ""),
            level(1, "none", "", ""),
        );
        assert_eq!(labels(&body, &[("1", 0), ("1", 1), ("1", 8)]), ["• ", "", ""]);
    }
}
