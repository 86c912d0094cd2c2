//! The pieces of an XML file: tags, text, and what is passed over, found by the marks that bound them.
//!
//! Nothing is looked at that nobody asked for: the inside of a tag only where its element matters, text only where it
//! is shown. A file is read in blocks, and a piece is handed on from the block it lies in.

use std::io::Read;

use memchr::{memchr, memchr_iter, memmem};
use quick_xml::errors::{IllFormedError, SyntaxError};

use super::xml::Stop;

/// No run of text and no tag of a sane document is longer; each is held in memory as a whole.
pub(super) const LONGEST: usize = 16 << 20;

/// How much is read at once.
const BLOCK: usize = 64 << 10;

/// A piece of a file, without the marks around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// `<name …>`, or `<name …/>`, which is `empty`: name, and what stands behind it.
    Start { name: &'a [u8], rest: &'a [u8], empty: bool },
    /// `</name>`.
    End { name: &'a [u8] },
    /// Text with its references.
    Text(&'a [u8]),
    /// `<![CDATA[text]]>`.
    Verbatim(&'a [u8]),
    /// A comment, an instruction, a declaration.
    Other,
}

/// Reads a file piece by piece.
pub(super) struct Scanner<R> {
    inner: R,
    buffer: Vec<u8>,
    /// What of the buffer was handed on, and how far it is filled.
    at: usize,
    filled: usize,
    ended: bool,
    /// How many bytes of the file came before the buffer's.
    before: usize,
}

impl<R: Read> Scanner<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, buffer: Vec::new(), at: 0, filled: 0, ended: false, before: 0 }
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'_>>, Stop> {
        if self.rest().is_empty() && !self.more()? {
            return Ok(None);
        }
        if self.rest()[0] != b'<' {
            return self.text().map(Some);
        }
        while self.rest().len() < 2 && self.more()? {}
        match self.rest().get(1) {
            Some(b'!') => self.declaration().map(Some),
            Some(b'?') => {
                self.until(b"?>", SyntaxError::UnclosedPI)?;
                Ok(Some(Piece::Other))
            }
            Some(b'/') => {
                // Nearly all stand whole in the block.
                let inside = match memchr(b'>', self.rest()) {
                    Some(i) => &self.take(i + 1)[..i],
                    None => self.until(b">", SyntaxError::UnclosedTag)?,
                };
                Ok(Some(Piece::End { name: inside[2..].trim_ascii_end() }))
            }
            _ => self.start().map(Some),
        }
    }

    /// What is at hand of what comes next.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.at..self.filled]
    }

    /// Whether the end of the innermost element comes next, written as nearly all are; then it is passed over.
    pub(super) fn ends(&mut self, names: &Names) -> bool {
        let Some(name) = names.last() else { return false };
        let behind = self.rest().strip_prefix(b"</");
        let ends = behind.is_some_and(|rest| rest.starts_with(name));
        if ends {
            self.at += name.len() + 2;
        }
        ends
    }

    /// How far it has come.
    pub(super) fn offset(&self) -> usize {
        self.before + self.at
    }

    /// What was handed on since an offset, if it is still at hand.
    pub(super) fn since(&self, offset: usize) -> Option<&[u8]> {
        Some(&self.buffer[offset.checked_sub(self.before)?..self.at])
    }

    /// Passes over so many bytes of the [`rest`](Self::rest).
    pub(super) fn pass(&mut self, n: usize) {
        self.at += n;
    }

    /// Reads on; gives whether there was more.
    fn more(&mut self) -> Result<bool, Stop> {
        if self.ended {
            return Ok(false);
        }
        if self.rest().len() >= LONGEST {
            return Err(Stop::Broken(format!("an element of more than {} MiB", LONGEST >> 20)));
        }
        // What is left moves to the front; where it is more than half, the buffer doubles.
        self.before += self.at;
        self.buffer.copy_within(self.at..self.filled, 0);
        (self.at, self.filled) = (0, self.filled - self.at);
        if self.filled * 2 >= self.buffer.len() {
            self.buffer.resize(BLOCK.max(self.buffer.len() * 2), 0);
        }
        loop {
            match self.inner.read(&mut self.buffer[self.filled..]) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(false);
                }
                Ok(n) => {
                    self.filled += n;
                    return Ok(true);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stop::from(quick_xml::Error::from(error))),
            }
        }
    }

    /// Hands on so many bytes.
    fn take(&mut self, n: usize) -> &[u8] {
        let start = self.at;
        self.at += n;
        &self.buffer[start..self.at]
    }

    /// Text up to the next tag, or to the end.
    fn text(&mut self) -> Result<Piece<'_>, Stop> {
        let mut seen = 0;
        loop {
            if let Some(i) = memchr(b'<', &self.rest()[seen..]) {
                return Ok(Piece::Text(self.take(seen + i)));
            }
            seen = self.rest().len();
            if !self.more()? {
                return Ok(Piece::Text(self.take(seen)));
            }
        }
    }

    /// What stands before a mark, which is passed over as well.
    fn until(&mut self, mark: &[u8], open: SyntaxError) -> Result<&[u8], Stop> {
        // Behind the opening mark, of two bytes at least.
        let mut seen = 2;
        loop {
            if let Some(i) = self.rest().get(seen..).and_then(|rest| memmem::find(rest, mark)) {
                let whole = self.take(seen + i + mark.len());
                return Ok(&whole[..whole.len() - mark.len()]);
            }
            seen = seen.max((self.rest().len() + 1).saturating_sub(mark.len()));
            if !self.more()? {
                return Err(Stop::from(quick_xml::Error::Syntax(open)));
            }
        }
    }

    fn start(&mut self) -> Result<Piece<'_>, Stop> {
        let end = match memchr(b'>', self.rest()) {
            Some(end) if closes_quotes(&self.rest()[..end]) => end,
            _ => self.behind_quotes()?,
        };
        let tag = &self.take(end + 1)[1..end];
        let (tag, empty) = tag.strip_suffix(b"/").map_or((tag, false), |tag| (tag, true));
        let name = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
        Ok(Piece::Start { name: &tag[..name], rest: &tag[name..], empty })
    }

    /// Where the tag ends that begins here: at the first `>` that stands in no quotation marks.
    fn behind_quotes(&mut self) -> Result<usize, Stop> {
        let mut seen = 1;
        // The quotation mark that is open.
        let mut quote = None;
        loop {
            let open = self.rest();
            let found = match quote {
                None => open[seen..].iter().position(|&b| matches!(b, b'>' | b'"' | b'\'')),
                Some(quote) => memchr(quote, &open[seen..]),
            };
            match found.map(|i| (seen + i, open[seen + i])) {
                Some((i, b'>')) if quote.is_none() => return Ok(i),
                Some((i, mark)) => {
                    quote = if quote.is_none() { Some(mark) } else { None };
                    seen = i + 1;
                }
                None => {
                    seen = open.len();
                    if !self.more()? {
                        return Err(Stop::from(quick_xml::Error::Syntax(SyntaxError::UnclosedTag)));
                    }
                }
            }
        }
    }

    /// What begins with `<!`.
    fn declaration(&mut self) -> Result<Piece<'_>, Stop> {
        const VERBATIM: &[u8] = b"<![CDATA[";
        while self.rest().len() < VERBATIM.len() && self.more()? {}
        if self.rest().starts_with(VERBATIM) {
            let whole = self.until(b"]]>", SyntaxError::UnclosedCData)?;
            return Ok(Piece::Verbatim(whole.get(VERBATIM.len()..).unwrap_or_default()));
        }
        if self.rest().starts_with(b"<!--") {
            self.until(b"-->", SyntaxError::UnclosedComment)?;
            return Ok(Piece::Other);
        }
        // A document type, whose own declarations stand in it one by one.
        let (mut seen, mut depth) = (1, 1_u32);
        loop {
            match self.rest().get(seen).copied() {
                Some(b'<') => depth += 1,
                Some(b'>') => depth -= 1,
                Some(_) => {}
                None if self.more()? => continue,
                None => return Err(Stop::from(quick_xml::Error::Syntax(SyntaxError::UnclosedDoctype))),
            }
            seen += 1;
            if depth == 0 {
                self.take(seen);
                return Ok(Piece::Other);
            }
        }
    }
}

