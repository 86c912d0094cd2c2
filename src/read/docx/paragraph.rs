//! A paragraph while it is read.

use std::rc::Rc;

use super::flow::Lines;
use super::styles::level;
use super::xml::Element;
use crate::document::ParagraphHint;
use crate::span::SourceSpan;

/// What a run says of its text. `None` where its style decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub(super) style: Option<Rc<str>>,
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
}

impl Run {
    /// Whether nothing is said.
    pub(super) fn is_unset(&self) -> bool {
        self.style.is_none() && self.bold.is_none() && self.hidden.is_none()
    }

    pub(super) fn property(&mut self, element: &Element, name: &str) {
        match name {
            "b" => self.bold = Some(element.on()),
            "vanish" => self.hidden = Some(element.on()),
            "rStyle" => self.style = element.val().map(Rc::from),
            _ => {}
        }
    }
}

/// What a paragraph says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Properties {
    pub(super) style: Option<Rc<str>>,
    pub(super) num: Option<Rc<str>>,
    pub(super) ilvl: Option<u8>,
    pub(super) outline: Option<u8>,
    pub(super) centred: Option<bool>,
    /// Its end was deleted, so it runs on into the next one.
    pub(super) mark_deleted: bool,
}

impl Properties {
    pub(super) fn property(&mut self, element: &Element, name: &str) {
        match name {
            "pStyle" => self.style = element.val().map(Rc::from),
            "jc" => self.centred = Some(element.val().as_deref() == Some("center")),
            "outlineLvl" => self.outline = level(element),
            _ => {}
        }
    }

    pub(super) fn list_property(&mut self, element: &Element, name: &str) {
        match name {
            "numId" => self.num = element.val().map(Rc::from),
            "ilvl" => self.ilvl = level(element),
            _ => {}
        }
    }
}

/// A paragraph's text so far, and its properties.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    text: String,
    /// How many bytes at the beginning are bold.
    bold: usize,
    /// Text among a field's codes: none of the paragraph's, unless the field turns out to be none.
    held: String,
    /// The automatic number with the gap behind it.
    pub(super) label: String,
    pub(super) is: Properties,
}

impl Paragraph {
    pub(super) fn push(&mut self, text: &str, bold: bool) {
        if bold && self.bold == self.text.len() {
            self.bold += text.len();
        }
        self.text.push_str(text);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn hold(&mut self, text: &str) {
        self.held.push_str(text);
    }

    pub(super) fn drop_held(&mut self) {
        self.held.clear();
    }

    /// The field was never closed: what looked like codes is text.
    pub(super) fn release(&mut self) {
        let held = std::mem::take(&mut self.held);
        self.push(&held, false);
    }

    /// One that will hold its text in `buffer`.
    pub(super) fn within(mut buffer: String) -> Self {
        buffer.clear();
        Self { text: buffer, ..Self::default() }
    }

    /// Puts the paragraph down, with what is known of it; gives its buffer back.
    pub(super) fn write(self, lines: &mut Lines) -> String {
        // A number is written in the paragraph's own letters.
        let bold = if self.bold > 0 { self.bold + self.label.len() } else { 0 };
        let hint = ParagraphHint {
            span: SourceSpan::default(),
            level: self.is.outline.filter(|n| *n < 9).map(|n| n + 1),
            bold: u32::try_from(bold).unwrap_or(u32::MAX),
            centred: self.is.centred == Some(true),
        };
        lines.push([&self.label, &self.text], hint);
        self.text
    }
}
