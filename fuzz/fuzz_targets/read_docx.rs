//! The bytes as the main part of a Word file, and as the file itself.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use yaodian::read::{Limits, read};
use zip::write::{SimpleFileOptions, ZipWriter};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { inflated_bytes: 1 << 22, ..Limits::default() };
    for file in [packed(bytes).as_slice(), bytes] {
        let mut notices = Vec::new();
        if let Ok(source) = read("input.docx", file, &limits, &mut notices) {
            for hint in &source.hints {
                assert!(source.text.get(hint.span.range()).is_some(), "{hint:?} is no place of the text");
            }
        }
    }
});

fn packed(document: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts =
        [("[Content_Types].xml", TYPES.as_bytes()), ("_rels/.rels", RELATIONS.as_bytes()), ("word/document.xml", document)];
    for (name, part) in parts {
        zip.start_file(name, stored).expect("memory");
        zip.write_all(part).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}
