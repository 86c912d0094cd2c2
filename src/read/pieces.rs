//! A plain text that is read piece by piece: neither its bytes nor its text are ever held whole.
//!
//! What a file is as a whole (its encoding, an earlier program's mistake) is decided on its first piece; every piece is
//! then decoded as a file of its own would be. Pieces end with lines, where the text has any.

use std::io::{self, Read};

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::txt::{self, Decoded};
use super::{Limits, ReadError, mojibake, sniff};
use crate::document::{Format, Source};
use crate::notice::Notice;

/// Whether a file that begins with these bytes is read as plain text.
pub fn is_plain(bytes: &[u8]) -> bool {
    matches!(sniff::sniff(bytes), Ok(sniff::Kind::Text))
}

/// The text of a file, piece by piece.
#[derive(Debug)]
pub struct Pieces<R> {
    from: R,
    limit: u64,
    /// So many bytes make a piece.
    length: usize,
    hash: blake3::Hasher,
    /// Read, and not decoded yet.
    rest: Vec<u8>,
    read: u64,
    ended: bool,
    known: Option<Known>,
    kept_lines: usize,
    blank: bool,
}

/// What the first piece told.
#[derive(Clone, Copy, Debug)]
struct Known {
    encoding: &'static Encoding,
    confidence: f32,
    mistake: Option<mojibake::Mistake>,
}

/// A piece of a text, with the places in it that could not be read as the rest.
#[derive(Debug, Default)]
pub struct Piece {
    /// The decoded text.
    pub text: String,
    /// Where replacement characters had to be written, in bytes.
    pub(super) bad: Vec<usize>,
    /// Runs of lines in another encoding.
    pub(super) foreign: Vec<txt::Run>,
}

impl<R: Read> Pieces<R> {
    /// Pieces of about `length` bytes.
    pub fn new(from: R, length: usize, limits: &Limits) -> Self {
        Self {
            from,
            limit: limits.file_bytes,
            length: length.max(16),
            hash: blake3::Hasher::new(),
            rest: Vec::new(),
            read: 0,
            ended: false,
            known: None,
            kept_lines: 0,
            blank: true,
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// If the file cannot be read on, passes a limit or is no text.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, ReadError> {
        self.fill().map_err(|e| {
            ReadError::new("unreadable", &format!("读不出:{e}。"), &format!("It cannot be read: {e}."))
        })?;
        // Places are counted in 32 bits, and no encoding has more characters than bytes.
        let limit = self.limit.min(u32::MAX.into());
        if self.read > limit {
            return Err(ReadError::new(
                "file_too_large",
                &format!("文件过大:超过 {limit} 字节。"),
                &format!("The file is too large: over {limit} bytes."),
            ));
        }
        if self.rest.is_empty() {
            self.known = self.known.or_else(|| Some(self.begin().0));
            return Ok(None);
        }
        let (known, mark) = match self.known {
            Some(known) => (known, 0),
            None => self.begin(),
        };
        let end = if self.ended { self.rest.len() } else { border(known.encoding, &self.rest, mark) };
        let mut piece = txt::piece(known.encoding, &self.rest[mark..end]);
        if self.known.is_none() {
            self.known = Some(Self::decided(known, &piece)?);
        }
        self.rest.drain(..end);
        if let Some(mistake) = self.known.and_then(|known| known.mistake) {
            let undone = mojibake::undo_as(mistake, &piece.text);
            self.kept_lines += undone.kept_lines;
            piece.bad = undone.text.match_indices('\u{FFFD}').map(|(at, _)| at).collect();
            piece.text = undone.text;
        }
        self.blank &= piece.text.trim().is_empty();
        Ok(Some(piece))
    }

    /// Reads what is left, for its hash; nothing is known of a file that cannot be read to its end.
    pub fn skip(&mut self) {
        while !self.ended && self.read <= self.limit {
            self.rest.clear();
            if self.fill().is_err() {
                break;
            }
        }
    }

    /// What is known of the file, without its text: all of it when the last piece was given, its hash only then.
    pub fn source(&self, name: &str) -> Source {
        Source {
            name: name.into(),
            format: self.known.map(|_| Format::Txt),
            encoding: self.known.map(|known| known.encoding.name()),
            encoding_confidence: self.known.map(|known| known.confidence),
            misread: self.known.and_then(|known| known.mistake).map(mojibake::Mistake::misread),
            bytes: self.read,
            blake3: if self.ended { self.hash.finalize().to_hex().to_string() } else { String::new() },
            ..Source::default()
        }
    }

    /// What is to be said of the file as a whole, when the last piece was given.
    pub fn notices(&self) -> Vec<Notice> {
        let mut out = Vec::new();
        if let Some(known) = self.known {
            out.extend(txt::uncertain(known.encoding, known.confidence));
            out.extend(known.mistake.map(|mistake| txt::misread(mistake, self.kept_lines)));
        }
        if self.blank {
            out.push(super::empty());
        }
        out
    }

    /// Reads until there is a piece, or all.
    fn fill(&mut self) -> io::Result<()> {
        let missing = (self.length as u64).saturating_sub(self.rest.len() as u64);
        if missing > 0 && !self.ended {
            let before = self.rest.len();
            self.from.by_ref().take(missing).read_to_end(&mut self.rest)?;
            let new = &self.rest[before..];
            self.ended = (new.len() as u64) < missing;
            self.read += new.len() as u64;
            self.hash.update(new);
        }
        Ok(())
    }

    /// The encoding that the first bytes are in, and how long their mark is.
    fn begin(&self) -> (Known, usize) {
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(text) => Some(text),
            // Only the end is missing.
            Err(e) if e.error_len().is_none() && !self.ended => {
                std::str::from_utf8(&self.rest[..e.valid_up_to()]).ok()
            }
            Err(_) => None,
        };
        let (encoding, confidence, body) = txt::encoding(&self.rest, whole);
        (Known { encoding, confidence, mistake: None }, self.rest.len() - body.len())
    }

