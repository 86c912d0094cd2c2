//! One thing to read, and its bytes.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::document::{Document, Source};
use crate::notice::Notice;
use crate::read::Limits;

/// One thing to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What its record calls it: the path as given, with `/` between folders; `-`; or `archive.zip!/dir/member.txt`.
    pub name: String,
    /// Where its bytes come from.
    pub from: From,
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
        let bytes = match &self.from {
            From::Stdin => up_to(limits.file_bytes, io::stdin().lock(), 0),
            From::File(path) => File::open(path).and_then(|file| {
                let size = file.metadata()?.len();
                up_to(limits.file_bytes, file, size)
            }),
            From::Member(bytes) => return Ok(Cow::Borrowed(bytes)),
            From::Nowhere(why) => return Err(self.without_bytes(0, why.clone())),
        };
        match bytes {
            Ok(Ok(bytes)) => Ok(Cow::Owned(bytes)),
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
pub(super) fn up_to(limit: u64, from: impl Read, size: u64) -> io::Result<Result<Vec<u8>, u64>> {
    if size > limit {
        return Ok(Err(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let len = bytes.len() as u64;
    Ok(if len > limit { Err(len) } else { Ok(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Record;

    #[test]
    fn what_is_too_large_or_missing_is_a_record() {
        let limits = Limits { file_bytes: 3, ..Limits::default() };
        assert_eq!(up_to(3, &b"abc"[..], 0).unwrap(), Ok(b"abc".to_vec()));
        assert_eq!(up_to(3, &b"abcd"[..], 0).unwrap(), Err(4));
        assert_eq!(up_to(3, &b""[..], 9).unwrap(), Err(9));
        let input = Input { name: "gone.txt".into(), from: From::File("no/such/gone.txt".into()) };
        let record = Record::from(&*input.bytes(&limits).unwrap_err());
        assert!(record.failed());
        assert_eq!(record.diagnostics[0].code, "unreadable");
        assert_eq!(record.source.blake3, None);
    }
}
