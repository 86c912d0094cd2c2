//! Records to bytes. A format is a file, a variant, a test.

use crate::record::Record;

/// One record as a line of JSON, without the line end.
///
/// # Panics
/// Never: records hold nothing that JSON cannot.
pub fn json_line(record: &Record) -> String {
    serde_json::to_string(record).expect("records are plain data")
}
