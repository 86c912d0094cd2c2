//! From what a user names to the inputs: files, folders, globs, `-`; sorted, without duplicates.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use glob::MatchOptions;
use ignore::WalkBuilder;

use super::{From, Input};

/// The endings that we take from folders, in any case. A file that is named itself is read whatever its ending.
/// Markdown is not among them: in archives it is the note about the archive.
const ENDINGS: [&str; 2] = ["txt", "docx"];

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What to read: in the order named, a folder's or glob's own in the order of their paths' bytes.
    pub inputs: Vec<Input>,
    /// Folders and globs that hold nothing we read.
    pub empty: Vec<String>,
}

/// Why there is nothing to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// No such file or folder.
    #[error("没有这个文件或文件夹:{0} · no such file or folder: {0}")]
    Missing(String),
    /// A glob that cannot be understood.
    #[error("通配符写法不对:{0}({1}) · malformed glob: {0} ({1})")]
    Glob(String, String),
    /// Folders or globs without any file to read.
    #[error(
        "没有找到 .txt 或 .docx 文件:{0};单独点名的文件不看扩展名 · no .txt or .docx files found: {0}; a file named \
         itself is read whatever its ending"
    )]
    Nothing(String),
}

/// The inputs that `paths` name: files, folders (searched with all folders below them), globs, `-` for standard input.
/// Hidden files and the lock files that Word leaves behind (`~$x.docx`) are not taken from folders and globs; a file
/// that is named twice is read once.
///
/// # Errors
/// If a path names nothing, or nothing is found at all.
pub fn find(paths: &[OsString]) -> Result<Found, FindError> {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        let mut inputs = named(path)?;
        if inputs.is_empty() {
            found.empty.push(show(path.as_ref()));
        }
        inputs.retain(|input| match &input.from {
            From::File(path) => seen.insert(plain(path)),
            From::Stdin => seen.insert(PathBuf::from("-")),
            From::Nowhere(_) => true,
        });
        found.inputs.extend(inputs);
    }
    if found.inputs.is_empty() { Err(FindError::Nothing(found.empty.join(", "))) } else { Ok(found) }
}

/// The inputs that one argument names.
fn named(path: &OsStr) -> Result<Vec<Input>, FindError> {
    if path == "-" {
        return Ok(vec![Input { name: "-".into(), from: From::Stdin }]);
    }
    let path = Path::new(path);
    if path.is_dir() {
        return Ok(folder(path));
    }
    if path.exists() {
        return Ok(vec![file(path.into())]);
    }
    match path.to_str() {
        Some(pattern) if pattern.contains(['*', '?', '[']) => globbed(pattern),
        _ => Err(FindError::Missing(show(path))),
    }
}

fn globbed(pattern: &str) -> Result<Vec<Input>, FindError> {
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::default() };
    let malformed = |e: glob::PatternError| FindError::Glob(pattern.into(), e.msg.into());
    let mut inputs = Vec::new();
    for entry in glob::glob_with(pattern, options).map_err(malformed)? {
        match entry {
            Ok(path) if path.is_dir() => inputs.extend(folder(&path)),
            Ok(path) if is_lock(&path) => {}
            Ok(path) => inputs.push(file(path)),
            Err(error) => inputs.push(nowhere(error.path(), error.error())),
        }
    }
    sort(&mut inputs);
    Ok(inputs)
}

fn folder(path: &Path) -> Vec<Input> {
    // Links are followed (archives are often collections of links); the walker breaks loops and says so.
    let walk = WalkBuilder::new(path).standard_filters(false).hidden(true).follow_links(true).build();
    let mut inputs: Vec<Input> = walk
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => None,
            Ok(entry) => (is_ours(entry.path()) && !is_lock(entry.path())).then(|| file(entry.into_path())),
            Err(error) => Some(nowhere(&place_of(&error).unwrap_or_else(|| path.into()), &error)),
        })
        .collect();
    sort(&mut inputs);
    inputs
}

/// The path that a walker's error is about.
fn place_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

fn sort(inputs: &mut [Input]) {
    inputs.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
}

fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|e| ENDINGS.iter().any(|ours| e.eq_ignore_ascii_case(ours)))
}

fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"~$"))
}

fn file(path: PathBuf) -> Input {
    Input { name: show(&path), from: From::File(path) }
}

fn nowhere(path: &Path, why: &dyn std::fmt::Display) -> Input {
    Input { name: show(path), from: From::Nowhere(why.to_string()) }
}

/// With `/` between folders on every system.
fn show(path: &Path) -> String {
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// One spelling a path: absolute, without `.` and doubled `/`. Links stay: two names of one file are two inputs.
fn plain(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.into());
    whole.components().filter(|c| *c != Component::CurDir).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder with files of every kind; the names found under it by `paths`.
    fn names(paths: &[&str]) -> Result<Vec<String>, FindError> {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::create_dir_all(root.join(".git")).unwrap();
        fs::create_dir_all(root.join("leer")).unwrap();
        let files = [
            "a.txt",
            "a/二.TXT",
            "a/b/1.docx",
            "a/b/~$1.docx",
            "a/b/.x.txt",
            ".git/x.txt",
            "z.md",
            "a-b.txt",
        ];
        for file in files {
            fs::write(root.join(file), "x").unwrap();
        }
        let paths: Vec<OsString> = paths.iter().map(|p| root.join(p).into()).collect();
        let prefix = format!("{}/", show(root));
        let found = find(&paths)?;
        Ok(found.inputs.iter().map(|i| i.name.replace(&prefix, "")).collect())
    }

    #[test]
    fn folders_give_what_we_read_in_order() {
        assert_eq!(names(&[""]).unwrap(), ["a-b.txt", "a.txt", "a/b/1.docx", "a/二.TXT"]);
        assert_eq!(names(&["leer", "a"]).unwrap(), ["a/b/1.docx", "a/二.TXT"]);
    }

    #[test]
    fn a_named_file_is_read_whatever_its_ending_and_once() {
        assert_eq!(
            names(&["z.md", "./a//b/1.docx", "a", "z.md"]).unwrap(),
            ["z.md", "./a//b/1.docx", "a/二.TXT"]
        );
    }

    #[test]
    fn globs_take_files_and_folders() {
        assert_eq!(names(&["*.txt"]).unwrap(), ["a-b.txt", "a.txt"]);
        assert_eq!(names(&["a/**/*.docx"]).unwrap(), ["a/b/1.docx"]);
        assert_eq!(names(&["[a]"]).unwrap(), ["a/b/1.docx", "a/二.TXT"]);
    }

    #[test]
    fn nothing_to_do_is_said() {
        assert!(matches!(names(&["none.txt"]), Err(FindError::Missing(_))));
        assert!(matches!(names(&["leer"]), Err(FindError::Nothing(_))));
        assert!(matches!(names(&["*.pdf"]), Err(FindError::Nothing(_))));
        assert!(matches!(names(&["a[.txt"]), Err(FindError::Glob(..))));
    }
}
