//! Labelled archives as documents: text and units as the program has them, speeches, roles and sections as the labels
//! do, so that training does not depend on the mistakes of other stages.

use std::collections::BTreeMap;
use std::path::Path;

use yaodian::document::{Date, Document, LineRole, Role, Section, SectionKind, Speaker, Speech, SpeechKind};
use yaodian::edit::Text;
use yaodian::extract::chain::Label;
use yaodian::span::Span;
use yaodian::{Options, Pipeline, segment};

/// A labelled archive.
pub(crate) struct Archive {
    /// The name of its folder.
    pub(crate) name: String,
    /// The document with the labels' speeches.
    pub(crate) document: Document,
    /// For each unit of the document: whether it is a requirement; `None` where the labels are unsure.
    pub(crate) labels: Vec<Label>,
}

type Rows = Vec<Vec<String>>;

fn table(path: &Path) -> Rows {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let rows = text.lines().filter(|l| !l.is_empty());
    rows.map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

/// The archives of a set: a table `name<TAB>path…` beside the folders of the labels, paths relative to it.
pub(crate) fn load(set: &Path) -> Vec<Archive> {
    let pipeline = Pipeline::new(&Options::default());
    let gold = set.parent().unwrap_or(Path::new("."));
    table(set).iter().map(|row| archive(&pipeline, gold, &row[0], &gold.join(&row[1]))).collect()
}

/// The source as the labels see it: lines and units with their places.
struct Labelled {
    /// First byte of each line (from 1; the entry 0 is unused), and one behind the last.
    lines: Vec<usize>,
    units: BTreeMap<String, Span>,
}

impl Labelled {
    fn new(source: &str) -> Self {
        let mut lines = vec![0, 0];
        lines.extend(source.match_indices('\n').map(|(i, _)| i + 1));
        lines.push(source.len() + 1);
        let segments = segment::segment(&Text::new(source.to_owned()));
        let mut units = BTreeMap::new();
        for line in &segments.lines {
            let number = lines.partition_point(|&start| start <= line.span.range().start) - 1;
            for (k, unit) in segments.units[line.units.clone()].iter().enumerate() {
                units.insert(format!("{number}.{}", k + 1), unit.span);
            }
        }
        Self { lines, units }
    }

    fn line_of(&self, at: u32) -> usize {
        self.lines.partition_point(|&start| start <= at as usize) - 1
    }
}

fn archive(pipeline: &Pipeline, gold: &Path, name: &str, path: &Path) -> Archive {
    let folder = gold.join(name);
    let file = path.file_name().expect("a file").to_string_lossy().into_owned();
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut document = pipeline.process(&file, &bytes);
    let labelled = Labelled::new(&document.source.text);
    let roles: BTreeMap<usize, String> = table(&folder.join("lines.tsv"))
        .into_iter()
        .map(|r| (r[0].parse().expect("a line"), r[1].clone()))
        .collect();
    let home = |span: Span| document.text.to_source(span);
    document.roles = document
        .segments
        .lines
        .iter()
        .map(|line| LineRole {
            role: role(roles.get(&labelled.line_of(home(line.span).start())).map_or("noise", String::as_str)),
            rule: "label",
        })
        .collect();
    let requirements: BTreeMap<String, Vec<String>> =
        table(&folder.join("requirements.tsv")).into_iter().map(|r| (r[0].clone(), r)).collect();
    let labels = document.segments.units.iter().map(|unit| {
        let place = home(unit.span);
        let overlap = |s: &Span| s.end().min(place.end()).saturating_sub(s.start().max(place.start()));
        let (id, _) = labelled.units.iter().max_by_key(|(_, s)| overlap(s))?;
        match requirements.get(id) {
            Some(row) if row[4].contains("unsure") => None,
            row => Some(row.is_some()),
        }
    });
    let labels = labels.collect();
    document.speeches = speeches(&document, &labelled, &folder);
    Archive { name: name.to_owned(), document, labels }
}

fn role(name: &str) -> Role {
    match name {
        "noise" => Role::Noise,
        "label" => Role::Label,
        "title" => Role::Title,
        "byline" => Role::Byline,
        "salutation" => Role::Salutation,
        _ => Role::Body,
    }
}

fn speeches(document: &Document, labelled: &Labelled, folder: &Path) -> Vec<Speech> {
    let text = &document.text;
    let sections = table(&folder.join("sections.tsv"));
    let mut out = Vec::new();
    for row in table(&folder.join("docs.tsv")) {
        let [first, last] = [&row[0], &row[1]].map(|n| n.parse::<usize>().expect("a line"));
        let end = labelled.lines[(last + 1).min(labelled.lines.len() - 1)] - 1;
        let (from, to) = (text.from_source(labelled.lines[first] as u32), text.from_source(end as u32));
        let lines = &document.segments.lines;
        let date = document.source.text[labelled.lines[first]..end].find(&row[4]).filter(|_| row[4] != "-");
        let mut speech = Speech {
            span: Span::new(from, to),
            lines: lines.partition_point(|l| l.span.start() < from)
                ..lines.partition_point(|l| l.span.start() < to),
            kind: match row[5].as_str() {
                "report" => SpeechKind::Report,
                "news" => SpeechKind::News,
                "essay" => SpeechKind::Essay,
                "other" => SpeechKind::Other,
                _ => SpeechKind::Speech,
            },
            speaker: None::<Speaker>,
            date: date.map(|at| Date {
                span: text_span(text, labelled.lines[first] + at, row[4].len()),
                iso: None,
            }),
            ..Speech::default()
        };
        let inside = |unit: &str| {
            let line: usize = unit.split('.').next().and_then(|n| n.parse().ok()).expect("a unit");
            (first..=last).contains(&line)
        };
        for row in sections.iter().filter(|r| inside(&r[0])) {
            speech.sections.extend(section(document, labelled, row, &speech));
        }
        close(&mut speech);
        out.push(speech);
    }
    out
}

fn text_span(text: &Text, start: usize, len: usize) -> Span {
    let (a, b) = (text.from_source(start as u32), text.from_source((start + len) as u32));
    Span::new(a, b.max(a))
}

fn section(document: &Document, labelled: &Labelled, row: &[String], speech: &Speech) -> Option<Section> {
    let source = &document.source.text;
    let text = &document.text;
    let unit = labelled.units.get(&row[0])?.range();
    let before = speech.sections.last().map_or(0, |s: &Section| text.to_source(s.span).start() as usize + 1);
    let from = unit.start.max(if before < unit.end { before } else { 0 });
    let from = (from..=unit.end).find(|&i| source.is_char_boundary(i))?;
    let marker = (row[3] != "-")
        .then(|| source[from..unit.end].find(&row[3]).map(|i| (from + i, row[3].len())))
        .flatten();
    let at = marker.map_or(unit.start, |m| m.0);
    let behind = marker.map_or(at, |m| m.0 + m.1);
    let title =
        (row[4] != "-").then(|| source[behind..].find(&row[4]).map(|i| (behind + i, row[4].len()))).flatten();
    Some(Section {
        span: text_span(text, at, 0),
        kind: match row[1].as_str() {
            "heading" => SectionKind::Heading,
            "runin" => SectionKind::Runin,
            _ => SectionKind::Point,
        },
        level: row[2].parse().ok()?,
        parent: None,
        marker: marker.map(|(at, len)| text_span(text, at, len)),
        number: None,
        title: title.map(|(at, len)| text_span(text, at, len)),
        form: "label",
    })
}

/// Gives every division its end and its parent.
fn close(speech: &mut Speech) {
    let n = speech.sections.len();
    for i in 0..n {
        let (level, start) = (speech.sections[i].level, speech.sections[i].span.start());
        let rest = &speech.sections[i + 1..];
        let end = rest.iter().find(|s| s.level <= level).map_or(speech.span.end(), |s| s.span.start());
        speech.sections[i].span = Span::new(start, end.max(start));
        speech.sections[i].parent = (0..i).rev().find(|&p| speech.sections[p].level < level);
    }
}
