//! `yaodian extract`: the main job.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};
use yaodian::batch::{self, Input};
use yaodian::record::{Diagnostic, DiagnosticSeverity};
use yaodian::{Options, Pipeline, Record, emit};

use crate::args::Extract;
use crate::output::Output;
use crate::{GOOD, SOME_FAILED};

pub(crate) fn run(args: &Extract) -> anyhow::Result<ExitCode> {
    let found = batch::find(&args.paths)?;
    for path in &found.empty {
        eprintln!("yaodian: {path}: 没有 .txt 或 .docx 文件 · no .txt or .docx files");
    }
    let mut out = Output::open(args.output.as_deref())?;
    let pipeline = Pipeline::new(&Options { words: args.words, ..args.reading.options() });
    let format = emit::Format::from(args.format);
    let frame = format.frame();
    let jobs = args.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let bar = progress(found.inputs.len(), args.output.is_some());

    let mut sum = Summary::default();
    out.write_all(frame.open.as_bytes())?;
    let work = |input: &Input| Done::new(&pipeline, input, args.repairs, format);
    batch::in_order(&found.inputs, jobs, work, |done: Done| -> io::Result<()> {
        if sum.files > 0 {
            out.write_all(frame.between.as_bytes())?;
        }
        out.write_all(done.bytes.as_bytes())?;
        for error in &done.errors {
            bar.suspend(|| eprintln!("yaodian: {error}"));
        }
        sum.add(&done);
        bar.inc(1);
        Ok(())
    })??;
    out.write_all(frame.close.as_bytes())?;
    out.finish()?;
    bar.finish_and_clear();
    eprintln!("{sum}");
    Ok(if sum.failed == 0 { GOOD } else { ExitCode::from(SOME_FAILED) })
}

/// One finished file: its record as it will be written, and what the summary needs of it.
struct Done {
    bytes: String,
    errors: Vec<String>,
    speeches: usize,
    requirements: usize,
    warnings: usize,
}

impl Done {
    fn new(pipeline: &Pipeline, input: &Input, repairs: bool, format: emit::Format) -> Self {
        let document = batch::process(pipeline, input);
        let record = if repairs { Record::with_repairs(&document) } else { Record::from(&document) };
        let with = |severity| record.diagnostics.iter().filter(move |d: &&Diagnostic| d.severity == severity);
        Self {
            bytes: format.record(&record),
            errors: with(DiagnosticSeverity::Error)
                .map(|d| format!("{}: {}", input.name, d.message))
                .collect(),
            speeches: record.speeches.len(),
            requirements: record.speeches.iter().map(|s| s.requirements.len()).sum(),
            warnings: with(DiagnosticSeverity::Warning).count(),
        }
    }
}

#[derive(Default)]
struct Summary {
    files: usize,
    failed: usize,
    speeches: usize,
    requirements: usize,
    warnings: usize,
}

impl Summary {
    fn add(&mut self, done: &Done) {
        self.files += 1;
        self.failed += usize::from(!done.errors.is_empty());
        self.speeches += done.speeches;
        self.requirements += done.requirements;
        self.warnings += done.warnings;
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { files, failed, speeches, requirements, warnings } = self;
        write!(
            f,
            "{files} 个文件,{speeches} 篇,{requirements} 条要求,{warnings} 处警告,{failed} 个失败 · files {files}, \
             speeches {speeches}, requirements {requirements}, warnings {warnings}, failed {failed}"
        )
    }
}

/// A bar on standard error, where somebody watches it and the records do not run through the same terminal.
fn progress(files: usize, to_file: bool) -> ProgressBar {
    let seen = io::stderr().is_terminal() && (to_file || !io::stdout().is_terminal());
    if !seen || files < 2 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} 个文件 files · {eta}");
    ProgressBar::new(files as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
