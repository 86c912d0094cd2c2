//! Labels and the source text they speak of.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;

use super::ScoreError;
use super::units::{is_space, line_starts, units};
use crate::read::Limits;

/// `[start, end)` in code points of the source text.
pub(super) type Place = (usize, usize);

/// One file's labels and text.
pub(super) struct Gold {
    pub(super) text: Vec<char>,
    line_start: Vec<usize>,
    /// The stretch of the text that is labelled.
    pub(super) window: Place,
    /// `LINE.K`, line number and place of each unit in the window, in order.
    pub(super) units: Vec<(String, usize, Place)>,
    pub(super) docs: Vec<Doc>,
    pub(super) roles: BTreeMap<usize, String>,
    pub(super) sections: Vec<GoldSection>,
    pub(super) requirements: BTreeMap<String, GoldRequirement>,
}

/// A labelled speech; `-` stands for nothing.
pub(super) struct Doc {
    pub(super) span: Place,
    pub(super) title: String,
    pub(super) speaker: String,
    pub(super) date: String,
}

/// A labelled division, with its place found in the text.
pub(super) struct GoldSection {
    pub(super) unit: String,
    pub(super) kind: String,
    pub(super) level: u32,
    pub(super) marker: String,
    pub(super) title_text: String,
    pub(super) at: usize,
    pub(super) title: Option<Place>,
}

/// A labelled unit.
pub(super) struct GoldRequirement {
    pub(super) modality: String,
    pub(super) addressee: String,
    pub(super) deadline: String,
    pub(super) unsure: bool,
}

impl Gold {
    pub(super) fn load(
        folder: &Path,
        source: &Path,
        lines: RangeInclusive<usize>,
    ) -> Result<Self, ScoreError> {
        let text: Vec<char> = source_text(source)?.chars().collect();
        let line_start = line_starts(&text);
        let last = (*lines.end()).min(line_start.len() - 1);
        let window = (line_start[lines.start().saturating_sub(1).min(last)], line_start[last] - 1);
        let units = units(&text, &line_start).filter(|(_, line, _)| lines.contains(line)).collect();
        let mut gold = Self {
            text,
            line_start,
            window,
            units,
            docs: Vec::new(),
            roles: BTreeMap::new(),
            sections: Vec::new(),
            requirements: BTreeMap::new(),
        };
        gold.load_docs(&folder.join("docs.tsv"))?;
        gold.load_roles(&folder.join("lines.tsv"))?;
        gold.load_sections(&folder.join("sections.tsv"))?;
        for [unit, modality, addressee, deadline, flags] in table::<5>(&folder.join("requirements.tsv"))? {
            let unsure = flags.contains("unsure");
            gold.requirements.insert(unit, GoldRequirement { modality, addressee, deadline, unsure });
        }
        Ok(gold)
    }

    fn load_docs(&mut self, path: &Path) -> Result<(), ScoreError> {
        for (i, [first, last, title, speaker, date, _kind]) in table::<6>(path)?.into_iter().enumerate() {
            let start = self.line(path, i + 1, &first)?.0;
            let end = self.line(path, i + 1, &last)?.1;
            self.docs.push(Doc { span: (start, end), title, speaker, date });
        }
        Ok(())
    }

    fn load_roles(&mut self, path: &Path) -> Result<(), ScoreError> {
        for (i, [line, role]) in table::<2>(path)?.into_iter().enumerate() {
            self.line(path, i + 1, &line)?;
            self.roles.insert(line.parse().unwrap_or_default(), role);
        }
        Ok(())
    }

