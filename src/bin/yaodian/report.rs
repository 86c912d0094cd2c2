//! `yaodian report`: an archive, or what `extract` made of it, as a page.

use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::Context;
use yaodian::batch::{self, Input};
use yaodian::document::Document;
use yaodian::read::{self, Limits};
use yaodian::repair::Repairer;
use yaodian::report::{Entry, Mode, Original, Page, Part, Report};
use yaodian::{Pipeline, Record};

use crate::GOOD;
use crate::args;
use crate::output::Output;
use crate::say;

pub(crate) fn run(args: &args::Report) -> anyhow::Result<ExitCode> {
    let mut site = Site::open(&args.output)?;
    let jobs = args.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let (mut report, mut sum) = (Report::default(), Sum::default());
    let mut take = |entry: anyhow::Result<(Entry, bool)>| -> anyhow::Result<()> {
        let (entry, here) = entry?;
        sum.files += 1;
        sum.without += usize::from(!here);
        report.add(entry).iter().try_for_each(|part| site.part(part))
    };
    let (outputs, archive): (Vec<_>, Vec<_>) = args
        .paths
        .iter()
        .cloned()
        .partition(|path| Path::new(path).extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl")));
    for output in outputs.iter().map(PathBuf::from) {
        let reader = Reader::new(&output, args.reading.options().limits);
        let file = fs::File::open(&output)
            .with_context(|| format!("打不开 {0} · cannot open {0}", output.display()))?;
        let lines = BufReader::new(file).lines().enumerate();
        let filled = lines.filter(|(_, line)| line.as_ref().map_or(true, |l| !l.trim().is_empty()));
        let work = |(i, line): (usize, io::Result<String>)| {
            let what =
                || format!("{}:{}: 不是 yaodian 的记录 · no record of yaodian", output.display(), i + 1);
            reader.entry(&line.with_context(what)?).with_context(what)
        };
        batch::in_order(filled, jobs, work, &mut take)??;
    }
    if !archive.is_empty() {
        let inputs = batch::Search::new(&archive, batch::Select::default())?;
        let pipeline = Pipeline::new(&args.reading.options());
        batch::in_order(inputs, jobs, |input| made(&pipeline, &input), &mut take)??;
    }
    let place = site.finish(report)?;
    let Sum { files, without } = sum;
    eprintln!("{files} 个文件 · files {files} → {}", place.display());
    if without > 0 {
        say::line(format_args!(
            "{without} 个文件的原文不在或已改动,页面上只有记录里的文字;在生成记录时的文件夹里运行,或直接给出存档 · \
             {without} sources are gone or changed, the page shows only what the records hold: run it in the folder \
             where the records were made, or name the archive itself"
        ));
    }
    Ok(GOOD)
}

#[derive(Default)]
struct Sum {
    files: usize,
    without: usize,
}

/// The entry of an input, made now; and whether its text is at hand.
pub(crate) fn made(pipeline: &Pipeline, input: &Input) -> anyhow::Result<(Entry, bool)> {
    let document = batch::process(pipeline, input);
    let record = Record::with_repairs(&document);
    let original = if record.failed() { Original::Unread } else { Original::Here(document.source.text) };
    Ok((Entry::new(serde_json::to_value(&record)?, original)?, true))
}

/// Finds the sources of records that were made before.
struct Reader {
    /// The folder of the records: paths may be relative to it.
    beside: PathBuf,
    limits: Limits,
    repairer: Repairer,
}

impl Reader {
    fn new(records: &Path, limits: Limits) -> Self {
        let beside = records.parent().unwrap_or(Path::new("")).to_owned();
        Self { beside, limits, repairer: Repairer::new(Default::default(), &Default::default()) }
    }

    fn entry(&self, line: &str) -> anyhow::Result<(Entry, bool)> {
        let mut record: serde_json::Value = serde_json::from_str(line)?;
        let path = record["source"]["path"].as_str().unwrap_or_default().to_owned();
        let original = match record["source"]["blake3"].as_str() {
            Some(hash) => self.original(&path, hash, record["repairs"].is_null()),
            None => (Original::Unread, None),
        };
        let (original, repairs) = original;
        if let Some(repairs) = repairs {
            record["repairs"] = repairs;
        }
        let known = !matches!(original, Original::Gone | Original::Changed);
        Ok((Entry::new(record, original)?, known))
    }

    /// The text of the file that has this hash; its repairs too, where they are `wanted`.
    fn original(&self, path: &str, hash: &str, wanted: bool) -> (Original, Option<serde_json::Value>) {
        let places = [PathBuf::from(path), self.beside.join(path)];
        let mut end = Original::Gone;
        for place in places.iter().filter(|p| p.is_file()) {
            let Some(bytes) = self.bytes(place) else { continue };
            if blake3::hash(&bytes).to_hex().as_str() != hash {
                end = Original::Changed;
                continue;
            }
            let mut notices = Vec::new();
            let Ok(source) = read::read(path, &bytes, &self.limits, &mut notices) else {
                return (Original::Unread, None);
            };
            if !wanted {
                return (Original::Here(source.text), None);
            }
            let text = self.repairer.repair(&source, &mut notices);
            let document = Document { source, text, ..Document::default() };
            let repairs = serde_json::to_value(Record::with_repairs(&document).repairs).ok();
            return (Original::Here(document.source.text), repairs);
        }
        (end, None)
    }

    fn bytes(&self, place: &Path) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = fs::File::open(place).ok()?;
        file.take(self.limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// Where the page goes.
enum Site {
    /// One file. The index stands before the parts and is known after them, so they wait.
    File { out: Output, place: PathBuf, waiting: BufWriter<fs::File> },
    /// `index.html` with its data beside it.
    Folder(PathBuf),
}

impl Site {
    fn open(place: &Path) -> anyhow::Result<Self> {
        let told = || format!("写不了 {0} · cannot write {0}", place.display());
        if !place.is_dir() && !place.as_os_str().as_encoded_bytes().ends_with(b"/") {
            let waiting = BufWriter::new(tempfile::tempfile().with_context(told)?);
            return Ok(Self::File { out: Output::open(Some(place))?, place: place.to_owned(), waiting });
        }
        let data = place.join("data");
        fs::create_dir_all(&data).with_context(told)?;
        // A page that was here must not meet the data of this run.
        for old in fs::read_dir(&data).with_context(told)?.filter_map(Result::ok) {
            let name = old.file_name().to_string_lossy().into_owned();
            if (name.starts_with("texts-") || name.starts_with("ledger-")) && name.ends_with(".js") {
                fs::remove_file(old.path()).with_context(told)?;
            }
        }
        Ok(Self::Folder(place.to_owned()))
    }

    fn part(&mut self, part: &Part) -> anyhow::Result<()> {
        match self {
            Self::File { waiting, .. } => waiting.write_all(Page::inlined(part).as_bytes())?,
            Self::Folder(place) => {
                let name = place.join("data").join(part.name()).with_extension("js");
                fs::write(&name, part.script())
                    .with_context(|| format!("写不了 {0} · cannot write {0}", name.display()))?;
            }
        }
        Ok(())
    }

    /// Writes what is left; gives the page's place.
    fn finish(mut self, report: Report) -> anyhow::Result<PathBuf> {
        let mode = if matches!(self, Self::Folder(_)) { Mode::Folder } else { Mode::File };
        let (parts, index) = report.finish(mode);
        parts.iter().try_for_each(|part| self.part(part))?;
        let page = Page::new(mode, &index);
        match self {
            Self::File { mut out, place, waiting } => {
                let mut waiting = waiting.into_inner().map_err(io::IntoInnerError::into_error)?;
                waiting.rewind()?;
                out.write_all(page.head.as_bytes())?;
                io::copy(&mut waiting, &mut out)?;
                out.write_all(page.tail.as_bytes())?;
                out.finish()?;
                Ok(place)
            }
            Self::Folder(place) => {
                let name = place.join("index.html");
                let mut out = Output::open(Some(&name))?;
                out.write_all(page.head.as_bytes())?;
                out.write_all(page.tail.as_bytes())?;
                out.finish()?;
                Ok(name)
            }
        }
    }
}
