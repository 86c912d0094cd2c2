//! What is left of a title line without labels, site names and notes of the compiler.

use std::ops::Range;

use super::fold::{Folded, letters};
use crate::lexicon;
use crate::pattern::{Gate, Pattern};

/// How many brackets may close a label behind its title.
const BRACKETS: usize = 4;

/// The table of what stands before and behind titles, loaded.
#[derive(Debug)]
pub(super) struct Titles {
    before: Side,
    behind: Side,
}

/// Patterns of one side, and the gate before them.
#[derive(Debug)]
struct Side {
    patterns: Vec<Pattern>,
    gate: Gate,
}

impl Side {
    fn new(sources: Vec<String>) -> Self {
        let gate = Gate::new(sources.iter().map(String::as_str));
        Self { patterns: sources.into_iter().map(Pattern::new).collect(), gate }
    }

    /// The first pattern, in their order, of which `found` says something.
    fn first<T>(&self, rest: &[char], found: impl Fn(&Pattern) -> Option<T>) -> Option<T> {
        self.gate.open(rest).find_map(|i| found(&self.patterns[i]))
    }
}

impl Titles {
    pub(super) fn load() -> Self {
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        for [side, _, pattern, _] in rows() {
            let (list, pattern) = match side {
                "before" => (&mut before, format!("^(?:{pattern})")),
                _ => (&mut behind, format!("(?:{pattern})$")),
            };
            list.push(pattern);
        }
        Self { before: Side::new(before), behind: Side::new(behind) }
    }

    /// The title itself, as a range of the line. Empty if the line is nothing but a label.
    pub(super) fn core(&self, line: &str) -> Range<usize> {
        let folded = Folded::of(line);
        let (mut start, mut end) = (0, folded.chars.len());
        loop {
            let rest = &folded.chars[start..end];
            if let Some(found) = self.before.first(rest, |p| p.find(rest)).filter(|m| !m.is_empty()) {
                start += found.end;
            } else if let Some(cut) = self.behind.first(rest, |p| behind(p, rest)).filter(|&at| at > 0) {
                end = start + cut;
            } else {
                break;
            }
        }
        // A label's bracket closes behind the title: [篇1:春耕动员讲话].
        let opened = folded.chars[..start].iter().any(|c| matches!(c, '[' | '('));
        let count = |rest: &[char], bracket: char| rest.iter().filter(|&&c| c == bracket).count();
        let open = |rest: &[char], a: char, b: char| count(rest, a) < count(rest, b);
        for _ in 0..BRACKETS {
            let rest = &folded.chars[start..end];
            let Some(&last) = rest.last().filter(|_| opened) else { break };
            if last == ']' && open(rest, '[', ']') || last == ')' && open(rest, '(', ')') {
                end -= 1;
            } else {
                break;
            }
        }
        let rest = &folded.chars[start..end];
        let lead = rest.iter().take_while(|&&c| c == ' ').count();
        let behind = rest[lead..].iter().rev().take_while(|&&c| c == ' ').count();
        folded.original(start + lead..end - behind)
    }

    /// The letters of the title, for comparing.
    pub(super) fn letters(&self, line: &str) -> String {
        letters(&line[self.core(line)])
    }
}

/// Where what stands behind begins.
fn behind(pattern: &Pattern, rest: &[char]) -> Option<usize> {
    let found = pattern.captures(rest)?;
    let cut = found.name("cut").unwrap_or(found.range());
    (!cut.is_empty()).then_some(cut.start)
}

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    lexicon::rows(include_str!("../lexicon/label.tsv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_notes_come_off() {
        let titles = Titles::load();
        for (line, title) in [
            ("第二篇：在全县春耕会议上的讲话[模版]", "在全县春耕会议上的讲话"),
            ("春耕会议讲话篇十二", "春耕会议讲话"),
            ("篇3:在河湾县春耕会议上的讲话03", "在河湾县春耕会议上的讲话"),
            ("扩展阅读：在春耕会议上的讲话_河湾范文网", "在春耕会议上的讲话"),
            ("【第1篇】春耕动员讲话（通用5篇）", "春耕动员讲话"),
            ("在春耕会议上的讲话（二）：", "在春耕会议上的讲话（二）"),
            ("在河湾县2023年春耕会议上的讲话(全文完整)", "在河湾县2023年春耕会议上的讲话"),
            ("【篇1：春耕动员讲话】", "春耕动员讲话"),
            ("第三篇", ""),
            ("河湾县2023", "河湾县2023"),
        ] {
            assert_eq!(&line[titles.core(line)], title, "{line}");
        }
    }
}
