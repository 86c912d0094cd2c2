//! jieba-rs alone: cuts every line of the files, with the hidden Markov model (or without: `--no-hmm`), and counts.
//! `--text` only reads the files: what is to be taken off.

use jieba_rs::Jieba;
use crate::files::{files, first_argument, text};

pub fn main() {
    let has = |name: &str| std::env::args().any(|a| a == name);
    let (hmm, text_only) = (!has("--no-hmm"), has("--text"));
    let jieba = (!text_only).then(Jieba::new);
    let mut words = 0;
    for path in files(&first_argument()) {
        let text = text(&path);
        words += text.lines().map(|line| jieba.as_ref().map_or(0, |j| j.cut(line, hmm).len())).sum::<usize>();
    }
    println!("{words}");
}
