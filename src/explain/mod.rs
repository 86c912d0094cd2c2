//! What the program took a line for, and why, in plain words.
//!
//! Built on nothing but the [`Document`]: the stages leave their reasons there, so what is said here is what happened.

mod cues;
mod names;
mod reasons;

use std::fmt::{self, Write};

use crate::document::{Deadline, Document, Evidence, Line, Requirement, Section, Speech};
use crate::edit::{Edit, Safety};
use crate::span::{SourceSpan, Span};

pub use reasons::reason;
use reasons::told;

/// How many edits of one rule are shown; a Traditional line has one for every other character.
const SHOWN_EDITS: usize = 6;

/// How many reasons for and against a requirement are shown.
const SHOWN_EVIDENCE: usize = 6;

/// A line that the source does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有第 {line} 行,全文共 {lines} 行 · there is no line {line}, the text has {lines}")]
pub struct NoSuchLine {
    line: usize,
    lines: usize,
}

/// What became of a line of the source text (counted from 1): what it was taken for and why, the speech and division
/// it belongs to, what it asks for, what was repaired in it.
///
/// # Errors
/// If the text has no such line.
pub fn line(document: &Document, line: usize) -> Result<String, NoSuchLine> {
    let Some(place) = source_line(&document.source.text, line) else {
        return Err(NoSuchLine { line, lines: document.source.text.lines().count() });
    };
    let report = Report { document, line, place };
    let mut out = String::new();
    report.write(&mut out).expect("writing to a string");
    Ok(out)
}

fn source_line(text: &str, line: usize) -> Option<SourceSpan> {
    let mut start = 0;
    for (i, piece) in text.split_inclusive('\n').enumerate() {
        if i + 1 == line {
            return Some(SourceSpan::of(start..start + piece.len()).trim(text));
        }
        start += piece.len();
    }
    None
}

struct Report<'a> {
    document: &'a Document,
    line: usize,
    place: SourceSpan,
}

