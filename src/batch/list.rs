//! Lists of names: one a line, or ended by NUL as `find -print0` writes them.

use std::ffi::OsString;
use std::io::{self, BufRead};

/// The longest name that is believed, in bytes; systems allow 4,096.
const LONGEST: u64 = 1 << 16;

/// The names of a list, read as they are needed.
#[derive(Debug)]
pub struct List<R> {
    from: R,
    /// What ends a name.
    end: u8,
}

impl<R: BufRead> List<R> {
    /// A list with a name a line, or (`nul`) with a NUL behind each.
    pub fn new(from: R, nul: bool) -> Self {
        Self { from, end: if nul { 0 } else { b'\n' } }
    }
}

impl<R: BufRead> Iterator for List<R> {
    type Item = io::Result<OsString>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut name = Vec::new();
            match io::Read::take(&mut self.from, LONGEST).read_until(self.end, &mut name) {
                Ok(0) => return None,
                Ok(_) if name.len() as u64 == LONGEST => {
                    return Some(Err(io::Error::other(
                        "列表里的名字太长;是否该用 -0? · a name in the list is too long: is -0 missing?",
                    )));
                }
                Ok(_) => {}
                Err(error) => return Some(Err(error)),
            }
            if name.last() == Some(&self.end) {
                name.pop();
            }
            if self.end == b'\n' && name.last() == Some(&b'\r') {
                name.pop();
            }
            if !name.is_empty() {
                return Some(Ok(os_string(name)));
            }
        }
    }
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &str, nul: bool) -> Vec<String> {
        List::new(list.as_bytes(), nul).map(|n| n.unwrap().into_string().unwrap()).collect()
    }

    #[test]
    fn names_end_with_their_line_or_with_nul() {
        assert_eq!(names("a.txt\r\n\n b.txt\nc", false), ["a.txt", " b.txt", "c"]);
        assert_eq!(names("a\nb.txt\0\0c\r\0", true), ["a\nb.txt", "c\r"]);
        assert_eq!(names("", false), [""; 0]);
    }

    #[test]
    fn what_is_no_list_is_said() {
        let one = "x".repeat(LONGEST as usize + 5);
        assert!(List::new(one.as_bytes(), true).next().unwrap().is_err());
    }
}
