//! XML events as the parts of a Word file need them: names by namespace, alternates read once, depth bounded.
//!
//! Of an `mc:AlternateContent` only the branch that Word would show is handed on, so no caller reads a text box twice.
//! No entity but the five of XML and character references is expanded; a DTD is passed over.

use std::borrow::Cow;
use std::io::Read;

use memchr::{memchr, memchr2, memchr3};
use quick_xml::events::BytesRef;

pub(super) use super::element::{Element, Ns};
use super::element::{Spaces, cut};
use super::passages::{Passages, Rest};
use super::scan::{Names, Piece, Scanner, declares};

/// No element of a sane document lies deeper; a document that nests tables in tables needs about five a table.
const MAX_DEPTH: usize = 512;

/// No sane document has more text: a shelf of thirty novels.
const MOST_TEXT: usize = 32 << 20;

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
    /// As `Enter`; nothing was asked of its attributes, and never is.
    Frame,
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
    /// Takes in text; its line ends are spaces.
    fn text(&mut self, _text: &str) {}
    /// Whether it is at rest, and where: asked when an element was entered and when text was handed on.
    fn rest(&self) -> Option<Rest> {
        None
    }
    /// From a rest on, it is to see what is done up to the next.
    fn set_out(&mut self, _from: Rest) {}
    /// Keeps in a slot what was done since it set out, if that depends on nothing that was before; gives whether it does not.
    /// So many of the elements that are open now were opened since.
    fn keep(&mut self, _slot: usize, _opened: usize) -> bool {
        false
    }
    /// Does what is kept in a slot, which closes so many elements first.
    fn recall(&mut self, _slot: usize, _closed: usize) {}
}

/// How an open element is handed on.
#[derive(Clone, Copy, Debug, PartialEq)]
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

/// The open elements, from the outermost.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) names: Names,
    open: Vec<Open>,
    spaces: Spaces,
    /// Nearly all names have one prefix.
    usual: (Vec<u8>, Ns),
    /// Whether other namespaces came into force.
    respaced: bool,
}

impl Tree {
    /// Takes in a start; gives what the sink said, if it was asked.
    fn start(&mut self, [name, rest]: [&[u8]; 2], empty: bool, sink: &mut dyn Sink) -> Result<Step, Stop> {
        if self.names.depth() >= MAX_DEPTH {
            return Err(Stop::Broken(format!("elements nested deeper than {MAX_DEPTH}")));
        }
        let (mut next, mut said) = (Open::Skipped, Step::Skip);
        if !self.is_skipped() {
            if !rest.is_ascii() {
                text_of(rest)?;
            }
            if declares(rest) {
                self.spaces.declare(rest, self.open.len());
                self.respace();
            }
            let (prefix, local) = cut(name);
            let prefix = prefix.unwrap_or_default();
            if prefix != self.usual.0 || prefix.is_empty() {
                self.usual = (prefix.into(), self.spaces.of(prefix));
            }
            let element = Element { ns: self.usual.1, name: text_of(local)?, rest, spaces: &self.spaces };
            (next, said) = enter(&element, &mut self.open, sink);
        }
        if !empty {
            self.names.open(name);
            self.open.push(next);
            return Ok(said);
        }
        if next == Open::Shown {
            sink.end();
        }
        self.leave();
        Ok(said)
    }

    /// Takes in the end of the innermost element, whose name is popped; gives whether the sink was in it.
    fn end(&mut self, sink: &mut dyn Sink) -> bool {
        let shown = self.open.pop() == Some(Open::Shown);
        if shown {
            sink.end();
        }
        self.leave();
        shown
    }

    fn leave(&mut self) {
        if self.spaces.leave(self.open.len()) {
            self.respace();
        }
    }

    fn respace(&mut self) {
        self.usual = Default::default();
        self.respaced = true;
    }

    fn is_skipped(&self) -> bool {
        self.open.last() == Some(&Open::Skipped)
    }

    /// Whether the sink is in all elements from a depth on.
    pub(super) fn shows(&self, depth: usize) -> bool {
        self.open[depth..].iter().all(|open| *open == Open::Shown)
    }

    /// Closes and opens elements of which the sink learns otherwise.
    pub(super) fn jump(&mut self, closed: usize, opened: &Names) {
        self.names.pop(closed);
        self.names.append(opened);
        self.open.truncate(self.open.len() - closed);
        self.open.resize(self.open.len() + opened.depth(), Open::Shown);
    }
}

