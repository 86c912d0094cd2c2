//! From what a user names to the inputs: files, folders, globs, archives, lists, `-`; in order, without duplicates.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use glob::MatchOptions;
use ignore::overrides::Override;

use super::archive;
use super::input::{From, Input, unreadable};
use super::names::{is_lock, packed, plain, show};
use super::select::Select;
use super::walk::Walk;

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

/// A stream of inputs.
type Inputs = Box<dyn Iterator<Item = Input> + Send>;

/// Places by their names.
type Places = Box<dyn Iterator<Item = io::Result<OsString>> + Send>;

/// The inputs that places name, found while they are drawn: in the order named, a folder's or glob's own in the order
/// of their paths' bytes, an archive's in its own order. Hidden files and the lock files that Word leaves behind
/// (`~$x.docx`) are not taken from folders, globs and archives; a file that is named twice is read once.
///
/// Memory holds the names of the folders that are open (about 60 bytes an entry), of one glob, and 16 bytes a file
/// where more than one place is named.
pub struct Search {
    places: Places,
    /// The place at hand, if it is a worry when nothing comes of it, and what is left of it.
    now: Option<(Option<String>, Inputs)>,
    /// What was named already, by the hash of its path.
    seen: Option<BTreeSet<[u8; 16]>>,
    select: Select,
    empty: Vec<String>,
}

impl Search {
    /// A search in `paths` (files, folders, globs, archives, `-` for standard input).
    ///
    /// # Errors
    /// If a path names nothing, or a glob is malformed.
    pub fn new(paths: &[OsString], select: Select) -> Result<Self, FindError> {
        select.seen_from(Path::new("."))?;
        paths.iter().try_for_each(|path| check(path))?;
        let seen = (paths.len() > 1).then(BTreeSet::new);
        let owned: Vec<OsString> = paths.into();
        let places = Box::new(owned.into_iter().map(Ok));
        Ok(Self { places, now: None, seen, select, empty: Vec::new() })
    }

    /// After the paths, those of a list. What a list names and is missing is an input that cannot be read, and no
    /// reason to stop.
    #[must_use]
    pub fn with_list(mut self, list: impl Iterator<Item = io::Result<OsString>> + Send + 'static) -> Self {
        self.places = Box::new(self.places.chain(list));
        self.seen.get_or_insert_default();
        self
    }

    /// Folders, globs and archives, up to now, that hold nothing we read.
    pub fn empty(&self) -> &[String] {
        &self.empty
    }

    /// The inputs of one place; and its name, where it is a worry if there are none.
    fn inputs(&self, place: &OsStr) -> (Option<String>, Inputs) {
        let path = Path::new(place);
        if place == "-" {
            return (None, one(Input { name: "-".into(), from: From::Stdin }));
        }
        if path.is_dir() {
            return (Some(show(path)), self.folder(path));
        }
        // A broken link is there as well: it gets its record.
        if path.symlink_metadata().is_ok() {
            let worry = path.file_name().and_then(packed).map(|_| show(path));
            return (worry, self.unpacked(file(path.into()), &self.globs(path)));
        }
        if let Some(pattern) = place.to_str().filter(|p| is_glob(p)) {
            return (Some(show(path)), self.globbed(pattern));
        }
        let gone = io::Error::from(io::ErrorKind::NotFound);
        (None, one(Input::nowhere(show(path), unreadable(&gone))))
    }

    fn folder(&self, root: &Path) -> Inputs {
        let globs = self.globs(root);
        let (walk, select) = (Walk::new(root, globs.clone()), self.select.clone());
        Box::new(walk.flat_map(move |input| unpacked(input, &globs, &select)))
    }

