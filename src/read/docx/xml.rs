//! XML events as the parts of a Word file need them: names by namespace, alternates read once, depth bounded.
//!
//! Prefixes mean nothing here, only the URIs they stand for: files with `ns0:` for `w:` exist. Of an
//! `mc:AlternateContent` only the branch that Word would show is handed on, so no caller reads a text box twice.
//! No entity but the five of XML and character references is expanded; a DTD is passed over.

use std::borrow::Cow;
use std::io::Read;

use memchr::{memchr, memchr_iter, memchr2};
use quick_xml::XmlVersion;
use quick_xml::events::BytesRef;
use quick_xml::events::attributes::Attribute;
use quick_xml::name::QName;

use super::known_blocks::Blocks;
use super::scan::{Names, Piece, Scanner};

/// No element of a sane document lies deeper; a document that nests tables in tables needs about five a table.
const MAX_DEPTH: usize = 512;

/// No sane document has more text: a shelf of thirty novels.
const MOST_TEXT: usize = 32 << 20;

/// The namespaces that matter. Transitional and strict files use different URIs for one meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ns {
    /// WordprocessingML.
    W,
    /// Office math.
    Math,
    /// Markup compatibility.
    Mc,
    /// VML, the drawings of old.
    Vml,
    /// Relationship parts.
    Rels,
    /// No namespace at all.
    #[default]
    None,
    Other,
}

fn namespace(uri: &str) -> Ns {
    match uri {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::W,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::Math,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Mc,
        "http://schemas.openxmlformats.org/package/2006/relationships" => Ns::Rels,
        "urn:schemas-microsoft-com:vml" => Ns::Vml,
        _ => Ns::Other,
    }
}

/// What an `mc:Choice` may require of a reader of text: Word's own drawing and text extensions, whose text boxes hold
/// plain paragraphs. Symbols and charts of later years are not among them; there the fallback holds the text.
fn understood(uri: &str) -> bool {
    let office = uri.strip_prefix("http://schemas.microsoft.com/office/").unwrap_or_default();
    let extension =
        office.strip_prefix("word/2010/wordprocessing").or(office.strip_prefix("word/2010/wordml"));
    extension.is_some()
        || matches!(office, "drawing/2010/main" | "word/2012/wordml")
        || namespace(uri) != Ns::Other
}

/// Why reading stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file may not inflate to so much.
    TooLarge,
    /// Damaged here; what came before is good.
    Broken(String),
}

impl From<quick_xml::Error> for Stop {
    fn from(error: quick_xml::Error) -> Self {
        if let quick_xml::Error::Io(io) = &error
            && io.kind() == std::io::ErrorKind::FileTooLarge
        {
            return Self::TooLarge;
        }
        Self::Broken(error.to_string())
    }
}

/// Whether to look into an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Hand on what is inside, and its end.
    Enter,
    /// Hand on nothing more of it, not even its end.
    Skip,
}

/// Who takes in a part's elements. Every `start` that enters has its `end`, unless reading stops.
pub(super) trait Sink {
    fn start(&mut self, element: &Element) -> Step;
    fn end(&mut self) {}
    /// Whether text would be heard now: else none is handed on.
    fn hears(&self) -> bool {
        false
    }
    fn text(&mut self, _text: &str) {}
    /// Whether all that the element just entered will do is to set properties that are unset yet. Then, where the same
    /// bytes follow again, they need not be read again.
    fn settles(&mut self) -> bool {
        false
    }
    /// Keeps the properties that the element which ends now has set, in a slot; gives whether it did nothing else.
    fn keep(&mut self, _slot: usize) -> bool {
        false
    }
    /// Sets the properties of a slot.
    fn recall(&mut self, _slot: usize) {}
}

/// An element's start.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub(super) ns: Ns,
    /// Without prefix.
    name: &'a str,
    /// What stands behind the name: text, though it does not say so.
    rest: &'a [u8],
    spaces: &'a Spaces,
}

