//! The six laws of ARCHITECTURE.md, on every page of the corpus and on text that nobody wrote.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::Value;
use yaodian::document::{Document, Format, Source, Speech};
use yaodian::repair::{Repairer, Script};
use yaodian::span::Span;
use yaodian::{Options, Pipeline, Record};

use crate::corpus;

/// Everything a law needs, loaded once a test.
struct Line {
    pipeline: Pipeline,
    repairer: Repairer,
}

impl Line {
    fn new() -> Self {
        Self {
            pipeline: Pipeline::new(&Options { words: true, ..Options::default() }),
            repairer: Repairer::new(Script::default(), &BTreeSet::new()),
        }
    }

    /// Takes a file through the whole line and holds the result against the laws.
    fn obeyed(&self, bytes: &[u8]) -> Document {
        let document = self.pipeline.process("page.txt", bytes);
        segments_are_the_text(&document);
        self.repair_goes_back(&document);
        spans_are_in_order(&document);
        record_slices_the_source(&document);
        document
    }

    /// Law 2: undoing gives the source, repairing again changes nothing, outside edits both are equal.
    fn repair_goes_back(&self, document: &Document) {
        let (source, text) = (document.source.text.as_str(), &document.text);
        assert_eq!(text.undo(source), source, "undoing the edits gives the source");
        let (mut from, mut at) = (0, 0);
        for edit in text.edits() {
            let (gone, new) = (edit.source.range(), edit.span.range());
            assert!(gone.start >= from && new.start >= at, "edits in order: {edit:?}");
            assert_eq!(source[from..gone.start], text.as_str()[at..new.start], "equal outside edits");
            (from, at) = (gone.end, new.end);
        }
        assert_eq!(source[from..], text.as_str()[at..], "equal behind the last edit");
        let again = Source { format: Some(Format::Txt), text: text.as_str().to_owned(), ..Source::default() };
        let twice = self.repairer.repair(&again, &mut Vec::new());
        assert_eq!(twice.as_str(), text.as_str(), "repairing twice is repairing once");
    }
}

/// Law 1: sentences with nothing but white space between them are the text; words joined are their sentence.
fn segments_are_the_text(document: &Document) {
    let text = document.text.as_str();
    let mut at = 0;
    for sentence in &document.segments.sentences {
        let range = sentence.range();
        assert!(range.start >= at, "sentences in order, at {at}: {sentence:?}");
        assert!(text[at..range.start].trim().is_empty(), "left out: {:?}", &text[at..range.start]);
        at = range.end;
    }
    assert!(text[at..].trim().is_empty(), "left out at the end: {:?}", &text[at..]);
    let Some(words) = &document.words else { return };
    assert_eq!(words.len(), document.segments.sentences.len());
    for (sentence, words) in document.segments.sentences.iter().zip(words) {
        let joined: String = words.iter().map(|w| document.text.slice(w.span)).collect();
        assert_eq!(joined, document.text.slice(*sentence), "words joined are their sentence");
    }
    for unit in &document.segments.units {
        assert!(document.segments.lines[unit.line].span.contains(unit.span), "{unit:?} in its line");
    }
}

/// Law 3, inside: spans on character boundaries, in their parents, in order, siblings apart.
fn spans_are_in_order(document: &Document) {
    let text = document.text.as_str();
    let whole = Span::of(0..text.len());
    apart("noise", whole, document.noise.iter().map(|n| n.span), text);
    apart("speeches", whole, document.speeches.iter().map(|s| s.span), text);
    assert_eq!(document.roles.len(), document.segments.lines.len());
    for speech in &document.speeches {
        for part in [
            speech.title,
            speech.salutation,
            speech.speaker.map(|s| s.span),
            speech.date.as_ref().map(|d| d.span),
        ] {
            // A page's own title or its editor's note may name what the speech itself leaves out.
            let noted = |p: &Span| document.noise.iter().find(|n| n.span.contains(*p)).map(|n| n.span);
            let around = part.as_ref().and_then(noted).unwrap_or(speech.span);
            apart("front matter", around, part.into_iter(), text);
        }
        sections_make_a_tree(speech, text);
        requirements_stand_in_order(speech, text);
    }
}

