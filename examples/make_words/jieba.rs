//! The sources of jieba-rs and jieba-macros, read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A row of the dictionary.
pub(crate) struct Entry {
    pub(crate) word: String,
    pub(crate) freq: u32,
    pub(crate) tag: String,
}

/// The model that guesses the tag of an unknown word. A state is position (B, M, E, S) times 64 and tag.
pub(crate) struct Guess {
    pub(crate) tags: Vec<String>,
    pub(crate) start: [f64; 256],
    /// From, to, weight.
    pub(crate) moves: Vec<(u8, u8, f64)>,
    /// The states of a character in order, each with its emission.
    pub(crate) rows: BTreeMap<char, Vec<(u8, f64)>>,
}

/// All that the tables are made of.
pub(crate) struct Sources {
    pub(crate) words: Vec<Entry>,
    /// Four start weights, then four times four transitions.
    pub(crate) hmm_header: Vec<f64>,
    pub(crate) emissions: BTreeMap<char, [f64; 4]>,
    pub(crate) guess: Guess,
}

const NEVER: f64 = -3.14e100;

impl Sources {
    pub(crate) fn read() -> Self {
        let (jieba, macros) = (package("jieba-rs"), package("jieba-macros"));
        let read = |path: PathBuf| std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        let (hmm_header, emissions) = hmm(&read(macros.join("src/hmm.model")));
        Self {
            words: read(jieba.join("src/data/dict.txt")).lines().filter_map(entry).collect(),
            hmm_header,
            emissions,
            guess: guess(&read(jieba.join("src/data/posseg.txt"))),
        }
    }

    pub(crate) fn total(&self) -> u64 {
        self.words.iter().map(|w| u64::from(w.freq)).sum()
    }
}

/// The folder in which cargo keeps a package that we depend on.
fn package(name: &str) -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let out = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).expect("cargo metadata is JSON");
    let packages = all["packages"].as_array().expect("a list of packages");
    let found = packages.iter().find(|p| p["name"] == name).expect("a dependency");
    Path::new(found["manifest_path"].as_str().expect("a path")).parent().expect("a folder").to_owned()
}

fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.split_ascii_whitespace();
    let word = fields.next()?.to_owned();
    let freq = fields.next().map_or(0, |f| f.parse().expect("a frequency"));
    Some(Entry { word, freq, tag: fields.next().unwrap_or("").to_owned() })
}

fn hmm(model: &str) -> (Vec<f64>, BTreeMap<char, [f64; 4]>) {
    let lines: Vec<&str> = model.lines().filter(|l| !l.starts_with('#')).collect();
    let header = lines[..5].iter().flat_map(|l| l.split_ascii_whitespace()).map(number).collect();
    let mut emissions: BTreeMap<char, [f64; 4]> = BTreeMap::new();
    for (state, line) in lines[5..9].iter().enumerate() {
        for pair in line.split(',') {
            let (c, weight) = pair.split_once(':').expect("character:weight");
            let c = c.chars().next().expect("a character");
            if super::is_modelled(c) {
                emissions.entry(c).or_insert([NEVER; 4])[state] = number(weight);
            }
        }
    }
    (header, emissions)
}

fn guess(data: &str) -> Guess {
    let mut guess = Guess { tags: Vec::new(), start: [NEVER; 256], moves: Vec::new(), rows: BTreeMap::new() };
    let mut emissions: BTreeMap<char, BTreeMap<u8, f64>> = BTreeMap::new();
    let mut states: BTreeMap<char, Vec<u8>> = BTreeMap::new();
    let mut section = "";
    for line in data.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(name) = line.strip_prefix('@') {
            section = name;
            continue;
        }
        let mut parts = line.split('|').map(str::trim).filter(|p| !p.is_empty());
        match section {
            "TAGS" => guess.tags = line.split(',').map(|t| t.trim().to_owned()).collect(),
            "START" => {
                let (state, weight) = weighted(line);
                guess.start[usize::from(state)] = weight;
            }
            "TRANS" => {
                let from = state(parts.next().expect("a state"));
                guess.moves.extend(parts.map(|part| {
                    let (to, weight) = weighted(part);
                    (from, to, weight)
                }));
            }
            "EMIT" => {
                let state = state(parts.next().expect("a state"));
                for part in parts {
                    let (c, weight) = part.rsplit_once(',').expect("character,weight");
                    let c = c.chars().next().expect("a character");
                    emissions.entry(c).or_default().insert(state, number(weight));
                }
            }
            "CHAR_STATE" => {
                let c = parts.next().and_then(|p| p.chars().next()).expect("a character");
                states.insert(c, parts.map(state).collect());
            }
            _ => {} // the comment at the head
        }
    }
    // As jieba-rs: a list of states is kept as it is, without one all states that have an emission.
    states.retain(|_, list| !list.is_empty());
    for (c, mut list) in states {
        let known = emissions.remove(&c).unwrap_or_default();
        list.sort_unstable();
        guess.rows.insert(c, list.iter().map(|s| (*s, known.get(s).copied().unwrap_or(NEVER))).collect());
    }
    guess.rows.extend(emissions.into_iter().map(|(c, known)| (c, known.into_iter().collect())));
    guess
}

/// `position,tag`.
fn state(text: &str) -> u8 {
    let (position, tag) = text.split_once(',').expect("position,tag");
    let number = |t: &str| t.parse::<u8>().expect("a small number");
    number(position) * 64 + number(tag)
}

/// `position,tag,weight`.
fn weighted(text: &str) -> (u8, f64) {
    let (at, weight) = text.rsplit_once(',').expect("state,weight");
    (state(at), number(weight))
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}
