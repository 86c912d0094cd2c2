//! The dictionary as a double array, a node in eight bytes.

use std::collections::BTreeMap;

use super::Codes;
use super::jieba::Sources;

/// What the children of the root have for their code: a leaf's base is 0, and whoever looks there finds no child.
pub(crate) const NO_CHECK: u64 = (1 << 14) - 1;

/// How many prefixes are placed by use.
const HOT: usize = 8192;

/// A prefix of words.
#[derive(Default)]
struct Prefix {
    /// The last character's code.
    code: u16,
    children: Vec<usize>,
    /// Rank of the word's frequency from 1 on, 0 where no word ends.
    rank: u64,
    tag: u64,
    /// How often words with this prefix occur.
    uses: u64,
}

pub(crate) struct Automaton {
    slots: Vec<u64>,
    /// By rank less one.
    ranked: Vec<u32>,
    total: u64,
}

impl Automaton {
    pub(crate) fn new(sources: &Sources, codes: &Codes) -> Self {
        let ranked = ranks(sources);
        let prefixes = prefixes(sources, codes, &ranked);
        Self { slots: place(&prefixes), ranked, total: sources.total() }
    }

    pub(crate) fn nodes(&self) -> Vec<u8> {
        self.slots.iter().flat_map(|s| s.to_le_bytes()).collect()
    }

    /// The weight of each rank; that of rank 0 loses every comparison.
    pub(crate) fn weights(&self) -> Vec<u8> {
        let total = (self.total as f64).ln();
        let weights = self.ranked.iter().map(|&f| f64::from(f).ln() - total);
        std::iter::once(f64::NAN).chain(weights).flat_map(f64::to_le_bytes).collect()
    }

    pub(crate) fn frequencies(&self) -> Vec<u8> {
        std::iter::once(&0).chain(&self.ranked).flat_map(|f| f.to_le_bytes()).collect()
    }
}

/// The distinct frequencies, those that words have most often in text first.
fn ranks(sources: &Sources) -> Vec<u32> {
    let mut mass: BTreeMap<u32, u64> = BTreeMap::new();
    for entry in &sources.words {
        *mass.entry(entry.freq).or_default() += u64::from(entry.freq);
    }
    let mut ranked: Vec<u32> = mass.keys().copied().collect();
    ranked.sort_by_key(|f| (std::cmp::Reverse(mass[f]), *f));
    ranked
}

/// The prefixes, the root first.
fn prefixes(sources: &Sources, codes: &Codes, ranked: &[u32]) -> Vec<Prefix> {
    let rank_of: BTreeMap<u32, u64> = ranked.iter().zip(1..).map(|(&f, rank)| (f, rank)).collect();
    let tag_of = |tag: &str| sources.guess.tags.iter().position(|t| t == tag).expect("a known tag") as u64;
    let mut words: Vec<_> = sources.words.iter().collect();
    words.sort_by_cached_key(|e| e.word.chars().map(|c| codes.of(c)).collect::<Vec<_>>());
    let mut prefixes = vec![Prefix::default()];
    // The way from the root to the last word.
    let mut way: Vec<usize> = vec![0];
    for entry in words {
        let spelt: Vec<u16> = entry.word.chars().map(|c| codes.of(c)).collect();
        let shared = way[1..].iter().zip(&spelt).take_while(|&(&p, &code)| prefixes[p].code == code).count();
        way.truncate(shared + 1);
        for &code in &spelt[shared..] {
            let new = prefixes.len();
            prefixes.push(Prefix { code, ..Prefix::default() });
            prefixes[way[way.len() - 1]].children.push(new);
            way.push(new);
        }
        way.iter().for_each(|&p| prefixes[p].uses += u64::from(entry.freq));
        let end = &mut prefixes[way[way.len() - 1]];
        assert_eq!(end.rank, 0, "twice: {}", entry.word);
        (end.rank, end.tag) = (rank_of[&entry.freq], tag_of(&entry.tag));
    }
    prefixes
}

/// 64 bits from any bit on.
fn window(bits: &[u64], at: usize) -> u64 {
    let (word, shift) = (at / 64, at % 64);
    let low = bits[word] >> shift;
    if shift == 0 { low } else { low | bits[word + 1] << (64 - shift) }
}

/// Finds a base for each prefix that has children, much used ones first, so that what text uses lies at the front.
fn place(prefixes: &[Prefix]) -> Vec<u64> {
    const ROOM: usize = 1 << 20;
    let (mut taken, mut bases) = (vec![0u64; ROOM / 64 + 512], vec![0u64; ROOM / 64 + 512]);
    let mut base_of = vec![0usize; prefixes.len()];
    let mut slot_of = vec![0usize; prefixes.len()];
    let mut order: Vec<usize> = (1..prefixes.len()).filter(|&p| !prefixes[p].children.is_empty()).collect();
    order.sort_by_key(|&p| (std::cmp::Reverse(prefixes[p].uses), p));
    // Behind those, the large ones first: the small ones fill what is left between them.
    let hot = HOT.min(order.len());
    order[hot..].sort_by_key(|&p| std::cmp::Reverse(prefixes[p].children.len()));
    let top_code = prefixes.iter().map(|p| usize::from(p.code)).max().unwrap_or(0);
    // The root's children are not checked: theirs are all slots that a code may name.
    (0..=top_code).for_each(|slot| taken[slot / 64] |= 1 << (slot % 64));
    bases[0] = 1;
    let mut free = 1;
    for p in std::iter::once(0).chain(order) {
        let codes: Vec<usize> = prefixes[p].children.iter().map(|&c| usize::from(prefixes[c].code)).collect();
        let base = if p == 0 {
            0
        } else {
            while taken[free / 64] >> (free % 64) & 1 == 1 {
                free += 1;
            }
            let blocked = |word: usize| {
                codes.iter().fold(bases[word], |held, code| {
                    if held == u64::MAX { held } else { held | window(&taken, word * 64 + code) }
                })
            };
            let first = free.saturating_sub(codes[0]) / 64;
            let word = (first..ROOM / 64).find(|&w| blocked(w) != u64::MAX).expect("room");
            word * 64 + blocked(word).trailing_ones() as usize
        };
        bases[base / 64] |= 1 << (base % 64);
        base_of[p] = base;
        for &child in &prefixes[p].children {
            let slot = base + usize::from(prefixes[child].code);
            slot_of[child] = slot;
            taken[slot / 64] |= 1 << (slot % 64);
        }
    }
    let used = slot_of.iter().max().expect("a root") + 1;
    println!("{} prefixes in {used} slots", prefixes.len());
    // Whoever adds any code to any base stays inside.
    let mut slots = vec![0u64; used.max(base_of.iter().max().expect("a root") + top_code + 1)];
    let roots: std::collections::BTreeSet<usize> = prefixes[0].children.iter().copied().collect();
    for (p, prefix) in prefixes.iter().enumerate().skip(1) {
        let check = if roots.contains(&p) { NO_CHECK } else { u64::from(prefix.code) };
        let filter = prefix.children.iter().fold(0, |bits, &c| bits | 1u64 << (prefixes[c].code & 7));
        slots[slot_of[p]] =
            prefix.tag | prefix.rank << 6 | (base_of[p] as u64) << 19 | filter << 39 | check << 50;
    }
    slots
}
