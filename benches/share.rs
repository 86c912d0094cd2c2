//! What reading and repair cost beside the whole line, in one run, so that the machine's moods cancel out.
//!
//! `cargo bench --bench share`. For each kind of page the mean time of many rounds is taken, stage and line in turn:
//! time on the processor where the system says it (Linux). The whole line includes its record and its JSON.

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use yaodian::read::{Limits, read};
use yaodian::repair::{Repairer, Script};
use yaodian::{Options, Pipeline, Record, emit};

/// How long this thread has run.
fn ran() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|s| s.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

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
        let (mut spent, mut rounds) = ([Duration::ZERO; 3], 0);
        let mut note = |i: usize, start: Duration| spent[i] += ran().saturating_sub(start);
        // The tables are loaded once a process.
        black_box(pipeline.process("page.txt", &bytes));
        let begun = ran();
        while ran().saturating_sub(begun) < Duration::from_secs(2) {
            let start = ran();
            let source = read("page.txt", &bytes, &Limits::default(), &mut Vec::new()).expect("text");
            note(0, start);
            let start = ran();
            black_box(repairer.repair(&source, &mut Vec::new()));
            note(1, start);
            let start = ran();
            black_box(emit::Format::Jsonl.record(&Record::from(&pipeline.process("page.txt", &bytes))));
            note(2, start);
            rounds += 1;
        }
        let ms = |i: usize| spent[i].as_secs_f64() * 1000.0 / f64::from(rounds);
        let share = (ms(0) + ms(1)) / ms(2) * 100.0;
        println!("{what:36} {:6.2} ms {:6.2} ms {:6.2} ms {share:5.1} %", ms(0), ms(1), ms(2));
    }
}