/// How long the attributes are that stand here up to the end of their tag, if they declare nothing and cannot be wrong.
pub(super) fn unasked(bytes: &[u8]) -> Option<usize> {
    let attributes = &bytes[..memchr(b'>', bytes)?];
    let attributes = attributes.strip_suffix(b"/").unwrap_or(attributes);
    let parted = attributes.first().is_some_and(u8::is_ascii_whitespace);
    let plain = parted && attributes.is_ascii() && closes_quotes(attributes);
    (plain && !declares(attributes)).then_some(attributes.len())
}

/// Whether attributes declare namespaces.
pub(super) fn declares(attributes: &[u8]) -> bool {
    memchr_iter(b'x', attributes).any(|i| attributes[i..].starts_with(b"xmlns"))
}

/// Whether every quotation mark of a tag is closed again: double ones, an even number of them.
fn closes_quotes(tag: &[u8]) -> bool {
    let (double, single) = tag.iter().fold((0_u8, 0_u8), |(double, single), &b| {
        (double ^ u8::from(b == b'"'), single | u8::from(b == b'\''))
    });
    double | single == 0
}

/// The names of the open elements, to hold against the names of their ends.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each with the `>` that will stand behind it.
    all: Vec<u8>,
    starts: Vec<usize>,
}

impl Names {
    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn open(&mut self, name: &[u8]) {
        self.starts.push(self.all.len());
        self.all.extend_from_slice(name);
        self.all.push(b'>');
    }