    fn decided(known: Known, piece: &Piece) -> Result<Known, ReadError> {
        txt::checked(&piece.text, piece.bad.len())?;
        let clean = piece.bad.is_empty() && piece.foreign.is_empty();
        let mistake = if clean { mojibake::mistake(&piece.text) } else { None };
        let confidence =
            if mistake.is_some() { known.confidence.min(Decoded::UNDONE) } else { known.confidence };
        Ok(Known { confidence, mistake, ..known })
    }
}

impl Piece {
    /// Puts `next` behind it.
    pub fn append(&mut self, next: Self) {
        let base = self.text.len();
        self.bad.extend(next.bad.into_iter().map(|at| base + at));
        for (run, encoding) in next.foreign {
            self.foreign.push((base + run.start..base + run.end, encoding));
        }
        self.text.push_str(&next.text);
    }

    /// Takes away its first bytes, up to `at`, on a character's border.
    pub fn split(&mut self, at: usize) -> Self {
        let rest = self.text.split_off(at);
        let mut head = std::mem::replace(&mut self.text, rest);
        head.shrink_to_fit();
        let behind = self.bad.split_off(self.bad.partition_point(|&bad| bad < at));
        let bad = std::mem::replace(&mut self.bad, behind.into_iter().map(|bad| bad - at).collect());
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        for (run, encoding) in self.foreign.drain(..) {
            if run.start < at {
                before.push((run.start..run.end.min(at), encoding));
            }
            if run.end > at {
                behind.push((run.start.max(at) - at..run.end - at, encoding));
            }
        }
        self.foreign = behind;
        Self { text: head, bad, foreign: before }
    }

    /// What is to be said of it.
    pub fn notices(&self, source: &Source) -> Vec<Notice> {
        let main = source.encoding.and_then(|name| Encoding::for_label(name.as_bytes())).unwrap_or(UTF_8);
        txt::notices(main, self)
    }
}

/// Where a piece ends: behind its last line; where it holds no line's end, behind its last whole character.
fn border(encoding: &'static Encoding, bytes: &[u8], from: usize) -> usize {
    let body = &bytes[from..];
    let end = if encoding == UTF_16LE || encoding == UTF_16BE {
        wide_border(encoding == UTF_16LE, body)
    } else {
        match memchr::memrchr(b'\n', body) {
            Some(at) => at + 1,
            None if encoding == UTF_8 => match std::str::from_utf8(body) {
                Err(e) if e.error_len().is_none() => e.valid_up_to(),
                // What is damaged may be cut anywhere but before the rest of a character.
                _ => {
                    (body.len().saturating_sub(4)..body.len()).rfind(|&i| body[i] & 0xC0 != 0x80).unwrap_or(0)
                }
            },
            None => pairs_border(encoding, body),
        }
    };
    // A piece is never empty.
    from + if end == 0 { body.len() } else { end }
}

/// The end of the last line, or of the last character, in UTF-16.
fn wide_border(little: bool, bytes: &[u8]) -> usize {
    let unit = |pair: &[u8; 2]| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
    let (units, _) = bytes.as_chunks::<2>();
    if let Some(at) = units.iter().rposition(|pair| unit(pair) == 0x0A) {
        return 2 * (at + 1);
    }
    let half = units.last().is_some_and(|pair| (0xD800..0xDC00).contains(&unit(pair)));
    2 * (units.len() - usize::from(half))
}

