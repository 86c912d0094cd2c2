//! Many speeches of made-up text, one in five a copy of an earlier one.

use std::fs;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use yaodian::dedup::{Finder, Sketch};

use super::pairs::{Change, Random, speeches};

/// Text that goes on like the corpus: after two characters comes one that came after them there, now and then one that
/// came after the last one alone. Its phrases are as common as there, its sentences are new.
struct Writer {
    text: Vec<char>,
    /// Places of `text`, by the two characters that stand there, and by the one.
    pairs: Vec<usize>,
    singles: Vec<usize>,
}

impl Writer {
    fn new(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        let last = text.len() - 2;
        let (mut pairs, mut singles): (Vec<usize>, Vec<usize>) = ((0..last).collect(), (0..last).collect());
        pairs.sort_by_key(|&i| (text[i], text[i + 1]));
        singles.sort_by_key(|&i| text[i]);
        Self { text, pairs, singles }
    }

    fn write(&self, length: usize, random: &mut Random) -> String {
        let mut at = random.below(self.text.len() - 3);
        let mut out: Vec<char> = self.text[at..at + 2].to_vec();
        while out.len() < length {
            let (a, b) = (out[out.len() - 2], out[out.len() - 1]);
            let from = self.pairs.partition_point(|&i| (self.text[i], self.text[i + 1]) < (a, b));
            let to = self.pairs.partition_point(|&i| (self.text[i], self.text[i + 1]) <= (a, b));
            if to - from > 1 && random.below(10) > 0 {
                at = self.pairs[from + random.below(to - from)];
                out.push(self.text[at + 2]);
            } else {
                let from = self.singles.partition_point(|&i| self.text[i] < b);
                let to = self.singles.partition_point(|&i| self.text[i] <= b);
                at = if from < to {
                    self.singles[from + random.below(to - from)]
                } else {
                    random.below(self.text.len() - 3)
                };
                out.push(self.text[at + 1]);
            }
        }
        out.into_iter().collect()
    }
}

/// Goes through `count` speeches of 300 to 9,000 characters and tells what it cost and found.
pub(crate) fn run(count: usize) {
    let writer = Writer::new(&speeches().join("\n"));
    let mut random = Random(11);
    let changes = [
        Change::Retyped,
        Change::Masked(3),
        Change::Furnished(15),
        Change::Cut(70),
        Change::Cut(30),
        Change::All,
    ];
    let mut finder = Finder::default();
    let (mut sketching, mut finding, mut bytes) = (0.0, 0.0, 0);
    // Where the last row ended.
    let mut last = (0, 0.0, 0.0);
    // Of the latest speeches, their numbers and texts; copies are made of these.
    let mut latest: Vec<(usize, String)> = Vec::new();
    let (mut copies, mut found, mut elsewhere, mut false_marks) = (0, 0, 0, 0);
    println!(
        "| speeches | MB of text | sketching, µs each since the last row | finding, µs each since then | peak MiB |\n|---|---|---|---|---|"
    );
    for number in 0..count {
        let copied = (latest.len() > 50 && random.below(5) == 0).then(|| random.below(latest.len()));
        let text = match copied {
            Some(at) => changes[random.below(changes.len())].to(&latest[at].1, "", &mut random),
            None => writer
                .write(300 * 20usize.pow(random.below(1000) as u32 / 500) + random.below(3000), &mut random),
        };
        bytes += text.len();
        let begun = ran();
        let sketch = Sketch::of([text.as_str()]);
        let sketched = ran();
        let copy = finder.next(&sketch);
        finding += (ran() - sketched).as_secs_f64();
        sketching += (sketched - begun).as_secs_f64();
        match (copied, copy) {
            (Some(at), copy) => {
                copies += 1;
                found += usize::from(copy.is_some_and(|c| c.of as usize == latest[at].0));
                elsewhere += usize::from(copy.is_some_and(|c| c.of as usize != latest[at].0));
            }
            (None, Some(_)) => false_marks += 1,
            (None, None) if latest.len() < 500 => latest.push((number, text)),
            (None, None) => {
                let at = random.below(500);
                latest[at] = (number, text);
            }
        }
        let round = number + 1;
        if round == count || [1000, 3000, 10_000, 30_000, 100_000, 300_000].contains(&round) {
            let each = |now: f64, before: f64| (now - before) * 1e6 / (round - last.0) as f64;
            let (a, b) = (each(sketching, last.1), each(finding, last.2));
            last = (round, sketching, finding);
            println!("| {round} | {:.0} | {a:.0} | {b:.0} | {:.0} |", bytes as f64 / 1e6, peak());
        }
    }
    println!(
        "{copies} copies: {found} found, {elsewhere} taken for copies of another; of {} others {false_marks} taken for copies",
        count - copies
    );
}

/// How long this thread has run, by the processor's time where the system says it (Linux): other work does not count.
fn ran() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|s| s.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

/// The most memory this process had, in MiB, where the system says it.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}
