//! ZIP: by its central directory.

use std::io::{Read, Seek};

use super::{At, Stop, Unpacker, damaged, damaged_notice, member_name};

pub(super) fn each(to: &mut Unpacker<'_>, from: impl Read + Seek, at: &At<'_>) -> Result<(), Stop> {
    let mut archive = ::zip::ZipArchive::new(from).map_err(|e| damaged(&e))?;
    for index in 0..archive.len() {
        // Its name is known even where the member cannot be unpacked (a password, a method that we do not have).
        let inside = match archive.by_index_raw(index) {
            Ok(member) if !member.is_file() => continue,
            Ok(member) => member_name(member.name_raw()),
            Err(error) => return Err(damaged(&error)),
        };
        let Some(wanted) = to.member(at, &inside)? else { continue };
        match archive.by_index(index) {
            Ok(member) => {
                let size = member.size();
                to.take(wanted, member, size)?;
            }
            Err(error) => to.refuse(wanted.name, damaged_notice(&error))?,
        }
    }
    Ok(())
}
