//! XML events as the parts of a Word file need them: names by namespace, alternates read once, depth bounded.
//!
//! Prefixes mean nothing here, only the URIs they stand for: files with `ns0:` for `w:` exist. Of an
//! `mc:AlternateContent` only the branch that Word would show is handed on, so no caller reads a text box twice.
//! No entity but the five of XML and character references is expanded; a DTD is passed over.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, BufRead, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, QName, ResolveResult};
use quick_xml::reader::NsReader;

/// No element of a sane document lies deeper; a document that nests tables in tables needs about five a table.
const MAX_DEPTH: usize = 512;

/// No run of text and no tag of a sane document is longer; each is held in memory as a whole.
const LONGEST_EVENT: usize = 16 << 20;

/// No sane document has more text: a shelf of thirty novels.
const MOST_TEXT: usize = 32 << 20;

/// The namespaces that matter. Transitional and strict files use different URIs for one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    fn text(&mut self, _text: &str) {}
}

/// An element's start.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub(super) ns: Ns,
    start: BytesStart<'a>,
    resolver: &'a NamespaceResolver,
}

impl Element<'_> {
    /// The name without prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The name, if it is WordprocessingML's.
    pub(super) fn w(&self) -> Option<&str> {
        (self.ns == Ns::W).then(|| self.name())
    }

    /// An attribute of WordprocessingML or of no namespace.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        self.start.attributes().with_checks(false).flatten().find_map(|a| {
            let (found, local) = self.resolver.resolve_attribute(a.key);
            (local.into_inner() == name && matches!(resolved(&found), Ns::W | Ns::None)).then(|| {
                a.normalized_value(XmlVersion::Implicit1_0)
                    .map_or_else(|_| a.value.to_string(), Cow::into_owned)
            })
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
        requires.split_ascii_whitespace().all(|prefix| {
            let name = format!("{prefix}:_");
            let (found, _) = self.resolver.resolve_attribute(QName(&name));
            matches!(found, ResolveResult::Bound(uri) if understood(uri.0))
        })
    }
}

fn resolved(result: &ResolveResult) -> Ns {
    match result {
        ResolveResult::Bound(uri) => namespace(uri.0),
        ResolveResult::Unbound => Ns::None,
        ResolveResult::Unknown(_) => Ns::Other,
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

/// A reader that fails where one event is too long.
struct Bounded<'a, R> {
    inner: R,
    /// How much more the event may take.
    left: &'a Cell<usize>,
}

impl<R: BufRead> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Bounded<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left.get() == 0 {
            return Err(io::Error::other(format!("an element of more than {} MiB", LONGEST_EVENT >> 20)));
        }
        let most = self.left.get();
        self.inner.fill_buf().map(|bytes| &bytes[..bytes.len().min(most)])
    }

    fn consume(&mut self, n: usize) {
        self.left.set(self.left.get().saturating_sub(n));
        self.inner.consume(n);
    }
}

/// Hands a part to its sink. Where it stops early, the sink has all that came before.
pub(super) fn read(part: impl BufRead, sink: &mut dyn Sink) -> Result<(), Stop> {
    let event_left = Cell::new(LONGEST_EVENT);
    let mut text_left = MOST_TEXT;
    let mut reader = NsReader::from_reader(Bounded { inner: part, left: &event_left });
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    let (mut buffer, mut open) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        event_left.set(LONGEST_EVENT);
        let event = reader.read_event_into(&mut buffer)?;
        let skipped = open.last() == Some(&Open::Skipped);
        match event {
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return Err(Stop::Broken(format!("elements nested deeper than {MAX_DEPTH}")));
                }
                let next = if skipped {
                    Open::Skipped
                } else {
                    let (found, _) = reader.resolver().resolve_element(start.name());
                    let ns = resolved(&found);
                    enter(&Element { ns, start, resolver: reader.resolver() }, &mut open, sink)
                };
                open.push(next);
            }
            Event::End(_) => {
                let shown = open.pop() == Some(Open::Shown);
                if shown {
                    sink.end();
                }
            }
            Event::Text(_) | Event::CData(_) if !skipped => {
                let text = match &event {
                    Event::Text(text) => text.xml10_content(),
                    Event::CData(text) => text.xml10_content(),
                    _ => continue,
                };
                text_left = text_left.checked_sub(text.len()).ok_or_else(too_long)?;
                sink.text(&text);
            }
            Event::GeneralRef(name) if !skipped => match name.resolve_char_ref() {
                Ok(Some(c)) => sink.text(c.encode_utf8(&mut [0; 4])),
                _ => match quick_xml::escape::resolve_predefined_entity(&name) {
                    Some(text) => sink.text(text),
                    None => sink.text(&format!("&{};", &*name)),
                },
            },
            Event::Eof if open.is_empty() => return Ok(()),
            Event::Eof => return Err(Stop::Broken("unexpected end".into())),
            _ => {}
        }
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
        let long = "字".repeat(LONGEST_EVENT / 3 + 1);
        assert!(seen(&format!("<p>one<b/>{long}</p>")) == ("<None p>one<None b></>".into(), false));
        let piece = format!("<b/>{}", "字".repeat(1 << 20));
        let (text, whole) = seen(&format!("<p>{}</p>", piece.repeat(MOST_TEXT / piece.len() + 2)));
        assert!(!whole && text.len() <= MOST_TEXT + (1 << 20));
        let bomb = "<!DOCTYPE p [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><p>&b;</p>";
        assert_eq!(seen(bomb), ("<None p>&b;</>".into(), true));
    }
}
