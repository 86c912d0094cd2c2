//! The pages of `corpus/`, and where their expected records stand.

use std::fs;
use std::path::{Path, PathBuf};

/// `corpus/`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Whether expected files are to be written instead of compared.
pub(crate) fn bless() -> bool {
    std::env::var_os("YAODIAN_BLESS").is_some_and(|v| v == "1")
}

/// The files of one folder of the corpus, sorted by name: name without extension, file name, bytes.
pub(crate) fn files(folder: &str) -> Vec<(String, String, Vec<u8>)> {
    let mut paths: Vec<_> =
        fs::read_dir(root().join(folder)).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|p| p.is_file())
        .map(|p| {
            let part = |s: Option<&std::ffi::OsStr>| s.unwrap_or_default().to_string_lossy().into_owned();
            (part(p.file_stem()), part(p.file_name()), fs::read(&p).unwrap())
        })
        .collect()
}
