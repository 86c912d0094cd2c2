//! What a user wants of what is found in folders, globs and archives.

use std::path::Path;

use ignore::overrides::{Override, OverrideBuilder};

use super::archive::ArchiveLimits;
use super::find::FindError;
use crate::read::Limits;

/// What to take of what is found. A file that is named itself, or in a list, is always taken.
#[derive(Clone, Debug)]
pub struct Select {
    /// If there are any: only files that one of these globs fits.
    pub include: Vec<String>,
    /// No file, and nothing below a folder, that one of these globs fits.
    pub exclude: Vec<String>,
    /// When to stop reading an archive.
    pub archives: ArchiveLimits,
    /// The largest member of an archive, in bytes.
    pub file_bytes: u64,
}

impl Default for Select {
    fn default() -> Self {
        let file_bytes = Limits::default().file_bytes;
        Self { include: Vec::new(), exclude: Vec::new(), archives: ArchiveLimits::default(), file_bytes }
    }
}

impl Select {
    /// The globs as seen from a folder: one without `/` fits names at any depth, one with `/` counts from the folder;
    /// `**` stands for any folders.
    ///
    /// # Errors
    /// If a glob is malformed.
    pub(super) fn seen_from(&self, root: &Path) -> Result<Override, FindError> {
        let mut globs = OverrideBuilder::new(root);
        // The crate has it the other way round: what is excluded is marked.
        let marked = self.exclude.iter().map(|g| format!("!{g}"));
        for glob in self.include.iter().cloned().chain(marked) {
            globs.add(&glob).map_err(|e| FindError::Glob(glob.clone(), e.to_string()))?;
        }
        globs.build().map_err(|e| FindError::Glob(String::new(), e.to_string()))
    }
}
