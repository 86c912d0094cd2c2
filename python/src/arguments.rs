//! From Python's arguments to the library's: data, and the options of a pipeline.

use std::collections::BTreeSet;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use yaodian::read::Limits;
use yaodian::repair::{self, Script};

/// The content of a file: not copied out of Python.
pub(crate) enum Data {
    /// As it lies on disk.
    Bytes(PyBackedBytes),
    /// Decoded already.
    Text(PyBackedStr),
    /// A data frame's null.
    Missing,
}

impl Data {
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Text(text) => Some(text.as_bytes()),
            Self::Missing => None,
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Data {
    type Error = PyErr;

    fn extract(data: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = data.extract() {
            return Ok(Self::Bytes(bytes));
        }
        if data.is_instance_of::<pyo3::types::PyString>() {
            return Ok(Self::Text(data.extract()?));
        }
        if data.is_none() {
            return Ok(Self::Missing);
        }
        let kind = data.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "data 要 bytes 或 str,不是 {kind};memoryview 请先 bytes(…) · data must be bytes or str, not {kind}; wrap a \
             memoryview in bytes(…)"
        )))
    }
}

/// What a pipeline was made with, as Python gave it: enough to make it again.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) words: bool,
    pub(crate) repairs: bool,
    pub(crate) script: String,
    pub(crate) no_repair: Vec<String>,
    pub(crate) max_file_bytes: u64,
    pub(crate) max_inflated_bytes: u64,
}

impl Options {
    /// As the library wants them.
    ///
    /// # Errors
    /// `ValueError` if the script or a rule is unknown.
    pub(crate) fn checked(&self) -> PyResult<yaodian::Options> {
        let script = match self.script.as_str() {
            "simplified" => Script::Simplified,
            "keep" => Script::Keep,
            other => return Err(unknown("script", other, &["simplified", "keep"])),
        };
        let rules: Vec<_> = repair::rules().map(|rule| rule.name).collect();
        if let Some(rule) = self.no_repair.iter().find(|rule| !rules.contains(&rule.as_str())) {
            return Err(unknown("no_repair", rule, &rules));
        }
        Ok(yaodian::Options {
            limits: Limits { file_bytes: self.max_file_bytes, inflated_bytes: self.max_inflated_bytes },
            words: self.words,
            script,
            skip_repairs: self.no_repair.iter().cloned().collect::<BTreeSet<_>>(),
            ..yaodian::Options::default()
        })
    }
}

fn unknown(what: &str, value: &str, known: &[&str]) -> PyErr {
    let known = known.join(", ");
    PyValueError::new_err(format!("{what}: 没有 {value:?},可用 · no {value:?}, known: {known}"))
}
