//! `yaodian._yaodian`: what Python code sees of the program. Nothing is decided here: arguments come in, the library
//! works without the interpreter's lock, strings and buffers go out.

mod arguments;
mod batch;
mod columns;
mod pipeline;

use pyo3::prelude::*;

/// The compiled part of `yaodian`; import from `yaodian`.
#[pymodule]
mod _yaodian {
    use pyo3::prelude::*;
    use yaodian::table::{Column, Kind, Tables};

    #[pymodule_export]
    use crate::pipeline::{Pipeline, panicked};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("SCHEMA_VERSION", yaodian::record::SCHEMA_VERSION)
    }

    /// The JSON Schema (draft 2020-12) of a record, as JSON.
    #[pyfunction]
    fn schema_json() -> String {
        yaodian::Record::schema().as_value().to_string()
    }

    /// Every table: name, what a row stands for, and its columns: name, kind, whether a cell may be empty, meaning.
    #[pyfunction]
    fn tables() -> Vec<PyTable> {
        let column = |c: &Column| (c.name, kind(c.kind), c.nullable, c.meaning);
        Tables::ALL.iter().map(|t| (t.name, t.about, t.columns.iter().map(column).collect())).collect()
    }

    type PyTable = (&'static str, &'static str, Vec<(&'static str, &'static str, bool, &'static str)>);

    fn kind(kind: Kind) -> &'static str {
        match kind {
            Kind::Text | Kind::Name(_) => "text",
            Kind::Int => "int",
            Kind::Float => "float",
            Kind::Bool => "bool",
            Kind::Date => "date",
        }
    }

    /// The names of the repair rules, in the order in which they run.
    #[pyfunction]
    fn repair_rules() -> Vec<&'static str> {
        yaodian::repair::rules().map(|rule| rule.name).collect()
    }
}
