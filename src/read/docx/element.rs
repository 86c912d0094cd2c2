//! Elements as the parts of a Word file need them: names by namespace, attributes read only where they are asked for.
//!
//! Prefixes mean nothing here, only the URIs they stand for: files with `ns0:` for `w:` exist.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::name::QName;

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

/// An element's start.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub(super) ns: Ns,
    /// Without prefix.
    pub(super) name: &'a str,
    /// What stands behind the name: text, though it does not say so.
    pub(super) rest: &'a [u8],
    pub(super) spaces: &'a Spaces,
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
    pub(super) fn requirements_met(&self) -> bool {
        let requires = self.attr("Requires").unwrap_or_default();
        requires
            .split_ascii_whitespace()
            .all(|prefix| self.spaces.uri(prefix.as_bytes()).is_some_and(understood))
    }
}

/// A name's prefix, if it has one, and the rest.
pub(super) fn cut(name: &[u8]) -> (Option<&[u8]>, &[u8]) {
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
pub(super) struct Spaces {
    /// Prefix ("" for elements without one), URI and what that means, and at which depth they were declared.
    declared: Vec<(Vec<u8>, String, Ns, usize)>,
}

impl Spaces {
    /// Takes in what a tag declares.
    pub(super) fn declare(&mut self, rest: &[u8], depth: usize) {
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
    pub(super) fn leave(&mut self, depth: usize) -> bool {
        let before = self.declared.len();
        while self.declared.last().is_some_and(|d| d.3 >= depth) {
            self.declared.pop();
        }
        self.declared.len() < before
    }

    pub(super) fn of(&self, prefix: &[u8]) -> Ns {
        let known = self.declared.iter().rev().find(|d| d.0 == prefix);
        known.map_or(if prefix.is_empty() { Ns::None } else { Ns::Other }, |d| d.2)
    }

    fn uri(&self, prefix: &[u8]) -> Option<&str> {
        self.declared.iter().rev().find(|d| d.0 == prefix).map(|d| d.1.as_str())
    }
}
