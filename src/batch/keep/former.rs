//! A finished output that lends its records to a later run over the same inputs.

use std::fs::File;
use std::path::Path;

use super::manifest::{Entry, Lines};
use super::{beside, read_at, short_hash};

/// What depends on more than the bytes and the options: it is tried again.
const NOT_FOR_SURE: [&str; 5] = ["timeout", "memory_limit", "crashed", "unreadable", "internal_error"];

/// A finished output with its manifest. Holds 32 bytes an input.
#[derive(Debug)]
pub struct Former {
    records: File,
    manifest: File,
    /// By the hash of the name: where the entry's line is, and how long.
    lines: Vec<([u8; 16], u64, u32)>,
}

impl Former {
    /// The finished output at `out`, if its manifest is there, whole, and of the same program and options.
    pub fn open(out: &Path, run: &str) -> Option<Self> {
        let (records, path) = (File::open(out).ok()?, beside(out, ".manifest"));
        let mut lines = Lines::open(File::open(&path).ok()?).filter(|lines| lines.head().run == run)?;
        let (mut places, mut at) = (Vec::new(), lines.read());
        while let Some(entry) = lines.next() {
            let end = lines.read();
            places.push((hash(&entry.path), at, u32::try_from(end - at).ok()?));
            at = end;
        }
        places.sort_unstable();
        lines.tail()?;
        Some(Self { records, manifest: File::open(&path).ok()?, lines: places })
    }

    /// The entry and the record of an input that had this name and this content. For any thread.
    pub fn find(&self, name: &str, blake3: &str) -> Option<(Entry, Vec<u8>)> {
        let hash = hash(name);
        let first = self.lines.partition_point(|line| line.0 < hash);
        let (_, at, len) = *self.lines.get(first).filter(|line| line.0 == hash)?;
        let entry: Entry = serde_json::from_slice(&read_at(&self.manifest, at, len.into()).ok()?).ok()?;
        let same = entry.path == name && entry.blake3.as_deref() == Some(blake3);
        if !same || NOT_FOR_SURE.contains(&entry.outcome.as_str()) {
            return None;
        }
        let record = read_at(&self.records, entry.at, entry.len).ok()?;
        // The output may have been changed since.
        (short_hash(&record) == entry.record).then_some((entry, record))
    }
}

fn hash(name: &str) -> [u8; 16] {
    let mut hash = [0; 16];
    hash.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..16]);
    hash
}

#[cfg(test)]
mod tests {
    use super::super::manifest::{Head, Tail};
    use super::super::part::Part;
    use super::*;

    #[test]
    fn only_what_is_the_same_for_sure_is_lent() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("o");
        let head = Head { manifest: 1, tool: "t".into(), run: "r".into(), shard: None };
        let (mut part, _) = Part::open(&out, &head, false).unwrap();
        for (input, outcome) in ["ok", "not_text", "timeout"].into_iter().enumerate() {
            let record = format!("record {input}\n").into_bytes();
            let entry = Entry { outcome: outcome.into(), ..Entry::sample(input as u64, &record) };
            part.put(&record, entry).unwrap();
        }
        part.finish(Tail { inputs: 3, names: String::new(), length: 0 }).unwrap();
        assert!(Former::open(&out, "other").is_none());
        let former = Former::open(&out, "r").unwrap();
        assert_eq!(former.find("0.txt", "b").unwrap().1, b"record 0\n");
        assert_eq!(former.find("1.txt", "b").unwrap().1, b"record 1\n");
        assert!(former.find("0.txt", "changed").is_none());
        assert!(former.find("2.txt", "b").is_none());
        assert!(former.find("3.txt", "b").is_none());
        std::fs::write(&out, "record x\nrecord 1\nrecord 2\n").unwrap();
        assert!(former.find("0.txt", "b").is_none());
    }
}
