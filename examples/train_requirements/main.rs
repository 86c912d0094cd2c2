//! Learns the weights of the requirement cues from labelled archives.
//!
//! ```text
//! cargo run --example train_requirements -- SET... [--write TABLE] [--report PAGE] [--records OUT.jsonl] [--errors]
//! ```
//!
//! `SET` is a table of labelled archives such as `corpus/labelled/set.tsv`. Prints what the model reaches on each archive
//! when it has learnt from the others (of a set of many pages, from all but a sixth), then (with `--write`) learns from all and writes the
//! table `src/lexicon/requirement_weights.tsv`. `--records` writes the records that each archive gets from weights
//! learnt on the others, for the scorer; `--errors` shows what they get wrong. Deterministic.

mod gold;
mod learn;

use std::path::PathBuf;

use gold::Archive;
use yaodian::Record;
use yaodian::extract::chain::Label;
use yaodian::extract::{Extractor, Features};

/// The items of one speech, with what the labels say of them.
pub(crate) struct Sequence {
    /// The features of each item.
    pub(crate) features: Vec<Features>,
    /// Its label.
    pub(crate) labels: Vec<Label>,
}

fn sequences(extractor: &Extractor, archive: &Archive) -> Vec<Sequence> {
    let d = &archive.document;
    let speeches = d.speeches.iter().map(|speech| {
        let features = extractor.features(&d.text, &d.segments, &d.roles, speech);
        let labels = features.iter().map(|f| archive.labels[f.unit]).collect();
        Sequence { features, labels }
    });
    speeches.collect()
}

/// Sets of more pages than this are left out by sixths.
const FOLDS: usize = 6;

/// The fold of each archive of a set: archives of one manner (`web_…`, `xi_…`) stay together, pages of a large set are
/// dealt out.
fn folds(set: usize, archives: &[Archive]) -> Vec<String> {
    let manner = |name: &str| name.split('_').next().unwrap_or(name).to_owned();
    let few = archives.len() <= 2 * FOLDS;
    let named = archives.iter().enumerate();
    named.map(|(i, a)| if few { manner(&a.name) } else { format!("{set}/{}", i % FOLDS) }).collect()
}

#[derive(Clone, Copy, Default)]
struct Tally {
    hit: usize,
    said: usize,
    gold: usize,
}

impl Tally {
    fn f1(self) -> f64 {
        if self.said + self.gold == 0 { 1.0 } else { 2.0 * self.hit as f64 / (self.said + self.gold) as f64 }
    }

