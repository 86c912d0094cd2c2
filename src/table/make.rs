//! A record's rows.

use super::{Day, DiagnosticRow, FileRow, Lines, RequirementRow, SectionRow, SentenceRow, SpeechRow, Tables};
use crate::record::{DiagnosticSeverity, PartyRole, Record, RequirementRecord, SectionRecord, SpeechRecord};

pub(super) fn tables(record: &Record, lines: &Lines) -> Tables {
    let source = record.source.path.as_str();
    let mut tables = Tables { files: vec![file(record)], ..Tables::default() };
    for speech in &record.speeches {
        tables.speeches.push(speech_row(source, speech, lines));
        sections(source, speech, lines, &mut tables.sections);
        let requirements = speech.requirements.iter();
        tables.requirements.extend(requirements.map(|r| requirement(source, &speech.id, r, lines)));
        sentences(source, speech, lines, &mut tables.sentences);
    }
    let diagnostics = record.diagnostics.iter().map(|d| DiagnosticRow {
        source: source.to_owned(),
        severity: d.severity,
        code: d.code,
        span_start: d.span.map(|s| s[0].into()),
        span_end: d.span.map(|s| s[1].into()),
        line: d.span.map(|s| lines.number(s[0])),
        message: d.message.clone(),
    });
    tables.diagnostics.extend(diagnostics);
    tables
}

fn file(record: &Record) -> FileRow {
    let source = &record.source;
    let warning = |d: &&crate::record::Diagnostic| d.severity == DiagnosticSeverity::Warning;
    FileRow {
        source: source.path.clone(),
        failed: record.failed(),
        format: source.format,
        encoding: source.encoding,
        encoding_confidence: source.encoding_confidence,
        misread_was: source.misread.map(|m| m.was),
        misread_as: source.misread.map(|m| m.read_as),
        bytes: i64::try_from(source.bytes).unwrap_or(i64::MAX),
        chars: source.chars.into(),
        blake3: source.blake3.clone(),
        speeches: record.speeches.len() as i64,
        requirements: record.speeches.iter().map(|s| s.requirements.len() as i64).sum(),
        warnings: record.diagnostics.iter().filter(warning).count() as i64,
    }
}

fn speech_row(source: &str, speech: &SpeechRecord, lines: &Lines) -> SpeechRow {
    let (speaker, date) = (speech.speaker.as_ref(), speech.date.as_ref());
    let iso = date.and_then(|d| d.iso.as_deref());
    SpeechRow {
        source: source.to_owned(),
        speech: speech.id.clone(),
        span_start: speech.span[0].into(),
        span_end: speech.span[1].into(),
        line: lines.number(speech.span[0]),
        kind: speech.kind,
        title: speech.title.as_ref().map(|t| t.text.clone()),
        speaker: speaker.map(|s| s.text.clone()),
        speaker_name: speaker.and_then(|s| s.name.clone()),
        speaker_post: speaker.and_then(|s| s.post.clone()),
        date_text: date.map(|d| d.text.clone()),
        date_iso: iso.map(str::to_owned),
        date: iso.and_then(Day::of),
        year: iso.and_then(Day::first).map(|d| d.date().0.into()),
        salutation: speech.salutation.as_ref().map(|s| s.text.clone()),
        confidence: speech.confidence,
        opened_by: speech.opened_by,
        sections: speech.sections.len() as i64,
        requirements: speech.requirements.len() as i64,
    }
}

/// Parents stand before their children, so that a path is the parent's and one step more.
fn sections(source: &str, speech: &SpeechRecord, lines: &Lines, rows: &mut Vec<SectionRow>) {
    let first = rows.len();
    for (index, section) in speech.sections.iter().enumerate() {
        let step = section.title.as_deref().or(section.marker.as_deref()).unwrap_or("-");
        let parent = parent(&speech.sections[..index], section).map(|p| rows[first + p].path.as_str());
        let path = parent.map_or_else(|| step.to_owned(), |above| format!("{above} / {step}"));
        rows.push(SectionRow {
            source: source.to_owned(),
            speech: speech.id.clone(),
            section: section.id.clone(),
            parent: section.parent.clone(),
            level: section.level.into(),
            kind: section.kind,
            marker: section.marker.clone(),
            number: section.number.map(i64::from),
            title: section.title.clone(),
            path,
            span_start: section.span[0].into(),
            span_end: section.span[1].into(),
            line: lines.number(section.span[0]),
        });
    }
}

