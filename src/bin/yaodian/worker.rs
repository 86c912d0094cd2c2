//! The process in which files are taken through the pipeline with `--isolate`: files in, records out, until the other
//! side is gone. [`crate::extract`] starts it; nobody else should.

use std::io::{self, BufReader, Read, Write};
use std::process::ExitCode;

use clap::Args;
use yaodian::long::{self, Lengths, Wanted, is_long};
use yaodian::{Options, Pipeline, batch};

use crate::GOOD;
use crate::args::{Format, Reading};
use crate::extract::Made;

/// Said when the tables are loaded: the time of a file begins after it.
pub(crate) const READY: &[u8] = b"ready";

/// A process of `extract --isolate`.
#[derive(Debug, Args)]
pub(crate) struct Worker {
    #[arg(long, value_enum)]
    format: Format,
    #[arg(long)]
    words: bool,
    #[arg(long)]
    jieba_words: bool,
    #[arg(long)]
    signatures: bool,
    #[arg(long)]
    repairs: bool,
    /// What one file may need beyond the tables, in bytes.
    #[arg(long)]
    memory: Option<u64>,
    #[command(flatten)]
    reading: Reading,
}

pub(crate) fn run(args: &Worker) -> anyhow::Result<ExitCode> {
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let &Worker { words, jieba_words, signatures, .. } = args;
    let pipeline = Pipeline::new(&Options { words, jieba_words, signatures, ..args.reading.options() });
    let format = args.format.as_text().unwrap_or_default();
    // Regex engines and the like are built when they are first used: not at the cost of the first file.
    batch::process_bytes(&pipeline, "", "第一次会议上的讲话\n同志们:\n一、要抓紧。\n".as_bytes());
    if let Some(bytes) = args.memory {
        limit_memory(bytes)?;
    }
    let (mut from, mut to) = (BufReader::new(io::stdin().lock()), io::stdout().lock());
    write(&mut to, &[READY])?;
    while let Some(name) = read(&mut from)? {
        let bytes = read(&mut from)?.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        let name = String::from_utf8_lossy(&name);
        #[cfg(debug_assertions)]
        fault(&name);
        let (made, record) = if is_long(&bytes) {
            let wanted = Wanted { repairs: args.repairs, text: false };
            let long = long::made(&pipeline, &name, &*bytes, wanted, Lengths::default());
            (Made::of_long(&long), long.record)
        } else {
            let document = batch::process_bytes(&pipeline, &name, &bytes);
            Made::of(&document, args.repairs)
        };
        drop(bytes);
        write(&mut to, &[&serde_json::to_vec(&made)?, format.record(&record).as_bytes()])?;
    }
    Ok(GOOD)
}

/// Writes blocks, each with its length before it.
pub(crate) fn write(to: &mut impl Write, blocks: &[&[u8]]) -> io::Result<()> {
    for block in blocks {
        to.write_all(&(block.len() as u64).to_le_bytes())?;
        to.write_all(block)?;
    }
    to.flush()
}

/// Reads a block; nothing at the end.
pub(crate) fn read(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u64::from_le_bytes(length);
    let mut block = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    from.take(length).read_to_end(&mut block)?;
    if block.len() as u64 == length { Ok(Some(block)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// From here on, so many bytes more than now, and no more.
#[cfg(unix)]
fn limit_memory(bytes: u64) -> anyhow::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB"));
    let now = size.and_then(|kb| kb.trim().parse::<u64>().ok()).map_or(0, |kb| kb.saturating_mul(1024));
    let most = Some(now.saturating_add(bytes));
    setrlimit(Resource::As, Rlimit { current: most, maximum: most })?;
    Ok(())
}

#[cfg(not(unix))]
fn limit_memory(_: u64) -> anyhow::Result<()> {
    anyhow::bail!("此系统不支持 --memory-per-file · --memory-per-file is not supported on this system")
}

/// Faults on purpose, for tests: by the file's name, and not in a release.
#[cfg(debug_assertions)]
fn fault(name: &str) {
    fn deeper(n: u64) -> u64 {
        std::hint::black_box(if n == u64::MAX { 0 } else { deeper(n + 1) + std::hint::black_box(1) })
    }
    match name.rsplit('/').next().and_then(|n| n.strip_prefix("yaodian-fault-")) {
        Some("hang.txt") => std::thread::sleep(std::time::Duration::from_secs(3600)),
        Some("abort.txt") => std::process::abort(),
        Some("memory.txt") => drop(std::hint::black_box(vec![1u8; 4 << 30])),
        Some("overflow.txt") => drop(std::hint::black_box(deeper(0))),
        _ => {}
    }
}
