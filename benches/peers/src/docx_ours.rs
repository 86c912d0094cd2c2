//! The text of Word files with yaodian's reader: numbering and styles included.

use std::fs;

use yaodian::read::{Limits, read};
use crate::files::{files, first_argument};

pub fn main() {
    let mut sum = 0;
    for path in files(&first_argument()) {
        let bytes = fs::read(path).expect("a file");
        sum += read("x.docx", &bytes, &Limits::default(), &mut Vec::new()).expect("a Word file").text.len();
    }
    println!("{sum}");
}