    /// The name of the innermost element, with the `>` behind it.
    fn last(&self) -> Option<&[u8]> {
        self.starts.last().map(|&start| &self.all[start..])
    }

    /// Closes so many elements.
    pub(super) fn pop(&mut self, n: usize) {
        if let Some(&start) = self.starts.len().checked_sub(n).and_then(|kept| self.starts.get(kept)) {
            self.all.truncate(start);
            self.starts.truncate(self.starts.len() - n);
        }
    }

    /// So many of the innermost names.
    pub(super) fn innermost(&self, n: usize) -> Self {
        let starts = &self.starts[self.starts.len().saturating_sub(n)..];
        let before = starts.first().copied().unwrap_or(self.all.len());
        Self { all: self.all[before..].into(), starts: starts.iter().map(|start| start - before).collect() }
    }

    /// Whether these are the innermost names.
    pub(super) fn end_with(&self, names: &Self) -> bool {
        let from = self.starts.len().checked_sub(names.starts.len());
        let start = from.map(|from| self.starts.get(from).copied().unwrap_or(self.all.len()));
        start.is_some_and(|start| self.all[start..] == names.all)
    }

    /// Opens elements of these names.
    pub(super) fn append(&mut self, names: &Self) {
        let before = self.all.len();
        self.starts.extend(names.starts.iter().map(|start| before + start));
        self.all.extend_from_slice(&names.all);
    }

    /// Closes the innermost element, if that is its name.
    pub(super) fn close(&mut self, name: &[u8]) -> Result<(), Stop> {
        let said = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
        let ill = |error| Stop::from(quick_xml::Error::IllFormed(error));
        let last = self.last().and_then(|last| last.strip_suffix(b">"));
        let last = last.ok_or_else(|| ill(IllFormedError::UnmatchedEndTag(said(name))))?;
        if last != name {
            return Err(ill(IllFormedError::MismatchedEndTag { expected: said(last), found: said(name) }));
        }
        self.pop(1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(buffer.len()).min(1);
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn pieces(xml: &str) -> Vec<String> {
        let read = |inner: &mut dyn Read| {
            let (mut out, mut scanner) = (Vec::new(), Scanner::new(inner));
            loop {
                match scanner.next() {
                    Ok(Some(piece)) => out.push(match piece {
                        Piece::Start { name, rest, empty } => format!(
                            "<{}|{}{}",
                            String::from_utf8_lossy(name),
                            String::from_utf8_lossy(rest),
                            if empty { "/" } else { "" }
                        ),
                        Piece::End { name } => format!("</{}", String::from_utf8_lossy(name)),
                        Piece::Text(text) | Piece::Verbatim(text) => {
                            String::from_utf8_lossy(text).into_owned()
                        }
                        Piece::Other => "other".into(),
                    }),
                    Ok(None) => return out,
                    Err(_) => {
                        out.push("error".into());
                        return out;
                    }
                }
            }
        };
        let (quick, slow) = (read(&mut xml.as_bytes()), read(&mut Slow(xml.as_bytes())));
        assert_eq!(quick, slow, "{xml}");
        quick
    }

    #[test]
    fn pieces_are_found_wherever_blocks_end() {
        assert_eq!(
            pieces("<a b='>' c=\"'/>\"/>文<w:t>x</w:t >"),
            ["<a| b='>' c=\"'/>\"/", "文", "<w:t|", "x", "</w:t"]
        );
        assert_eq!(pieces("<?xml a?><!-- <a> --><![CDATA[<b>]]]]>c"), ["other", "other", "<b>]]", "c"]);
        assert_eq!(pieces("<!DOCTYPE p [<!ENTITY a 'x'>]>t"), ["other", "t"]);
        for open in ["<a", "<a b='>", "</a", "<!-- ", "<![CDATA[ ]]", "<!DOCTYPE [<a>]", "<?a", "<", "<!"] {
            assert_eq!(pieces(open), ["error"], "{open}");
        }
    }
}
