//! Makes the tables of the word segmenter, `src/segment/word/data/*.bin`, from the dictionary and the models of the crate
//! jieba-rs.
//!
//! ```text
//! cargo run --release --example make_words -- [FOLDER]
//! ```
//!
//! The sources are found where cargo keeps the dev-dependency. `docs/words.md` says what is in each table. Deterministic.

mod automaton;
mod guess;
mod jieba;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use automaton::Automaton;
use jieba::Sources;

/// Codes of characters; 0 is none.
pub(crate) struct Codes {
    of: BTreeMap<char, u16>,
    /// The characters, by code less one.
    chars: Vec<char>,
}

/// Whether the models know it as Chinese: jieba's `[\u4E00-\u9FD5]`.
fn is_modelled(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FD5}')
}

/// Whether a word of the dictionary may hold it: what jieba's `RE_HAN_DEFAULT` matches, below U+10000.
fn in_blocks(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || "+#&._%-".contains(c)
        || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

impl Codes {
    /// Modelled characters first, the commonest first: what is used together lies together.
    fn new(sources: &Sources) -> Self {
        let mut counts: BTreeMap<char, u64> = BTreeMap::new();
        for entry in &sources.words {
            entry.word.chars().for_each(|c| *counts.entry(c).or_default() += u64::from(entry.freq));
        }
        sources.emissions.keys().chain(sources.guess.rows.keys()).for_each(|&c| {
            counts.entry(c).or_default();
        });
        let mut chars: Vec<char> = counts.keys().copied().collect();
        chars.sort_by_key(|&c| (!is_modelled(c), std::cmp::Reverse(counts[&c]), c));
        let of = chars.iter().enumerate().map(|(i, &c)| (c, i as u16 + 1)).collect();
        Self { of, chars }
    }

    fn of(&self, c: char) -> u16 {
        self.of[&c]
    }

    /// How many modelled characters there are: their codes are 1 to this.
    fn modelled(&self) -> usize {
        self.chars.iter().filter(|&&c| is_modelled(c)).count()
    }

    /// For each character below U+10000: its code, and the top bit where it ends a block.
    fn table(&self) -> Vec<u8> {
        let entry = |n: u32| {
            let Some(c) = char::from_u32(n) else { return 0x8000 };
            self.of.get(&c).copied().unwrap_or(0) | if in_blocks(c) { 0 } else { 0x8000 }
        };
        (0..0x1_0000).flat_map(|n| entry(n).to_le_bytes()).collect()
    }
}

/// Four emissions a code, from 0 on; before them the four start and sixteen transition weights.
fn hmm(sources: &Sources, codes: &Codes) -> Vec<u8> {
    const NONE: [f64; 4] = [-3.14e100; 4];
    let rows =
        codes.chars[..codes.modelled()].iter().map(|c| sources.emissions.get(c).copied().unwrap_or(NONE));
    let numbers = sources.hmm_header.iter().copied().chain(NONE).chain(rows.flatten());
    numbers.flat_map(f64::to_le_bytes).collect()
}

fn main() {
    let folder = std::env::args()
        .nth(1)
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("src/segment/word/data"), PathBuf::from);
    let sources = Sources::read();
    let codes = Codes::new(&sources);
    assert!(codes.chars.len() < automaton::NO_CHECK as usize, "codes fit a node");
    let automaton = Automaton::new(&sources, &codes);
    let (rows, entries, moves) = guess::tables(&sources.guess, &codes);
    let write = |name: &str, bytes: &[u8]| {
        println!("{name}\t{} bytes", bytes.len());
        fs::write(folder.join(name), bytes).expect("the folder can be written");
    };
    write("codes.bin", &codes.table());
    write("nodes.bin", &automaton.nodes());
    write("weights.bin", &automaton.weights());
    write("frequencies.bin", &automaton.frequencies());
    write("hmm.bin", &hmm(&sources, &codes));
    write("guess_rows.bin", &rows);
    write("guess_entries.bin", &entries);
    write("guess_moves.bin", &moves);
    println!(
        "{} codes, {} of them modelled; total frequency {}",
        codes.chars.len(),
        codes.modelled(),
        sources.total()
    );
    println!("tags: {:?}", sources.guess.tags);
}
