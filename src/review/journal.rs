//! The journal: one JSON object a line, only ever appended to, on the disk before anybody is told that it is saved.
//!
//! A line opens a file (its labels as they were proposed) or changes them. Files are known by the BLAKE3 of their bytes, so
//! an archive may be moved. A line that a crash cut short was never answered; it is left as it is and passed over.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::labels::{Change, Labels};

/// What a line says.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// Version of this shape, 1.
    v: u32,
    /// When, in seconds since 1970.
    at: u64,
    /// For people: where the file was.
    path: String,
    blake3: String,
    /// The labels that the first change was made to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open: Option<Labels>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change>,
}

/// An open journal; nobody else has it open.
#[derive(Debug)]
pub struct Journal {
    file: File,
}

/// A source file as the journal names it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Where it is.
    pub path: &'a str,
    /// BLAKE3 of its bytes.
    pub blake3: &'a str,
}

impl Journal {
    /// Opens or begins the journal at `path`: what it says, by BLAKE3 of the file, and the numbers of lines (from 1)
    /// that say nothing.
    ///
    /// # Errors
    /// If it cannot be read or written, or another program has it open.
    pub fn open(path: &Path) -> io::Result<(Self, BTreeMap<String, Labels>, Vec<usize>)> {
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        file.try_lock().map_err(|e| io::Error::other(e.to_string()))?;
        let (mut labels, mut bad) = (BTreeMap::new(), Vec::new());
        let mut reader = BufReader::new(&file);
        let (mut bytes, mut number, mut whole) = (Vec::new(), 0, true);
        while reader.read_until(b'\n', &mut bytes)? > 0 {
            number += 1;
            whole = bytes.ends_with(b"\n");
            match serde_json::from_slice::<Line>(&bytes) {
                // A whole line without its end was cut before it was answered, but it is what the person did.
                Ok(line) => replay(&mut labels, line),
                Err(_) if bytes.trim_ascii().is_empty() => {}
                Err(_) => bad.push(number),
            }
            bytes.clear();
        }
        file.seek(io::SeekFrom::End(0))?;
        if !whole {
            file.write_all(b"\n")?;
            file.sync_data()?;
        }
        Ok((Self { file }, labels, bad))
    }

    /// Writes down the labels that a file begins with.
    ///
    /// # Errors
    /// If it could not be brought to the disk.
    pub fn begin(&mut self, named: Named<'_>, labels: &Labels, at: u64) -> io::Result<()> {
        self.append(named, Some(labels.clone()), Vec::new(), at)
    }

    /// Writes down changes that belong together.
    ///
    /// # Errors
    /// If they could not be brought to the disk.
    pub fn change(&mut self, named: Named<'_>, changes: Vec<Change>, at: u64) -> io::Result<()> {
        self.append(named, None, changes, at)
    }

    fn append(
        &mut self,
        named: Named<'_>,
        open: Option<Labels>,
        changes: Vec<Change>,
        at: u64,
    ) -> io::Result<()> {
        let (path, blake3) = (named.path.to_owned(), named.blake3.to_owned());
        let mut line = serde_json::to_vec(&Line { v: 1, at, path, blake3, open, changes })?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()
    }
}

fn replay(labels: &mut BTreeMap<String, Labels>, line: Line) {
    let mine = labels.entry(line.blake3).or_default();
    if let Some(open) = line.open {
        *mine = open;
    }
    for change in &line.changes {
        mine.apply(change);
    }
}

#[cfg(test)]
mod tests {
    use super::super::labels::{Key, Table};
    use super::*;

    const FILE: Named<'static> = Named { path: "a.txt", blake3: "00" };

    fn change(line: usize, role: &str) -> Change {
        Change { table: Table::Lines, key: Key { line, unit: 0 }, rows: vec![vec![role.into()]] }
    }

    #[test]
    fn what_was_saved_is_there_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal.jsonl");
        let mut labels = Labels::default();
        {
            let (mut journal, ..) = Journal::open(&path).unwrap();
            labels.apply(&change(1, "noise"));
            journal.begin(FILE, &labels, 7).unwrap();
            labels.apply(&change(2, "body"));
            journal.change(FILE, vec![change(2, "body")], 8).unwrap();
            assert!(Journal::open(&path).is_err(), "two at once");
        }
        let (_, read, bad) = Journal::open(&path).unwrap();
        assert_eq!((read.get("00"), bad.len()), (Some(&labels), 0));
    }

    #[test]
    fn a_cut_at_any_byte_costs_at_most_what_was_not_answered() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal.jsonl");
        let (mut journal, ..) = Journal::open(&path).unwrap();
        journal.begin(FILE, &Labels::default(), 0).unwrap();
        journal.change(FILE, vec![change(1, "body")], 0).unwrap();
        let answered = std::fs::metadata(&path).unwrap().len() as usize;
        journal.change(FILE, vec![change(2, "body")], 0).unwrap();
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for cut in answered..whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let (mut journal, read, _) = Journal::open(&path).unwrap();
            assert!(read["00"].rows(Table::Lines).count() >= 1, "cut at {cut}");
            journal.change(FILE, vec![change(3, "body")], 0).unwrap();
            drop(journal);
            let (_, read, bad) = Journal::open(&path).unwrap();
            assert!(read["00"].rows(Table::Lines).any(|(key, _)| key.line == 3), "cut at {cut}");
            assert!(bad.len() <= 1);
        }
    }
}
