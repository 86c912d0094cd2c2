//! Label files, written from labels: `set.tsv`, and a folder for each stretch that a person is done with.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::labels::{Key, Labels, Table};

/// A stretch of whole speeches that a person is done with: its first and last line.
type Stretch = (usize, usize);

/// Behind every line.
const LAST: usize = 999_999;

/// The stretches of a file to be measured. Where all speeches are done, the whole file is: noise around them counts too.
pub(super) fn stretches(labels: &Labels) -> Vec<Stretch> {
    let done: Vec<usize> = labels.rows(Table::Done).map(|(key, _)| key.line).collect();
    let docs: Vec<(usize, usize, bool)> = labels
        .rows(Table::Docs)
        .map(|(key, row)| {
            let last = row.first().and_then(|last| last.parse().ok()).unwrap_or(key.line);
            (key.line, last, done.contains(&key.line))
        })
        .collect();
    if docs.iter().all(|d| d.2) && (!docs.is_empty() || done.contains(&0)) {
        return vec![(1, LAST)];
    }
    docs.chunk_by(|a, b| a.2 == b.2)
        .filter(|run| run[0].2)
        .map(|run| (run[0].0, run.last().map_or(run[0].1, |d| d.1)))
        .collect()
}

/// The four tables of a stretch, in `folder`. A table appears when it is whole.
pub(super) fn tables(folder: &Path, labels: &Labels, (first, last): Stretch) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let names = [
        ("docs.tsv", Table::Docs),
        ("lines.tsv", Table::Lines),
        ("sections.tsv", Table::Sections),
        ("requirements.tsv", Table::Requirements),
    ];
    for (name, table) in names {
        let mut out = String::new();
        let inside = |key: &Key| first <= key.line && key.line <= last;
        for (key, row) in labels.rows(table).filter(|(key, _)| inside(key)) {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{key}\t{}", row.join("\t"));
        }
        replace(&folder.join(name), &out)?;
    }
    Ok(())
}

/// Writes a file beside its place and moves it there.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = fs::File::create(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&part, path)
}

/// A folder's name for a file: its own name as far as every system takes it, and the beginning of its hash.
pub(super) fn folder_name(path: &str, blake3: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = |c: char| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    let stem: String = stem.chars().map(plain).take(40).collect();
    let hash: String = blake3.chars().take(8).collect();
    format!("{stem}-{hash}")
}
