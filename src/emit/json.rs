//! One JSON array, indented for readers; spans stay on one line.

use super::Frame;
use crate::record::Record;

pub(super) const FRAME: Frame = Frame { open: "[\n", between: ",\n", close: "\n]\n" };

pub(super) fn record(record: &Record) -> String {
    numbers_on_one_line(&serde_json::to_string_pretty(record).expect("records are plain data"))
}

/// Indented JSON, one level deeper, its arrays of numbers drawn together. Strings in JSON hold no line breaks, so a
/// line that ends in a bracket opens an array.
fn numbers_on_one_line(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut lines = json.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str("  ");
        out.push_str(line);
        if line.ends_with('[') && lines.peek().is_some_and(|l| is_number(l)) {
            while let Some(number) = lines.next_if(|l| is_number(l)) {
                out.push_str(number.trim());
                if number.ends_with(',') {
                    out.push(' ');
                }
            }
            out.push_str(lines.next().unwrap_or_default().trim());
        }
        if lines.peek().is_some() {
            out.push('\n');
        }
    }
    out
}

fn is_number(line: &str) -> bool {
    line.trim().trim_end_matches(',').parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn spans_stay_on_their_line() {
        let value = json!({"none": [], "parts": [{"at": [3, 4]}], "span": [1, 2], "words": ["a[", "b"]});
        let pretty = numbers_on_one_line(&serde_json::to_string_pretty(&value).unwrap());
        let wanted = r#"  {
    "none": [],
    "parts": [
      {
        "at": [3, 4]
      }
    ],
    "span": [1, 2],
    "words": [
      "a[",
      "b"
    ]
  }"#;
        assert_eq!(pretty, wanted);
        assert_eq!(serde_json::from_str::<Value>(&pretty).unwrap(), value);
    }
}
