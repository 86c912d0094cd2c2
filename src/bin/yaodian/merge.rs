//! `yaodian merge`: the shares of one run, put together again.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use yaodian::batch::keep::manifest::Lines;
use yaodian::batch::keep::{Head, Part, Tail, short_hash};

use crate::GOOD;
use crate::output;

/// 合并:把 --shard 各份合成一次完整运行的结果 · The shares of --shard as one output, equal to one whole run
#[derive(Debug, Args)]
#[command(after_help = "\
例 Example:
  yaodian extract archive/ --shard 1/2 -o 1.jsonl
  yaodian extract archive/ --shard 2/2 -o 2.jsonl
  yaodian merge 1.jsonl 2.jsonl -o out.jsonl")]
pub(crate) struct Merge {
    /// 各份的输出,清单在旁 · What the shares wrote, their manifests beside them
    #[arg(value_name = "OUT.jsonl", required = true)]
    shares: Vec<PathBuf>,
    /// 写入文件 · Write here
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run(args: &Merge) -> anyhow::Result<ExitCode> {
    let mut shares = args.shares.iter().map(|path| Share::open(path)).collect::<anyhow::Result<Vec<_>>>()?;
    shares.sort_by_key(|share| share.place);
    let (head, tail) = (shares[0].lines.head().clone(), shares[0].tail.clone());
    let n = shares.len() as u64;
    for (i, share) in (1..).zip(&shares) {
        anyhow::ensure!(
            share.place == (i, n),
            "要 {n} 份中的第 {i} 份,却是 {0}:{1}/{2} · share {i} of {n} is wanted, but {0} is {1}/{2}",
            share.path.display(),
            share.place.0,
            share.place.1
        );
        anyhow::ensure!(
            share.lines.head().run == head.run
                && share.tail.inputs == tail.inputs
                && share.tail.names == tail.names,
            "{0} 的程序、选项或输入与 {1} 不同,请在输入不变时重做 · {0} was made by another program, with other options or \
             over other inputs than {1}: make them again while the inputs do not change",
            share.path.display(),
            shares[0].path.display()
        );
    }
    let place = output::regular(&args.output)?.context("要写入普通文件 · a regular file is wanted")?;
    let (mut part, _) = Part::open(&place, &Head { shard: None, ..head }, false)?;
    for input in 0..tail.inputs {
        let share = &mut shares[(input % n) as usize];
        let entry =
            share.lines.next().filter(|entry| entry.input == input).with_context(|| share.damaged())?;
        let record = share.records.read(entry.len).with_context(|| share.damaged())?;
        anyhow::ensure!(short_hash(&record) == entry.record, share.damaged());
        part.put(&record, entry)?;
    }
    let inputs = tail.inputs;
    part.finish(tail)?;
    eprintln!("{inputs} 条记录 · records {inputs}");
    Ok(GOOD)
}

/// What one share wrote.
struct Share {
    path: PathBuf,
    records: Records,
    lines: Lines,
    tail: Tail,
    /// I of N.
    place: (u64, u64),
}

impl Share {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let manifest = path.with_added_extension("manifest");
        let told = |path: &Path| format!("打不开 {0} · cannot open {0}", path.display());
        let lines = || -> anyhow::Result<Lines> {
            let file = File::open(&manifest).with_context(|| told(&manifest))?;
            Lines::open(file).with_context(|| format!("不是清单:{0} · no manifest: {0}", manifest.display()))
        };
        let mut once = lines()?;
        once.by_ref().for_each(drop);
        let tail = once
            .tail()
            .cloned()
            .with_context(|| format!("{0} 还没有做完 · {0} is not whole", path.display()))?;
        let [i, n] = once.head().shard.unwrap_or([1, 1]);
        let records = Records(BufReader::new(File::open(path).with_context(|| told(path))?));
        Ok(Self { path: path.into(), records, lines: lines()?, tail, place: (i, n) })
    }

    fn damaged(&self) -> String {
        format!("{0} 与它的清单不符 · {0} is not what its manifest says", self.path.display())
    }
}

/// Records, read one after the other.
struct Records(BufReader<File>);

impl Records {
    fn read(&mut self, len: u64) -> io::Result<Vec<u8>> {
        let mut record = Vec::new();
        (&mut self.0).take(len).read_to_end(&mut record)?;
        if record.len() as u64 == len { Ok(record) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}
