//! What each stage costs on the corpus, and the whole line.
//!
//! `cargo bench` runs all; `cargo bench -- split` one. Throughput is in bytes of the files, the same for every stage, so
//! that the times add up.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use yaodian::document::Document;
use yaodian::extract::Extractor;
use yaodian::outline::Outliner;
use yaodian::read::{Limits, read};
use yaodian::repair::{Repairer, Script};
use yaodian::segment::{segment, word::Words};
use yaodian::split::Splitter;
use yaodian::{Options, Pipeline, Record, emit};

fn main() {
    divan::main();
}

/// The readable pages of the corpus, by name.
static PAGES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pages");
    let mut names: Vec<_> = fs::read_dir(folder).expect("the corpus").flatten().map(|e| e.path()).collect();
    names.sort();
    let page = |path: &Path| (path.to_string_lossy().into_owned(), fs::read(path).expect("a readable page"));
    names.iter().map(|path| page(path)).filter(|(name, bytes)| try_read(name, bytes)).collect()
});

/// The pages after the whole line.
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let pipeline = Pipeline::new(&Options::default());
    PAGES.iter().map(|(name, bytes)| pipeline.process(name, bytes)).collect()
});

fn try_read(name: &str, bytes: &[u8]) -> bool {
    read(name, bytes, &Limits::default(), &mut Vec::new()).is_ok()
}

/// Measures `work` over all pages.
fn over_pages<T>(bencher: Bencher, work: impl Fn(&str, &[u8], &Document) -> T + Sync) {
    let bytes: usize = PAGES.iter().map(|(_, bytes)| bytes.len()).sum();
    LazyLock::force(&DOCUMENTS);
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for ((name, bytes), document) in PAGES.iter().zip(DOCUMENTS.iter()) {
            black_box(work(name, bytes, document));
        }
    });
}

#[divan::bench]
fn a_read(bencher: Bencher) {
    over_pages(bencher, |name, bytes, _| read(name, bytes, &Limits::default(), &mut Vec::new()));
}

#[divan::bench]
fn b_repair(bencher: Bencher) {
    let repairer = Repairer::new(Script::Simplified, &BTreeSet::new());
    over_pages(bencher, |_, _, document| repairer.repair(&document.source, &mut Vec::new()));
}

#[divan::bench]
fn c_segment(bencher: Bencher) {
    over_pages(bencher, |_, _, document| segment(&document.text));
}

#[divan::bench]
fn d_words(bencher: Bencher) {
    let words = Words::default();
    over_pages(bencher, |_, _, document| {
        let text = document.text.as_str();
        let mut cutter = words.cutter();
        document.segments.sentences.iter().map(|&s| cutter.words(text, s).len()).sum::<usize>()
    });
}

#[divan::bench]
fn e_split(bencher: Bencher) {
    let splitter = Splitter::new();
    over_pages(bencher, |_, _, d| splitter.split(&d.source, &d.text, &d.segments, &mut Vec::new()));
}

#[divan::bench]
fn f_outline(bencher: Bencher) {
    let outliner = Outliner::new();
    over_pages(bencher, |_, _, d| {
        let outline =
            |s| outliner.outline(&d.source, &d.text, &d.segments, &d.roles, s, &mut Vec::new()).len();
        d.speeches.iter().map(outline).sum::<usize>()
    });
}

#[divan::bench]
fn g_extract(bencher: Bencher) {
    let extractor = Extractor::new();
    over_pages(bencher, |_, _, d| {
        let extract = |s| extractor.extract(&d.text, &d.segments, &d.roles, s).len();
        d.speeches.iter().map(extract).sum::<usize>()
    });
}

#[divan::bench]
fn h_record(bencher: Bencher) {
    over_pages(bencher, |_, _, document| Record::from(document));
}

#[divan::bench(args = [emit::Format::Jsonl, emit::Format::Json])]
fn i_emit(bencher: Bencher, format: emit::Format) {
    let records: Vec<Record> = DOCUMENTS.iter().map(Record::from).collect();
    let bytes: usize = PAGES.iter().map(|(_, bytes)| bytes.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| records.iter().map(|r| format.record(r).len()).sum::<usize>());
}

#[divan::bench(args = [false, true])]
fn pipeline(bencher: Bencher, words: bool) {
    let pipeline = Pipeline::new(&Options { words, ..Options::default() });
    over_pages(bencher, |name, bytes, _| {
        emit::Format::Jsonl.record(&Record::from(&pipeline.process(name, bytes))).len()
    });
}

/// The tables, loaded once a run.
#[divan::bench]
fn start(bencher: Bencher) {
    bencher.bench(|| Pipeline::new(&Options::default()));
}
