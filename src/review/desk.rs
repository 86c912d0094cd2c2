//! The desk: an archive, its labels, and the journal they come from.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::journal::{Journal, Named};
use super::labels::{Change, Labels, Table};
use super::{propose::propose, write};
use crate::batch::{self, From, Input};
use crate::document::Document;
use crate::pipeline::Pipeline;
use crate::score::units::{line_starts, units};

/// Why the desk cannot do something.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no such file in the archive, or it could not be read.
    #[error("存档里没有这个文件,或读不出 · no such file in the archive, or it cannot be read")]
    NoFile,
    /// The file is not what it was when the review began.
    #[error("{0} 已改动,请重新启动 review · {0} has changed: start the review again")]
    Changed(String),
    /// A change that does not fit the tables.
    #[error("{0}")]
    Bad(String),
    /// The journal or a table could not be written.
    #[error("存不下来:{path}:{source} · cannot be saved: {path}: {source}")]
    Save {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// An archive under review.
#[derive(Debug)]
pub struct Desk {
    pipeline: Pipeline,
    /// The files in the order of the index, each with the BLAKE3 it had at the start.
    files: Vec<(Input, Option<String>)>,
    labels: BTreeMap<String, Labels>,
    journal: Journal,
    folder: PathBuf,
}

impl Desk {
    /// Opens the labels in `folder`. The second value: lines of the journal that say nothing.
    ///
    /// # Errors
    /// If the folder cannot be written, or is open elsewhere.
    pub fn open(
        pipeline: Pipeline,
        files: Vec<(Input, Option<String>)>,
        folder: &Path,
    ) -> Result<(Self, Vec<usize>), DeskError> {
        let path = folder.join("journal.jsonl");
        let told = |path: &Path| {
            let path = path.to_owned();
            move |source| DeskError::Save { path, source }
        };
        fs::create_dir_all(folder).map_err(told(folder))?;
        let (journal, labels, bad) = Journal::open(&path).map_err(told(&path))?;
        let desk = Self { pipeline, files, labels, journal, folder: folder.to_owned() };
        desk.write_all()?;
        Ok((desk, bad))
    }

    /// What a person sees of a file's labels: the places labels can speak of, and what stands there.
    ///
    /// # Errors
    /// If the file is not there or not the same.
    pub fn show(&self, file: usize) -> Result<Value, DeskError> {
        let (document, hash) = self.document(file)?;
        let text: Vec<char> = document.source.text.chars().collect();
        let starts = line_starts(&text);
        let places: Vec<Value> =
            units(&text, &starts).map(|(key, _, (from, to))| json!([key, from, to])).collect();
        let known = self.labels.get(hash);
        let labels = known.cloned().unwrap_or_else(|| propose(&document));
        Ok(json!({"units": places, "lines": starts, "labels": labels, "begun": known.is_some()}))
    }

    /// Saves changes that belong together. When this returns, they are on the disk.
    ///
    /// # Errors
    /// If the file is not there or not the same, a change is not good, or the disk refuses.
    pub fn change(&mut self, file: usize, changes: Vec<Change>, at: u64) -> Result<(), DeskError> {
        let (document, hash) = self.document(file)?;
        let hash = hash.to_owned();
        let lines = document.source.text.split('\n').count();
        changes.iter().try_for_each(|change| change.check(lines)).map_err(DeskError::Bad)?;
        let path = self.files[file].0.name.clone();
        let named = Named { path: &path, blake3: &hash };
        let journal = self.folder.join("journal.jsonl");
        let told = |source| DeskError::Save { path: journal.clone(), source };
        if !self.labels.contains_key(&hash) {
            let labels = propose(&document);
            self.journal.begin(named, &labels, at).map_err(told)?;
            self.labels.insert(hash.clone(), labels);
        }
        self.journal.change(named, changes.clone(), at).map_err(told)?;
        if let Some(labels) = self.labels.get_mut(&hash) {
            changes.iter().for_each(|change| labels.apply(change));
        }
        self.write_file(file)?;
        self.write_set()
    }

    /// For each file with labels: the first lines of the speeches that are done, and how many units were looked at.
    pub fn progress(&self) -> Value {
        let told = |(_, hash): &(Input, Option<String>)| {
            let labels = self.labels.get(hash.as_deref()?)?;
            let done: Vec<usize> = labels.rows(Table::Done).map(|(key, _)| key.line).collect();
            Some(json!({"done": done, "checked": labels.rows(Table::Checked).count()}))
        };
        self.files.iter().map(|file| told(file).unwrap_or(Value::Null)).collect()
    }

    /// The file as it was at the start, read again.
    fn document(&self, file: usize) -> Result<(Document, &str), DeskError> {
        let Some((input, Some(hash))) = self.files.get(file) else { return Err(DeskError::NoFile) };
        let document = batch::process(&self.pipeline, input);
        if document.source.blake3 != *hash {
            return Err(DeskError::Changed(input.name.clone()));
        }
        Ok((document, hash))
    }

    fn write_all(&self) -> Result<(), DeskError> {
        (0..self.files.len()).try_for_each(|file| self.write_file(file))?;
        self.write_set()
    }

    /// The folders of a file's labels, and none that are no longer true.
    fn write_file(&self, file: usize) -> Result<(), DeskError> {
        let Some((name, labels)) = self.labelled(file) else { return Ok(()) };
        let told = |source| DeskError::Save { path: self.folder.join(&name), source };
        let stretches = write::stretches(labels);
        for (i, stretch) in stretches.iter().enumerate() {
            write::tables(&self.folder.join(part(&name, i)), labels, *stretch).map_err(told)?;
        }
        for i in stretches.len().. {
            let old = self.folder.join(part(&name, i));
            if !old.is_dir() {
                break;
            }
            fs::remove_dir_all(old).map_err(told)?;
        }
        Ok(())
    }

    fn write_set(&self) -> Result<(), DeskError> {
        let mut set = String::new();
        for file in 0..self.files.len() {
            let Some((name, labels)) = self.labelled(file) else { continue };
            let From::File(path) = &self.files[file].0.from else { continue };
            for (i, (first, last)) in write::stretches(labels).into_iter().enumerate() {
                let source = from_folder(&self.folder, path);
                set.push_str(&format!("{}\t{source}\t{first}\t{last}\n", part(&name, i)));
            }
        }
        let path = self.folder.join("set.tsv");
        write::replace(&path, &set).map_err(|source| DeskError::Save { path, source })
    }

    fn labelled(&self, file: usize) -> Option<(String, &Labels)> {
        let (input, hash) = self.files.get(file)?;
        let hash = hash.as_deref()?;
        Some((write::folder_name(&input.name, hash), self.labels.get(hash)?))
    }
}

fn part(name: &str, i: usize) -> String {
    if i == 0 { name.to_owned() } else { format!("{name}.{}", i + 1) }
}

/// The way from a folder to a file, so that both can be moved together; the whole path where there is none.
fn from_folder(folder: &Path, file: &Path) -> String {
    let whole = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (folder, file) = (whole(folder), whole(file));
    let shared = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().count() - shared;
    let parts = std::iter::repeat_n("..".into(), up)
        .chain(file.components().skip(shared).map(|c| c.as_os_str().to_string_lossy()));
    if shared == 0 { file.to_string_lossy().into_owned() } else { parts.collect::<Vec<_>>().join("/") }
}
