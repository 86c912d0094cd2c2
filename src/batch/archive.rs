//! Archives are read in place, member by member; nothing is ever written to disk, so a member's name is only a name.
//!
//! A thread of its own unpacks, at most one member ahead. Members come in the archive's own order, of the kinds that are
//! taken from folders. What does not fit the limits, or is damaged, is an input that says so.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::thread;

use ignore::overrides::Override;

use super::input::{From, Input, too_large, unreadable};
use super::names::{Packed, is_hidden, is_ours, packed, show};
use super::select::Select;
use crate::notice::Notice;
use crate::pipeline::guarded;

mod tar;
mod zip;

/// How deep archives may stand in archives.
const DEPTH: usize = 3;

/// So much may come out of any archive, however small it is, in bytes.
const FREE: u64 = 64 << 20;

/// When to stop reading an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Most members, of any kind, with those of the archives in it.
    pub members: u64,
    /// How many times its own size may come out of it, beyond the first 64 MiB.
    pub ratio: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self { members: 1_000_000, ratio: 200 }
    }
}

/// The members of the archive at `path`, by globs seen from where they were built.
pub(super) fn members(
    path: PathBuf,
    packed: Packed,
    globs: Arc<Override>,
    select: &Select,
) -> impl Iterator<Item = Input> + Send + use<> {
    let (send, inputs) = mpsc::sync_channel(1);
    let (limits, file_bytes, name) = (select.archives, select.file_bytes, show(&path));
    let told = send.clone();
    let unpack = move || {
        let ended = guarded(|| {
            let file = File::open(&path)?;
            let left = FREE.max(file.metadata()?.len().saturating_mul(limits.ratio));
            let mut unpacker =
                Unpacker { globs, file_bytes, members: limits.members, left, limits, send: &send };
            unpacker.open(packed, BufReader::new(file), &At { path: &path, name: &name, depth: 1 })
        });
        let trouble = match ended {
            Ok(Ok(()) | Err(Stop::Unwanted)) => return,
            Ok(Err(Stop::Archive(notice))) | Err(notice) => notice,
            Ok(Err(Stop::Io(error))) => unreadable(&error),
        };
        drop(told.send(Input::nowhere(show(&path), trouble)));
    };
    // Without a thread to be had, the archive is read here and now: what it holds would pile up, so it is said instead.
    let failed = thread::Builder::new().name("yaodian-unpack".into()).spawn(unpack).err();
    let failed = failed.map(|e| Input::nowhere("yaodian-unpack".into(), unreadable(&e)));
    inputs.into_iter().chain(failed)
}

/// Why an archive is not read on.
enum Stop {
    /// Nobody wants more.
    Unwanted,
    /// It is damaged or passes a limit.
    Archive(Notice),
    Io(io::Error),
}

impl std::convert::From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads an archive with those in it.
struct Unpacker<'a> {
    globs: Arc<Override>,
    file_bytes: u64,
    /// What may still come: members, and bytes of the whole.
    members: u64,
    left: u64,
    limits: ArchiveLimits,
    send: &'a SyncSender<Input>,
}

/// An archive that is being read: what globs see it as, what records say, how many archives it stands in.
struct At<'a> {
    path: &'a Path,
    name: &'a str,
    depth: usize,
}

/// A member that is wanted.
struct Member {
    path: PathBuf,
    name: String,
    /// If it is an archive itself, and how deep it stands.
    packed: Option<(Packed, usize)>,
}

