//! An output that is being written: `OUT.part` and `OUT.manifest.part`, locked, and renamed when whole.
//!
//! A record is written before its line in the manifest, and every [`EVERY`] bytes both are forced to the disk in that
//! order. That is for the sake of a power cut; what makes a manifest believed is not this order but the hash of each
//! record in it: what does not fit is done again.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::manifest::{Entry, Head, Lines, Tail, to_line};
use super::{beside, read_at, short, short_hash};

/// So much is written between two times that all is forced to the disk, in bytes.
const EVERY: u64 = 8 << 20;

/// Why an output cannot be begun.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// Another run writes it.
    #[error("另一个 yaodian 正在写 {path} · another run is writing {path}", path = .0.display())]
    Busy(PathBuf),
    /// It is a link: perhaps somebody's trap.
    #[error("{path} 是链接,不能用作中间文件,请删去 · {path} is a link and cannot hold a partial output: remove it", path = .0.display())]
    Link(PathBuf),
    /// It cannot be opened.
    #[error("写不了 {path} · cannot write {path}: {1}", path = .0.display())]
    Io(PathBuf, #[source] io::Error),
}

/// An output that is being written.
#[derive(Debug)]
pub struct Part {
    out: PathBuf,
    records: BufWriter<File>,
    manifest: BufWriter<File>,
    /// Length of the records that count.
    at: u64,
    /// Length of the manifest that counts; only while records of an earlier run are looked at.
    manifest_at: u64,
    /// Written since all was forced to the disk.
    since: u64,
}

impl Part {
    /// Opens the partial output beside `out`, empty, or (`go_on`) with what an interrupted run of the same program,
    /// options and share left: then the entries of its manifest, each to be kept by [`Self::keep`] in order, until
    /// [`Self::cut`].
    ///
    /// # Errors
    /// If another run writes it, or it cannot be written.
    pub fn open(out: &Path, head: &Head, go_on: bool) -> Result<(Self, Option<Lines>), PartError> {
        let records = locked(&beside(out, ".part"))?;
        let path = beside(out, ".manifest.part");
        let failed = |e| PartError::Io(path.clone(), e);
        finish_renaming(out, &records).map_err(failed)?;
        let manifest = plain_file(&path)?;
        let mut part = Self {
            out: out.into(),
            records: BufWriter::with_capacity(1 << 16, records),
            manifest: BufWriter::new(manifest),
            at: 0,
            manifest_at: 0,
            since: 0,
        };
        let lines = Some(File::open(&path).map_err(failed)?).filter(|_| go_on).and_then(Lines::open);
        if let Some(lines) = lines.filter(|lines| lines.head() == head) {
            part.manifest_at = lines.read();
            return Ok((part, Some(lines)));
        }
        part.cut().map_err(failed)?;
        part.manifest.write_all(&to_line(head)).map_err(failed)?;
        Ok((part, None))
    }

    /// How many records an interrupted run left, whoever ran it: for telling, not for trusting.
    pub fn left_behind(out: &Path) -> usize {
        File::open(beside(out, ".manifest.part")).ok().and_then(Lines::open).map_or(0, Iterator::count)
    }

