//! Marks copies in records that are written already: `duplicate_of` behind a speech's `signature`.
//!
//! Only that is put in, or taken out where another run put it: all other bytes of a record stay what they are, whoever
//! wrote them. So an archive can be marked as it is written, or later, and the result is the same.

use serde::Deserialize;

use crate::dedup::{Finder, Kind, NotASketch, Sketch};
use crate::record::DuplicateOf;

/// Finds copies among the speeches of records, given one after another.
#[derive(Debug, Default)]
pub struct Marker {
    finder: Finder,
    paths: Vec<Box<str>>,
    /// Of each speech that came: its path's place in `paths`, and its id.
    speeches: Vec<(u32, Box<str>)>,
    counts: Counts,
}

/// How many speeches came, and how many copies of each kind were among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub speeches: usize,
    /// The same letters as an earlier one.
    pub exact: usize,
    /// Nearly an earlier one.
    pub near: usize,
    /// A part of an earlier one.
    pub part: usize,
    /// Hold an earlier one.
    pub holds: usize,
}

/// Why a record cannot be marked.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// Not a record.
    #[error("不是 yaodian 的记录:{0} · not a record of yaodian: {0}")]
    NotARecord(#[from] serde_json::Error),
    /// A speech without signature.
    #[error(
        "记录 {0} 没有特征串,请用 extract --signatures 重新提取 · the record of {0} has no signatures: extract again with \
         --signatures"
    )]
    Unsigned(String),
    /// A signature that we did not write.
    #[error("记录 {0} 的特征串有误 · a signature in the record of {0} is broken")]
    Broken(String),
}

#[derive(Deserialize)]
struct Written {
    source: WrittenSource,
    speeches: Vec<WrittenSpeech>,
}

#[derive(Deserialize)]
struct WrittenSource {
    path: String,
}

#[derive(Deserialize)]
struct WrittenSpeech {
    id: Box<str>,
    signature: Option<String>,
}

impl Marker {
    /// The next record, marked. Records must come in one order, that of the archive.
    ///
    /// # Errors
    /// If it is no record, or a speech of it has no signature.
    pub fn mark(&mut self, record: &str) -> Result<String, MarkError> {
        let Written { source: WrittenSource { path }, speeches } = serde_json::from_str(record)?;
        let broken = || MarkError::Broken(path.clone());
        let mut marks = Vec::with_capacity(speeches.len());
        if !speeches.is_empty() {
            self.paths.push(path.as_str().into());
        }
        for speech in speeches {
            let signature = speech.signature.ok_or_else(|| MarkError::Unsigned(path.clone()))?;
            let sketch: Sketch = signature.parse().map_err(|NotASketch| broken())?;
            self.speeches.push((self.paths.len() as u32 - 1, speech.id));
            let copy = self.finder.next(&sketch);
            self.counts.add(copy.map(|c| c.kind));
            marks.push(copy.and_then(|copy| {
                let (path, id) = self.speeches.get(copy.of as usize)?;
                Some(DuplicateOf {
                    path: self.paths.get(*path as usize)?.to_string(),
                    speech: id.to_string(),
                    kind: copy.kind.into(),
                    similarity: hundredths(copy.similarity),
                    shared: hundredths(copy.shared),
                })
            }));
        }
        written(record, &marks).ok_or_else(broken)
    }

