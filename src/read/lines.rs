//! Files whose lines are in two encodings, as when a script appends to a file that it never looked into.
//!
//! A line break is one byte in UTF-8, GB18030 and Big5, and never a part of another character, so lines can be told
//! apart before they are decoded. Each line is read in the file's main encoding unless the other one reads it better.

use std::ops::Range;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};

use super::{decode, likely, resync};

/// How much likelier the other encoding must be (a ratio of e² in the model) to read a line that the main one can.
const MARGIN: i32 = 2;
/// How many bytes of unreadable lines decide which encoding the others are in.
const SAMPLE: usize = 64 << 10;

/// A file decoded line by line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) text: String,
    /// Where a replacement character had to be written.
    pub(super) bad: Vec<usize>,
    /// Runs of lines in another encoding than the file's, in `text`.
    pub(super) foreign: Vec<(Range<usize>, &'static Encoding)>,
}

/// Decodes a file in an encoding that leaves ASCII alone.
pub(super) fn decode(main: &'static Encoding, bytes: &[u8]) -> Lines {
    if main == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Lines { text: text.into(), ..Lines::default() };
    }
    let other = if main == UTF_8 { legacy(bytes) } else { UTF_8 };
    // Two bytes of such encodings are three of UTF-8.
    let mut out = Lines { text: String::with_capacity(bytes.len() / 2 * 3), ..Lines::default() };
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let start = out.text.len();
        let (valid, utf8) = match std::str::from_utf8(line) {
            Ok(text) => (text.is_ascii() || main == UTF_8, Some(text)),
            Err(_) => (false, None),
        };
        if let (true, Some(text)) = (valid, utf8) {
            out.text.push_str(text);
            continue;
        }
        if (main != UTF_8 && utf8.is_none()) || !prefers(other, main, line) {
            out.append(main, line);
            continue;
        }
        out.append(other, line);
        match out.foreign.last_mut() {
            Some((run, _)) if run.end == start => run.end = out.text.len(),
            _ => out.foreign.push((start..out.text.len(), other)),
        }
    }
    out
}

impl Lines {
    fn append(&mut self, encoding: &'static Encoding, line: &[u8]) {
        let start = self.text.len();
        let bad = decode::append(encoding, line, &mut self.text);
        let pairs = encoding == GB18030 || encoding == BIG5;
        match pairs.then(|| resync::resync(encoding, line, &self.text[start..])).flatten() {
            Some(better) => {
                self.text.truncate(start);
                self.bad.extend(better.match_indices('\u{FFFD}').map(|(at, _)| start + at));
                self.text.push_str(&better);
            }
            None => self.bad.extend(bad),
        }
    }
}

fn prefers(other: &'static Encoding, main: &'static Encoding, line: &[u8]) -> bool {
    let read = |encoding| likely::sum(&whole(encoding, line));
    read(other) > read(main).saturating_add(MARGIN)
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let mut text = String::new();
    decode::append(encoding, bytes, &mut text);
    text
}

/// What the lines of a UTF-8 file are in that are no UTF-8.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    let mut strange = Vec::new();
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if strange.len() < SAMPLE && std::str::from_utf8(line).is_err() {
            strange.extend_from_slice(&line[..line.len().min(SAMPLE)]);
        }
    }
    let read = |encoding| likely::sum(&decode::sample(encoding, &strange));
    if read(BIG5) > read(GB18030) { BIG5 } else { GB18030 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn each_line_in_its_own_encoding() {
        let (a, b) = ("第一行是国标码写的。\n", "第二行是后来补上的。\n");
        let mixed = [gbk(a), b.into(), gbk(a)].concat();
        let read = decode(GB18030, &mixed);
        assert_eq!(read.text, format!("{a}{b}{a}"));
        assert_eq!(read.foreign, [(a.len()..a.len() + b.len(), UTF_8)]);
        let mixed = [b.into(), gbk(a), b.into()].concat();
        let read = decode(UTF_8, &mixed);
        assert_eq!(read.text, format!("{b}{a}{b}"));
        assert_eq!(read.foreign, [(b.len()..a.len() + b.len(), GB18030)]);
        assert!(read.bad.is_empty());
    }

    #[test]
    fn a_bad_byte_is_no_other_encoding() {
        let mut bytes = Vec::from("这一行里坏了一个字节。\n下一行是好的。");
        bytes[6] = 0xFF;
        let read = decode(UTF_8, &bytes);
        assert!(read.foreign.is_empty());
        assert!(read.text.starts_with("这一\u{FFFD}"));
        assert!(read.text.ends_with("里坏了一个字节。\n下一行是好的。"));
    }
}
