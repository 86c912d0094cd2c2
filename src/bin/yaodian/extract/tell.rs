//! What people are told: progress, what failed, a summary at the end; all on standard error.

use std::fmt;
use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

use super::done::Done;
use crate::say;

/// Watches a run and tells of it.
pub(crate) struct Teller {
    bar: ProgressBar,
    sum: Summary,
}

impl Teller {
    /// For a run over so many files; `to_file`: whether the records go to a file and not to standard output.
    pub(crate) fn new(files: usize, to_file: bool) -> Self {
        Self { bar: progress(files, to_file), sum: Summary::default() }
    }

    /// One file is finished.
    pub(crate) fn tell(&mut self, done: &Done) {
        for error in &done.errors {
            self.bar.suspend(|| say::line(format_args!("{}: {error}", done.name)));
        }
        self.sum.add(done);
        self.bar.inc(1);
    }

    /// Prints the summary; whether all files could be read.
    pub(crate) fn finish(self) -> bool {
        self.bar.finish_and_clear();
        eprintln!("{}", self.sum);
        self.sum.failed == 0
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

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
