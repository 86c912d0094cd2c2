//! `yaodian.Pipeline`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple};
use yaodian::document::{Document, Source};
use yaodian::long::{self, Lengths, Wanted};
use yaodian::notice::Notice;
use yaodian::pipeline::{guarded, unread};
use yaodian::read::Limits;
use yaodian::record::{Diagnostic, DiagnosticSeverity};
use yaodian::table::Tables;
use yaodian::{Record, emit};

use crate::arguments::{Data, Options};
use crate::batch;
use crate::columns::{self, Part};

/// The whole line from bytes to records, with its tables loaded: make one, use it for all files and threads.
///
/// Args:
///     words: write sentences, words and parts of speech too.
///     repairs: write every repair too.
///     script: the script of the cleaned text, "simplified" or "keep".
///     no_repair: repair rules to leave out; `repair_rules()` lists them.
///     max_file_bytes: refuse larger files.
///     max_inflated_bytes: refuse Word files that inflate to more.
///
/// Raises:
///     ValueError: an option has a value that does not exist.
///
/// A pipeline can be pickled (its options travel, the tables are loaded anew), shared among threads (no call holds the
/// interpreter's lock while it works) and used in forked children.
#[pyclass(frozen, module = "yaodian")]
pub(crate) struct Pipeline {
    options: Options,
    pipeline: yaodian::Pipeline,
}

impl Pipeline {
    /// What `make` makes of the record and the source text of a file; a panic of ours becomes a record that says so.
    fn made<T>(&self, name: &str, data: &Data, make: impl Fn(Record, &str) -> T) -> T {
        let of_document = |document: &Document| make(self.record(document), &document.source.text);
        match data.bytes() {
            Some(bytes) if long::is_long(bytes) => {
                let wanted = Wanted { repairs: self.options.repairs, text: true };
                let long = long::made(&self.pipeline, name, bytes, wanted, Lengths::default());
                make(long.record, &long.text)
            }
            Some(bytes) => made(name, bytes, || self.pipeline.process(name, bytes), of_document),
            None => made(name, b"", || missing(name), of_document),
        }
    }

    fn record(&self, document: &Document) -> Record {
        if self.options.repairs { Record::with_repairs(document) } else { Record::from(document) }
    }
}

fn made<T>(name: &str, bytes: &[u8], work: impl FnOnce() -> Document, make: impl Fn(&Document) -> T) -> T {
    guarded(|| make(&work())).unwrap_or_else(|notice| make(&unread(name, bytes, notice)))
}

/// The document of a row of a data frame that has a name and no content.
fn missing(name: &str) -> Document {
    let message = "没有内容(空值),没有读入 · no content (a null), nothing was read";
    let source = Source { name: name.into(), ..Source::default() };
    Document { source, notices: vec![Notice::error("unreadable", message)], ..Document::default() }
}

/// The JSON record of a file that makes the program panic: how tests see that a panic stays with its file.
#[pyfunction]
#[pyo3(name = "_panicked")]
pub(crate) fn panicked(name: &str) -> String {
    made(name, b"", || panic!("on purpose"), |document| emit::Format::Jsonl.record(&Record::from(document)))
}