    fn load_sections(&mut self, path: &Path) -> Result<(), ScoreError> {
        let places: BTreeMap<String, Place> =
            self.units.iter().map(|(id, _, place)| (id.clone(), *place)).collect();
        // Several points may stand in one unit: each is looked for behind the one before.
        let mut behind: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (i, [unit, kind, level, marker, title_text]) in table::<5>(path)?.into_iter().enumerate() {
            let &(start, end) = places
                .get(&unit)
                .ok_or_else(|| row_error(path, i + 1, format!("no unit {unit} in the source")))?;
            let level = level.parse().map_err(|e| row_error(path, i + 1, format!("level {level:?}: {e}")))?;
            let mut at = start;
            if marker != "-" {
                let from = behind.get(&(unit.clone(), marker.clone())).copied().unwrap_or(start);
                at = self.find(&marker, from, end).unwrap_or(start);
            }
            let key = (unit.clone(), marker.clone());
            let next = behind.get(&key).copied().unwrap_or(0).max(at + 1);
            behind.insert(key, next);
            let marker_len = if marker == "-" { 0 } else { marker.chars().count() };
            let title = (title_text != "-")
                .then(|| self.find(&title_text, at + marker_len, end + 200))
                .flatten()
                .map(|t| (t, t + title_text.chars().count()));
            self.sections.push(GoldSection { unit, kind, level, marker, title_text, at, title });
        }
        Ok(())
    }

    /// The place of a line, its line end left out.
    pub(super) fn line_place(&self, line: usize) -> Place {
        (self.line_start[line - 1], self.line_start[line] - 1)
    }

    fn line(&self, path: &Path, row: usize, field: &str) -> Result<Place, ScoreError> {
        let line: usize = field.parse().map_err(|e| row_error(path, row, format!("line {field:?}: {e}")))?;
        if line == 0 || line >= self.line_start.len() {
            return Err(row_error(path, row, format!("the source has no line {line}")));
        }
        Ok(self.line_place(line))
    }

    /// The first place of `needle` in `[from, to)`.
    pub(super) fn find(&self, needle: &str, from: usize, to: usize) -> Option<usize> {
        let needle: Vec<char> = needle.chars().collect();
        let to = to.min(self.text.len());
        let slice = self.text.get(from..to)?;
        if needle.is_empty() {
            return Some(from);
        }
        slice.windows(needle.len()).position(|w| w == needle).map(|i| from + i)
    }

    /// The words at a place.
    pub(super) fn words(&self, place: Place) -> String {
        let end = place.1.min(self.text.len());
        self.text[place.0.min(end)..end].iter().collect()
    }

    /// The beginning of what stands at a place, on one line.
    pub(super) fn excerpt(&self, place: Place) -> String {
        self.words((place.0, place.1.min(place.0 + 70))).replace('\n', "⏎")
    }

    /// The line, from 0, of the last character before `end` that is no white space.
    pub(super) fn last_line(&self, end: usize) -> usize {
        let mut end = end.min(self.text.len());
        while end > 0 && is_space(self.text[end - 1]) {
            end -= 1;
        }
        self.line_start[1..self.line_start.len() - 1].partition_point(|&s| s <= end)
    }

    /// The labelled speech that holds a place.
    pub(super) fn doc_of(&self, at: usize) -> Option<usize> {
        self.docs.iter().position(|d| d.span.0 <= at && at < d.span.1)
    }
}

/// Without any white space.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|&c| !is_space(c)).collect()
}

/// The rows of a label table: tab-separated, no header, no quoting.
pub(super) fn table<const N: usize>(path: &Path) -> Result<Vec<[String; N]>, ScoreError> {
    let text = read(path)?;
    let lines = text.lines().enumerate().filter(|(_, l)| !l.is_empty());
    lines
        .map(|(i, line)| {
            let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            let count = fields.len();
            fields
                .try_into()
                .map_err(|_| row_error(path, i + 1, format!("{count} fields, not {N}: {line:?}")))
        })
        .collect()
}

pub(super) fn row_error(path: &Path, line: usize, message: String) -> ScoreError {
    ScoreError::Row { path: path.to_owned(), line, message }
}

/// The source text as the program reads it: any encoding, Word files too.
fn source_text(path: &Path) -> Result<String, ScoreError> {
    let wrong = |source| ScoreError::Read { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(wrong)?;
    let source = crate::read::read("", &bytes, &Limits::default(), &mut Vec::new());
    source.map(|s| s.text).map_err(|error| wrong(std::io::Error::other(error)))
}

pub(super) fn read(path: &Path) -> Result<String, ScoreError> {
    std::fs::read_to_string(path).map_err(|source| ScoreError::Read { path: path.to_owned(), source })
}
