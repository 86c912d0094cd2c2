//! What the program says of itself to shells and to `man`, from the same declaration as its arguments.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::CommandFactory;

use crate::GOOD;
use crate::args::{Cli, Completions, Man};

pub(crate) fn completions(args: &Completions) -> anyhow::Result<ExitCode> {
    // Into memory first: the generator panics where it cannot write, and a closed pipe is no defect.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "yaodian", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(GOOD)
}

pub(crate) fn man(args: &Man) -> anyhow::Result<ExitCode> {
    if let Some(folder) = &args.output {
        let told = || format!("写不了 {0} · cannot write {0}", folder.display());
        fs::create_dir_all(folder).with_context(told)?;
        clap_mangen::generate_to(Cli::command(), folder).with_context(told)?;
    } else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        io::stdout().lock().write_all(&page)?;
    }
    Ok(GOOD)
}