    /// The record that an entry of the earlier run speaks of, if it is there and whole. For any thread.
    ///
    /// # Errors
    /// If it is not.
    pub fn record(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        let bytes = read_at(self.records.get_ref(), entry.at, entry.len)?;
        if short_hash(&bytes) == entry.record { Ok(bytes) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// The record of the earlier run's next entry stays.
    pub fn keep(&mut self, entry: &Entry) {
        self.at = entry.at + entry.len;
        self.manifest_at += to_line(entry).len() as u64;
    }

    /// What is not kept of the earlier run goes.
    ///
    /// # Errors
    /// If the system says so.
    pub fn cut(&mut self) -> io::Result<()> {
        for (file, at) in [(self.records.get_mut(), self.at), (self.manifest.get_mut(), self.manifest_at)] {
            file.set_len(at)?;
            file.seek(SeekFrom::Start(at))?;
        }
        Ok(())
    }

    /// The next record, with its line's end; `entry` gets its place.
    ///
    /// # Errors
    /// If it cannot be written. What was written so far stays for a later run.
    pub fn put(&mut self, record: &[u8], mut entry: Entry) -> io::Result<()> {
        entry.len = record.len() as u64;
        self.records.write_all(record)?;
        self.note(entry)
    }

    /// The next record from where it was put aside, with its line's end; `entry` gets its place and its hash.
    ///
    /// # Errors
    /// If it cannot be read or written. What was written so far stays for a later run.
    pub fn put_from(&mut self, mut record: impl Read, mut entry: Entry) -> io::Result<()> {
        let mut hash = blake3::Hasher::new();
        let mut piece = vec![0; 1 << 16];
        loop {
            let read = record.read(&mut piece)?;
            if read == 0 {
                break;
            }
            self.records.write_all(&piece[..read])?;
            hash.update(&piece[..read]);
            entry.len += read as u64;
        }
        entry.record = short(hash.finalize());
        self.note(entry)
    }

    fn note(&mut self, mut entry: Entry) -> io::Result<()> {
        entry.at = self.at;
        self.manifest.write_all(&to_line(&entry))?;
        self.at += entry.len;
        self.since += entry.len;
        if self.since >= EVERY { self.checkpoint() } else { Ok(()) }
    }

    /// Forces all to the disk: what was put until now survives a power cut.
    ///
    /// # Errors
    /// If the system says so.
    pub fn checkpoint(&mut self) -> io::Result<()> {
        self.records.flush()?;
        self.records.get_ref().sync_data()?;
        self.manifest.flush()?;
        self.manifest.get_ref().sync_data()?;
        self.since = 0;
        Ok(())
    }

    /// All is there: the output appears under its name, then its manifest. `tail` gets the length.
    ///
    /// # Errors
    /// If the system says so. What was written stays for a later run.
    pub fn finish(mut self, mut tail: Tail) -> io::Result<()> {
        tail.length = self.at;
        self.manifest.write_all(&to_line(&tail))?;
        self.checkpoint()?;
        fs::rename(beside(&self.out, ".part"), &self.out)?;
        fs::rename(beside(&self.out, ".manifest.part"), beside(&self.out, ".manifest"))?;
        sync_folder(&self.out)
    }
}

/// A run that was stopped between its two renamings is finished: its manifest says how long the output is.
fn finish_renaming(out: &Path, records: &File) -> io::Result<()> {
    let whole = || {
        let mut lines = Lines::open(File::open(beside(out, ".manifest.part")).ok()?)?;
        lines.by_ref().for_each(drop);
        let length = lines.tail()?.length;
        Some(length == fs::metadata(out).ok()?.len())
    };
    if records.metadata()?.len() == 0 && fs::metadata(out).is_ok_and(|m| m.len() > 0) && whole() == Some(true)
    {
        fs::rename(beside(out, ".manifest.part"), beside(out, ".manifest"))?;
    }
    Ok(())
}

/// Opens a file of ours for writing, as it is; not through a link that somebody laid.
fn plain_file(path: &Path) -> Result<File, PartError> {
    if fs::symlink_metadata(path).is_ok_and(|m| !m.is_file()) {
        return Err(PartError::Link(path.into()));
    }
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    open.map_err(|e| PartError::Io(path.into(), e))
}

/// The same, locked until it is dropped. The lock is the file's, not the name's: that the name still means this file
/// is looked at afterwards.
fn locked(path: &Path) -> Result<File, PartError> {
    loop {
        let file = plain_file(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(PartError::Busy(path.into())),
            // A file system without locks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(PartError::Io(path.into(), error)),
        }
        if is_still(path, &file) {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().is_ok_and(|open| fs::symlink_metadata(path).is_ok_and(|named| same(open, named)))
}

#[cfg(not(unix))]
fn is_still(_: &Path, _: &File) -> bool {
    // An open file cannot be renamed here.
    true
}

/// A renaming survives a power cut when the folder is on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
