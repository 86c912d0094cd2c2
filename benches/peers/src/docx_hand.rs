//! The text of Word files with zip and quick-xml by hand: the words of `w:t`, a line a paragraph, nothing of numbers or styles.

use std::fs;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use crate::files::{files, first_argument};
use zip::ZipArchive;

pub fn main() {
    let mut sum = 0;
    for path in files(&first_argument()) {
        sum += text(&fs::read(path).expect("a file")).len();
    }
    println!("{sum}");
}

fn text(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut xml = String::new();
    BufReader::new(archive.by_name("word/document.xml").expect("a main part")).read_to_string(&mut xml).expect("text");
    let mut reader = Reader::from_str(&xml);
    let (mut out, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(e) if e.name().as_ref() == "w:t" => inside = true,
            Event::End(e) if e.name().as_ref() == "w:t" => inside = false,
            Event::End(e) if e.name().as_ref() == "w:p" => out.push('\n'),
            Event::Empty(e) if e.name().as_ref() == "w:tab" => out.push('\t'),
            Event::Empty(e) if e.name().as_ref() == "w:br" => out.push('\n'),
            Event::Text(e) if inside => out.push_str(&e.xml10_content()),
            Event::GeneralRef(e) if inside => match &*e.xml10_content() {
                "lt" => out.push('<'),
                "gt" => out.push('>'),
                "amp" => out.push('&'),
                "quot" => out.push('"'),
                "apos" => out.push('\''),
                _ => {}
            },
            Event::Eof => return out,
            _ => {}
        }
    }
}