    /// What came so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

impl Counts {
    fn add(&mut self, kind: Option<Kind>) {
        self.speeches += 1;
        match kind {
            Some(Kind::Exact) => self.exact += 1,
            Some(Kind::Near) => self.near += 1,
            Some(Kind::Part) => self.part += 1,
            Some(Kind::Holds) => self.holds += 1,
            None => {}
        }
    }
}

/// More would say nothing: they are estimates.
fn hundredths(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

/// The record with these marks behind its signatures and no others; `None` if it has not as many signatures.
fn written(record: &str, marks: &[Option<DuplicateOf>]) -> Option<String> {
    let mut out = String::with_capacity(record.len() + 200 * marks.len());
    let (mut done, mut marks) = (0, marks.iter());
    for (at, key) in record.match_indices(r#""signature""#) {
        // A quote within a string is escaped: only a key has its colon behind it.
        let Some(value) = after_colon(record, at + key.len()) else { continue };
        let end = value + 1 + record.get(value + 1..)?.find('"')? + 1;
        out.push_str(record.get(done..end)?);
        done = old_mark(record, end).unwrap_or(end);
        if let Some(mark) = marks.next()? {
            let lead = record.get(..at)?;
            out.push(',');
            out.push_str(&lead[lead.trim_end().len()..]);
            out.push_str(r#""duplicate_of""#);
            out.push_str(record.get(at + key.len()..value)?);
            out.push_str(&serde_json::to_string(mark).ok()?);
        }
    }
    out.push_str(record.get(done..)?);
    marks.next().is_none().then_some(out)
}

/// Where the value begins of a key that ends at `end`.
fn after_colon(record: &str, end: usize) -> Option<usize> {
    let rest = record.get(end..)?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start();
    Some(end + rest.len() - value.len())
}

/// Where a mark ends that begins, with its comma, at `start`.
fn old_mark(record: &str, start: usize) -> Option<usize> {
    let rest = record.get(start..)?;
    let key = rest.trim_start().strip_prefix(',')?.trim_start().strip_prefix(r#""duplicate_of""#)?;
    let value = after_colon(record, start + rest.len() - key.len())?;
    let mut json =
        serde_json::Deserializer::from_str(record.get(value..)?).into_iter::<serde::de::IgnoredAny>();
    json.next()?.ok()?;
    Some(value + json.byte_offset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::Format;
    use crate::{Options, Pipeline, Record};

    const PAGE: &str = "在全县防汛工作会议上的讲话\n同志们:\n今年入春以来降雨偏多,各乡镇要在6月10日前完成堤防检查,并说\"signature\":\"00\"。\n";

    fn records(format: Format) -> Vec<String> {
        let pipeline = Pipeline::new(&Options { signatures: true, ..Options::default() });
        let record =
            |name: &str, text: &str| format.record(&Record::from(&pipeline.process(name, text.as_bytes())));
        vec![
            record("a.txt", PAGE),
            record("b.txt", "%PDF-1"),
            record("c.txt", &PAGE.replace("6月10日", "7月1日")),
        ]
    }

    fn marked(records: &[String]) -> Vec<String> {
        let mut marker = Marker::default();
        records.iter().map(|r| marker.mark(r).unwrap()).collect()
    }

    #[test]
    fn copies_are_marked_and_nothing_else_changes() {
        for format in [Format::Jsonl, Format::Json] {
            let plain = records(format);
            let once = marked(&plain);
            assert_eq!(plain[..2], once[..2]);
            let value: serde_json::Value = serde_json::from_str(&once[2]).unwrap();
            let wanted = serde_json::json!({"path": "a.txt", "speech": "1", "kind": "exact", "similarity": 1.0, "shared": 1.0});
            assert_eq!(value["speeches"][0]["duplicate_of"], wanted);
            // Again: the same marks. Alone: none, and the record is what it was.
            assert_eq!(marked(&once), once);
            assert_eq!(marked(&once[2..]), plain[2..]);
        }
    }

    #[test]
    fn what_cannot_be_marked_is_said() {
        let mut marker = Marker::default();
        assert!(matches!(marker.mark("{}"), Err(MarkError::NotARecord(_))));
        let plain = Format::Jsonl
            .record(&Record::from(&Pipeline::new(&Options::default()).process("a.txt", PAGE.as_bytes())));
        assert!(matches!(marker.mark(&plain), Err(MarkError::Unsigned(path)) if path == "a.txt"));
        let torn = records(Format::Jsonl)[0].replacen(r#""signature":""#, r#""signature":"+"#, 1);
        assert!(matches!(marker.mark(&torn), Err(MarkError::Broken(_))));
    }
}
