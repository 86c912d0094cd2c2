//! Long texts, taken in blocks.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use yaodian::long::{self, Lengths, Made, Wanted};
use yaodian::{Options, Pipeline, Record, emit};

use crate::corpus;

/// Small, so that a few pages are many blocks.
const SMALL: Lengths = Lengths { block: 16 << 10, window: 8 << 10, piece: 8 << 10 };
const ALL: Wanted = Wanted { repairs: true, text: true };

/// All clean pages of the corpus.
fn pages() -> Vec<String> {
    let pages = corpus::files("pages").into_iter().filter_map(|(_, name, bytes)| {
        let text =
            String::from_utf8(bytes).ok().filter(|_| name.ends_with(".txt") && !name.contains("utf"))?;
        Some(text + "\n\n")
    });
    pages.collect()
}

/// In blocks, and held against the laws: every place slices the source to what it names, speeches are numbered through,
/// all lies in order.
fn in_blocks(pipeline: &Pipeline, bytes: &[u8], lengths: Lengths) -> Made {
    let made = long::made(pipeline, "a.txt", bytes, ALL, lengths);
    let record = serde_json::to_value(&made.record).unwrap();
    if made.record.failed() {
        return made;
    }
    let chars: Vec<char> = made.text.chars().collect();
    assert_eq!(record["source"]["chars"], chars.len());
    assert_eq!(record["source"]["bytes"], bytes.len());
    assert_eq!(record["source"]["blake3"], blake3(bytes));
    let mut at = 0;
    for (i, speech) in made.record.speeches.iter().enumerate() {
        assert_eq!(speech.id, (i + 1).to_string());
        assert!(at <= speech.span[0], "{at} {:?}", speech.span);
        at = speech.span[1];
        let own = |id: &String| id.split_once('.').is_some_and(|(number, _)| number == speech.id);
        assert!(speech.sections.iter().flat_map(|s| [Some(&s.id), s.parent.as_ref()]).flatten().all(own));
        assert!(speech.requirements.iter().filter_map(|r| r.section.as_ref()).all(own));
    }
    assert!(at as usize <= chars.len());
    let mut at = 0;
    for noise in &made.record.noise {
        assert!(at <= noise.span[0] && (noise.span[1] as usize) <= chars.len());
        at = noise.span[1];
    }
    crate::laws::walk(&record, &chars, made.repairs == 0);
    made
}

fn blake3(bytes: &[u8]) -> String {
    Record::from(&yaodian::pipeline::unread("", bytes, yaodian::notice::Notice::error("", "")))
        .source
        .blake3
        .unwrap()
}

/// What a record tells, place by place.
fn told(record: &Record, what: &str) -> BTreeSet<String> {
    let record = serde_json::to_value(record).unwrap();
    let of = |speech: &Value| match what {
        "speeches" => vec![format!("{} {}", speech["span"], speech["title"]["text"])],
        "sections" => sorted(&speech[what], "title"),
        _ => sorted(&speech[what], "text"),
    };
    record["speeches"].as_array().unwrap().iter().flat_map(of).collect()
}

fn sorted(items: &Value, words: &str) -> Vec<String> {
    items.as_array().unwrap().iter().map(|item| format!("{} {}", item["span"], item[words])).collect()
}

/// How many of all that either tells both tell.
fn alike(a: &Record, b: &Record, what: &str) -> f64 {
    let (a, b) = (told(a, what), told(b, what));
    let both = a.intersection(&b).count();
    println!("{what}: {} and {}, both {both}", a.len(), b.len());
    both as f64 / a.union(&b).count().max(1) as f64
}

#[test]
fn blocks_tell_what_the_whole_tells() {
    let pipeline = Pipeline::new(&Options::default());
    let text = pages().concat();
    let whole = Record::from(&pipeline.process("a.txt", text.as_bytes()));
    let blocks = in_blocks(&pipeline, text.as_bytes(), SMALL);
    assert_eq!(blocks.text, text);
    for (what, least) in [("speeches", 0.93), ("sections", 0.98), ("requirements", 0.995)] {
        assert!(alike(&whole, &blocks.record, what) >= least, "{what}");
    }
    // Each page for itself: what the whole does not know.
    let mut at = 0;
    let (mut speeches, mut same) = (0, 0);
    let found: BTreeSet<u32> = blocks.record.speeches.iter().map(|s| s.span[0]).collect();
    for page in pages() {
        for speech in Record::from(&pipeline.process("a.txt", page.as_bytes())).speeches {
            speeches += 1;
            same += usize::from(found.contains(&(at + speech.span[0])));
        }
        at += page.chars().count() as u32;
    }
    println!("speeches of pages: {speeches}, found {same}");
    assert!(same * 100 >= speeches * 90);
}

/// Blocks on any number of threads, their line put aside in parts: the same bytes as one after the other in memory.
#[cfg(feature = "parallel")]
#[test]
fn any_threads_give_the_same() {
    use std::io::{Cursor, Read};

    use yaodian::{batch, emit::Parts};

    let pipeline = Pipeline::new(&Options::default());
    let text: String = pages().concat().chars().take(24_000).collect();
    let one = in_blocks(&pipeline, text.as_bytes(), SMALL).record;
    let aside = |()| {
        let mut blocks = long::Blocks::new(&pipeline, "a.txt", text.as_bytes(), SMALL);
        let room = || Cursor::new(Vec::new());
        let (mut joiner, mut parts) = (long::Joiner::default(), Parts::new(room(), Some(room())));
        let work = |block: Result<long::Block, _>| block.and_then(|b| b.made(&pipeline, true));
        let end = batch::spread(&mut blocks, work, |made| {
            made.map(|mut made| {
                joiner.add(&mut made);
                parts.add(&made.record).unwrap();
            })
        });
        end.unwrap();
        let (source, notices) = blocks.end();
        let mut line = String::new();
        parts.finish(joiner.finish(source, notices)).unwrap().read_to_string(&mut line).unwrap();
        line
    };
    for jobs in [1, 3] {
        let take = |line: String| {
            assert!(line == emit::Format::Jsonl.record(&one), "{jobs} threads");
            Ok::<_, ()>(())
        };
        batch::in_order([()], jobs, aside, take).unwrap().unwrap();
    }
}

