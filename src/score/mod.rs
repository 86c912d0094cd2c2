//! How right an output is, against labels: the public measure.
//!
//! The labels are four tables a source file, as `docs/labelling.md` defines them; a *set* lists what to score. Counts are
//! pooled over the files of the set before ratios are taken. Only spans are compared, in code points of the source
//! text, never repaired or converted text: a program may normalise as it likes, as long as its spans point home. Any
//! program that writes the fields of our records can be measured.

mod compare;
mod figures;
mod gold;
mod requirements;
mod sections;
mod speeches;
pub(crate) mod units;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub use figures::{Accuracy, Figure, Figures, Rate};

/// Why a set could not be scored.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// A file of the set, the labels or the output could not be read.
    #[error("{path}: {source}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A row of a table has the wrong shape, or names what the source does not have.
    #[error("{path}:{line}: {message}")]
    Row {
        /// Which table.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The output has no record for a file of the set.
    #[error("输出中没有 {0} 的记录 (no record for {0} in the output)")]
    NoRecord(String),
}

/// One disagreement between labels and output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// What kind, e.g. `requirement missed`.
    pub kind: &'static str,
    /// Where and what.
    pub what: String,
}

/// The result for one file of a set.
#[derive(Clone, Debug)]
pub struct FileScore {
    /// The source file's name.
    pub name: String,
    /// Its counts.
    pub figures: Figures,
    /// Its disagreements, in the order of the figures.
    pub misses: Vec<Miss>,
}

/// Scores the records of `output` (JSON Lines) against the set at `set`: a table of gold folder, source file, first
/// and last line, with paths relative to itself; or a folder that holds such a table named `set.tsv`.
///
/// # Errors
/// If a file is missing or malformed, or the output lacks a record.
pub fn score(set: &Path, output: &Path) -> Result<Vec<FileScore>, ScoreError> {
    let set = if set.is_dir() { set.join("set.tsv") } else { set.to_owned() };
    let records = records(output)?;
    let base = set.parent().unwrap_or(Path::new("."));
    let rows = gold::table::<4>(&set)?;
    rows.iter()
        .enumerate()
        .map(|(i, [folder, path, first, last])| {
            let number = |field: &str| {
                field.parse::<usize>().map_err(|e| gold::row_error(&set, i + 1, format!("{field:?}: {e}")))
            };
            let name =
                Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let record = nearest(&records, path, &name).ok_or_else(|| ScoreError::NoRecord(name.clone()))?;
            let gold =
                gold::Gold::load(&base.join(folder), &base.join(path), number(first)?..=number(last)?)?;
            let (figures, misses) = compare::compare(&gold, record);
            Ok(FileScore { name, figures, misses })
        })
        .collect()
}

/// The figures of all files together.
pub fn pool(files: &[FileScore]) -> Figures {
    files.iter().fold(Figures::default(), |sum, file| sum + file.figures)
}

/// The record of the source at `path`: folders of an archive hold files of one name, and set and output may call the
/// same folder differently, so the one whose path ends most alike.
fn nearest<'a>(records: &'a BTreeMap<String, Vec<Value>>, path: &str, name: &str) -> Option<&'a Value> {
    let alike = |record: &&Value| {
        let theirs = record["source"]["path"].as_str().unwrap_or_default();
        path.rsplit('/').zip(theirs.rsplit('/')).take_while(|(a, b)| a == b).count()
    };
    // Of several equally alike, the last, as the last record of a file counts.
    records.get(name)?.iter().max_by_key(alike)
}

/// The records of an output by the name of their source file.
fn records(path: &Path) -> Result<BTreeMap<String, Vec<Value>>, ScoreError> {
    let text = gold::read(path)?;
    let mut out: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let record: Value =
            serde_json::from_str(line).map_err(|e| gold::row_error(path, i + 1, e.to_string()))?;
        let source = record["source"]["path"].as_str().unwrap_or_default();
        let name = source.rsplit('/').next().unwrap_or_default().to_owned();
        out.entry(name).or_default().push(record);
    }
    Ok(out)
}
