//! What names say: which files are ours, which are archives, how a path is shown.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The endings that we take from folders and archives, in any case. A file that is named itself is read whatever its
/// ending. Markdown is not among them: in archives it is the note about the archive.
const ENDINGS: [&str; 2] = ["txt", "docx"];

/// How an archive is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    Zip,
    Tar,
    TarGz,
    TarZst,
}

/// The endings of archives, in lower case.
const ARCHIVES: [(&str, Packed); 6] = [
    (".zip", Packed::Zip),
    (".tar", Packed::Tar),
    (".tar.gz", Packed::TarGz),
    (".tgz", Packed::TarGz),
    (".tar.zst", Packed::TarZst),
    (".tzst", Packed::TarZst),
];

/// Whether a file of this name is of a kind that we take from folders.
pub(super) fn is_ours(name: &OsStr) -> bool {
    Path::new(name).extension().is_some_and(|e| ENDINGS.iter().any(|ours| e.eq_ignore_ascii_case(ours)))
        && !is_lock(name)
}

/// Hidden, as Unix has it.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// What Word leaves beside an open file.
pub(super) fn is_lock(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b"~$")
}

/// The archive that a file of this name is.
pub(super) fn packed(name: &OsStr) -> Option<Packed> {
    let name = name.as_encoded_bytes().to_ascii_lowercase();
    ARCHIVES.iter().find(|(ending, _)| name.ends_with(ending.as_bytes())).map(|(_, packed)| *packed)
}

/// With `/` between folders on every system.
pub(super) fn show(path: &Path) -> String {
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// One spelling a path: absolute, without `.` and doubled `/`. Links stay: two names of one file are two inputs.
pub(super) fn plain(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.into());
    whole.components().filter(|c| *c != Component::CurDir).collect()
}
