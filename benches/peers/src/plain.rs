//! The plain pipeline that anyone would write first: jieba-rs, a few patterns, serde_json; one file after another.
//! It repairs nothing, finds no speeches, and its requirements are sentences with a cue in them.

use std::io::{self, BufWriter, Write};

use jieba_rs::Jieba;
use regex::Regex;
use serde::Serialize;
use crate::files::{files, first_argument, text};

#[derive(Serialize)]
struct Sentence<'a> {
    text: &'a str,
    words: Vec<&'a str>,
    heading: bool,
    requirement: bool,
    dates: Vec<&'a str>,
}

#[derive(Serialize)]
struct Page<'a> {
    path: &'a str,
    sentences: Vec<Sentence<'a>>,
}

pub fn main() {
    run().expect("room to write");
}

fn run() -> io::Result<()> {
    let jieba = Jieba::new();
    let sentence = Regex::new(r"[^。！？!?\r\n]+[。！？!?]*[”’）)]*").expect("a pattern");
    let heading = Regex::new(r"^\s*(第?[一二三四五六七八九十]+[、是条章]|[（(][一二三四五六七八九十]+[）)]|\d+[.、])").expect("a pattern");
    let requirement = Regex::new(r"必须|应当|务必|不得|严禁|禁止|要求|希望|确保|要(?:认真|切实|进一步|加强|坚持)|各.{1,12}要").expect("a pattern");
    let date = Regex::new(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|底|初)?前?").expect("a pattern");
    let mut out = BufWriter::new(io::stdout().lock());
    for path in files(&first_argument()) {
        let text = text(&path);
        let sentences = sentence.find_iter(&text).map(|s| Sentence {
            text: s.as_str(),
            words: jieba.cut(s.as_str(), true).into_iter().map(|w| w.word).collect(),
            heading: heading.is_match(s.as_str()),
            requirement: requirement.is_match(s.as_str()),
            dates: date.find_iter(s.as_str()).map(|d| d.as_str()).collect(),
        });
        let page = Page { path: &path.to_string_lossy(), sentences: sentences.collect() };
        serde_json::to_writer(&mut out, &page)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
