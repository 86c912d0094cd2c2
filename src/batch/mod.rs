//! Many files at once: paths, limits, threads, order, panics.
//!
//! One file is one task, and one thread takes it through its whole line. Whatever happens to a file stays with that
//! file: what cannot be opened, is too large or makes the program panic becomes a document that says so.

mod find;
mod order;

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

pub use find::{FindError, Found, find};
pub use order::in_order;

use crate::document::{Document, Source};
use crate::notice::Notice;
use crate::pipeline::{Pipeline, guarded, unread};
use crate::read::Limits;

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What its record calls it: the path as given, with `/` between folders, or `-`.
    pub name: String,
    /// Where its bytes come from.
    pub from: From,
}

/// Where an input's bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Standard input, up to its end.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Nowhere: a folder that could not be listed, and why.
    Nowhere(String),
}

/// Takes one input through the pipeline. Total: what goes wrong is in the document.
pub fn process(pipeline: &Pipeline, input: &Input) -> Document {
    match load(input, pipeline.limits()) {
        Ok(bytes) => guarded(|| pipeline.process(&input.name, &bytes))
            .unwrap_or_else(|notice| unread(&input.name, &bytes, notice)),
        Err((size, notice)) => {
            let source = Source { name: input.name.clone(), bytes: size, ..Source::default() };
            Document { source, notices: vec![notice], ..Document::default() }
        }
    }
}

/// The bytes of an input, or its size as far as known and what is wrong with it.
fn load(input: &Input, limits: &Limits) -> Result<Vec<u8>, (u64, Notice)> {
    let bytes = match &input.from {
        From::Stdin => up_to(limits.file_bytes, io::stdin().lock(), 0),
        From::File(path) => File::open(path).and_then(|file| {
            let size = file.metadata()?.len();
            up_to(limits.file_bytes, file, size)
        }),
        From::Nowhere(why) => Err(io::Error::other(why.clone())),
    };
    match bytes {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(size)) => {
            let message = format!(
                "文件超过 {limit} 字节,没有读入;可用 --max-file-bytes 放宽 · larger than {limit} bytes, not read; \
                 --max-file-bytes raises the limit",
                limit = limits.file_bytes
            );
            Err((size, Notice::error("file_too_large", message)))
        }
        Err(error) => {
            let message = format!("打不开或读不出:{error} · cannot be opened or read: {error}");
            Err((0, Notice::error("unreadable", message)))
        }
    }
}

/// All bytes, or (without reading on) the size where there are more than `limit`. The size that a file system gives
/// is a hint: files grow, and pipes have none.
fn up_to(limit: u64, from: impl Read, size: u64) -> io::Result<Result<Vec<u8>, u64>> {
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
    use crate::{Options, Record};

    #[test]
    fn what_is_too_large_or_missing_is_a_record() {
        let limits = Limits { file_bytes: 3, ..Limits::default() };
        assert_eq!(up_to(3, &b"abc"[..], 0).unwrap(), Ok(b"abc".to_vec()));
        assert_eq!(up_to(3, &b"abcd"[..], 0).unwrap(), Err(4));
        assert_eq!(up_to(3, &b""[..], 9).unwrap(), Err(9));
        let pipeline = Pipeline::new(&Options { limits, ..Options::default() });
        let input = Input { name: "gone.txt".into(), from: From::File("no/such/gone.txt".into()) };
        let record = Record::from(&process(&pipeline, &input));
        assert!(record.failed());
        assert_eq!(record.diagnostics[0].code, "unreadable");
        assert_eq!(record.source.blake3, None);
    }
}
