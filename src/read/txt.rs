//! Plain text: from bytes of an encoding that nobody named to text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::lines::{self, Lines};
use super::{Piece, ReadError, decode, guess, mojibake};
use crate::document::Misread;
use crate::notice::Notice;
use crate::span::SourceSpan;

/// How many places are named one by one before the rest is only counted.
const PLACES: usize = 20;

/// A decoded file.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
    pub(super) confidence: f32,
    pub(super) misread: Option<Misread>,
}

impl Decoded {
    /// The most that is said of an encoding that a mistake was undone in.
    pub(super) const UNDONE: f32 = 0.9;
}

/// Decodes a file. Bytes that mean nothing become U+FFFD with a notice.
pub(super) fn read(bytes: &[u8], notices: &mut Vec<Notice>) -> Result<Decoded, ReadError> {
    let whole = simdutf8::basic::from_utf8(bytes).ok();
    let (encoding, confidence, body) = encoding(bytes, whole);
    let whole = whole.filter(|_| body.len() == bytes.len());
    // What is valid UTF-8 is known by now.
    let read = match whole.filter(|_| encoding == UTF_8) {
        Some(text) => Piece { text: text.into(), ..Piece::default() },
        None => piece(encoding, body),
    };
    checked(&read.text, read.bad.len())?;
    notices.extend(uncertain(encoding, confidence));
    let clean = read.bad.is_empty() && read.foreign.is_empty();
    if let Some(mistake) = clean.then(|| mojibake::mistake(&read.text)).flatten() {
        let undone = mojibake::undo_as(mistake, &read.text);
        notices.push(misread(mistake, undone.kept_lines));
        let lost: Vec<_> = undone.text.match_indices('\u{FFFD}').map(|(at, _)| at).collect();
        note_bad(&undone.text, &lost, notices);
        return Ok(Decoded {
            text: undone.text,
            encoding,
            confidence: confidence.min(Decoded::UNDONE),
            misread: Some(mistake.misread()),
        });
    }
    notices.extend(self::notices(encoding, &read));
    Ok(Decoded { text: read.text, encoding, confidence, misread: None })
}

/// Decodes bytes without a mark; of UTF-16, from the beginning of a character.
pub(super) fn piece(encoding: &'static Encoding, bytes: &[u8]) -> Piece {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let mut out = Piece::default();
        out.bad = decode::append(encoding, bytes, &mut out.text);
        return out;
    }
    let Lines { text, bad, foreign } = lines::decode(encoding, bytes);
    Piece { text, bad, foreign }
}

/// Refuses what is no text.
pub(super) fn checked(text: &str, malformed: usize) -> Result<(), ReadError> {
    if is_text(text, malformed) {
        return Ok(());
    }
    Err(ReadError::new(
        "not_text",
        "这不是文本文件(二进制内容)。",
        "This is no text file (its content is binary).",
    ))
}

/// Says that the encoding is a guess, where it is.
pub(super) fn uncertain(encoding: &'static Encoding, confidence: f32) -> Option<Notice> {
    (confidence < 0.8).then(|| {
        Notice::warning(
            "encoding_uncertain",
            None,
            format!(
                "编码推测为 {0},把握不大({confidence:.2});The encoding is a guess: {0} ({confidence:.2}).",
                encoding.name()
            ),
        )
    })
}

/// What is to be said of places that could not be read as the rest.
pub(super) fn notices(main: &'static Encoding, piece: &Piece) -> Vec<Notice> {
    let mut out = Vec::new();
    note_bad(&piece.text, &piece.bad, &mut out);
    note_foreign(main, &piece.foreign, &mut out);
    note_lost(&piece.text, &mut out);
    out
}

/// The encoding, how sure it is, and the bytes without the mark. `whole` is the file as UTF-8, if it is valid.
pub(super) fn encoding<'a>(bytes: &'a [u8], whole: Option<&str>) -> (&'static Encoding, f32, &'a [u8]) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding, 1.0, &bytes[mark..]);
    }
    if let Some(text) = whole {
        let kinds = Kinds::of(text);
        // Bytes below 0x20 may be half a character of UTF-16.
        if !kinds.control {
            if kinds.ascii || kinds.long {
                return (UTF_8, 1.0, bytes);
            }
            let guess = guess::guess_of_pairs(bytes);
            let confidence = if guess.encoding == UTF_8 { 1.0 } else { guess.confidence };
            return (guess.encoding, confidence, bytes);
        }
    }
    let guess = guess::guess(bytes);
    (guess.encoding, guess.confidence, bytes)
}

