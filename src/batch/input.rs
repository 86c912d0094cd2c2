//! One thing to read, and its bytes.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::document::{Document, Source};
use crate::notice::Notice;
use crate::read::{Limits, is_plain};

/// One thing to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What its record calls it: the path as given, with `/` between folders; `-`; or `archive.zip!/dir/member.txt`.
    pub name: String,
    /// Where its bytes come from.
    pub from: From,
}

/// What is read of an input.
pub enum Opened<'a> {
    /// All of it.
    Whole(Cow<'a, [u8]>),
    /// A long plain text, to be read by and by, from its beginning.
    Long(Box<dyn Read + 'a>),
}

/// Where an input's bytes come from.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    /// Standard input, up to its end.
    Stdin,
    /// A file.
    File(PathBuf),
    /// A member of an archive, read already.
    Member(Vec<u8>),
    /// Nowhere: what was found there and cannot be read, and why.
    Nowhere(Notice),
}

impl Input {
    /// Something that cannot be read, and why.
    pub(super) fn nowhere(name: String, why: Notice) -> Self {
        Self { name, from: From::Nowhere(why) }
    }

    /// The bytes.
    ///
    /// # Errors
    /// If they cannot be read or are too many: the document that says so.
    pub fn bytes(&self, limits: &Limits) -> Result<Cow<'_, [u8]>, Box<Document>> {
        match self.open(limits, usize::MAX)? {
            Opened::Whole(bytes) => Ok(bytes),
            Opened::Long(_) => Err(self.without_bytes(0, too_large(limits.file_bytes))),
        }
    }

    /// The bytes, but for a plain text of more than `whole` bytes: that is to be read by and by.
    ///
    /// # Errors
    /// If they cannot be read or are known to be too many: the document that says so.
    pub fn open(&self, limits: &Limits, whole: usize) -> Result<Opened<'_>, Box<Document>> {
        let opened = match &self.from {
            From::Stdin => begun(io::stdin().lock(), 0, limits.file_bytes, whole),
            From::File(path) => File::open(path).and_then(|file| {
                let size = file.metadata()?.len();
                begun(file, size, limits.file_bytes, whole)
            }),
            From::Member(bytes) if bytes.len() > whole && is_plain(bytes) => {
                return Ok(Opened::Long(Box::new(bytes.as_slice())));
            }
            From::Member(bytes) => return Ok(Opened::Whole(Cow::Borrowed(bytes))),
            From::Nowhere(why) => return Err(self.without_bytes(0, why.clone())),
        };
        match opened {
            Ok(Ok(opened)) => Ok(opened),
            Ok(Err(size)) => Err(self.without_bytes(size, too_large(limits.file_bytes))),
            Err(error) => Err(self.without_bytes(0, unreadable(&error))),
        }
    }

    fn without_bytes(&self, size: u64, notice: Notice) -> Box<Document> {
        let source = Source { name: self.name.clone(), bytes: size, ..Source::default() };
        Box::new(Document { source, notices: vec![notice], ..Document::default() })
    }
}

impl Input {
    /// What it holds in memory, in bytes, roughly.
    pub fn weight(&self) -> usize {
        match &self.from {
            From::Member(bytes) => bytes.len(),
            _ => 0,
        }
    }
}

/// Why nothing came of a file that passes the limit.
pub(super) fn too_large(limit: u64) -> Notice {
    let message = format!(
        "文件超过 {limit} 字节,没有读入;可用 --max-file-bytes 放宽 · larger than {limit} bytes, not read; \
         --max-file-bytes raises the limit"
    );
    Notice::error("file_too_large", message)
}

/// Why nothing came of a file that the system does not give us.
pub(super) fn unreadable(error: &dyn std::fmt::Display) -> Notice {
    Notice::error("unreadable", format!("打不开或读不出:{error} · cannot be opened or read: {error}"))
}

/// All bytes, or (without reading on) the size where there are more than `limit`. The size that a file system gives
/// is a hint: files grow, and pipes have none.
fn begun<'a>(
    mut from: impl Read + 'a,
    size: u64,
    limit: u64,
    whole: usize,
) -> io::Result<Result<Opened<'a>, u64>> {
    if size > limit {
        return Ok(Err(size));
    }
    let first = limit.min(whole as u64).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(first)).unwrap_or(0));
    from.by_ref().take(first).read_to_end(&mut bytes)?;
    if bytes.len() > whole {
        if is_plain(&bytes) {
            return Ok(Ok(Opened::Long(Box::new(io::Cursor::new(bytes).chain(from)))));
        }
        from.take(limit.saturating_add(1).saturating_sub(first)).read_to_end(&mut bytes)?;
    }
    let len = bytes.len() as u64;
    Ok(if len > limit { Err(len) } else { Ok(Opened::Whole(Cow::Owned(bytes))) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Record;

    #[test]
    fn what_is_too_large_or_missing_is_a_record() {
        let limits = Limits { file_bytes: 3, ..Limits::default() };
        let read = |bytes: &'static [u8], size, limit, whole| {
            begun(bytes, size, limit, whole).unwrap().map(|opened| match opened {
                Opened::Whole(bytes) => (bytes.len(), 0),
                Opened::Long(mut from) => (0, from.read_to_end(&mut Vec::new()).unwrap()),
            })
        };
        assert_eq!(read(b"abc", 0, 3, 9), Ok((3, 0)));
        assert_eq!(read(b"abcd", 0, 3, 9), Err(4));
        assert_eq!(read(b"", 9, 3, 9), Err(9));
        assert_eq!(read(b"abcd", 4, 9, 2), Ok((0, 4)));
        assert_eq!(read(b"PK\x03\x04 not plain", 0, 99, 4), Ok((14, 0)));
        assert_eq!(read(b"PK\x03\x04 not plain", 0, 9, 4), Err(10));
        let input = Input { name: "gone.txt".into(), from: From::File("no/such/gone.txt".into()) };
        let record = Record::from(&*input.bytes(&limits).unwrap_err());
        assert!(record.failed());
        assert_eq!(record.diagnostics[0].code, "unreadable");
        assert_eq!(record.source.blake3, None);
    }
}
