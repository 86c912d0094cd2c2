//! `yaodian score`: how right an output is, against labels.

use std::io::{self, Write};
use std::process::ExitCode;

use yaodian::score;

use crate::args::Score;

pub(crate) fn run(args: &Score) -> anyhow::Result<ExitCode> {
    let files = score::score(&args.gold, &args.output)?;
    let (total, mut out) = (score::pool(&files), io::stdout().lock());
    for file in files.iter().filter(|_| args.show > 0) {
        writeln!(out, "--- {}", file.name)?;
        for miss in file.misses.iter().filter(|m| m.kind.starts_with(&args.only)).take(args.show) {
            writeln!(out, "  {}: {}", miss.kind, miss.what)?;
        }
    }
    if args.json {
        writeln!(out, "{}", total.to_json())?;
    } else {
        writeln!(out, "{total}")?;
    }
    Ok(ExitCode::SUCCESS)
}
