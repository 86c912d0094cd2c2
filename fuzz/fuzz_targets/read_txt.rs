//! Any bytes are read, or refused with a reason; a text that was read is valid and its notices lie inside it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yaodian::read::{Limits, read};

fuzz_target!(|bytes: &[u8]| {
    let mut notices = Vec::new();
    if let Ok(source) = read("input.txt", bytes, &Limits::default(), &mut notices) {
        for span in notices.iter().filter_map(|n| n.span) {
            assert!(source.text.get(span.range()).is_some(), "{span:?} is no place of the text");
        }
    }
});