#[test]
fn any_encoding_gives_the_same() {
    let pipeline = Pipeline::new(&Options::default());
    let text: String = pages().concat().chars().take(24_000).collect();
    let plain = in_blocks(&pipeline, text.as_bytes(), SMALL);
    assert!(plain.record.speeches.len() > 5);
    let told_of = |made: &Made| serde_json::to_value(&made.record.speeches).unwrap();
    let wide: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (gbk, ..) = encoding_rs::GB18030.encode(&text);
    for (bytes, name) in [(&*wide, "UTF-16LE"), (&*gbk, "gb18030")] {
        let made = in_blocks(&pipeline, bytes, SMALL);
        assert_eq!(made.record.source.encoding, Some(name));
        assert_eq!(made.text, text);
        assert_eq!(told_of(&made), told_of(&plain), "{name}");
    }
}

#[test]
fn what_is_short_is_one_block() {
    let pipeline = Pipeline::new(&Options { words: true, signatures: true, ..Options::default() });
    let json = |record: &Record| emit::Format::Jsonl.record(record);
    for (_, name, bytes) in corpus::files("pages").into_iter().filter(|(_, name, _)| name.ends_with(".txt")) {
        let whole = Record::with_repairs(&pipeline.process("a.txt", &bytes));
        let block = long::made(&pipeline, "a.txt", &*bytes, ALL, Lengths::default());
        // What is said of the file as a whole stands first.
        let (mut a, mut b) = (whole, block.record);
        a.diagnostics.sort_by_key(|d| (d.span, d.code));
        b.diagnostics.sort_by_key(|d| (d.span, d.code));
        assert_eq!(json(&a), json(&b), "{name}");
    }
}

#[test]
fn cuts_are_told() {
    let pipeline = Pipeline::new(&Options::default());
    let cuts = |text: &str| {
        let made = in_blocks(&pipeline, text.as_bytes(), SMALL);
        assert_eq!(made.text, text);
        made.record.diagnostics.iter().filter(|d| d.code == "long_text_cut").count()
    };
    let paragraph = "我们抓紧修好水渠，认真做好防汛工作，群众十分满意。";
    assert!(cuts(&paragraph.repeat(800)) >= 2, "an endless line");
    assert!(cuts(&format!("{paragraph}{paragraph}\r\n\r\n").repeat(400)) >= 2, "no speech to cut at");
    assert!(cuts(&"上下".repeat(9000)) >= 2, "no stops");
    cuts(&"\n".repeat(50_000));
    cuts(&"\u{3000}\r\n \n".repeat(9_000));
    let speech = "在全县防汛工作会议上的讲话\n\n同志们：\n今天这次会议十分重要，主要任务是部署今年的防汛工作。\n一、要抓紧                  修好水渠。各乡镇要在月底前把水渠修好，不得拖延。\n我就讲这些，谢谢大家。\n\n";
    assert_eq!(cuts(&speech.repeat(200)), 0, "speeches to cut at");
}

#[test]
fn noise_goes_on_over_a_cut() {
    let pipeline = Pipeline::new(&Options::default());
    let text = "下载本文\n\n".repeat(6000);
    let blocks = in_blocks(&pipeline, text.as_bytes(), SMALL).record;
    let noise: Vec<_> = blocks.noise.iter().map(|n| (n.span, n.kind)).collect();
    let whole = Record::from(&pipeline.process("a.txt", text.as_bytes()));
    assert_eq!(noise, whole.noise.iter().map(|n| (n.span, n.kind)).collect::<Vec<_>>());
    let said = blocks.diagnostics.iter().filter(|d| d.code == "no_speech").count();
    assert_eq!(said, 1);
}

#[test]
fn what_is_no_text_fails_as_a_whole() {
    let pipeline = Pipeline::new(&Options::default());
    let mut x = 1u32;
    let mut junk = || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 24) as u8
    };
    let bytes: Vec<u8> = (0..100_000).map(|_| junk()).collect();
    let whole = Record::from(&pipeline.process("a.txt", &bytes));
    let blocks = in_blocks(&pipeline, &bytes, SMALL).record;
    assert_eq!((blocks.failed(), &blocks.source.blake3), (whole.failed(), &whole.source.blake3));
    // A text that goes over into something else keeps what it said.
    let mixed = [pages().concat().as_bytes(), &bytes].concat();
    let made = in_blocks(&pipeline, &mixed, SMALL);
    assert!(!made.record.failed() && made.record.speeches.len() > 50);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn on_any_cut(
        picks in proptest::collection::vec((0..crate::laws::PIECES.len(), 1usize..20), 0..200),
        block in 64usize..4000, window in 16usize..2000, piece in 16usize..3000,
    ) {
        let text: String = picks.iter().map(|&(i, n)| crate::laws::PIECES[i].repeat(n)).collect();
        LINE.with(|pipeline| in_blocks(pipeline, text.as_bytes(), Lengths { block, window, piece }));
    }

    #[test]
    fn on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..3000), block in 1usize..1000, piece in 1usize..1000) {
        LINE.with(|pipeline| in_blocks(pipeline, &bytes, Lengths { block, window: block, piece }));
    }
}

thread_local! {
    static LINE: Pipeline = Pipeline::new(&Options::default());
}
