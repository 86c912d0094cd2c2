//! What is kept beside an output, so that a stop costs little and nothing is lost, torn or written twice.
//!
//! While a run goes on, its records stand in `OUT.part` and what is known of each input in `OUT.manifest.part`
//! ([`manifest`]); whole, both are renamed ([`part`]). A finished output with its manifest can lend its records to a
//! later run ([`former`]).

pub mod former;
pub mod manifest;
pub mod part;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use former::Former;
pub use manifest::{Entry, Head, Tail};
pub use part::{Part, PartError};

/// A path with something behind its last name.
fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut path = out.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// The hash that tells whether the bytes of a record are still what was written: 128 bits, hexadecimal.
pub fn short_hash(bytes: &[u8]) -> String {
    short(blake3::hash(bytes))
}

fn short(hash: blake3::Hash) -> String {
    let mut hash = hash.to_hex().to_string();
    hash.truncate(32);
    hash
}

/// Reads at a place, whatever place the file is at: threads share the file.
fn read_at(file: &File, at: u64, len: u64) -> io::Result<Vec<u8>> {
    let len = usize::try_from(len).map_err(|_| io::ErrorKind::InvalidData)?;
    // A length from a file that somebody may have changed: no more than is there.
    if at.saturating_add(len as u64) > file.metadata()?.len() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut bytes = vec![0; len];
    #[cfg(unix)]
    std::os::unix::fs::FileExt::read_exact_at(file, &mut bytes, at)?;
    #[cfg(windows)]
    {
        let mut done = 0;
        while done < len {
            match std::os::windows::fs::FileExt::seek_read(file, &mut bytes[done..], at + done as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => done += read,
            }
        }
    }
    Ok(bytes)
}