impl Report<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        let source = self.place.of_text(&self.document.source.text);
        writeln!(out, "{} 第 {} 行 · line {}", self.document.source.name, self.line, self.line)?;
        writeln!(out, "原文 source: {source}")?;
        let lines = self.lines();
        if source.is_empty() {
            writeln!(out, "空行 · a blank line")?;
        } else if lines.is_empty() {
            writeln!(out, "修复时整行去掉了 · removed as a whole by repairs")?;
        }
        for (index, line) in lines {
            self.text_line(out, index, line, source)?;
        }
        self.repairs(out)?;
        self.notices(out)
    }

    /// The lines of the repaired text that hold words of this source line: none if it was taken out, several if it
    /// was cut.
    fn lines(&self) -> Vec<(usize, &Line)> {
        let text = &self.document.text;
        let (start, end) = (text.from_source(self.place.start()), text.from_source(self.place.end()));
        let place = Span::new(start.min(end), end);
        let lines = self.document.segments.lines.iter().enumerate();
        lines.filter(|(_, line)| line.span.overlaps(place)).collect()
    }

    fn text_line(&self, out: &mut String, index: usize, line: &Line, source: &str) -> fmt::Result {
        let words = self.document.text.slice(line.span);
        if words != source {
            writeln!(out, "读作 reads: {words}")?;
        }
        if let Some(role) = self.document.roles.get(index) {
            writeln!(out, "角色 role: {}", names::role(role.role))?;
            writeln!(out, "  因为 because: {}", told(role.rule))?;
        }
        if let Some(noise) = self.document.noise.iter().find(|n| n.span.overlaps(line.span)) {
            writeln!(out, "杂项 noise: {}", told(noise.kind))?;
        }
        match self.document.speeches.iter().enumerate().find(|(_, s)| s.lines.contains(&index)) {
            None => writeln!(out, "所属 speech: 不属于任何一篇 · belongs to none"),
            Some((n, speech)) => {
                self.speech(out, n, speech)?;
                self.sections(out, speech, line.span)?;
                self.requirements(out, speech, line.span)
            }
        }
    }

    fn speech(&self, out: &mut String, n: usize, speech: &Speech) -> fmt::Result {
        let title =
            speech.title.map_or("无标题 untitled".to_owned(), |t| format!("《{}》", self.words(t)));
        writeln!(
            out,
            "所属 speech: 第 {number} 篇 {title},{kind},起于第 {line} 行,把握 {sure:.2} · speech {number}, begins in \
             line {line}, confidence {sure:.2}",
            number = n + 1,
            kind = names::speech_kind(speech.kind),
            line = self.source_line_of(speech.span),
            sure = speech.confidence
        )?;
        writeln!(out, "  开篇依据 opened by: {}", told(speech.opened_by))
    }

    /// The divisions that begin in this line, or the one that the line stands in.
    fn sections(&self, out: &mut String, speech: &Speech, line: Span) -> fmt::Result {
        let begins = |s: &Section| line.start() <= s.span.start() && s.span.start() < line.end();
        for (i, section) in speech.sections.iter().enumerate().filter(|(_, s)| begins(s)) {
            write!(
                out,
                "小节 section: {} {},第 {} 级 · {}",
                self.number_of(speech, i),
                self.heading(section),
                section.level,
                names::section_kind(section.kind)
            )?;
            match section.number {
                Some(number) => writeln!(out, ",编号 number {number}")?,
                None => writeln!(out)?,
            }
            writeln!(out, "  依据 form: {}", told(section.form))?;
            match section.parent.and_then(|p| Some((p, speech.sections.get(p)?))) {
                Some((p, parent)) => {
                    writeln!(out, "  上级 parent: {} {}", self.number_of(speech, p), self.heading(parent))?;
                }
                None => writeln!(out, "  上级 parent: 无 · none")?,
            }
        }
        if !speech.sections.iter().any(begins) {
            let inside = speech.sections.iter().enumerate().rfind(|(_, s)| s.span.contains(line));
            match inside {
                Some((i, section)) => {
                    writeln!(out, "位于 inside: {} {}", self.number_of(speech, i), self.heading(section))?;
                }
                None => writeln!(out, "位于 inside: 不在任何小节里 · in no section")?,
            }
        }
        Ok(())
    }

    fn requirements(&self, out: &mut String, speech: &Speech, line: Span) -> fmt::Result {
        let mut none = true;
        for (i, requirement) in speech.requirements.iter().enumerate().filter(|(_, r)| r.span.overlaps(line))
        {
            none = false;
            writeln!(out, "要求 requirement r{}: {}", i + 1, self.words(requirement.span))?;
            self.requirement(out, speech, requirement)?;
        }
        if none {
            writeln!(out, "要求 requirements: 无 · none")?;
        }
        for passed in speech.passed_over.iter().filter(|p| p.span.overlaps(line)) {
            writeln!(out, "不算要求 no requirement, {:.2}: {}", passed.probability, self.words(passed.span))?;
            evidence(out, &passed.evidence)?;
        }
        Ok(())
    }

    fn requirement(&self, out: &mut String, speech: &Speech, r: &Requirement) -> fmt::Result {
        writeln!(
            out,
            "  语气 modality: {};强度 strength {};把握 confidence {:.2}",
            names::modality(r.modality),
            r.strength,
            r.confidence
        )?;
        if let Some(from) = r.relayed_from {
            writeln!(out, "  转述 relayed from: {}", self.words(from))?;
        }
        if let Some(addressee) = r.addressee {
            let carried = if addressee.carried { "(承前文 carried over)" } else { "" };
            writeln!(out, "  对象 addressee: {}{carried}", self.words(addressee.span))?;
        }
        for party in &r.parties {
            writeln!(out, "  分工 party: {} {}", names::party(party.role), self.words(party.span))?;
        }
        writeln!(out, "  做什么 action: {}", self.words(r.action))?;
        if let Some(Deadline { span, iso, .. }) = &r.deadline {
            let iso = iso.as_ref().map_or(String::new(), |iso| format!(" = {iso}"));
            writeln!(out, "  期限 deadline: {}{iso}", self.words(*span))?;
        }
        for quantity in &r.quantities {
            writeln!(
                out,
                "  数量 quantity: {} = {} {}",
                self.words(quantity.span),
                quantity.value,
                self.words(quantity.unit)
            )?;
        }
        if let Some((i, section)) = r.section.and_then(|i| Some((i, speech.sections.get(i)?))) {
            writeln!(out, "  所在小节 in section: {} {}", self.number_of(speech, i), self.heading(section))?;
        }
        evidence(out, &r.evidence)
    }

    fn repairs(&self, out: &mut String) -> fmt::Result {
        let touches =
            |e: &&Edit| e.source.overlaps(self.place) || e.source.is_empty() && self.place.contains(e.source);
        let mut edits: Vec<&Edit> = self.document.text.edits().iter().filter(touches).collect();
        // By rule; a stable sort keeps the text's order within one.
        edits.sort_by_key(|e| e.rule.name);
        for of_rule in edits.chunk_by(|a, b| a.rule.name == b.rule.name) {
            let rule = of_rule[0].rule;
            let safety = match rule.safety {
                Safety::Safe => "可靠 safe",
                Safety::Guess => "推测 guess",
            };
            writeln!(out, "修复 repair: {} ×{} {safety}: {}", rule.name, of_rule.len(), rule.reason)?;
            for edit in of_rule.iter().take(SHOWN_EDITS) {
                let was = edit.source.of_text(&self.document.source.text);
                let is = self.document.text.slice(edit.span);
                write!(out, "  {was:?} → {is:?}")?;
                match rule.safety {
                    Safety::Safe => writeln!(out)?,
                    Safety::Guess => writeln!(out, " 把握 confidence {:.2}", edit.confidence)?,
                }
            }
        }
        Ok(())
    }

    fn notices(&self, out: &mut String) -> fmt::Result {
        let here = |s: SourceSpan| s.overlaps(self.place) || s.is_empty() && self.place.contains(s);
        for notice in self.document.notices.iter().filter(|n| n.span.is_some_and(here)) {
            writeln!(out, "提示 {}: {} [{}]", names::severity(notice.severity), notice.message, notice.code)?;
        }
        Ok(())
    }

    /// On one line: a span may run over a line break.
    fn words(&self, span: Span) -> String {
        self.document.text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Marker and title of a division.
    fn heading(&self, section: &Section) -> String {
        let words = |span: Option<Span>| span.map(|s| self.words(s)).unwrap_or_default();
        format!("“{}{}”", words(section.marker), words(section.title))
    }

    /// Its id in the record.
    fn number_of(&self, speech: &Speech, section: usize) -> String {
        let n = self.document.speeches.iter().position(|s| std::ptr::eq(s, speech)).unwrap_or(0);
        format!("{}.{}", n + 1, section + 1)
    }

    fn source_line_of(&self, span: Span) -> usize {
        let at = self.document.text.to_source(span).range().start;
        self.document.source.text[..at].matches('\n').count() + 1
    }
}

