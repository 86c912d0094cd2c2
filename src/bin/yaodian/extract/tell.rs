//! What people and programs are told: progress, what failed, a summary at the end. On standard error and in files.

mod advice;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use serde::Serialize;

use super::done::About;
use super::inputs::Inputs;
use crate::args::Extract;
use crate::say;

/// Watches a run and tells of it.
pub(crate) struct Teller {
    bar: ProgressBar,
    sum: Summary,
    start: Instant,
    passed: Arc<Passed>,
    errors: Option<BufWriter<File>>,
    summary: Option<File>,
}

/// What the thread that tells of progress sees.
#[derive(Default)]
struct Passed {
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Teller {
    /// Opens what is to be written, and begins to tell.
    ///
    /// # Errors
    /// If a file of the arguments cannot be written.
    pub(crate) fn new(args: &Extract) -> anyhow::Result<Self> {
        let create = |path: &Path| {
            File::create(path).with_context(|| format!("写不了 {0} · cannot write {0}", path.display()))
        };
        let errors = args.telling.errors.as_deref().map(create).transpose()?.map(BufWriter::new);
        let summary = args.telling.summary.as_deref().map(create).transpose()?;
        let (passed, start) = (Arc::new(Passed::default()), Instant::now());
        let bar = progress(args, &passed, start);
        Ok(Self { bar, sum: Summary::default(), start, passed, errors, summary })
    }

    /// One file is finished.
    ///
    /// # Errors
    /// If the list of errors cannot be written.
    pub(crate) fn tell(&mut self, about: &About) -> anyhow::Result<()> {
        for failure in &about.made.failures {
            self.bar.suspend(|| say::line(format_args!("{}: {}", about.name, failure.message)));
            if let Some(errors) = &mut self.errors {
                let line = ErrorLine {
                    path: &about.name,
                    code: &failure.code,
                    message: &failure.message,
                    todo: advice::of(&failure.code),
                };
                serde_json::to_writer(&mut *errors, &line)?;
                writeln!(errors)?;
                errors.flush()?;
            }
        }
        self.sum.add(about);
        self.passed.files.store(self.sum.files, Relaxed);
        self.passed.bytes.store(self.sum.bytes, Relaxed);
        self.bar.set_position(self.sum.files);
        Ok(())
    }

    /// Prints and writes the summary; whether all files could be read.
    ///
    /// # Errors
    /// If the summary cannot be written.
    pub(crate) fn finish(mut self) -> anyhow::Result<bool> {
        self.bar.finish_and_clear();
        self.sum.seconds = (self.start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        let exact = self.sum.bytes as f64 / 1e6 / self.sum.seconds.max(0.001);
        self.sum.mb_per_s = (exact * 1000.0).round() / 1000.0;
        if let Some(mut file) = self.summary {
            serde_json::to_writer_pretty(&file, &self.sum)?;
            writeln!(file)?;
        }
        eprintln!("{}", self.sum);
        Ok(self.sum.failed == 0)
    }
}

/// A line of `--errors`.
#[derive(Serialize)]
struct ErrorLine<'a> {
    path: &'a str,
    code: &'a str,
    message: &'a str,
    todo: &'a str,
}

/// `--summary`.
#[derive(Default, Serialize)]
struct Summary {
    files: u64,
    /// Files whose records were made by an earlier run.
    reused: u64,
    /// Files that gave no result: refused, unreadable, over a limit.
    failed: u64,
    /// How many of those by code.
    failures: BTreeMap<String, u64>,
    speeches: u64,
    requirements: u64,
    repairs: u64,
    warnings: u64,
    bytes: u64,
    seconds: f64,
    mb_per_s: f64,
}

impl Summary {
    fn add(&mut self, about: &About) {
        let counts = &about.made.counts;
        self.files += 1;
        self.reused += u64::from(about.reused);
        self.failed += u64::from(!about.made.failures.is_empty());
        if let Some(failure) = about.made.failures.first() {
            *self.failures.entry(failure.code.clone()).or_default() += 1;
        }
        self.speeches += counts.speeches;
        self.requirements += counts.requirements;
        self.repairs += counts.repairs;
        self.warnings += counts.warnings;
        self.bytes += about.bytes;
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, reused, failed, speeches, requirements, repairs, warnings, bytes, seconds, .. } =
            self;
        let (mb, rate) = (*bytes as f64 / 1e6, self.mb_per_s);
        let (again, again_en) = match reused {
            0 => (String::new(), String::new()),
            n => (format!("(沿用 {n})"), format!("reused {n}, ")),
        };
        write!(
            f,
            "{files} 个文件{again},{speeches} 篇,{requirements} 条要求,{repairs} 处修复,{warnings} 处警告,{failed} 个失败 · \
             files {files}, {again_en}speeches {speeches}, requirements {requirements}, repaired {repairs}, warnings \
             {warnings}, {mb:.1} MB in {seconds:.1} s ({rate:.1} MB/s), failed {failed}"
        )
    }
}

/// A bar on standard error, where somebody watches it and the records do not run through the same terminal; plain
/// lines where there is no terminal. Told by a thread of its own, which counts the inputs first.
fn progress(args: &Extract, passed: &Arc<Passed>, start: Instant) -> ProgressBar {
    let seen = io::stderr().is_terminal();
    if seen && args.output.is_none() && io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = if seen { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    if seen {
        set_style(&bar, "{spinner} {pos} 个文件 files · {per_sec} · {elapsed}");
        bar.enable_steady_tick(Duration::from_millis(500));
    } else if args.telling.progress == 0 {
        return bar;
    }
    let (count, told, passed) = (Inputs::counter(args), bar.clone(), passed.clone());
    let every = Duration::from_secs(args.telling.progress.max(1));
    let work = move || {
        if !seen {
            // A short run needs no counting.
            thread::sleep(every);
        }
        let total = count.map(|count| count.count() as u64);
        if seen {
            if let Some(total) = total {
                told.set_length(total);
                set_style(&told, "{wide_bar} {pos}/{len} 个文件 files · {per_sec} · 还需 left {eta}");
            }
            return;
        }
        loop {
            let line = plain_line(&passed, total, start.elapsed());
            say::line(format_args!("{line}"));
            thread::sleep(every);
        }
    };
    // Without a thread there is no progress to be seen, and nothing else is missing.
    drop(thread::Builder::new().name("yaodian-progress".into()).spawn(work));
    bar
}

fn set_style(bar: &ProgressBar, template: &str) {
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
}

fn plain_line(passed: &Passed, total: Option<u64>, time: Duration) -> String {
    let (files, bytes) = (passed.files.load(Relaxed), passed.bytes.load(Relaxed));
    let rate = bytes as f64 / 1e6 / time.as_secs_f64().max(0.001);
    match total {
        Some(total) if files > 0 => {
            let left = time.mul_f64(total.saturating_sub(files) as f64 / files as f64);
            let left = HumanDuration(Duration::from_secs(left.as_secs()));
            format!("{files}/{total} 个文件 files · {rate:.1} MB/s · 还需 left {left}")
        }
        _ => format!("{files} 个文件 files · {rate:.1} MB/s"),
    }
}
