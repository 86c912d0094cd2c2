//! A folder of results that appears only when all of them are whole.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

/// Files are written into a folder beside the place, under another name.
pub(crate) struct Folder {
    temporary: TempDir,
    place: PathBuf,
}

impl Folder {
    /// Prepares `path`. Whether we may write there shows now and not after the work.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let told = || format!("写不了 {0} · cannot write {0}", path.display());
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if place.exists() && !place.is_dir() {
            anyhow::bail!(
                "{}:此格式要写多个表,-o 须是文件夹 · this format has several tables, -o names a folder",
                told()
            );
        }
        // Inside a folder that is there, beside one that is not: renaming must not cross file systems.
        let beside = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let parent = if place.is_dir() { &place } else { beside };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".yaodian-").suffix(".part");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        Ok(Self { temporary: builder.tempdir_in(parent).with_context(told)?, place })
    }

    /// A new file of the result.
    pub(crate) fn file(&self, name: &str) -> anyhow::Result<BufWriter<File>> {
        let file = File::create(self.temporary.path().join(name));
        let file = file.with_context(|| format!("写不了 {0} · cannot write {0}", self.place.display()))?;
        Ok(BufWriter::with_capacity(1 << 16, file))
    }

    /// Everything is written: let it appear. A folder that was not there appears as a whole; in one that was, the
    /// files of this result replace those of the last one, and whatever else is in it stays.
    pub(crate) fn finish(self, files: Vec<(String, File)>) -> anyhow::Result<()> {
        let told = || format!("写不了 {0} · cannot write {0}", self.place.display());
        for (_, file) in &files {
            file.sync_all().with_context(told)?;
        }
        if self.place.is_dir() {
            for (name, _) in &files {
                fs::rename(self.temporary.path().join(name), self.place.join(name)).with_context(told)?;
            }
        } else {
            fs::rename(self.temporary.path(), &self.place).with_context(told)?;
            // It has gone to its place: nothing is left to be removed.
            let _ = self.temporary.keep();
        }
        Ok(())
    }
}
