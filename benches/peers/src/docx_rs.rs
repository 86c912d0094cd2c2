//! The text of Word files with docx-rs.

use std::fs;

use docx_rs::{DocumentChild, ParagraphChild, RunChild, read_docx};
use crate::files::{files, first_argument};

pub fn main() {
    let mut sum = 0;
    for path in files(&first_argument()) {
        let docx = read_docx(&fs::read(path).expect("a file")).expect("a Word file");
        let mut out = String::new();
        for child in &docx.document.children {
            let DocumentChild::Paragraph(paragraph) = child else { continue };
            for child in &paragraph.children {
                let ParagraphChild::Run(run) = child else { continue };
                for child in &run.children {
                    if let RunChild::Text(text) = child {
                        out.push_str(&text.text);
                    }
                }
            }
            out.push('\n');
        }
        sum += out.len();
    }
    println!("{sum}");
}
