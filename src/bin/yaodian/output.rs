//! Where results go: standard output, or a file that appears only when it is whole.

use std::fs;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

/// The regular file that a result goes to, there or not yet: where `path` is a link, the file behind it is replaced,
/// not the link. `None` for devices and pipes.
///
/// # Errors
/// If it is a folder.
pub(crate) fn regular(path: &Path) -> anyhow::Result<Option<PathBuf>> {
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&place) {
        Ok(meta) if meta.is_dir() => {
            anyhow::bail!("写不了 {0}:是文件夹 · cannot write {0}: is a folder", path.display())
        }
        Ok(meta) if !meta.is_file() => Ok(None),
        _ => Ok(Some(place)),
    }
}

pub(crate) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    /// Written beside its place under another name, so that a run that is cut short leaves no half result.
    File(BufWriter<NamedTempFile>, PathBuf),
    /// A device or pipe (`/dev/null`): renaming over it would replace it.
    Device(BufWriter<fs::File>),
}

impl Output {
    /// Opens `path`, or standard output. Whether we may write there shows now and not after the work.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())));
        };
        let told = || format!("写不了 {0} · cannot write {0}", path.display());
        match regular(path)? {
            None => {
                let file = fs::OpenOptions::new().write(true).open(path).with_context(told)?;
                Ok(Self::Device(BufWriter::new(file)))
            }
            Some(place) => {
                let folder = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let mut builder = tempfile::Builder::new();
                builder.prefix(".yaodian-").suffix(".part");
                // Temporary files are private by default; a result is as open as the user's umask says.
                #[cfg(unix)]
                builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
                let file = builder.tempfile_in(folder).with_context(told)?;
                Ok(Self::File(BufWriter::with_capacity(1 << 16, file), place))
            }
        }
    }

    /// The folder that a file's result will stand in; the present one for what is no file.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::File(_, place) => {
                place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
            }
            Self::Stdout(_) | Self::Device(_) => Path::new("."),
        }
    }

    /// Everything is written: let it appear.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.flush()?;
        if let Self::File(writer, place) = self {
            let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.as_file().sync_all()?;
            file.persist(&place)
                .map_err(|e| e.error)
                .with_context(|| format!("写不了 {0} · cannot write {0}", place.display()))?;
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(w) => w.write(bytes),
            Self::File(w, _) => w.write(bytes),
            Self::Device(w) => w.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(w) => w.flush(),
            Self::File(w, _) => w.flush(),
            Self::Device(w) => w.flush(),
        }
    }
}