/// What spoke for and against a requirement.
fn evidence(out: &mut String, evidence: &[Evidence]) -> fmt::Result {
    if !evidence.is_empty() {
        writeln!(out, "  因为 because (+ 支持 for, - 反对 against):")?;
    }
    for evidence in evidence.iter().take(SHOWN_EVIDENCE) {
        let cue = &evidence.cue;
        writeln!(out, "  {:+.2} {} · {cue}", evidence.weight, cues::in_chinese(cue))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LineRole, Noise, Role, SectionKind, Segments, Source};
    use crate::edit::{Change, Rule, Text};
    use crate::segment::segment;

    static GLOSS: Rule = Rule { name: "gloss", safety: Safety::Guess, reason: "why" };

    /// A document as the stages might leave it, made by hand so that it stays when they change.
    fn document() -> Document {
        let source = "网站首页\n一、抓學(xué)习\n各单位必须抓好。\n\n";
        let mut text = Text::new(source.into());
        let at = source.find("學(").unwrap();
        let change =
            Change { span: Span::of(at..at + "學(xué)".len()), text: "学".into(), confidence: 0.8 };
        text.apply(&GLOSS, source, &[change]);
        let segments: Segments = segment(&text);
        let [first, heading, body] = [0, 1, 2].map(|i| segments.lines[i].span);
        let role = |role, rule| LineRole { role, rule };
        let speech = Speech {
            span: heading.join(body),
            lines: 1..3,
            opened_by: "first_line",
            sections: vec![Section {
                span: heading.join(body),
                kind: SectionKind::Heading,
                level: 1,
                parent: None,
                marker: Some(Span::new(heading.start(), heading.start() + 6)),
                number: Some(1),
                title: Some(Span::new(heading.start() + 6, heading.end())),
                form: "cn_dot",
            }],
            ..Speech::default()
        };
        Document {
            source: Source { name: "a.txt".into(), text: source.into(), ..Source::default() },
            noise: vec![Noise { span: first, kind: "page_furniture" }],
            roles: vec![
                role(Role::Noise, "site"),
                role(Role::Body, "paragraph"),
                role(Role::Body, "paragraph"),
            ],
            text,
            segments,
            speeches: vec![speech],
            ..Document::default()
        }
    }

    #[test]
    fn a_heading_is_told_with_its_form_and_repairs() {
        let told = line(&document(), 2).unwrap();
        for part in [
            "原文 source: 一、抓學(xué)习",
            "读作 reads: 一、抓学习",
            "第 1 篇 无标题",
            "起于第 2 行",
            "小节 section: 1.1 “一、抓学习”,第 1 级",
            "[cn_dot]",
            "修复 repair: gloss ×1 推测 guess: why",
            "\"學(xué)\" → \"学\" 把握 confidence 0.80",
        ] {
            assert!(told.contains(part), "{part}\n{told}");
        }
    }

    #[test]
    fn noise_blank_and_missing_lines() {
        let document = document();
        let noise = line(&document, 1).unwrap();
        assert!(noise.contains("不属于任何一篇") && noise.contains("[page_furniture]"), "{noise}");
        assert!(line(&document, 3).unwrap().contains("位于 inside: 1.1 “一、抓学习”"));
        assert!(line(&document, 4).unwrap().contains("空行"));
        assert_eq!(line(&document, 5), Err(NoSuchLine { line: 5, lines: 4 }));
    }
}
