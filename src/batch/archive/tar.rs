//! tar, from any stream.

use std::cell::Cell;
use std::io::{self, Read};

use super::{At, Stop, Unpacker, damaged, member_name};

/// What stands between two members may be so long, in bytes: headers, long names, attributes.
const HEADERS: u64 = 1 << 20;

pub(super) fn each(to: &mut Unpacker<'_>, from: impl Read, at: &At<'_>) -> Result<(), Stop> {
    let allowed = Cell::new(HEADERS);
    let mut archive = ::tar::Archive::new(Metered { from, allowed: &allowed });
    for member in archive.entries().map_err(|e| damaged(&e))? {
        let mut member = member.map_err(|e| damaged(&e))?;
        // From here to its end, the member is measured by what we take of it.
        allowed.set(u64::MAX);
        let kind = member.header().entry_type();
        // Links and devices are counted and not followed.
        let is_file = kind.is_file() || kind.is_gnu_sparse();
        let inside = if is_file { member_name(&member.path_bytes()) } else { String::new() };
        if let Some(wanted) = to.member(at, &inside)? {
            let size = member.size();
            to.take(wanted, &mut member, size)?;
        }
        skip(to, &mut member)?;
        allowed.set(HEADERS);
    }
    Ok(())
}

/// The rest of a member: unpacked for nothing, and counted all the same.
fn skip(to: &mut Unpacker<'_>, member: impl Read) -> Result<(), Stop> {
    let most = to.left.saturating_add(1);
    let skipped = io::copy(&mut member.take(most), &mut io::sink()).map_err(|e| damaged(&e))?;
    to.left = to.left.checked_sub(skipped).ok_or_else(|| to.exploded())?;
    Ok(())
}

/// A stream of which only so much is given out at once: the crate reads long names whole.
struct Metered<'a, R> {
    from: R,
    allowed: &'a Cell<u64>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.allowed.get()).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Err(io::Error::other("成员头过长 · the head of a member is too long"));
        }
        let read = self.from.read(&mut buffer[..most])?;
        self.allowed.set(self.allowed.get().saturating_sub(read as u64));
        Ok(read)
    }
}
