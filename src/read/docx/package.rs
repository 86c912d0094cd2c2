//! The zip file around a Word document: parts by name, an end to inflating, and what is left of a broken one.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use flate2::bufread::DeflateDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::read::{Limits, ReadError};

/// The parts of a document.
pub(super) struct Package<'a> {
    bytes: &'a [u8],
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// Lower-case names: writers do not agree with themselves on case.
    parts: BTreeMap<String, Part>,
    /// How many bytes may still be inflated.
    left: u64,
}

#[derive(Clone, Copy)]
enum Part {
    /// By its place in the archive's directory.
    Listed(usize),
    /// By its place in the file, where the directory is lost: where its data begins, and whether it is deflated.
    Found { data: usize, deflated: bool },
}

impl<'a> Package<'a> {
    /// Lists the parts. Where the directory at the file's end is lost, they are looked for one by one.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Self {
        let mut package = Self { bytes, archive: None, parts: BTreeMap::new(), left: limits.inflated_bytes };
        if let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) {
            for i in 0..archive.len() {
                if let Some(Ok(name)) = archive.name_for_index(i) {
                    package.parts.insert(canonical(&name), Part::Listed(i));
                }
            }
            package.archive = Some(archive);
        }
        package
    }

    /// Whether the archive's directory was read.
    pub(super) fn is_whole(&self) -> bool {
        self.archive.is_some()
    }

    /// Forgets the directory and looks for the parts themselves.
    pub(super) fn salvage(&mut self) {
        self.archive = None;
        self.parts = found(self.bytes);
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&canonical(name))
    }

    /// A part's content. Reading past the limit fails with [`io::ErrorKind::FileTooLarge`].
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Capped<'_>>, ReadError> {
        let Some(&part) = self.parts.get(&canonical(name)) else { return Ok(None) };
        let inner: Box<dyn Read + '_> = match (part, &mut self.archive) {
            (Part::Listed(i), Some(archive)) => match archive.by_index(i) {
                Ok(file) => Box::new(file),
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(encrypted()),
                Err(_) => return Ok(None),
            },
            (Part::Found { data, deflated }, _) => {
                let rest = self.bytes.get(data..).unwrap_or_default();
                if deflated { Box::new(DeflateDecoder::new(rest)) } else { Box::new(stored(rest)) }
            }
            (Part::Listed(_), None) => return Ok(None),
        };
        Ok(Some(Capped { inner, left: &mut self.left }))
    }
}

fn encrypted() -> ReadError {
    ReadError::new(
        "encrypted",
        "文件已加密;请去掉密码后另存为 .docx。",
        "The file is encrypted: save it as .docx without a password.",
    )
}

fn canonical(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";

/// A stored part runs up to the next header: its length may be lost with the directory.
fn stored(rest: &[u8]) -> &[u8] {
    let next = |mark: &[u8]| rest.windows(4).position(|w| w == mark);
    let end = [LOCAL_HEADER, b"PK\x01\x02", b"PK\x07\x08"].into_iter().filter_map(next).min();
    &rest[..end.unwrap_or(rest.len())]
}

/// Every local header in the file, by its mark.
fn found(bytes: &[u8]) -> BTreeMap<String, Part> {
    let mut parts = BTreeMap::new();
    let mut at = 0;
    while let Some(i) = bytes[at..].windows(4).position(|w| w == LOCAL_HEADER) {
        let header = &bytes[at + i..];
        at += i + 4;
        let word = |o: usize| header.get(o..o + 2).map(|b| usize::from(u16::from_le_bytes([b[0], b[1]])));
        let (Some(method), Some(name), Some(extra)) = (word(8), word(26), word(28)) else { continue };
        let Some(name_bytes) = header.get(30..30 + name) else { continue };
        if matches!(method, 0 | 8) {
            let data = at - 4 + 30 + name + extra;
            parts.insert(
                canonical(&String::from_utf8_lossy(name_bytes)),
                Part::Found { data, deflated: method == 8 },
            );
        }
    }
    parts
}

/// A reader that fails when the package has inflated to more than is allowed.
pub(super) struct Capped<'a> {
    inner: Box<dyn Read + 'a>,
    left: &'a mut u64,
}

impl Read for Capped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        match self.left.checked_sub(n as u64) {
            Some(left) => *self.left = left,
            None => {
                *self.left = 0;
                return Err(io::ErrorKind::FileTooLarge.into());
            }
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_word_does() {
        assert_eq!(canonical("/Word\\Document.XML"), "word/document.xml");
    }

    #[test]
    fn headers_are_found_without_a_directory() {
        let mut bytes = b"junk".to_vec();
        bytes.extend(b"PK\x03\x04\x14\0\0\0\0\0");
        bytes.extend([0; 16]);
        bytes.extend([3, 0, 0, 0]);
        bytes.extend(b"a/Bhello");
        let mut package = Package::open(&bytes, &Limits::default());
        assert!(!package.is_whole());
        package.salvage();
        let mut text = String::new();
        package.part("A/b").unwrap().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "hello");
        package.left = 3;
        let error = package.part("a/b").unwrap().unwrap().read_to_string(&mut text).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
