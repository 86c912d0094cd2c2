//! The archive as a page: one HTML document, or one with its data beside it.
//!
//! A [`Report`] takes records with their source texts, in order, and gives *parts*: compressed JSON that the page asks for
//! when it needs it. What the page must know at once (a row for each speech) is its index, known at the end. The page
//! itself is in `web/` and knows no other source of data, so what `report` writes and `review` serves is the same.
//!
//! Texts of archives are hostile. All data lies in the page as base64, where nothing of it can be taken for markup, and
//! the page puts it into the document as text only.

mod index;
mod page;
mod parts;
mod view;

pub use page::{Mode, Page, policy};
pub use parts::{Kind, Part};

use serde_json::{Value, json};

use index::Index;
use parts::{Bundle, pack};
use view::View;

/// How much JSON one part of texts holds before it is closed, in bytes: inflated and parsed in about 15 ms.
const TEXTS: usize = 1 << 20;

/// The same for lists of requirements, of which the page reads all.
const LEDGER: usize = 2 << 20;

/// Whether the words that a record's places count are at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Original {
    /// The source text, the very one that the record was made from.
    Here(String),
    /// The file is not where the record says.
    Gone,
    /// The file there has other bytes.
    Changed,
    /// The file could never be read.
    Unread,
}

impl Original {
    fn name(&self) -> &'static str {
        match self {
            Self::Here(_) => "here",
            Self::Gone => "gone",
            Self::Changed => "changed",
            Self::Unread => "unread",
        }
    }
}

/// One file: its record as it was written, and its text.
#[derive(Clone, Debug)]
pub struct Entry {
    record: Value,
    view: View,
    original: Original,
}

impl Entry {
    /// Takes a record in. Sentences are dropped: the page has no use for words.
    ///
    /// # Errors
    /// If the value is no record.
    pub fn new(mut record: Value, original: Original) -> Result<Self, serde_json::Error> {
        let view = View::of(&record)?;
        if let Some(speeches) = record.get_mut("speeches").and_then(Value::as_array_mut) {
            for speech in speeches.iter_mut().filter_map(Value::as_object_mut) {
                speech.remove("sentences");
            }
        }
        Ok(Self { record, view, original })
    }

    /// BLAKE3 of the file, where its bytes could be read.
    pub fn blake3(&self) -> Option<&str> {
        self.record["source"]["blake3"].as_str()
    }
}

/// An archive on its way to becoming a page.
#[derive(Debug, Default)]
pub struct Report {
    index: Index,
    texts: Bundle,
    ledger: Bundle,
}

impl Report {
    /// Adds a file; gives the parts that are full now.
    pub fn add(&mut self, entry: Entry) -> Vec<Part> {
        let Entry { record, view, original } = entry;
        let rows = self.index.add(&view, original.name(), self.texts.number(), self.texts.len());
        let text = if let Original::Here(text) = original { Value::String(text) } else { Value::Null };
        let texts = self.texts.add(&json!({"record": record, "text": text}));
        let ledger = self.ledger.add(&rows);
        let mut full = Vec::new();
        full.extend((texts >= TEXTS).then(|| self.texts.close(Kind::Texts)).flatten());
        full.extend((ledger >= LEDGER).then(|| self.ledger.close(Kind::Ledger)).flatten());
        full
    }

    /// The last parts, and the index as the page wants it.
    pub fn finish(mut self, mode: Mode) -> (Vec<Part>, String) {
        let parts: Vec<Part> =
            self.texts.close(Kind::Texts).into_iter().chain(self.ledger.close(Kind::Ledger)).collect();
        let mut index = self.index.to_json();
        index["mode"] = json!(mode.name());
        index["tool"] = json!(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")));
        index["parts"] = json!({"texts": self.texts.number(), "ledger": self.ledger.number()});
        (parts, pack(&index.to_string()))
    }
}
