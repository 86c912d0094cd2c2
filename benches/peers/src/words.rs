//! jieba-rs alone: cuts every line of the files, with the hidden Markov model (or without: `--no-hmm`), and counts.
//! `--ours` does the same with yaodian's words; `--text` only reads the files: what is to be taken off.

use jieba_rs::Jieba;
use yaodian::segment::word::Words;

use crate::files::{files, first_argument, text};

pub fn main() {
    let has = |name: &str| std::env::args().any(|a| a == name);
    let hmm = !has("--no-hmm");
    let texts = files(&first_argument()).into_iter().map(|path| text(&path));
    let words: usize = if has("--text") {
        texts.map(|text| text.lines().count()).sum()
    } else if has("--ours") {
        let words = if hmm { Words::default() } else { Words::default().known_only() };
        let (mut cutter, mut count) = (words.cutter(), 0);
        texts.for_each(|text| text.lines().for_each(|line| cutter.ends(line, |_| count += 1)));
        count
    } else {
        let jieba = Jieba::new();
        texts.map(|text| text.lines().map(|line| jieba.cut(line, hmm).len()).sum::<usize>()).sum()
    };
    println!("{words}");
}