impl Element<'_> {
    /// The name without prefix.
    pub(super) fn name(&self) -> &str {
        self.name
    }

    /// The name, if it is WordprocessingML's.
    pub(super) fn w(&self) -> Option<&str> {
        (self.ns == Ns::W).then_some(self.name)
    }

    /// An attribute of WordprocessingML or of no namespace.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        attributes(self.rest).find_map(|(key, value)| {
            let (prefix, local) = cut(key);
            let ours = || prefix.is_none_or(|prefix| self.spaces.of(prefix) == Ns::W);
            (local == name.as_bytes() && ours()).then(|| normal(value).into_owned())
        })
    }

    /// `w:val`, the attribute that most properties have.
    pub(super) fn val(&self) -> Option<String> {
        self.attr("val")
    }

    /// Whether an on/off property is on: it is where its value is missing.
    pub(super) fn on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }

    /// Whether all namespaces that a `Requires` names are understood.
    fn requirements_met(&self) -> bool {
        let requires = self.attr("Requires").unwrap_or_default();
        requires
            .split_ascii_whitespace()
            .all(|prefix| self.spaces.uri(prefix.as_bytes()).is_some_and(understood))
    }
}

/// A name's prefix, if it has one, and the rest.
fn cut(name: &[u8]) -> (Option<&[u8]>, &[u8]) {
    let colon = name.iter().position(|&b| b == b':');
    colon.map_or((None, name), |i| (Some(&name[..i]), &name[i + 1..]))
}

/// Attributes with their values as they are written.
fn attributes(rest: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = rest;
    std::iter::from_fn(move || {
        let (key, behind) = rest.split_at(rest.iter().position(|&b| b == b'=')?);
        let (quote, behind) = behind[1..].trim_ascii_start().split_first()?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let (value, next) = behind.split_at(behind.iter().position(|b| b == quote)?);
        rest = &next[1..];
        Some((key.trim_ascii(), value))
    })
}

/// An attribute's value with its references resolved. It is text: what is not is refused with its element.
fn normal(value: &[u8]) -> Cow<'_, str> {
    let value = std::str::from_utf8(value).unwrap_or_default();
    if !value.bytes().any(|b| matches!(b, b'&' | b'\t' | b'\n' | b'\r')) {
        return value.into();
    }
    let attribute = Attribute { key: QName("_"), value: value.into() };
    attribute.normalized_value(XmlVersion::Implicit1_0).map_or(value.into(), |v| v.into_owned().into())
}

/// The namespaces that are in force.
#[derive(Debug, Default)]
struct Spaces {
    /// Prefix ("" for elements without one), URI and what that means, and at which depth they were declared.
    declared: Vec<(Vec<u8>, String, Ns, usize)>,
}

impl Spaces {
    /// Takes in what a tag declares.
    fn declare(&mut self, rest: &[u8], depth: usize) {
        for (key, value) in attributes(rest) {
            let prefix = match cut(key) {
                (None, b"xmlns") => b"",
                (Some(b"xmlns"), prefix) => prefix,
                _ => continue,
            };
            let uri = normal(value).into_owned();
            let ns = if uri.is_empty() { Ns::None } else { namespace(&uri) };
            self.declared.push((prefix.into(), uri, ns, depth));
        }
    }

    /// Forgets what was declared at a depth; gives whether anything was.
    fn leave(&mut self, depth: usize) -> bool {
        let before = self.declared.len();
        while self.declared.last().is_some_and(|d| d.3 >= depth) {
            self.declared.pop();
        }
        self.declared.len() < before
    }

    fn of(&self, prefix: &[u8]) -> Ns {
        let known = self.declared.iter().rev().find(|d| d.0 == prefix);
        known.map_or(if prefix.is_empty() { Ns::None } else { Ns::Other }, |d| d.2)
    }

    fn uri(&self, prefix: &[u8]) -> Option<&str> {
        self.declared.iter().rev().find(|d| d.0 == prefix).map(|d| d.1.as_str())
    }
}

/// How an open element is handed on.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Shown,
    Skipped,
    /// An `mc:AlternateContent`, and whether a branch of it was taken.
    Alternates {
        taken: bool,
    },
    /// The branch that was taken.
    Branch,
}