/// Hands a part to its sink. Where it stops early, the sink has all that came before.
pub(super) fn read(part: impl Read, sink: &mut dyn Sink) -> Result<(), Stop> {
    let (mut scanner, mut tree, mut passages) = (Scanner::new(part), Tree::default(), Passages::default());
    let mut text_left = MOST_TEXT;
    loop {
        // Most ends are those that are waited for: nothing is read of them.
        let piece = if scanner.ends(&tree.names) {
            tree.names.pop(1);
            None
        } else {
            let Some(piece) = scanner.next()? else { break };
            Some(piece)
        };
        // Where the sink may be at rest now, and whether words come next.
        let resting = match piece {
            Some(Piece::Start { name, rest, empty }) => {
                let (said, len) = (tree.start([name, rest], empty, sink)?, rest.len());
                if said == Step::Frame {
                    passages.gap(scanner.offset() - 1 - usize::from(empty), len);
                }
                (said != Step::Skip && !empty).then(|| sink.hears())
            }
            None | Some(Piece::End { .. }) => {
                if let Some(Piece::End { name }) = piece {
                    tree.names.close(name)?;
                }
                let handed = tree.end(sink);
                passages.end(tree.open.len(), handed);
                None
            }
            Some(Piece::Text(text) | Piece::Verbatim(text)) if !tree.is_skipped() => {
                text_left = text_left.checked_sub(text.len()).ok_or_else(too_long)?;
                let hears = sink.hears();
                if hears {
                    let text = text_of(text)?;
                    match piece {
                        Some(Piece::Text(_)) => with_references(text, sink),
                        _ => sink.text(&on_one_line(text)),
                    }
                }
                hears.then_some(false)
            }
            _ => None,
        };
        if tree.respaced {
            (tree.respaced, passages) = (false, Passages::default());
        }
        if let (Some(words), Some(rest)) = (resting, resting.and_then(|_| sink.rest())) {
            passages.rest(rest, words, &mut tree, &mut scanner, sink);
        }
    }
    if tree.open.is_empty() { Ok(()) } else { Err(Stop::Broken("unexpected end".into())) }
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

/// Text on one line: Word shows its line ends as spaces.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if memchr2(b'\r', b'\n', text.as_bytes()).is_none() {
        return text.into();
    }
    text.replace("\r\n", " ").replace(['\r', '\n'], " ").into()
}

/// Hands on text with its references resolved. What looks like one and is none stays as it is.
fn with_references(text: &str, sink: &mut dyn Sink) {
    if memchr3(b'&', b'\r', b'\n', text.as_bytes()).is_none() {
        return sink.text(text);
    }
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        sink.text(&on_one_line(&rest[..at]));
        let behind = &rest[at + 1..];
        let Some((name, next)) = behind.find([';', '&']).map(|i| behind.split_at(i)) else {
            return sink.text(&on_one_line(&rest[at..]));
        };
        let Some(next) = next.strip_prefix(';') else {
            sink.text(&on_one_line(&rest[at..=at + name.len()]));
            rest = next;
            continue;
        };
        match BytesRef::new(name).resolve_char_ref() {
            Ok(Some(c)) => sink.text(&on_one_line(c.encode_utf8(&mut [0; 4]))),
            _ => match quick_xml::escape::resolve_predefined_entity(name) {
                Some(text) => sink.text(text),
                None => sink.text(&format!("&{name};").replace(['\r', '\n'], " ")),
            },
        }
        rest = next;
    }
    if !rest.is_empty() {
        sink.text(&on_one_line(rest));
    }
}

fn too_long() -> Stop {
    Stop::Broken(format!("more than {} MiB of text", MOST_TEXT >> 20))
}

fn enter(element: &Element, open: &mut [Open], sink: &mut dyn Sink) -> (Open, Step) {
    match (open.last_mut(), element.ns, element.name()) {
        (_, Ns::Mc, "AlternateContent") => (Open::Alternates { taken: false }, Step::Skip),
        (Some(Open::Alternates { taken }), ..) => {
            let choice = element.name() == "Choice" && element.requirements_met();
            if *taken || !choice && element.name() != "Fallback" {
                return (Open::Skipped, Step::Skip);
            }
            *taken = true;
            (Open::Branch, Step::Skip)
        }
        _ => match sink.start(element) {
            Step::Skip => (Open::Skipped, Step::Skip),
            said => (Open::Shown, said),
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