    fn globbed(&self, pattern: &str) -> Inputs {
        let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::default() };
        let Ok(found) = glob::glob_with(pattern, options) else { return Box::new(std::iter::empty()) };
        let globs = self.globs(Path::new("."));
        let mut paths: Vec<Result<PathBuf, Input>> = found
            .map(|entry| entry.map_err(|e| Input::nowhere(show(e.path()), unreadable(e.error()))))
            .filter(|entry| entry.as_ref().map_or(true, |path| is_wanted(path, &globs)))
            .collect();
        paths.sort_by(|a, b| bytes_of(a).cmp(bytes_of(b)));
        let select = self.select.clone();
        Box::new(paths.into_iter().flat_map(move |entry| match entry {
            Ok(path) if path.is_dir() => {
                let walk = Walk::new(&path, globs.clone());
                let (globs, select) = (globs.clone(), select.clone());
                Box::new(walk.flat_map(move |input| unpacked(input, &globs, &select)))
            }
            Ok(path) => unpacked(file(path), &globs, &select),
            Err(input) => one(input),
        }))
    }

    fn unpacked(&self, input: Input, globs: &Arc<Override>) -> Inputs {
        unpacked(input, globs, &self.select)
    }

    /// The globs seen from a place; they were tried when the search began.
    fn globs(&self, root: &Path) -> Arc<Override> {
        Arc::new(self.select.seen_from(root).unwrap_or_else(|_| Override::empty()))
    }

    /// Whether this input was not named before.
    fn is_new(&mut self, input: &Input) -> bool {
        let Some(seen) = &mut self.seen else { return true };
        let name = match &input.from {
            From::File(path) => plain(path),
            From::Stdin => "-".into(),
            From::Member(_) => plain(Path::new(&input.name)),
            From::Nowhere(_) => return true,
        };
        let mut hash = [0; 16];
        hash.copy_from_slice(&blake3::hash(name.as_os_str().as_encoded_bytes()).as_bytes()[..16]);
        seen.insert(hash)
    }
}

impl Iterator for Search {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            if let Some((worry, inputs)) = &mut self.now {
                match inputs.next() {
                    Some(input) => {
                        *worry = None;
                        if self.is_new(&input) {
                            return Some(input);
                        }
                    }
                    None => {
                        self.empty.extend(worry.take());
                        self.now = None;
                    }
                }
            } else {
                match self.places.next()? {
                    Ok(place) => self.now = Some(self.inputs(&place)),
                    // A list that breaks off: what it would have named is not known.
                    Err(error) => return Some(Input::nowhere("--files-from".into(), unreadable(&error))),
                }
            }
        }
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search").field("select", &self.select).finish_non_exhaustive()
    }
}

/// Whether an argument names something.
fn check(path: &OsStr) -> Result<(), FindError> {
    if path == "-" || Path::new(path).symlink_metadata().is_ok() {
        return Ok(());
    }
    match path.to_str().filter(|p| is_glob(p)) {
        Some(pattern) => match glob::Pattern::new(pattern) {
            Ok(_) => Ok(()),
            Err(error) => Err(FindError::Glob(pattern.into(), error.msg.into())),
        },
        None => Err(FindError::Missing(show(path.as_ref()))),
    }
}

