//! JSON Lines: what pipes, Spark and `jq` read.

use super::{Frame, compact};
use crate::record::Record;

/// A line end after each record, the last one too.
pub(super) const FRAME: Frame = Frame { open: "", between: "\n", close: "\n" };

pub(super) fn record(record: &Record) -> String {
    compact::to_string(record).expect("records are plain data")
}

#[cfg(test)]
mod tests {
    use crate::{Options, Pipeline, Record, emit::Format};

    #[test]
    fn a_record_is_one_line() {
        let document = Pipeline::new(&Options::default()).process("a.txt", "同志们:\n要抓紧。\n".as_bytes());
        let line = Format::Jsonl.record(&Record::from(&document));
        assert!(line.starts_with(r#"{"schema_version":1,"tool":{"name":"yaodian""#) && !line.contains('\n'));
    }
}
