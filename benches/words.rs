//! Words beside jieba-rs, in one run and in turns, so that the machine's moods cancel out.
//!
//! `cargo bench --bench words -- [FILE…]`; without files the pages of the corpus. Prints, for each way to cut, the median
//! and the best of the paired ratios (their time by ours), and both speeds at their best; first what a start costs.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jieba_rs::Jieba;
use yaodian::segment::word::Words;
use yaodian::span::Span;

/// How often each way is measured.
const ROUNDS: usize = 15;

/// The system counts the time on the processor by the tick: rounds last many.
const ENOUGH: usize = 1 << 20;

/// How long this thread has run: time on the processor where the system says it (Linux).
fn ran() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|s| s.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = ran();
    let made = black_box(work());
    (ran().saturating_sub(begun), made)
}

/// The sentences of the files, about: up to a stop or a line's end.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['\n', '。', '；', '！']).collect()
}

fn text() -> String {
    let mut files: Vec<_> =
        std::env::args().skip(1).filter(|a| !a.starts_with('-')).map(Into::into).collect();
    if files.is_empty() {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pages");
        files = fs::read_dir(pages).expect("the corpus").flatten().map(|e| e.path()).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "txt"));
        files.sort();
    }
    let read = |path: &std::path::PathBuf| fs::read(path).expect("a readable file");
    files.iter().filter_map(|path| String::from_utf8(read(path)).ok()).collect()
}

fn main() {
    let (theirs, jieba) = time(Jieba::new);
    let start = || {
        let words = Words::default();
        words.cutter().ends("会议", |end| {
            black_box(end);
        });
    };
    let begun = Instant::now();
    start();
    println!("start with the first word: ours {:?} by the clock, jieba-rs {theirs:?}", begun.elapsed());
    let begun = Instant::now();
    black_box(Words::of_the_genre());
    println!("with the terms of the genre: {:?}", begun.elapsed());
    let text = text();
    let text = text.repeat(ENOUGH.div_ceil(text.len()));
    let sentences = sentences(&text);
    println!("{} bytes in {} sentences", text.len(), sentences.len());
    println!("{:24} {:>7} {:>7} {:>9} {:>9}", "", "median", "best", "jieba-rs", "ours");
    for (what, unknown, tags) in [
        ("words", true, false),
        ("words without HMM", false, false),
        ("words and tags", true, true),
        ("the same without HMM", false, true),
    ] {
        let words = if unknown { Words::default() } else { Words::default().known_only() };
        let mut cutter = words.cutter();
        let (mut ratios, mut best) = (Vec::new(), [Duration::MAX; 2]);
        for _ in 0..ROUNDS {
            let (theirs, a) = time(|| {
                let count =
                    |s: &&str| if tags { jieba.tag(s, unknown).len() } else { jieba.cut(s, unknown).len() };
                sentences.iter().map(count).sum::<usize>()
            });
            let (ours, b) = time(|| {
                let mut count = 0;
                for s in &sentences {
                    if tags {
                        count += cutter.words(s, Span::of(0..s.len())).len();
                    } else {
                        cutter.ends(s, |end| {
                            black_box(end);
                            count += 1;
                        });
                    }
                }
                count
            });
            assert_eq!(a, b, "as many words");
            ratios.push(theirs.as_secs_f64() / ours.as_secs_f64());
            best = [best[0].min(theirs), best[1].min(ours)];
        }
        ratios.sort_by(f64::total_cmp);
        let [theirs, ours] = best.map(|time| text.len() as f64 / 1e6 / time.as_secs_f64());
        println!(
            "{what:24} {:7.2} {:7.2} {theirs:4.0} MB/s {ours:4.0} MB/s",
            ratios[ROUNDS / 2],
            ours / theirs
        );
    }
}