fn sections_make_a_tree(speech: &Speech, text: &str) {
    let sections = &speech.sections;
    for parent in std::iter::once(None).chain((0..sections.len()).map(Some)) {
        let around = parent.map_or(speech.span, |p| sections[p].span);
        let children = sections.iter().filter(|s| s.parent == parent);
        apart("sections", around, children.map(|s| s.span), text);
    }
    for (i, section) in sections.iter().enumerate() {
        assert!(section.parent.is_none_or(|p| p < i), "a parent comes first: {section:?}");
        assert!(i == 0 || sections[i - 1].span.start() <= section.span.start(), "sections in text order");
        let above = section.parent.map_or(0, |p| sections[p].level);
        assert!(section.level > above, "deeper than its parent: {section:?}");
        apart("marker and title", section.span, section.marker.into_iter().chain(section.title), text);
    }
}

fn requirements_stand_in_order(speech: &Speech, text: &str) {
    apart("requirements", speech.span, speech.requirements.iter().map(|r| r.span), text);
    for r in &speech.requirements {
        apart("action", r.span, std::iter::once(r.action), text);
        apart("deadline", r.span, r.deadline.iter().map(|d| d.span), text);
        apart("quantities", r.span, r.quantities.iter().map(|q| q.span), text);
        if let Some(addressee) = &r.addressee {
            let around = if addressee.carried { speech.span } else { r.span };
            apart("addressee", around, std::iter::once(addressee.span), text);
        }
        if let Some(section) = r.section {
            assert!(speech.sections[section].span.contains(r.span), "{:?} in its section", r.span);
        }
        assert!((0.0..=1.0).contains(&r.confidence));
    }
}

/// Spans that lie inside another, on character boundaries, one behind the other.
fn apart(what: &str, around: Span, spans: impl Iterator<Item = Span>, text: &str) {
    let mut at = around.start();
    for span in spans {
        let range = span.range();
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{what}: {span:?}");
        assert!(at <= span.start() && span.start() <= span.end(), "{what} in order, at {at}: {span:?}");
        assert!(around.contains(span), "{what} inside {around:?}: {span:?}");
        at = span.end();
    }
}

/// Law 3, outside: every place of the record lies in the source, and where nothing was repaired it says its words.
fn record_slices_the_source(document: &Document) {
    let record = serde_json::to_value(Record::from(document)).unwrap();
    let chars: Vec<char> = document.source.text.chars().collect();
    assert_eq!(record["source"]["chars"].as_u64(), Some(chars.len() as u64));
    walk(&record, &chars, document.text.edits().is_empty());
}

pub(crate) fn walk(value: &Value, chars: &[char], plain: bool) {
    if let Value::Object(fields) = value {
        for (span, words) in [("span", "text"), ("title_span", "title")] {
            let Some([start, end]) = fields.get(span).and_then(place) else { continue };
            assert!(start <= end && end <= chars.len(), "{span} of {value}");
            if let (true, Some(Value::String(words))) = (plain, fields.get(words)) {
                let there: String = chars[start..end].iter().filter(|c| !c.is_whitespace()).collect();
                let said: String = words.chars().filter(|c| !c.is_whitespace()).collect();
                assert_eq!(there, said, "{span} of {value}");
            }
        }
        fields.values().for_each(|v| walk(v, chars, plain));
    } else if let Value::Array(items) = value {
        items.iter().for_each(|v| walk(v, chars, plain));
    }
}

fn place(value: &Value) -> Option<[usize; 2]> {
    let [start, end] = value.as_array()?.as_slice() else { return None };
    Some([start.as_u64()? as usize, end.as_u64()? as usize])
}

#[test]
fn on_every_page() {
    let (line, other) = (Line::new(), Pipeline::new(&Options { words: true, ..Options::default() }));
    for folder in ["pages", "hostile"] {
        for (_, file, bytes) in corpus::files(folder) {
            println!("{folder}/{file}"); // shown where a law is broken
            let document = line.obeyed(&bytes);
            // Law 5: the same again, from a line of its own making.
            let again = other.process("page.txt", &bytes);
            assert_eq!(
                serde_json::to_string(&Record::from(&document)).unwrap(),
                serde_json::to_string(&Record::from(&again)).unwrap(),
            );
        }
    }
}

/// Laws 4 and 6 for what is no text: an error in the record, nothing else.
#[test]
fn what_cannot_be_read_says_so() {
    let pipeline = Pipeline::new(&Options::default());
    for name in ["png_named_txt.txt", "ole2_named_docx.docx", "zip_of_nothing.docx", "zip_of_text.docx"] {
        let bytes = std::fs::read(corpus::root().join("hostile").join(name)).unwrap();
        let record = Record::from(&pipeline.process(name, &bytes));
        assert!(record.failed(), "{name} is refused");
        assert!(record.speeches.is_empty());
    }
}

