//! Gates that were laid out ahead of time: to tell what a pattern needs, all its branches are looked at, which took half
//! of every start.
//!
//! `YAODIAN_BLESS=1 cargo test --lib gates_are_laid_out_ahead` writes them anew from the tables.

use std::sync::LazyLock;

use super::gate::Gate;
use super::layout;

/// Each gate as `postcard` writes it, by what its patterns spell.
static AHEAD: LazyLock<Vec<([u8; 16], &[u8])>> =
    LazyLock::new(|| postcard::from_bytes(include_bytes!("data/gates.bin")).unwrap_or_default());

/// What some patterns spell, as a number.
fn key<'a>(patterns: impl Iterator<Item = &'a str>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for pattern in patterns {
        hasher.update(pattern.as_bytes());
        hasher.update(b"\0");
    }
    let mut key = [0; 16];
    hasher.finalize_xof().fill(&mut key);
    key
}

/// The gate before these patterns; one that was not laid out yet is laid out now.
pub(super) fn gate<'a>(patterns: impl Iterator<Item = &'a str> + Clone) -> Gate {
    let key = key(patterns.clone());
    #[cfg(test)]
    tests::asked_for(key, patterns.clone());
    let known = AHEAD.iter().find(|(own, _)| *own == key);
    known.and_then(|(_, gate)| postcard::from_bytes(gate).ok()).unwrap_or_else(|| layout::gate(patterns))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::{env, fs};

    use super::*;

    thread_local! {
        static ASKED: RefCell<Option<BTreeMap<[u8; 16], Gate>>> = RefCell::default();
    }

    /// Remembers what a gate should be, while that is asked.
    pub(super) fn asked_for<'a>(key: [u8; 16], patterns: impl Iterator<Item = &'a str>) {
        ASKED.with_borrow_mut(|asked| asked.as_mut().map(|asked| asked.insert(key, layout::gate(patterns))));
    }

    /// Checks that the file holds the gates that loading the tables asks for, and no others; or writes it.
    pub(crate) fn are_ahead(load: impl FnOnce()) {
        ASKED.set(Some(BTreeMap::new()));
        load();
        let asked = ASKED.take().unwrap();
        if env::var_os("YAODIAN_BLESS").is_some() {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pattern/data/gates.bin");
            let gates: Vec<([u8; 16], Vec<u8>)> =
                asked.iter().map(|(&key, gate)| (key, postcard::to_allocvec(gate).unwrap())).collect();
            return fs::write(file, postcard::to_allocvec(&gates).unwrap()).unwrap();
        }
        let ahead = |(key, gate): &([u8; 16], &[u8])| (*key, postcard::from_bytes(gate).unwrap());
        assert!(
            AHEAD.iter().map(ahead).collect::<BTreeMap<_, Gate>>() == asked,
            "YAODIAN_BLESS=1 writes them"
        );
    }
}
