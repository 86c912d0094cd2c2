//! `yaodian dedup`: marks copies in an output that is there already.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use yaodian::emit::{Counts, Marker};

use crate::GOOD;
use crate::args::Dedup;
use crate::output::Output;

pub(crate) fn run(args: &Dedup) -> anyhow::Result<ExitCode> {
    let input: Box<dyn BufRead> = if args.input == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let told = || format!("打不开 {0} · cannot open {0}", args.input.display());
        Box::new(BufReader::with_capacity(1 << 16, File::open(&args.input).with_context(told)?))
    };
    let mut out = Output::open(args.output.as_deref())?;
    let mut marker = Marker::default();
    for (number, line) in input.lines().enumerate() {
        let line = line?;
        if !line.trim().is_empty() {
            let told = || format!("{0}:{1}", args.input.display(), number + 1);
            out.write_all(marker.mark(&line).with_context(told)?.as_bytes())?;
        }
        out.write_all(b"\n")?;
    }
    out.finish()?;
    tell(marker.counts());
    Ok(GOOD)
}

/// The summary, on standard error.
pub(crate) fn tell(counts: Counts) {
    let Counts { speeches, exact, near, part, holds } = counts;
    eprintln!(
        "{speeches} 篇:{exact} 篇相同,{near} 篇相近,{part} 篇是前文的一部分,{holds} 篇含有前文 · speeches {speeches}: exact \
         copies {exact}, near {near}, part of an earlier one {part}, hold an earlier one {holds}"
    );
}
