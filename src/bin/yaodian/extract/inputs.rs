//! The inputs of a run, numbered; those of this share.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader};

use anyhow::Context;
use yaodian::batch::keep::Tail;
use yaodian::batch::{FindError, Input, List, Search};

use crate::args::Extract;
use crate::batch_args::Shard;
use crate::say;

/// One thing to do.
#[derive(Debug)]
pub(crate) struct Task {
    /// The how-manieth input of the whole run, from 0.
    pub(crate) index: u64,
    pub(crate) input: Input,
}

/// The inputs of a run, found as they are drawn.
pub(crate) struct Inputs {
    search: Search,
    /// Drawn already, to see whether there are any.
    first: Option<Input>,
    shard: Option<Shard>,
    count: u64,
    names: blake3::Hasher,
}

impl Inputs {
    /// What the arguments name.
    ///
    /// # Errors
    /// If something named is not there, or there is nothing to read.
    pub(crate) fn open(args: &Extract) -> anyhow::Result<Self> {
        let mut search = search(args)?;
        let Some(first) = search.next() else {
            return Err(FindError::Nothing(search.empty().join(", ")).into());
        };
        let (first, shard) = (Some(first), args.choice.shard);
        Ok(Self { search, first, shard, count: 0, names: blake3::Hasher::new() })
    }

    /// Counts the inputs by a search of its own, for progress; `None` where that cannot be done twice.
    pub(crate) fn counter(args: &Extract) -> Option<impl Iterator<Item = ()> + Send + use<>> {
        let reads_stdin = args.choice.files_from.as_deref().is_some_and(|f| f == OsStr::new("-"));
        let shard = args.choice.shard;
        let search = (!reads_stdin).then(|| search(args).ok()).flatten()?;
        let ours = (0..).zip(search).filter(move |(i, _)| shard.is_none_or(|s| s.takes(*i)));
        Some(ours.map(|_| ()))
    }

    /// After the last input: says which places held nothing, and what the manifest's tail must say.
    pub(crate) fn finish(self) -> Tail {
        for place in self.search.empty() {
            say::line(format_args!("{place}: 没有 .txt 或 .docx 文件 · no .txt or .docx files"));
        }
        Tail { inputs: self.count, names: self.names.finalize().to_hex().to_string(), length: 0 }
    }
}

impl Iterator for Inputs {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        loop {
            let input = self.first.take().or_else(|| self.search.next())?;
            self.names.update(input.name.as_bytes()).update(&[0]);
            let index = self.count;
            self.count += 1;
            if self.shard.is_none_or(|shard| shard.takes(index)) {
                return Some(Task { index, input });
            }
        }
    }
}

fn search(args: &Extract) -> anyhow::Result<Search> {
    let select = args.choice.select(args.reading.options().limits.file_bytes);
    let search = Search::new(&args.paths, select)?;
    let nul = args.choice.null;
    Ok(match args.choice.files_from.as_deref() {
        None => search,
        Some(file) if file == OsStr::new("-") => {
            anyhow::ensure!(
                !args.paths.iter().any(|p| p == "-"),
                "标准输入不能既是列表又是文件 · standard input cannot be both a list and a file"
            );
            search.with_list(List::new(BufReader::new(io::stdin()), nul))
        }
        Some(file) => {
            let list = File::open(file).with_context(|| {
                let file = file.display();
                format!("打不开列表 {file} · cannot open the list {file}")
            })?;
            search.with_list(List::new(BufReader::new(list), nul))
        }
    })
}
