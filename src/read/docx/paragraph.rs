//! A paragraph while it is read.

use super::flow::Lines;
use super::styles::level;
use super::xml::Element;
use crate::document::ParagraphHint;
use crate::span::SourceSpan;

/// What a run says of its text. `None` where its style decides.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) style: Option<String>,
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
}

impl Run {
    pub(super) fn property(&mut self, element: &Element, name: &str) {
        match name {
            "b" => self.bold = Some(element.on()),
            "vanish" => self.hidden = Some(element.on()),
            "rStyle" => self.style = element.val(),
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
    pub(super) style: Option<String>,
    pub(super) num: Option<String>,
    pub(super) ilvl: Option<u8>,
    pub(super) outline: Option<u8>,
    pub(super) centred: Option<bool>,
    /// Its end was deleted, so it runs on into the next one.
    pub(super) mark_deleted: bool,
}

impl Paragraph {
    pub(super) fn property(&mut self, element: &Element, name: &str) {
        match name {
            "pStyle" => self.style = element.val(),
            "jc" => self.centred = Some(element.val().as_deref() == Some("center")),
            "outlineLvl" => self.outline = level(element),
            _ => {}
        }
    }

    pub(super) fn list_property(&mut self, element: &Element, name: &str) {
        match name {
            "numId" => self.num = element.val(),
            "ilvl" => self.ilvl = level(element),
            _ => {}
        }
    }

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

    /// Puts the paragraph down, with what is known of it.
    pub(super) fn write(self, lines: &mut Lines) {
        // A number is written in the paragraph's own letters.
        let bold = if self.bold > 0 { self.bold + self.label.len() } else { 0 };
        let hint = ParagraphHint {
            span: SourceSpan::default(),
            level: self.outline.filter(|n| *n < 9).map(|n| n + 1),
            bold: u32::try_from(bold).unwrap_or(u32::MAX),
            centred: self.centred == Some(true),
        };
        if self.label.is_empty() {
            lines.push(&self.text, hint);
        } else {
            lines.push(&(self.label + &self.text), hint);
        }
    }
}