/// Hands a part to its sink. Where it stops early, the sink has all that came before.
pub(super) fn read(part: impl Read, sink: &mut dyn Sink) -> Result<(), Stop> {
    let (mut scanner, mut names, mut spaces) = (Scanner::new(part), Names::default(), Spaces::default());
    let (mut open, mut text_left) = (Vec::new(), MOST_TEXT);
    // Nearly all names have one prefix.
    let mut usual = (Vec::new(), Ns::None);
    let mut blocks = Blocks::default();
    loop {
        let depth = open.len();
        // Most ends are those that are waited for: nothing is read of them.
        let piece = if names.last().is_some_and(|name| scanner.ends(name)) {
            names.pop();
            None
        } else {
            let Some(piece) = scanner.next()? else { break };
            Some(piece)
        };
        let skipped = open.last() == Some(&Open::Skipped);
        match piece {
            Some(Piece::Start { name, rest, empty }) => {
                if names.depth() >= MAX_DEPTH {
                    return Err(Stop::Broken(format!("elements nested deeper than {MAX_DEPTH}")));
                }
                let mut next = Open::Skipped;
                if !skipped {
                    if !rest.is_ascii() {
                        text_of(rest)?;
                    }
                    if memchr_iter(b'x', rest).any(|i| rest[i..].starts_with(b"xmlns")) {
                        spaces.declare(rest, open.len());
                        usual = Default::default();
                        blocks = Blocks::default();
                    }
                    let (prefix, local) = cut(name);
                    let prefix = prefix.unwrap_or_default();
                    if prefix != usual.0 || prefix.is_empty() {
                        usual = (prefix.into(), spaces.of(prefix));
                    }
                    let element = Element { ns: usual.1, name: text_of(local)?, rest, spaces: &spaces };
                    next = enter(&element, &mut open, sink);
                }
                if empty {
                    if next == Open::Shown {
                        sink.end();
                    }
                    if spaces.leave(open.len()) {
                        usual = Default::default();
                        blocks = Blocks::default();
                    }
                } else {
                    names.open(name);
                    open.push(next);
                    if next == Open::Shown && sink.settles() && blocks.begin(open.len(), &mut scanner, sink) {
                        names.pop();
                        open.pop();
                        sink.end();
                    }
                }
            }
            None | Some(Piece::End { .. }) => {
                if let Some(Piece::End { name }) = piece {
                    names.close(name)?;
                }
                blocks.end(depth, &scanner, sink);
                if open.pop() == Some(Open::Shown) {
                    sink.end();
                }
                if spaces.leave(open.len()) {
                    usual = Default::default();
                    blocks = Blocks::default();
                }
            }
            Some(Piece::Text(text) | Piece::Verbatim(text)) if !skipped => {
                text_left = text_left.checked_sub(text.len()).ok_or_else(too_long)?;
                if sink.hears() {
                    let text = text_of(text)?;
                    match piece {
                        Some(Piece::Text(_)) => with_references(text, sink),
                        _ => sink.text(&lines_normal(text)),
                    }
                }
            }
            _ => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err(Stop::Broken("unexpected end".into())) }
}

fn text_of(bytes: &[u8]) -> Result<&str, Stop> {
    // Wide instructions pay from here on.
    if bytes.len() >= 64
        && let Ok(text) = simdutf8::basic::from_utf8(bytes)
    {
        return Ok(text);
    }
    std::str::from_utf8(bytes).map_err(|error| Stop::Broken(error.to_string()))
}

/// Line ends as XML reads them.
fn lines_normal(text: &str) -> Cow<'_, str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text.into();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").into()
}

