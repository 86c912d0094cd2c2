//! What reading and repair cost beside the whole line, in one run, so that the machine's moods cancel out.
//!
//! `cargo bench --bench share`. For each kind of page the least time of many rounds is taken, stage and line in turn.
//! The whole line includes its record and its JSON.

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use yaodian::read::{Limits, read};
use yaodian::repair::{Repairer, Script};
use yaodian::{Options, Pipeline, Record, emit};

fn main() {
    let (repairer, pipeline) =
        (Repairer::new(Script::Simplified, &BTreeSet::new()), Pipeline::new(&Options::default()));
    let page = |name: &str| {
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pages").join(name)).expect("a page")
    };
    let clean = [page("city_report.txt"), page("district_report.txt"), page("host_script.txt")].concat();
    let long = |bytes: &[u8]| bytes.repeat(80_000 / bytes.len() + 1);
    let mut doubtful = long(&clean);
    doubtful.extend("同志们,X书记刚才讲了三点意见。".as_bytes());
    let kinds = [
        ("clean, 80 kB", long(&clean)),
        ("the same with one doubt (,X书记)", doubtful),
        ("the same in GBK", encoding_rs::GBK.encode(&String::from_utf8_lossy(&long(&clean))).0.into_owned()),
        ("glossed, Traditional, 80 kB", long(&page("glossed_five.txt"))),
        ("full of slips, 80 kB", long(&page("glossed_slips.txt"))),
    ];
    println!("{:36} {:>9} {:>9} {:>9} {:>7}", "", "read", "repair", "line", "share");
    for (what, bytes) in kinds {
        let mut least = [Duration::MAX; 3];
        let mut note = |i: usize, start: Instant| least[i] = least[i].min(start.elapsed());
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(4) {
            let start = Instant::now();
            let source = read("page.txt", &bytes, &Limits::default(), &mut Vec::new()).expect("text");
            note(0, start);
            let start = Instant::now();
            black_box(repairer.repair(&source, &mut Vec::new()));
            note(1, start);
            let start = Instant::now();
            black_box(emit::Format::Jsonl.record(&Record::from(&pipeline.process("page.txt", &bytes))));
            note(2, start);
        }
        let ms = |i: usize| least[i].as_secs_f64() * 1000.0;
        let share = (ms(0) + ms(1)) / ms(2) * 100.0;
        println!("{what:36} {:6.2} ms {:6.2} ms {:6.2} ms {share:5.1} %", ms(0), ms(1), ms(2));
    }
}