/// Which kinds of character a text has.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kinds {
    /// No text has such: below 0x20, but no white space.
    control: bool,
    /// Of three bytes or more in UTF-8.
    long: bool,
    /// Nothing beyond ASCII.
    ascii: bool,
}

impl Kinds {
    fn of(text: &str) -> Self {
        // Without a branch, so that many bytes are looked at in one step.
        let (mut control, mut long, mut beyond) = (false, false, false);
        for &b in text.as_bytes() {
            control |= (b < 0x9) | (b.wrapping_sub(0xE) < 0x12);
            long |= b >= 0xE0;
            beyond |= b >= 0x80;
        }
        Self { control, long, ascii: !beyond }
    }
}

/// Whether there is enough sense among control characters and malformed bytes to call it a text.
fn is_text(text: &str, malformed: usize) -> bool {
    if malformed == 0 && !Kinds::of(text).control {
        return true;
    }
    let (mut chars, mut control) = (0usize, 0usize);
    for c in text.chars() {
        chars += 1;
        control += usize::from(matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}'));
    }
    let few = |n: usize, most: usize| n == 0 || n * 2 < chars && (n < most || n * 10 < chars);
    few(control, 2) && few(malformed, 8)
}

/// Says that a mistake was undone, but in so many lines.
pub(super) fn misread(mistake: mojibake::Mistake, kept: usize) -> Notice {
    let Misread { was, read_as } = mistake.misread();
    Notice::warning(
        "mojibake_undone",
        None,
        format!(
            "原文是 {was},曾被误当作 {read_as} 读取并保存,已还原({kept} 行无法还原);The text is {was} that was once \
             read as {read_as} and saved; undone ({kept} lines could not be)."
        ),
    )
}

/// One notice for each run of replacement characters.
fn note_bad(text: &str, bad: &[usize], notices: &mut Vec<Notice>) {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for &at in bad {
        let end = at + '\u{FFFD}'.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(at..end),
        }
    }
    for run in runs.iter().take(PLACES) {
        let message = if run.end == text.len() {
            "文件末尾的字符不完整。The last character of the file is cut off."
        } else {
            "此处的字节无法解码,以 � 代替。Bytes here mean nothing in this encoding; � stands for them."
        };
        notices.push(Notice::warning("bad_bytes", Some(SourceSpan::of(run.clone())), message));
    }
    if runs.len() > PLACES {
        let more = runs.len() - PLACES;
        notices.push(Notice::warning(
            "bad_bytes",
            None,
            format!("另有 {more} 处字节无法解码。Bytes mean nothing in {more} more places."),
        ));
    }
}

/// A run of lines in another encoding than the file's.
pub(super) type Run = (std::ops::Range<usize>, &'static Encoding);

fn note_foreign(main: &'static Encoding, foreign: &[Run], notices: &mut Vec<Notice>) {
    for (run, encoding) in foreign.iter().take(PLACES) {
        let (other, main) = (encoding.name(), main.name());
        notices.push(Notice::info(
            "mixed_encoding",
            Some(SourceSpan::of(run.clone())),
            format!("这几行是 {other},其余是 {main}。These lines are {other}, the others {main}."),
        ));
    }
    if foreign.len() > PLACES {
        let more = foreign.len() - PLACES;
        notices.push(Notice::info(
            "mixed_encoding",
            None,
            format!("另有 {more} 处是另一种编码。Lines in {more} more places are in another encoding."),
        ));
    }
}

/// What U+FFFD becomes when it is read as GBK: the text that stood there cannot be restored.
fn note_lost(text: &str, notices: &mut Vec<Notice>) {
    const LOST: &str = "锟斤拷";
    if let Some(at) = text.find(LOST) {
        let n = text.matches(LOST).count();
        notices.push(Notice::warning(
            "lost_characters",
            Some(SourceSpan::of(at..at + LOST.len())),
            format!(
                "“锟斤拷”共 {n} 处:原字在以前的转码中已丢失,无法恢复。Characters were lost in an earlier \
                 conversion ({n} places)."
            ),
        ));
    }
}