/// Hands on text with its references resolved. What looks like one and is none stays as it is.
fn with_references(text: &str, sink: &mut dyn Sink) {
    if memchr2(b'&', b'\r', text.as_bytes()).is_none() {
        return sink.text(text);
    }
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        sink.text(&lines_normal(&rest[..at]));
        let behind = &rest[at + 1..];
        let Some((name, next)) = behind.find([';', '&']).map(|i| behind.split_at(i)) else {
            return sink.text(&lines_normal(&rest[at..]));
        };
        let Some(next) = next.strip_prefix(';') else {
            sink.text(&lines_normal(&rest[at..=at + name.len()]));
            rest = next;
            continue;
        };
        match BytesRef::new(name).resolve_char_ref() {
            Ok(Some(c)) => sink.text(c.encode_utf8(&mut [0; 4])),
            _ => match quick_xml::escape::resolve_predefined_entity(name) {
                Some(text) => sink.text(text),
                None => sink.text(&format!("&{name};")),
            },
        }
        rest = next;
    }
    if !rest.is_empty() {
        sink.text(&lines_normal(rest));
    }
}

fn too_long() -> Stop {
    Stop::Broken(format!("more than {} MiB of text", MOST_TEXT >> 20))
}

fn enter(element: &Element, open: &mut [Open], sink: &mut dyn Sink) -> Open {
    match (open.last_mut(), element.ns, element.name()) {
        (_, Ns::Mc, "AlternateContent") => Open::Alternates { taken: false },
        (Some(Open::Alternates { taken }), ..) => {
            let choice = element.name() == "Choice" && element.requirements_met();
            if *taken || !choice && element.name() != "Fallback" {
                return Open::Skipped;
            }
            *taken = true;
            Open::Branch
        }
        _ => match sink.start(element) {
            Step::Enter => Open::Shown,
            Step::Skip => Open::Skipped,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::LONGEST;
    use super::*;

    #[derive(Default)]
    struct Seen(String);

    impl Sink for Seen {
        fn start(&mut self, element: &Element) -> Step {
            self.0 += &format!("<{:?} {}>", element.ns, element.name());
            if element.name() == "skip" { Step::Skip } else { Step::Enter }
        }
        fn end(&mut self) {
            self.0.push_str("</>");
        }
        fn hears(&self) -> bool {
            true
        }
        fn text(&mut self, text: &str) {
            self.0.push_str(text);
        }
    }

    fn seen(xml: &str) -> (String, bool) {
        let mut seen = Seen::default();
        let whole = read(xml.as_bytes(), &mut seen).is_ok();
        (seen.0, whole)
    }

    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn names_are_told_by_namespace() {
        let xml = format!("<a:p xmlns:a='{W}'><a:t>1 &lt; 2 &#x4E2D;&x;</a:t><skip><p/></skip></a:p>");
        assert_eq!(seen(&xml), ("<W p><W t>1 < 2 中&x;</><None skip></>".into(), true));
    }

    #[test]
    fn alternates_are_read_once() {
        let mc = "http://schemas.openxmlformats.org/markup-compatibility/2006";
        let wps = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
        let xml = |requires: &str| {
            format!(
                "<p xmlns:m='{mc}' xmlns:wps='{wps}' xmlns:new='urn:new'><m:AlternateContent>\
                 <m:Choice Requires='{requires}'>a</m:Choice><m:Fallback>b</m:Fallback></m:AlternateContent></p>"
            )
        };
        assert_eq!(seen(&xml("wps")).0, "<None p>a</>");
        assert_eq!(seen(&xml("new")).0, "<None p>b</>");
        assert_eq!(seen(&xml("wps new")).0, "<None p>b</>");
    }

    #[test]
    fn damage_and_bombs_stop_it() {
        assert_eq!(seen("<p>one<b>two"), ("<None p>one<None b>two".into(), false));
        assert_eq!(seen("<p>one</q>"), ("<None p>one".into(), false));
        assert!(!seen(&"<p>".repeat(100_000)).1);
        let long = "字".repeat(LONGEST / 2);
        assert!(seen(&format!("<p>one<b/>{long}</p>")) == ("<None p>one<None b></>".into(), false));
        let piece = format!("<b/>{}", "字".repeat(1 << 20));
        let (text, whole) = seen(&format!("<p>{}</p>", piece.repeat(MOST_TEXT / piece.len() + 2)));
        assert!(!whole && text.len() <= MOST_TEXT + (1 << 20));
        let bomb = "<!DOCTYPE p [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><p>&b;</p>";
        assert_eq!(seen(bomb), ("<None p>&b;</>".into(), true));
    }
}
