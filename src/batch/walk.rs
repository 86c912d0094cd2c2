//! A folder and all below it, in the order of the paths' bytes, one folder at a time.
//!
//! Entries are sorted with a `/` behind the names of folders; so a walk in depth gives whole paths in order, and memory
//! holds the names of the folders that are open, not those of the archive.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::Gitignore;
use ignore::overrides::Override;

use super::input::{From, Input, unreadable};
use super::names::{is_hidden, is_ours, packed, show};
use crate::notice::Notice;

/// What a folder's own list of what to leave out is called; written as a `.gitignore`.
const IGNORE_FILE: &str = ".yaodianignore";

/// The files below a folder.
#[derive(Debug)]
pub(super) struct Walk {
    globs: Arc<Override>,
    /// The folders that are open, the innermost last.
    open: Vec<Folder>,
    /// Found beside the next file: what could not be listed.
    troubles: Vec<Input>,
    /// The real places of folders that were reached through links: each is walked once, so links make no loops.
    walked: BTreeSet<PathBuf>,
}

#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// What is left, the next one last.
    entries: Vec<Entry>,
    ignored: Option<Gitignore>,
    /// Whether a link led here or above.
    linked: bool,
}

#[derive(Debug)]
struct Entry {
    name: OsString,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    /// A link to a folder.
    Link,
    /// A pipe, socket or device: reading one may never end.
    Special,
    /// A link that leads nowhere.
    Broken,
}

impl Walk {
    /// What is below `root`, without hidden files, of our endings, as `globs` and the ignore files want it.
    pub(super) fn new(root: &Path, globs: Arc<Override>) -> Self {
        let mut walk = Self { globs, open: Vec::new(), troubles: Vec::new(), walked: BTreeSet::new() };
        walk.enter(root.into(), false);
        walk
    }

    fn enter(&mut self, path: PathBuf, linked: bool) {
        if linked {
            match fs::canonicalize(&path) {
                Ok(real) if self.is_open(&real) || !self.walked.insert(real.clone()) => {
                    let real = show(&real);
                    let message = format!(
                        "链接指向已经走过的文件夹,不再重读:{real} · the link leads to a folder that was read already: {real}"
                    );
                    return self.trouble(&path, Notice::warning("folder_again", None, message));
                }
                Ok(_) => {}
                Err(error) => return self.trouble(&path, unreadable(&error)),
            }
        }
        let listing = match fs::read_dir(&path) {
            Ok(listing) => listing,
            Err(error) => return self.trouble(&path, unreadable(&error)),
        };
        let ignored = self.ignore_file(&path);
        let mut folder = Folder { path, entries: Vec::new(), ignored, linked };
        for entry in listing {
            match entry.and_then(|e| Ok((e.file_name(), e.file_type()?))) {
                Ok((name, kind)) => folder.entries.extend(self.entry(&folder, name, kind)),
                Err(error) => self.trouble(&folder.path, unreadable(&error)),
            }
        }
        folder.entries.shrink_to_fit();
        folder.entries.sort_unstable_by(|a, b| b.sort_key().cmp(a.sort_key()));
        self.open.push(folder);
    }

    /// Whether the walk is inside this folder.
    fn is_open(&self, real: &Path) -> bool {
        self.open.iter().any(|folder| fs::canonicalize(&folder.path).is_ok_and(|open| open == real))
    }

    fn ignore_file(&mut self, folder: &Path) -> Option<Gitignore> {
        let path = folder.join(IGNORE_FILE);
        if !path.is_file() {
            return None;
        }
        let (ignored, error) = Gitignore::new(&path);
        if let Some(error) = error {
            let message = format!("{IGNORE_FILE} 有误:{error} · {IGNORE_FILE} is malformed: {error}");
            self.trouble(&path, Notice::warning("ignore_file", None, message));
        }
        Some(ignored)
    }

    fn trouble(&mut self, path: &Path, notice: Notice) {
        self.troubles.push(Input::nowhere(show(path), notice));
    }

    /// The entry, if it is wanted.
    fn entry(&self, folder: &Folder, name: OsString, file_type: FileType) -> Option<Entry> {
        if is_hidden(&name) {
            return None;
        }
        // Links are followed: archives are often collections of links.
        let kind = if file_type.is_symlink() {
            match fs::metadata(folder.path.join(&name)) {
                Ok(meta) if meta.is_dir() => Kind::Link,
                Ok(meta) => Kind::of(meta.file_type()),
                Err(_) => Kind::Broken,
            }
        } else {
            Kind::of(file_type)
        };
        let is_folder = matches!(kind, Kind::Folder | Kind::Link);
        if !is_folder && !is_ours(&name) && packed(&name).is_none() {
            return None;
        }
        let path = folder.path.join(&name);
        (!self.is_left_out(folder, &path, is_folder)).then_some(Entry { name, kind })
    }

    /// By globs first; then by the ignore files, the innermost that says something.
    fn is_left_out(&self, folder: &Folder, path: &Path, is_folder: bool) -> bool {
        // What an archive holds is asked when it is read.
        let whole = is_folder || path.file_name().is_some_and(|n| packed(n).is_some());
        if self.globs.matched(path, whole).is_ignore() {
            return true;
        }
        let lists = self.open.iter().chain([folder]).rev().filter_map(|f| f.ignored.as_ref());
        lists
            .map(|list| list.matched(path, is_folder))
            .find(|m| !m.is_none())
            .is_some_and(|m| matches!(m, Match::Ignore(_)))
    }
}

impl Kind {
    fn of(file_type: FileType) -> Self {
        if file_type.is_dir() {
            Self::Folder
        } else if file_type.is_file() {
            Self::File
        } else {
            Self::Special
        }
    }
}

impl Entry {
    fn sort_key(&self) -> impl Iterator<Item = u8> + '_ {
        let slash = matches!(self.kind, Kind::Folder | Kind::Link).then_some(b'/');
        self.name.as_encoded_bytes().iter().copied().chain(slash)
    }
}

impl Iterator for Walk {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            if !self.troubles.is_empty() {
                return Some(self.troubles.remove(0));
            }
            let folder = self.open.last_mut()?;
            let Some(entry) = folder.entries.pop() else {
                self.open.pop();
                continue;
            };
            let (path, linked) = (folder.path.join(&entry.name), folder.linked);
            let name = show(&path);
            match entry.kind {
                Kind::File => return Some(Input { name, from: From::File(path) }),
                Kind::Folder => self.enter(path, linked),
                Kind::Link => self.enter(path, true),
                Kind::Special => return Some(Input::nowhere(name, special())),
                Kind::Broken => {
                    let error = fs::metadata(&path).err().unwrap_or_else(|| io::ErrorKind::NotFound.into());
                    return Some(Input::nowhere(name, unreadable(&error)));
                }
            }
        }
    }
}

fn special() -> Notice {
    let message = "是管道、套接字或设备,没有读;要读请单独点名 · a pipe, socket or device, not read; name it itself \
                   to have it read";
    Notice::error("special_file", message)
}
