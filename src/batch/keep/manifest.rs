//! The manifest: JSON lines; a head, one line an input in the order of the input, and a tail when all is done.
//!
//! It is only ever appended to. A last line that is torn, or does not go on from the line before, ends what is
//! believed.

use std::fs::File;
use std::io::{self, BufRead, BufReader};

use serde::{Deserialize, Serialize};

/// The version of the shape of a manifest.
pub const VERSION: u32 = 1;

/// The longest line that is believed, in bytes: names are far shorter.
const LONGEST: u64 = 1 << 20;

/// The first line: what was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// 1.
    pub manifest: u32,
    /// Name and version of the program.
    pub tool: String,
    /// Hash of the program and of all options that change a record.
    pub run: String,
    /// `[I, N]` where this is share I of N (from 1); else `null`.
    pub shard: Option<[u64; 2]>,
}

/// What is known of one input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The how-manieth input of the whole run, from 0, with those of other shares.
    pub input: u64,
    /// As its record calls it.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Of the content; `null` where it could not be read.
    pub blake3: Option<String>,
    /// As in the head; here too, so that a line stands for itself.
    pub run: String,
    /// Where its record begins in the output, in bytes.
    pub at: u64,
    /// Length of its record with the line's end, in bytes.
    pub len: u64,
    /// Short hash of the record's bytes.
    pub record: String,
    /// `ok`, or the code of what failed.
    pub outcome: String,
    /// Counts for the summary.
    #[serde(flatten)]
    pub counts: Counts,
}

#[cfg(test)]
impl Entry {
    /// Of a file that gave this record, in the run `r`.
    pub(super) fn sample(input: u64, record: &[u8]) -> Self {
        Self {
            input,
            path: format!("{input}.txt"),
            bytes: 1,
            blake3: Some("b".into()),
            run: "r".into(),
            at: 0,
            len: 0,
            record: super::short_hash(record),
            outcome: "ok".into(),
            counts: Counts::default(),
        }
    }
}

/// What a record holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Speeches.
    pub speeches: u64,
    /// Requirements of all speeches.
    pub requirements: u64,
    /// Repairs made in the text.
    pub repairs: u64,
    /// Diagnostics of severity warning.
    pub warnings: u64,
}

/// The last line of a run that is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tail {
    /// Inputs of the whole run, with those of other shares.
    pub inputs: u64,
    /// BLAKE3 of all their names, each with a NUL behind it: shares of one run have the same.
    pub names: String,
    /// Length of the output in bytes.
    pub length: u64,
}

/// A manifest that is read line by line.
#[derive(Debug)]
pub struct Lines {
    from: BufReader<File>,
    head: Head,
    /// Behind the last line that was believed: in the manifest, in the output, among the inputs.
    read: u64,
    at: u64,
    next_input: u64,
    tail: Option<Tail>,
}

impl Lines {
    /// A manifest, if there is one and its head can be read.
    pub fn open(file: File) -> Option<Self> {
        let mut from = BufReader::new(file);
        let line = line(&mut from).ok()??;
        let head: Head = serde_json::from_slice(&line).ok()?;
        let read = line.len() as u64;
        (head.manifest == VERSION).then_some(Self { from, head, read, at: 0, next_input: 0, tail: None })
    }

    /// What was run.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Behind the last line that was given, in bytes.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The tail, when all entries were given and the run was whole.
    pub fn tail(&self) -> Option<&Tail> {
        self.tail.as_ref()
    }
}

/// The entries that can be believed.
impl Iterator for Lines {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if self.tail.is_some() {
            return None;
        }
        let line = line(&mut self.from).ok()??;
        let Ok(entry) = serde_json::from_slice::<Entry>(&line) else {
            self.tail = serde_json::from_slice(&line).ok().filter(|tail: &Tail| tail.length == self.at);
            return None;
        };
        let goes_on = entry.at == self.at && entry.input >= self.next_input && entry.run == self.head.run;
        if !goes_on {
            return None;
        }
        self.read += line.len() as u64;
        self.at = entry.at.checked_add(entry.len)?;
        self.next_input = entry.input + 1;
        Some(entry)
    }
}

/// A line with its end, if it is whole.
fn line(from: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    io::Read::take(from, LONGEST).read_until(b'\n', &mut line)?;
    Ok((line.last() == Some(&b'\n')).then_some(line))
}

/// A line of a manifest.
pub(super) fn to_line(of: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(of).expect("plain data");
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn entry(input: u64, at: u64) -> Entry {
        Entry {
            input,
            path: format!("{input}\n.txt"),
            bytes: 3,
            blake3: None,
            run: "r".into(),
            at,
            len: 10,
            record: "h".into(),
            outcome: "ok".into(),
            counts: Counts::default(),
        }
    }

    fn lines(bytes: &[u8]) -> Option<Lines> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        io::Seek::rewind(&mut file).unwrap();
        Lines::open(file)
    }

    #[test]
    fn what_was_written_is_read_up_to_what_is_torn() {
        let head = Head { manifest: 1, tool: "t".into(), run: "r".into(), shard: None };
        let tail = Tail { inputs: 5, names: "n".into(), length: 20 };
        let parts = [to_line(&head), to_line(&entry(0, 0)), to_line(&entry(4, 10)), to_line(&tail)];
        let whole = parts.concat();
        let mut all = lines(&whole).unwrap();
        assert_eq!(all.head(), &head);
        assert_eq!(all.by_ref().collect::<Vec<_>>(), [entry(0, 0), entry(4, 10)]);
        assert_eq!(all.tail(), Some(&tail));
        // Cut anywhere: whole lines only.
        for cut in 0..whole.len() {
            let ends = parts.iter().scan(0, |end, part| {
                *end += part.len();
                Some(*end)
            });
            let wanted = ends.filter(|end| *end <= cut).count();
            match lines(&whole[..cut]) {
                None => assert_eq!(wanted, 0),
                Some(mut some) => {
                    assert_eq!(some.by_ref().count(), wanted - 1);
                    assert!(some.tail().is_none());
                }
            }
        }
    }

    #[test]
    fn a_line_that_does_not_go_on_ends_it() {
        let head = to_line(&Head { manifest: 1, tool: "t".into(), run: "r".into(), shard: None });
        let other = Entry { run: "x".into(), ..entry(1, 10) };
        for bad in [entry(1, 11), entry(0, 10), other] {
            let bytes = [&head[..], &to_line(&entry(0, 0)), &to_line(&bad), &to_line(&entry(2, 20))].concat();
            assert_eq!(lines(&bytes).unwrap().count(), 1);
        }
        assert!(lines(&head[1..]).is_none());
        assert!(lines(&[0; 64]).is_none());
    }
}