/// What speeches are made of, and what is left when something went wrong on the way.
pub(crate) const PIECES: [&str; 64] = [
    "同志们",
    ":",
    "：",
    "\n",
    "\n\n",
    "\r\n",
    "。",
    "；",
    ",",
    "，",
    "！",
    "?",
    "……",
    "“",
    "”",
    "（",
    "）",
    "(",
    ")",
    "《",
    "》",
    "一、",
    "（二）",
    "(三)",
    "4、",
    "5.",
    "⑥",
    "(1)",
    "——",
    "×、",
    "第一，",
    "其次",
    "一是",
    "二是",
    "四是是",
    "一要",
    "要",
    "必须",
    "不得",
    "严禁",
    "可以",
    "希望",
    "我们将",
    "各乡镇",
    "市委",
    "月底前",
    "10月1日前",
    "每季度",
    "不少于3次",
    "80%",
    "加强队伍建设",
    "取得了成绩",
    "第三篇:",
    "篇十二",
    "扩展阅读",
    "縣(xiàn)委",
    "?肮睬鄨F",
    "××",
    "##年",
    "20xx年",
    " ",
    "\u{3000}",
    "\u{200b}",
    "下载本文",
];

/// A large page is the slowest to shrink and shows no more than a small one.
fn small_pages() -> Vec<Vec<u8>> {
    corpus::files("pages").into_iter().map(|(_, _, bytes)| bytes).filter(|b| b.len() < 24_000).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        LINE.with(|line| line.obeyed(&bytes));
    }

    #[test]
    fn on_any_text(text in "\\PC{0,120}") {
        LINE.with(|line| line.obeyed(text.as_bytes()));
    }

    #[test]
    fn on_pieces_of_speeches(picks in proptest::collection::vec(0..PIECES.len(), 0..160)) {
        let text: String = picks.iter().map(|&i| PIECES[i]).collect();
        LINE.with(|line| line.obeyed(text.as_bytes()));
    }

    /// A page with bytes changed, a stretch cut out and put in elsewhere.
    #[test]
    fn on_damaged_pages(
        page in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<(prop::sample::Index, prop::sample::Index, prop::sample::Index)>(),
    ) {
        let pages = small_pages();
        let mut bytes = page.get(&pages).clone();
        if !bytes.is_empty() {
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let (a, b) = (cut.0.index(bytes.len()), cut.1.index(bytes.len()));
            let piece: Vec<u8> = bytes.drain(a.min(b)..a.max(b)).collect();
            let at = cut.2.index(bytes.len() + 1);
            bytes.splice(at..at, piece);
        }
        LINE.with(|line| line.obeyed(&bytes));
    }
}

thread_local! {
    static LINE: Line = Line::new();
}

/// Law 6: eight times as much takes about eight times as long. The factor is generous: the machine is shared.
#[test]
fn time_grows_with_the_text() {
    let page = |name: &str| {
        String::from_utf8(std::fs::read(corpus::root().join("pages").join(name)).unwrap()).unwrap()
    };
    let kinds = [
        ("a compilation", page("flood_compilation.txt")),
        ("one line", page("oneline_speech.txt").replace('\n', "")),
        ("glossed and slipped", page("glossed_slips.txt")),
        ("a series without end", "一是要抓紧；".into()),
        ("nothing but markers", "一是一要第一，（一）".into()),
        ("opening brackets", "（“《".into()),
        ("no full stop", "加强领导，".into()),
        ("line breaks", "\n \r\n".into()),
        ("question marks", "?肮睬?F?".into()),
        // Found by fuzz/linear: one clause full of amounts, one full of digits (read as UTF-16).
        ("amounts without end", "一元".into()),
        ("digits without end", "乢季剱儌吔蠂ば娗Ŗ㵣剜㨱乏2022年3天".into()),
    ];
    let pipeline = Pipeline::new(&Options::default());
    let time = |text: &str| {
        let runs = (0..2).map(|_| {
            let start = Instant::now();
            pipeline.process("page.txt", text.as_bytes());
            start.elapsed()
        });
        runs.min().unwrap().max(Duration::from_millis(2))
    };
    for (what, seed) in kinds {
        let (small, large) = (seed.repeat(20_000 / seed.len() + 1), seed.repeat(160_000 / seed.len() + 8));
        let (short, long) = (time(&small), time(&large));
        let grows = long.as_secs_f64() / short.as_secs_f64() / 8.0;
        assert!(grows < 4.0, "{what}: {short:?} for 20 kB, {long:?} for 160 kB");
    }
}