    fn add(&mut self, other: Self) {
        self.hit += other.hit;
        self.said += other.said;
        self.gold += other.gold;
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let value = |flag: &str| args.iter().position(|a| a == flag).and_then(|i| args.get(i + 1)).cloned();
    let sets: Vec<PathBuf> = args.iter().take_while(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    assert!(
        !sets.is_empty(),
        "usage: train_requirements SET... [--write TABLE] [--report PAGE] [--records FILE] [--errors]"
    );
    let strength: f64 = value("--l2").and_then(|v| v.parse().ok()).unwrap_or(4.0);
    let extractor = Extractor::new();
    let space = extractor.space().clone();
    let (mut archives, mut fold, mut set_of) = (Vec::new(), Vec::new(), Vec::new());
    for (i, set) in sets.iter().enumerate() {
        let loaded = gold::load(set);
        fold.extend(folds(i, &loaded));
        set_of.extend(loaded.iter().map(|_| i));
        archives.extend(loaded);
    }
    let data: Vec<Vec<Sequence>> = archives.iter().map(|a| sequences(&extractor, a)).collect();
    let all = |keep: &dyn Fn(usize) -> bool| -> Vec<&Sequence> {
        (0..data.len()).filter(|&i| keep(i)).flat_map(|i| &data[i]).collect()
    };
    let mut folds: Vec<&String> = fold.iter().collect();
    folds.sort();
    folds.dedup();
    let mut bins = [(0usize, 0usize, 0.0f64); 10];
    let mut lines = String::new();
    let mut tallies = vec![Tally::default(); sets.len()];
    for left_out in folds {
        let weights = learn::learn(space.len(), &all(&|i| fold[i] != *left_out), strength);
        for (i, archive) in archives.iter().enumerate().filter(|(i, _)| fold[*i] == *left_out) {
            let tally =
                measure(&space, archive, &data[i], &weights, &mut bins, args.iter().any(|a| a == "--errors"));
            println!(
                "{:10} F1 {:.3}  ({} of {} said, {} gold)",
                archive.name,
                tally.f1(),
                tally.hit,
                tally.said,
                tally.gold
            );
            tallies[set_of[i]].add(tally);
            if value("--records").is_some() {
                lines += &record(archive, weights.clone());
            }
        }
    }
    let report = report(&sets, &tallies, &bins);
    println!("{report}");
    if let Some(path) = value("--report") {
        std::fs::write(path, report).expect("report written");
    }
    if let Some(path) = value("--records") {
        std::fs::write(path, lines).expect("records written");
    }
    let weights = learn::learn(space.len(), &all(&|_| true), strength);
    let mut own = Tally::default();
    for (i, archive) in archives.iter().enumerate() {
        own.add(measure(&space, archive, &data[i], &weights, &mut [(0, 0, 0.0); 10], false));
    }
    println!("on what it learnt from: F1 {:.3}", own.f1());
    if let Some(path) = value("--write") {
        std::fs::write(path, learn::table(&space, &weights)).expect("table written");
    }
}

/// What was reached on what was not learnt from, as a page of `docs/`.
fn report(sets: &[PathBuf], tallies: &[Tally], bins: &[(usize, usize, f64)]) -> String {
    let mut out = String::from(
        "# Requirements, learnt from the others\n\n\
         Written by `cargo run --release --example train_requirements -- SET... --report docs/requirements.md`, never by\n\
         hand. Each archive is judged with weights learnt from all others (pages of a large set: from five sixths), on the\n\
         sections of the labels. The cue tables were written with all of these in view; `accuracy.md` has pages that were not.\n\n\
         | set | F1 | precision | recall | labelled |\n|---|---|---|---|---|\n",
    );
    for (set, tally) in sets.iter().zip(tallies) {
        let name = set.iter().rev().take(2).map(|part| part.to_string_lossy()).collect::<Vec<_>>();
        let name = name.into_iter().rev().collect::<Vec<_>>().join("/");
        let (hit, said, gold) = (tally.hit as f64, tally.said as f64, tally.gold as f64);
        out += &format!(
            "| `{name}` | {:.3} | {:.3} | {:.3} | {} |\n",
            tally.f1(),
            hit / said,
            hit / gold,
            tally.gold
        );
    }
    out += "\n## Does the confidence mean what it says?\n\n\
            | confidence given, mean | share that are requirements | units |\n|---|---|---|\n";
    for (hits, count, sum) in bins.iter().filter(|b| b.1 > 0) {
        out += &format!("| {:.2} | {:.2} | {count} |\n", sum / *count as f64, *hits as f64 / *count as f64);
    }
    out
}

fn measure(
    space: &yaodian::extract::Space,
    archive: &Archive,
    data: &[Sequence],
    weights: &[f64],
    bins: &mut [(usize, usize, f64); 10],
    errors: bool,
) -> Tally {
    let mut tally = Tally::default();
    for sequence in data {
        let yes = learn::probabilities(sequence, weights);
        for ((f, &label), p) in sequence.features.iter().zip(&sequence.labels).zip(yes) {
            let Some(label) = label else { continue };
            let bin = &mut bins[((p * 10.0) as usize).min(9)];
            *bin = (bin.0 + usize::from(label), bin.1 + 1, bin.2 + p);
            let said = p >= 0.5;
            tally.add(Tally {
                hit: usize::from(said && label),
                said: usize::from(said),
                gold: usize::from(label),
            });
            if errors && said != label {
                let span = archive.document.segments.units[f.unit].span;
                println!(
                    "{} {} {p:.2} {}",
                    if label { "MISS " } else { "FALSE" },
                    archive.name,
                    archive.document.text.slice(span)
                );
                let mut top: Vec<u16> = f.own.clone();
                top.sort_by(|a, b| weights[usize::from(*b)].abs().total_cmp(&weights[usize::from(*a)].abs()));
                let shown: Vec<String> = top
                    .iter()
                    .take(9)
                    .map(|&id| format!("{} {:+.1}", space.name(id), weights[usize::from(id)]))
                    .collect();
                println!("      {}", shown.join(" | "));
            }
        }
    }
    tally
}

fn record(archive: &Archive, weights: Vec<f64>) -> String {
    let extractor = Extractor::new().with_weights(weights);
    let mut document = archive.document.clone();
    for speech in &mut document.speeches {
        let found = extractor.extract(&document.text, &document.segments, &document.roles, speech);
        speech.requirements = found;
    }
    yaodian::emit::Format::Jsonl.record(&Record::from(&document)) + "\n"
}