impl Unpacker<'_> {
    /// Everything in one archive.
    fn open(&mut self, packed: Packed, from: impl Read + Seek, at: &At<'_>) -> Result<(), Stop> {
        match packed {
            Packed::Zip => zip::each(self, from, at),
            Packed::Tar => tar::each(self, from, at),
            Packed::TarGz => tar::each(self, flate2::read::MultiGzDecoder::new(from), at),
            Packed::TarZst => {
                let plain = ruzstd::decoding::StreamingDecoder::new(from).map_err(|e| damaged(&e))?;
                tar::each(self, plain, at)
            }
        }
    }

    /// Counts a member, and says whether it is wanted by its name and the globs.
    fn member(&mut self, at: &At<'_>, inside: &str) -> Result<Option<Member>, Stop> {
        let Some(left) = self.members.checked_sub(1) else {
            let most = self.limits.members;
            let message = format!(
                "压缩包成员超过 {most} 个,其余没有读;可用 --max-members 放宽 · more than {most} members, the rest was \
                 not read; --max-members raises the limit"
            );
            return Err(Stop::Archive(Notice::error("archive_limit", message)));
        };
        self.members = left;
        // A leading `/` would lead out of the archive, for globs.
        let inside_path = Path::new(inside.trim_start_matches('/'));
        let hidden = inside_path.components().any(|c| matches!(c, Component::Normal(n) if is_hidden(n)));
        let Some(file_name) = inside_path.file_name().filter(|_| !hidden) else { return Ok(None) };
        let packed = packed(file_name).map(|packed| (packed, at.depth + 1));
        let above = inside_path.ancestors().skip(1).filter(|p| !p.as_os_str().is_empty());
        let excluded = self.globs.matched(at.path.join(inside_path), packed.is_some()).is_ignore()
            || above.into_iter().any(|folder| self.globs.matched(at.path.join(folder), true).is_ignore());
        if excluded || (packed.is_none() && !is_ours(file_name)) {
            return Ok(None);
        }
        Ok(Some(Member { path: at.path.join(inside_path), name: format!("{}!/{inside}", at.name), packed }))
    }

    /// Hands on a member, reading it; or what is in it. Streams that are cut short do not say so: `size` is what the
    /// archive promises, in bytes.
    fn take(&mut self, member: Member, from: impl Read, size: u64) -> Result<(), Stop> {
        let Member { path, name, packed } = member;
        if packed.is_some_and(|(_, depth)| depth > DEPTH) {
            let message = format!(
                "压缩包嵌套超过 {DEPTH} 层,没有读 · archives more than {DEPTH} deep in one another, not read"
            );
            return self.refuse(name, Notice::error("archive_limit", message));
        }
        let bytes = match self.bytes(from)? {
            Ok(bytes) if bytes.len() as u64 == size => bytes,
            Ok(bytes) => {
                let cut = format!("{} / {size} 字节 bytes", bytes.len());
                return self.refuse(name, damaged_notice(&cut));
            }
            Err(notice) => return self.refuse(name, notice),
        };
        let Some((packed, depth)) = packed else {
            return self.hand_on(Input { name, from: From::Member(bytes) });
        };
        match self.open(packed, Cursor::new(bytes), &At { path: &path, name: &name, depth }) {
            Err(Stop::Io(error)) => self.refuse(name, damaged_notice(&error)),
            Err(Stop::Archive(notice)) if notice.code == "archive_damaged" => self.refuse(name, notice),
            end => end,
        }
    }

    /// A member's bytes, within the limits.
    fn bytes(&mut self, from: impl Read) -> Result<Result<Vec<u8>, Notice>, Stop> {
        let most = self.file_bytes.min(self.left);
        let mut bytes = Vec::new();
        let read = from.take(most.saturating_add(1)).read_to_end(&mut bytes);
        let len = bytes.len() as u64;
        if len > self.left {
            return Err(self.exploded());
        }
        self.left -= len;
        Ok(match read {
            _ if len > self.file_bytes => Err(too_large(self.file_bytes)),
            Ok(_) => Ok(bytes),
            Err(error) => Err(damaged_notice(&error)),
        })
    }

    fn exploded(&self) -> Stop {
        let ratio = self.limits.ratio;
        let message = format!(
            "压缩包解开后超过自身的 {ratio} 倍,疑为压缩炸弹,其余没有读;可用 --max-ratio 放宽 · the archive unpacks to more than \
             {ratio} times its size, perhaps a bomb; the rest was not read; --max-ratio raises the limit"
        );
        Stop::Archive(Notice::error("archive_limit", message))
    }

    fn refuse(&self, name: String, notice: Notice) -> Result<(), Stop> {
        self.hand_on(Input::nowhere(name, notice))
    }

    fn hand_on(&self, input: Input) -> Result<(), Stop> {
        self.send.send(input).map_err(|_| Stop::Unwanted)
    }
}

fn damaged(why: &dyn std::fmt::Display) -> Stop {
    Stop::Archive(damaged_notice(why))
}

fn damaged_notice(why: &dyn std::fmt::Display) -> Notice {
    let message = format!(
        "压缩包损坏,或其格式我们不读:{why} · the archive is damaged or of a kind that is not read: {why}"
    );
    Notice::error("archive_damaged", message)
}

/// A member's name: UTF-8, or else GBK as older programs write it; with `/` between folders.
fn member_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

#[cfg(test)]
mod tests;
