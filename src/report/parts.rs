//! Parts: JSON arrays, deflated, as base64.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::Value;

/// What a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Records with their texts, one entry a file.
    Texts,
    /// Headings and requirements for searching and filtering, one entry a file.
    Ledger,
}

/// A piece of the archive, of which the page takes what it needs.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it holds.
    pub kind: Kind,
    /// Its number among its kind, from 0.
    pub number: usize,
    /// Raw deflate in base64: letters, digits, `+`, `/`, `=`.
    pub data: String,
}

impl Part {
    /// Its name in the page and among the files: `texts-0`.
    pub fn name(&self) -> String {
        let kind = match self.kind {
            Kind::Texts => "texts",
            Kind::Ledger => "ledger",
        };
        format!("{kind}-{}", self.number)
    }

    /// A script file that hands the part to the page: how a page opened from a disk can read more than itself.
    pub fn script(&self) -> String {
        format!("yaodian.part(\"{}\",\"{}\")\n", self.name(), self.data)
    }
}

/// Entries that wait until they make a part.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    json: String,
    entries: usize,
    closed: usize,
}

impl Bundle {
    /// The number of the part in the making.
    pub(super) fn number(&self) -> usize {
        self.closed
    }

    /// How many entries wait.
    pub(super) fn len(&self) -> usize {
        self.entries
    }

    /// Adds an entry; gives the bytes that wait.
    pub(super) fn add(&mut self, entry: &Value) -> usize {
        self.json.push(if self.entries == 0 { '[' } else { ',' });
        self.json.push_str(&entry.to_string());
        self.entries += 1;
        self.json.len()
    }

    /// What waits, as a part.
    pub(super) fn close(&mut self, kind: Kind) -> Option<Part> {
        if self.entries == 0 {
            return None;
        }
        self.json.push(']');
        let part = Part { kind, number: self.closed, data: pack(&self.json) };
        self.json.clear();
        self.entries = 0;
        self.closed += 1;
        Some(part)
    }
}

/// Deflated, in base64.
pub(super) fn pack(json: &str) -> String {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(json.len() / 4), Compression::new(6));
    // Writing to memory does not fail.
    let bytes = encoder.write_all(json.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default();
    STANDARD.encode(bytes)
}
