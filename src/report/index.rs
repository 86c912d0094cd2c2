//! The index: a row for each speech, in columns, and tables of what repeats.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::view::{Requirement, Speech, View};

#[derive(Debug, Default, Serialize)]
pub(super) struct Index {
    files: Files,
    speeches: Speeches,
    codes: Names,
    addressees: Names,
    /// How often each rule repaired something.
    repairs: BTreeMap<String, u64>,
    /// How many characters of each kind of noise there are.
    noise: BTreeMap<String, u64>,
}

#[derive(Debug, Default, Serialize)]
struct Files {
    path: Vec<String>,
    /// The part of texts that holds it, and its place there.
    part: Vec<usize>,
    at: Vec<usize>,
    original: Vec<&'static str>,
    encoding: Vec<Option<String>>,
    chars: Vec<u32>,
    noise: Vec<u64>,
    repairs: Vec<usize>,
}

/// A file without speeches has one row all the same, with `nth` -1: a person should see it.
#[derive(Debug, Default, Serialize)]
struct Speeches {
    file: Vec<usize>,
    nth: Vec<i64>,
    id: Vec<String>,
    title: Vec<Option<String>>,
    speaker: Vec<Option<String>>,
    date: Vec<Option<String>>,
    kind: Vec<String>,
    confidence: Vec<f64>,
    chars: Vec<u32>,
    requirements: Vec<usize>,
    /// Lowest confidence of its requirements.
    weakest: Vec<f64>,
    /// Diagnostics, as indices into `codes`.
    codes: Vec<Vec<usize>>,
}

/// Strings that repeat, by number.
#[derive(Debug, Default)]
struct Names {
    list: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.known.get(name) {
            return number;
        }
        let number = self.list.len();
        self.list.push(name.to_owned());
        self.known.insert(name.to_owned(), number);
        number
    }
}

impl Serialize for Names {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl Index {
    pub(super) fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Adds a file's rows; gives its entry for the ledger.
    pub(super) fn add(&mut self, view: &View, original: &'static str, part: usize, at: usize) -> Value {
        let file = self.files.path.len();
        let files = &mut self.files;
        files.path.push(view.source.path.clone());
        files.part.push(part);
        files.at.push(at);
        files.original.push(original);
        files.encoding.push(view.source.encoding.clone());
        files.chars.push(view.source.chars);
        let length = |[start, end]: [u32; 2]| u64::from(end.saturating_sub(start));
        files.noise.push(view.noise.iter().map(|n| length(n.span)).sum());
        files.repairs.push(view.repairs.as_ref().map_or(0, Vec::len));
        for noise in &view.noise {
            *self.noise.entry(noise.kind.clone()).or_default() += length(noise.span);
        }
        for repair in view.repairs.iter().flatten() {
            *self.repairs.entry(repair.kind.clone()).or_default() += 1;
        }
        let first = self.speeches.file.len();
        let mut rows = Vec::new();
        for (nth, speech) in view.speeches.iter().enumerate() {
            self.speech(file, nth, speech);
            let requirements: Vec<Value> = speech.requirements.iter().map(|r| self.requirement(r)).collect();
            let heads: Vec<&str> = speech.sections.iter().filter_map(|s| s.title.as_deref()).collect();
            rows.push(json!({"heads": heads.join("\n"), "requirements": requirements}));
        }
        if view.speeches.is_empty() {
            self.nothing(file, view.source.chars);
            rows.push(json!({"heads": "", "requirements": []}));
        }
        self.diagnostics(view, first);
        Value::Array(rows)
    }

    fn speech(&mut self, file: usize, nth: usize, speech: &Speech) {
        let rows = &mut self.speeches;
        let text = |words: &Option<super::view::Words>| words.as_ref().map(|w| w.text.clone());
        rows.file.push(file);
        rows.nth.push(i64::try_from(nth).unwrap_or(i64::MAX));
        rows.id.push(speech.id.clone());
        rows.title.push(text(&speech.title));
        rows.speaker.push(text(&speech.speaker));
        rows.date.push(speech.date.as_ref().and_then(|d| d.iso.clone()));
        rows.kind.push(speech.kind.clone());
        rows.confidence.push(speech.confidence);
        rows.chars.push(speech.span[1].saturating_sub(speech.span[0]));
        rows.requirements.push(speech.requirements.len());
        rows.weakest.push(speech.requirements.iter().map(|r| r.confidence).fold(1.0, f64::min));
        rows.codes.push(Vec::new());
    }

    fn nothing(&mut self, file: usize, chars: u32) {
        let rows = &mut self.speeches;
        rows.file.push(file);
        rows.nth.push(-1);
        rows.id.push(String::new());
        rows.title.push(None);
        rows.speaker.push(None);
        rows.date.push(None);
        rows.kind.push("none".to_owned());
        rows.confidence.push(1.0);
        rows.chars.push(chars);
        rows.requirements.push(0);
        rows.weakest.push(1.0);
        rows.codes.push(Vec::new());
    }

    /// What looked wrong is said with the speech it lies in; what concerns the whole file, with all of them.
    fn diagnostics(&mut self, view: &View, first: usize) {
        for diagnostic in &view.diagnostics {
            let code = self.codes.number(&format!("{} {}", diagnostic.severity, diagnostic.code));
            let holds = |speech: &Speech| {
                diagnostic.span.is_none_or(|[at, _]| speech.span[0] <= at && at < speech.span[1])
            };
            let nowhere = !view.speeches.iter().any(holds);
            for row in first..self.speeches.codes.len() {
                let here = view.speeches.get(row - first).is_none_or(holds);
                let codes = &mut self.speeches.codes[row];
                if (here || nowhere) && !codes.contains(&code) {
                    codes.push(code);
                }
            }
        }
    }

    /// Modality, addressee (number or null), words and day of the deadline, confidence, words.
    fn requirement(&mut self, requirement: &Requirement) -> Value {
        let addressee = requirement.addressee.as_ref().map(|a| self.addressees.number(&a.text));
        let deadline = requirement.deadline.as_ref();
        json!([
            requirement.modality,
            addressee,
            deadline.map(|d| &d.text),
            deadline.and_then(|d| d.iso.as_ref()),
            requirement.confidence,
            requirement.text
        ])
    }
}