/// The end of the last character in an encoding of one, two and four bytes.
fn pairs_border(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    // Below 0x30 no byte is the half of a character.
    let mut at = bytes.iter().rposition(|&b| b < 0x30).map_or(0, |i| i + 1);
    loop {
        let long = match bytes.get(at..) {
            Some([0..0x80, ..]) => 1,
            Some([_, b'0'..=b'9', ..]) if encoding == GB18030 => 4,
            Some([_, ..]) if encoding == GB18030 || encoding == BIG5 => 2,
            Some([_, ..]) => 1,
            _ => return at,
        };
        if at + long > bytes.len() {
            return at;
        }
        at += long;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of all pieces together, and the source that they say it is of.
    fn read(bytes: &[u8], length: usize) -> Result<(Piece, Source, Vec<Notice>), ReadError> {
        let mut pieces = Pieces::new(bytes, length, &Limits::default());
        let mut all = Piece::default();
        while let Some(piece) = pieces.next_piece()? {
            all.append(piece);
        }
        Ok((all, pieces.source("a.txt"), pieces.notices()))
    }

    fn same_as_whole(bytes: &[u8], length: usize) {
        let mut notices = Vec::new();
        let whole = super::super::read("a.txt", bytes, &Limits::default(), &mut notices).unwrap();
        let (piece, source, _) = read(bytes, length).unwrap();
        assert_eq!(piece.text, whole.text);
        assert_eq!(
            (source.encoding, &source.blake3, source.bytes),
            (whole.encoding, &whole.blake3, whole.bytes)
        );
    }

    #[test]
    fn pieces_are_the_text() {
        let lines =
            "同志们：今天这个会议十分重要。\n各乡镇要在月底前把水渠修好，不得拖延。上上下下都要抓紧。\n"
                .repeat(40);
        let endless = lines.replace('\n', "");
        for text in [lines, endless] {
            let gbk = GB18030.encode(&text).0;
            let wide = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
            let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
            let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
            // The first piece tells the encoding: it must not be too short for that.
            for length in [400, 401, 402, 403, 777, 1000, 100_000] {
                for bytes in [text.as_bytes(), &marked, &gbk, &little, &big] {
                    same_as_whole(bytes, length);
                }
            }
        }
        // Surrogates, four bytes of GB18030, and no byte below 0x30 anywhere.
        let rare = "𠮷野㐂上上下下的的".repeat(300);
        let wide: Vec<u8> = rare.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for length in [400, 402, 405] {
            let marked = [&[0xFF, 0xFE][..], &wide].concat();
            same_as_whole(&marked, length);
            same_as_whole(&GB18030.encode(&rare).0, length);
        }
    }

    #[test]
    fn a_mistake_is_undone_in_every_piece() {
        let text = "同志们：今天这个会议十分重要。\n各乡镇要在月底前把水渠修好，不得拖延。\n".repeat(40);
        let (wrong, _) = GB18030.decode_without_bom_handling(text.as_bytes());
        same_as_whole(wrong.as_bytes(), 600);
        let (_, source, notices) = read(wrong.as_bytes(), 600).unwrap();
        assert_eq!(source.misread.map(|m| m.was), Some("UTF-8"));
        assert_eq!(notices[0].code, "mojibake_undone");
    }

    #[test]
    fn bytes_that_mean_nothing_keep_their_places() {
        let mut bytes = "各乡镇要在月底前把水渠修好。\n".repeat(60).into_bytes();
        for at in [100, 1000, 2000] {
            bytes[at] = 0xFF;
        }
        same_as_whole(&bytes, 500);
        let (mut all, source, _) = read(&bytes, 500).unwrap();
        let places = all.bad.clone();
        assert!(places.iter().all(|&at| all.text[at..].starts_with('\u{FFFD}')));
        let cut = all.text.char_indices().nth(400).unwrap().0;
        let head = all.split(cut);
        let moved: Vec<usize> = head.bad.iter().copied().chain(all.bad.iter().map(|at| at + cut)).collect();
        assert_eq!(moved, places);
        assert_eq!(head.notices(&source).len() + all.notices(&source).len(), 3);
    }

    #[test]
    fn no_text_and_too_much_are_refused() {
        let junk: Vec<u8> = (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 % 32).collect();
        assert_eq!(read(&junk, 500).unwrap_err().code, "not_text");
        let limits = Limits { file_bytes: 1000, ..Limits::default() };
        let text = "要抓紧。\n".repeat(100);
        let mut pieces = Pieces::new(text.as_bytes(), 300, &limits);
        let end = std::iter::from_fn(|| pieces.next_piece().transpose()).find_map(Result::err);
        assert_eq!(end.unwrap().code, "file_too_large");
        assert_eq!(read(b" \n\n", 64).unwrap().2[0].code, "empty_file");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_in_pieces(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600), length in 16usize..200) {
            let _ = read(&bytes, length);
        }
    }
}