fn is_glob(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

/// Whether a file or folder that a glob of the user's names is taken.
fn is_wanted(path: &Path, globs: &Override) -> bool {
    let is_whole = path.is_dir() || path.file_name().is_some_and(|n| packed(n).is_some());
    !path.file_name().is_some_and(is_lock) && !globs.matched(path, is_whole).is_ignore()
}

fn bytes_of(entry: &Result<PathBuf, Input>) -> &[u8] {
    match entry {
        Ok(path) => path.as_os_str().as_encoded_bytes(),
        Err(input) => input.name.as_bytes(),
    }
}

/// The input itself, or the members of the archive that it is.
fn unpacked(input: Input, globs: &Arc<Override>, select: &Select) -> Inputs {
    let From::File(path) = &input.from else { return one(input) };
    match path.file_name().and_then(packed) {
        Some(packed) => Box::new(archive::members(path.clone(), packed, globs.clone(), select)),
        None => one(input),
    }
}

fn one(input: Input) -> Inputs {
    Box::new(std::iter::once(input))
}

fn file(path: PathBuf) -> Input {
    Input { name: show(&path), from: From::File(path) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder with files of every kind; the names found under it by `paths`.
    fn names(paths: &[&str]) -> Result<Vec<String>, FindError> {
        let select = Select { file_bytes: 1 << 20, ..Select::default() };
        selected(paths, select)
    }

    fn selected(paths: &[&str], select: Select) -> Result<Vec<String>, FindError> {
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
        let mut search = Search::new(&paths, select)?;
        let mut names: Vec<String> = search.by_ref().map(|i| i.name.replace(&prefix, "")).collect();
        names.extend(search.empty().iter().map(|e| format!("empty: {}", e.replace(&prefix, ""))));
        Ok(names)
    }

    #[test]
    fn folders_give_what_we_read_in_order() {
        assert_eq!(names(&[""]).unwrap(), ["a-b.txt", "a.txt", "a/b/1.docx", "a/二.TXT"]);
        assert_eq!(names(&["leer", "a"]).unwrap(), ["a/b/1.docx", "a/二.TXT", "empty: leer"]);
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
        assert_eq!(names(&["leer"]).unwrap(), ["empty: leer"]);
        assert_eq!(names(&["*.pdf"]).unwrap(), ["empty: *.pdf"]);
        assert!(matches!(names(&["a[.txt"]), Err(FindError::Glob(..))));
    }

    #[test]
    fn globs_choose_among_what_is_found_and_not_what_is_named() {
        let with = |include: &[&str], exclude: &[&str], paths: &[&str]| {
            let own = |globs: &[&str]| globs.iter().map(|g| (*g).into()).collect();
            selected(paths, Select { include: own(include), exclude: own(exclude), ..Select::default() })
                .unwrap()
        };
        assert_eq!(with(&["*.docx"], &[], &[""]), ["a/b/1.docx"]);
        assert_eq!(with(&[], &["/a/"], &[""]), ["a-b.txt", "a.txt"]);
        assert_eq!(with(&["a*"], &["a-*"], &["", "a-b.txt"]), ["a.txt", "a-b.txt"]);
        assert!(matches!(
            selected(&[""], Select { include: vec!["a[".into()], ..Select::default() }),
            Err(FindError::Glob(..))
        ));
    }

    #[test]
    fn ignore_files_count_from_their_folder() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        for file in ["x.txt", "a/x.txt", "a/y.txt", "a/b/x.txt", "a/b/z.txt"] {
            fs::write(root.join(file), "x").unwrap();
        }
        fs::write(root.join(".yaodianignore"), "z.txt\n/x.txt\n").unwrap();
        fs::write(root.join("a/.yaodianignore"), "x.txt\n!b/z.txt\n").unwrap();
        let found = Search::new(&[root.into()], Select::default()).unwrap();
        let names: Vec<String> = found.map(|i| i.name.replace(&format!("{}/", show(root)), "")).collect();
        assert_eq!(names, ["a/b/z.txt", "a/y.txt"]);
    }

    #[test]
    fn a_list_may_name_what_is_gone() {
        let list = ["nowhere.txt", "-"].map(|n| Ok(OsString::from(n)));
        let inputs: Vec<Input> =
            Search::new(&[], Select::default()).unwrap().with_list(list.into_iter()).collect();
        assert!(matches!(&inputs[0].from, From::Nowhere(why) if why.code == "unreadable"));
        assert_eq!(inputs[1].from, From::Stdin);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_once_and_what_is_no_file_is_said() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/b/x.txt"), "x").unwrap();
        symlink(root, root.join("a/b/loop")).unwrap();
        symlink("b", root.join("a/c")).unwrap();
        symlink("b", root.join("a/d")).unwrap();
        symlink("gone", root.join("e.txt")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("f.txt")).unwrap();
        let found: Vec<String> = Search::new(&[root.into()], Select::default())
            .unwrap()
            .map(|i| {
                let code = match &i.from {
                    From::Nowhere(why) => why.code,
                    _ => "",
                };
                format!("{} {code}", i.name.replace(&format!("{}/", show(root)), ""))
            })
            .collect();
        let wanted = [
            "a/b/loop folder_again",
            "a/b/x.txt ",
            "a/c/loop folder_again",
            "a/c/x.txt ",
            "a/d folder_again",
            "e.txt unreadable",
            "f.txt special_file",
        ];
        assert_eq!(found, wanted);
    }
}
