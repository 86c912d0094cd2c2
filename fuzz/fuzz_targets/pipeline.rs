//! The whole line on any bytes: no panic, and every place of the record lies in the source.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yaodian::{Options, Pipeline, Record};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(&Options::default()));

fuzz_target!(|bytes: &[u8]| {
    let record = Record::with_repairs(&PIPELINE.process("input", bytes));
    let end = record.source.chars;
    for speech in &record.speeches {
        assert!(speech.span[1] <= end);
        let inside = |span: [u32; 2]| speech.span[0] <= span[0] && span[0] <= span[1] && span[1] <= speech.span[1];
        assert!(speech.sections.iter().all(|s| inside(s.span)));
        assert!(speech.requirements.iter().all(|r| inside(r.span)));
    }
});
