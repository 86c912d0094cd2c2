//! What the programs here share: which files there are, and their text.

use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder (or the one file), sorted by path.
pub fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.into()];
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).expect("a folder").flatten() {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found.sort();
    found
}

/// The text of a file: UTF-8, and GBK where it is not.
pub fn text(path: &Path) -> String {
    let bytes = fs::read(path).expect("a readable file");
    String::from_utf8(bytes).unwrap_or_else(|e| encoding_rs::GBK.decode(e.as_bytes()).0.into_owned())
}

/// The first argument after the program's name, a path.
pub fn first_argument() -> PathBuf {
    std::env::args_os().nth(2).expect("which folder or file?").into()
}