#[pymethods]
impl Pipeline {
    #[new]
    #[pyo3(signature = (*, words=false, repairs=false, script="simplified".into(), no_repair=Vec::new(),
                        max_file_bytes=Limits::default().file_bytes,
                        max_inflated_bytes=Limits::default().inflated_bytes))]
    fn new(
        words: bool,
        repairs: bool,
        script: String,
        no_repair: Vec<String>,
        max_file_bytes: u64,
        max_inflated_bytes: u64,
    ) -> PyResult<Self> {
        let options = Options { words, repairs, script, no_repair, max_file_bytes, max_inflated_bytes };
        let pipeline = yaodian::Pipeline::new(&options.checked()?);
        Ok(Self { options, pipeline })
    }

    /// One file to its record, as a dict of plain values.
    ///
    /// Args:
    ///     name: what the record calls the file (`source.path`); nothing is opened.
    ///     data: its bytes as they lie on disk (encodings and Word files are told apart), or its text.
    ///     strict: raise ReadError for a file that cannot be read; otherwise its record says so, in a diagnostic of
    ///         severity "error", as on the command line.
    #[pyo3(signature = (name, data, *, strict=false))]
    fn process<'py>(
        &self,
        py: Python<'py>,
        name: PathBuf,
        data: Data,
        strict: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let json = self.process_json(py, name, data, strict)?;
        py.import("json")?.call_method1("loads", (json,))
    }

    /// One file to its record, as JSON: the line that `yaodian extract` writes, without the line end.
    ///
    /// The arguments are those of `process`.
    #[pyo3(signature = (name, data, *, strict=false))]
    fn process_json(&self, py: Python<'_>, name: PathBuf, data: Data, strict: bool) -> PyResult<String> {
        let name = name.to_string_lossy();
        let (json, error) = py.detach(|| {
            self.made(&name, &data, |record, _| {
                let json = emit::Format::Jsonl.record(&record);
                (json, record.diagnostics.into_iter().find(|d| d.severity == DiagnosticSeverity::Error))
            })
        });
        match error {
            Some(error) if strict => Err(read_error(py, &name, &error)?),
            _ => Ok(json),
        }
    }

    /// Many files to their records, as JSON, in their order. A file that cannot be read costs its own record only.
    ///
    /// Args:
    ///     files: pairs of name and data, as `process` takes them; data may be None where there is none.
    ///     jobs: threads; they end with the call.
    #[pyo3(signature = (files, *, jobs=NonZeroUsize::MIN))]
    fn process_batch(&self, py: Python<'_>, files: Vec<(PathBuf, Data)>, jobs: NonZeroUsize) -> Vec<String> {
        py.detach(|| {
            batch::map(&files, jobs.get(), |(name, data)| {
                self.made(&name.to_string_lossy(), data, |record, _| emit::Format::Jsonl.record(&record))
            })
        })
    }

    /// Many files to the rows of all tables, as Arrow's buffers: `(table, rows, [(there, values, text | None), …])`.
    /// `yaodian.arrow` makes record batches of them.
    #[pyo3(name = "_process_columns", signature = (files, *, jobs=NonZeroUsize::MIN))]
    fn process_columns<'py>(
        &self,
        py: Python<'py>,
        files: Vec<(PathBuf, Data)>,
        jobs: NonZeroUsize,
    ) -> PyResult<Vec<PyPart<'py>>> {
        let parts = py.detach(|| {
            let tables = |record: Record, text: &str| Tables::of(&record, text);
            let files = batch::map(&files, jobs.get(), |(name, data)| {
                self.made(&name.to_string_lossy(), data, tables)
            });
            columns::parts(&files)
        });
        let parts = parts
            .map_err(|_| PyOverflowError::new_err("一格文字超过 2 GiB · a cell of over 2 GiB of text"))?;
        Ok(parts.into_iter().map(|part| python_part(py, part)).collect())
    }

    /// The options it was made with: `Pipeline(**p.options)` is a pipeline like `p`.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let Options { words, repairs, script, no_repair, max_file_bytes, max_inflated_bytes } = &self.options;
        let options = PyDict::new(py);
        options.set_item("words", words)?;
        options.set_item("repairs", repairs)?;
        options.set_item("script", script)?;
        options.set_item("no_repair", no_repair)?;
        options.set_item("max_file_bytes", max_file_bytes)?;
        options.set_item("max_inflated_bytes", max_inflated_bytes)?;
        Ok(options)
    }

    /// How pickle makes it again.
    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.options(py)?))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let options = self.options(py)?;
        let parts: PyResult<Vec<String>> =
            options.iter().map(|(name, value)| Ok(format!("{name}={}", value.repr()?))).collect();
        Ok(format!("Pipeline({})", parts?.join(", ")))
    }
}

/// What Python sees of a [`Part`].
type PyPart<'py> =
    (&'static str, usize, Vec<(Bound<'py, PyBytes>, Bound<'py, PyBytes>, Option<Bound<'py, PyBytes>>)>);

fn python_part(py: Python<'_>, part: Part) -> PyPart<'_> {
    let bytes = |buffer: Vec<u8>| PyBytes::new(py, &buffer);
    let columns = part.columns.into_iter().map(|c| (bytes(c.there), bytes(c.values), c.text.map(bytes)));
    (part.table.name, part.rows, columns.collect())
}

/// `yaodian.ReadError`.
fn read_error(py: Python<'_>, name: &str, error: &Diagnostic) -> PyResult<PyErr> {
    let class = py.import("yaodian")?.getattr("ReadError")?;
    Ok(PyErr::from_value(class.call1((name, error.code, error.message.as_str()))?))
}
