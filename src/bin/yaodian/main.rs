//! The command line: what users say, what they are told, and how the program ends.

mod args;
mod batch_args;
mod config;
mod dedup;
mod extract;
mod merge;
mod folder;
mod manual;
mod one;
mod output;
mod report;
#[cfg(feature = "review")]
mod review;
mod say;
mod score;
mod worker;

use std::io::{self, Write};
use std::process::ExitCode;

use args::Command;

/// All good.
const GOOD: ExitCode = ExitCode::SUCCESS;

/// Some inputs could not be read.
const SOME_FAILED: u8 = 1;

/// Nothing usable came out: wrong usage, or no place to write to. clap ends with the same code.
const NOTHING: u8 = 2;

fn main() -> ExitCode {
    let end = match config::parse().command {
        Command::Extract(args) => {
            say::trace(args.telling.verbose);
            extract::run(&args)
        }
        Command::Merge(args) => merge::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Worker(args) => worker::run(&args),
        Command::Clean(args) => one::clean(&args),
        Command::Explain(args) => one::explain(&args),
        Command::Schema => schema(),
        Command::Score(args) => score::run(&args),
        Command::Dedup(args) => dedup::run(&args),
        Command::Report(args) => report::run(&args),
        #[cfg(feature = "review")]
        Command::Review(args) => review::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    };
    end.unwrap_or_else(|error| {
        // Whoever reads us has seen enough (`yaodian … | head`).
        if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
            return GOOD;
        }
        say::line(format_args!("{error:#}"));
        ExitCode::from(NOTHING)
    })
}

fn schema() -> anyhow::Result<ExitCode> {
    let schema = serde_json::to_string_pretty(&yaodian::Record::schema())?;
    writeln!(io::stdout().lock(), "{schema}")?;
    Ok(GOOD)
}
