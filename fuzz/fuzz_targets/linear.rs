//! The input again and again: the time per byte must not grow with the length (after comrak's quadratic target).
#![no_main]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use yaodian::{Options, Pipeline, Record};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(&Options::default()));

/// How much more time per byte sixteen times the input may take. Noise on a shared machine stays far below.
const SLACK: u32 = 6;

fuzz_target!(|input: (String, String, String)| {
    let (head, middle, tail) = input;
    if middle.is_empty() || head.len() + middle.len() + tail.len() > 512 {
        return;
    }
    let text = |times: usize| format!("{head}{}{tail}", middle.repeat(times));
    let small = (1 << 14) / middle.len() + 1;
    let (short, long) = (text(small), text(small * 16));
    // A slow run may be the machine's fault: only one that stays slow is ours.
    let slow = || time(&long) > (time(&short) * 16).max(Duration::from_millis(20)) * SLACK;
    assert!(!(slow() && slow() && slow()), "time per byte grows");
});

fn time(text: &str) -> Duration {
    let start = ran();
    std::hint::black_box(Record::from(&PIPELINE.process("input", text.as_bytes())));
    ran().saturating_sub(start)
}

/// How long this thread has run: what others do on the machine does not count (where the system says it; else it does).
fn ran() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|s| s.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}