/// The place of a section's parent among those before it: the last one of a lower level, so the search is short.
fn parent(before: &[SectionRecord], section: &SectionRecord) -> Option<usize> {
    let id = section.parent.as_deref()?;
    // `1.4` is the fourth division of the first speech.
    let number: usize = id.rsplit('.').next()?.parse().ok()?;
    number.checked_sub(1).filter(|&place| place < before.len())
}

fn requirement(source: &str, speech: &str, r: &RequirementRecord, lines: &Lines) -> RequirementRow {
    let (addressee, deadline) = (r.addressee.as_ref(), r.deadline.as_ref());
    let iso = deadline.and_then(|d| d.iso.as_deref());
    let (from, to) = iso.map_or((None, None), |iso| {
        iso.split_once('/').map_or((None, Some(iso)), |(a, b)| (Some(a), Some(b)))
    });
    let parties = |role: PartyRole| {
        let names =
            r.parties.iter().filter(|p| std::mem::discriminant(&p.role) == std::mem::discriminant(&role));
        joined(names.map(|p| p.text.as_str()), "、")
    };
    RequirementRow {
        source: source.to_owned(),
        speech: speech.to_owned(),
        requirement: r.id.clone(),
        section: r.section.clone(),
        span_start: r.span[0].into(),
        span_end: r.span[1].into(),
        line: lines.number(r.span[0]),
        text: r.text.clone(),
        modality: r.modality,
        strength: r.strength.into(),
        addressee: addressee.map(|a| a.text.clone()),
        addressee_start: addressee.map(|a| a.span[0].into()),
        addressee_end: addressee.map(|a| a.span[1].into()),
        addressee_carried: addressee.map(|a| a.carried),
        lead: parties(PartyRole::Lead),
        responsible: parties(PartyRole::Responsible),
        support: parties(PartyRole::Support),
        principal: parties(PartyRole::Principal),
        action: r.action.clone(),
        deadline_text: deadline.map(|d| d.text.clone()),
        deadline_kind: deadline.map(|d| d.kind),
        deadline_from: from.and_then(Day::first),
        deadline: to.and_then(Day::last),
        deadline_start: deadline.map(|d| d.span[0].into()),
        deadline_end: deadline.map(|d| d.span[1].into()),
        quantities: joined(r.quantities.iter().map(|q| q.text.as_str()), "；"),
        relayed_from: r.relayed_from.clone(),
        confidence: r.confidence,
    }
}

fn joined<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> Option<String> {
    let all: Vec<&str> = words.collect();
    (!all.is_empty()).then(|| all.join(between))
}

/// Sentences and sections are both in text order: one walk finds the innermost section of each sentence.
fn sentences(source: &str, speech: &SpeechRecord, lines: &Lines, rows: &mut Vec<SentenceRow>) {
    let mut coming = speech.sections.iter().peekable();
    let mut open: Vec<&SectionRecord> = Vec::new();
    for (index, sentence) in speech.sentences.iter().flatten().enumerate() {
        let [start, end] = sentence.span;
        // A division may begin inside a sentence, at its marker; it counts from the next one on.
        while let Some(section) = coming.next_if(|s| s.span[0] <= start) {
            open.push(section);
        }
        while open.last().is_some_and(|s| s.span[1] <= start) {
            open.pop();
        }
        let words = || sentence.words.iter().filter(|w| !w.text.trim().is_empty());
        rows.push(SentenceRow {
            source: source.to_owned(),
            speech: speech.id.clone(),
            sentence: index as i64 + 1,
            section: open.last().map(|s| s.id.clone()),
            span_start: start.into(),
            span_end: end.into(),
            line: lines.number(start),
            text: sentence.words.iter().map(|w| w.text.as_str()).collect(),
            words: words().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "),
            tags: words().map(|w| w.pos).collect::<Vec<_>>().join(" "),
        });
    }
}
