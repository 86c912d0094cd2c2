//! What must be the same for a record to be the same: the program and the options.

use std::fs::File;

use anyhow::Context;
use yaodian::batch::keep::Head;
use yaodian::batch::keep::manifest::VERSION;
use yaodian::{Options, emit};

use crate::args::Extract;

/// The head of the manifest of a run.
///
/// # Errors
/// If the program cannot read itself.
pub(super) fn head(args: &Extract) -> anyhow::Result<Head> {
    let mut hash = blake3::Hasher::new();
    // Not the version alone: two builds of one version may differ.
    let program = std::env::current_exe().and_then(File::open);
    std::io::copy(&mut program.context("读不到程序自身 · the program cannot read itself")?, &mut hash)?;
    let options = Options { words: args.words, ..args.reading.options() };
    let archives = (args.choice.max_members, args.choice.max_ratio);
    hash.update(format!("{options:?} {} {archives:?}", args.repairs).as_bytes());
    Ok(Head {
        manifest: VERSION,
        tool: concat!("yaodian ", env!("CARGO_PKG_VERSION")).into(),
        run: hash.finalize().to_hex()[..32].to_owned(),
        shard: args.choice.shard.map(|s| [s.i, s.n]),
    })
}

/// As `--format` has it.
pub(crate) fn name(format: emit::Format) -> &'static str {
    match format {
        emit::Format::Jsonl => "jsonl",
        emit::Format::Json => "json",
    }
}
