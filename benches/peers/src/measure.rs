//! `measure COMMAND…`: runs it, its output thrown away, and prints what it cost: CPU seconds (user and system), seconds on the
//! clock, peak memory in KiB, and the code it ended with. A process of its own because a child's peak memory begins with
//! that of its parent.

use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

pub fn main() {
    let mut words = std::env::args_os().skip(2);
    let program = words.next().expect("measure COMMAND…");
    let begun = Instant::now();
    let status = Command::new(&program).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let wall = begun.elapsed().as_secs_f64();
    let code = status.unwrap_or_else(|e| panic!("{}: {e}", program.display())).code().unwrap_or(-1);
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage");
    let seconds = |t: nix::sys::time::TimeVal| t.tv_sec() as f64 + t.tv_usec() as f64 / 1e6;
    let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
    println!("{cpu:.6} {wall:.6} {} {code}", usage.max_rss());
}
