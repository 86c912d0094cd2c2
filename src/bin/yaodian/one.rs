//! The commands about one file: `clean` and `explain`.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use yaodian::batch::{self, Search, Select};
use yaodian::document::Document;
use yaodian::notice::Severity;
use yaodian::{Options, Pipeline, clean};

use crate::args::{Clean, Explain};
use crate::{GOOD, SOME_FAILED, say};

pub(crate) fn clean(args: &Clean) -> anyhow::Result<ExitCode> {
    let document = document(&args.file, &args.reading.options())?;
    with_text(&document, |document| {
        Ok(if args.diff { clean::diff(document) } else { clean::readable(document) })
    })
}

pub(crate) fn explain(args: &Explain) -> anyhow::Result<ExitCode> {
    let options = Options { reasons: true, ..args.reading.options() };
    let document = document(&args.file, &options)?;
    with_text(&document, |document| Ok(yaodian::explain::line(document, args.line.get())?))
}

/// The document of the one file that `path` names.
fn document(path: &OsString, options: &Options) -> anyhow::Result<Document> {
    let select = Select { file_bytes: options.limits.file_bytes, ..Select::default() };
    let found: Vec<_> = Search::new(std::slice::from_ref(path), select)?.take(2).collect();
    let [input] = found.as_slice() else {
        anyhow::bail!(
            "此命令一次只读一个文件 · this command reads one file at a time: {}",
            path.to_string_lossy()
        );
    };
    Ok(batch::process(&Pipeline::new(options), input))
}

/// Prints what `tell` makes of a document that could be read; says why where it could not.
fn with_text(
    document: &Document,
    tell: impl FnOnce(&Document) -> anyhow::Result<String>,
) -> anyhow::Result<ExitCode> {
    if let Some(error) = document.notices.iter().find(|n| n.severity == Severity::Error) {
        say::line(format_args!("{}: {}", document.source.name, error.message));
        return Ok(ExitCode::from(SOME_FAILED));
    }
    let mut text = tell(document)?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(GOOD)
}
