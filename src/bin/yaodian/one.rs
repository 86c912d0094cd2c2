//! The commands about one file: `clean` and `explain`.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use yaodian::batch::{self, Search, Select};
use yaodian::document::Document;
use yaodian::notice::Severity;
use yaodian::{Options, Pipeline, clean};

use crate::args::{Clean, CleanFormat, Explain};
use crate::output::Output;
use crate::{GOOD, SOME_FAILED, say};

pub(crate) fn clean(args: &Clean) -> anyhow::Result<ExitCode> {
    // Whether we may write there shows now and not after the work.
    let out = match (args.format, &args.output) {
        (CleanFormat::Docx, None) => {
            anyhow::bail!("docx 要用 -o 指定写到哪里 · docx needs -o, the place to write to")
        }
        (_, path) => Output::open(path.as_deref())?,
    };
    let document = document(&args.file, &args.reading.options())?;
    with_bytes(&document, out, |document| match args.format {
        _ if args.diff => Ok(whole_lines(clean::diff(document))),
        CleanFormat::Text => Ok(whole_lines(clean::readable(document))),
        #[cfg(feature = "docx")]
        CleanFormat::Docx => Ok(clean::docx(document)?),
        #[cfg(not(feature = "docx"))]
        CleanFormat::Docx => Err(crate::args::not_built(args.format)),
    })
}

pub(crate) fn explain(args: &Explain) -> anyhow::Result<ExitCode> {
    let options = Options { reasons: true, ..args.reading.options() };
    let document = document(&args.file, &options)?;
    let line = |document: &Document| Ok(whole_lines(yaodian::explain::line(document, args.line.get())?));
    with_bytes(&document, Output::open(None)?, line)
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

/// Writes what `tell` makes of a document that could be read; says why where it could not.
fn with_bytes(
    document: &Document,
    mut out: Output,
    tell: impl FnOnce(&Document) -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<ExitCode> {
    if let Some(error) = document.notices.iter().find(|n| n.severity == Severity::Error) {
        say::line(format_args!("{}: {}", document.source.name, error.message));
        return Ok(ExitCode::from(SOME_FAILED));
    }
    out.write_all(&tell(document)?)?;
    out.finish()?;
    Ok(GOOD)
}

/// The text with a line end after its last line.
fn whole_lines(mut text: String) -> Vec<u8> {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.into_bytes()
}
