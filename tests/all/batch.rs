//! Long runs: whatever stops one, nothing is lost, torn or written twice, and the end is the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A folder `in` with files, and all else beside it.
struct Place(TempDir);

impl Place {
    fn new(files: usize) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(place.path("in/更多")).unwrap();
        for i in 0..files {
            place.write(i, i);
        }
        place
    }

    /// File `i`, with a text of its own by `seed`.
    fn write(&self, i: usize, seed: usize) {
        let folder = if i.is_multiple_of(3) { "in/更多" } else { "in" };
        let duty = format!("各乡镇要在{}月10日前完成第{seed}次检查。\n", seed % 12 + 1);
        let text = format!("第{seed}次会议上的讲话\n同志们:\n一、抓紧\n{}", duty.repeat(1 + seed % 9));
        fs::write(self.path(folder).join(format!("{i:04}.txt")), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn extract(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yaodian"));
        command.current_dir(&self.0).arg("extract").args(args.split(' '));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs to the end, all good; what was told.
    fn run(&self, args: &str) -> String {
        let end = self.extract(args).output().unwrap();
        assert!(end.status.success(), "{args}: {}", told(&end));
        told(&end)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn same(&self, one: &str, other: &str) {
        assert!(self.read(one) == self.read(other), "{one} and {other} differ");
    }
}

fn told(end: &Output) -> String {
    String::from_utf8_lossy(&end.stderr).into_owned()
}

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// The lines of a partial manifest that are whole speak of records that are whole, in order, none twice.
fn check_part(place: &Place) {
    let Ok(manifest) = fs::read_to_string(place.path("out.jsonl.manifest.part")) else { return };
    let part = fs::read(place.path("out.jsonl.part")).unwrap_or_default();
    let mut at = 0;
    for (i, line) in manifest.split_inclusive('\n').skip(1).filter(|l| l.ends_with('\n')).enumerate() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(input) = entry["input"].as_u64() else { continue };
        assert_eq!((input, entry["at"].as_u64()), (i as u64, Some(at as u64)));
        let end = at + entry["len"].as_u64().unwrap() as usize;
        // The manifest may be ahead of the records: the program looks at both, and so does this.
        let Some(record) = part.get(at..end) else { return };
        let record: serde_json::Value = serde_json::from_slice(record).unwrap();
        assert_eq!(record["source"]["path"], entry["path"]);
        at = end;
    }
}

#[test]
fn killed_at_fifty_moments_nothing_is_lost() {
    let place = Place::new(240);
    let start = Instant::now();
    place.run("in -o whole.jsonl --jobs 3");
    let whole = start.elapsed();
    let (mut dice, mut killed, mut finished, mut gone_on) = (Dice(5), 0, 0, 0);
    while killed < 50 {
        let mut run = place.extract("in -o out.jsonl --resume --jobs 3").spawn().unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(whole.as_micros() as u64 * 11 / 10)));
        let ended = run.try_wait().unwrap().is_some();
        run.kill().unwrap();
        let end = run.wait_with_output().unwrap();
        gone_on += usize::from(told(&end).contains("沿用"));
        // The output is there whole or not at all.
        if place.path("out.jsonl").exists() {
            place.same("out.jsonl", "whole.jsonl");
            assert!(!place.path("out.jsonl.part").exists());
            finished += 1;
            if place.path("out.jsonl.manifest").exists() {
                place.same("out.jsonl.manifest", "whole.jsonl.manifest");
                fs::remove_file(place.path("out.jsonl.manifest")).unwrap();
            }
            fs::remove_file(place.path("out.jsonl")).unwrap();
        } else {
            check_part(&place);
        }
        killed += usize::from(!ended);
    }
    place.run("in -o out.jsonl --resume");
    place.same("out.jsonl", "whole.jsonl");
    place.same("out.jsonl.manifest", "whole.jsonl.manifest");
    println!("{killed} killed, {finished} came to the end before, {gone_on} of those went on with records");
}

#[test]
fn what_was_done_before_a_kill_is_not_done_again() {
    let place = Place::new(400);
    place.run("in -o whole.jsonl");
    let mut run = place.extract("in -o out.jsonl --jobs 1").spawn().unwrap();
    let size = |name: &str| fs::metadata(place.path(name)).map_or(0, |m| m.len());
    while size("out.jsonl.part") == 0 || size("out.jsonl.manifest.part") == 0 {
        assert!(run.try_wait().unwrap().is_none(), "it ended before anything was written");
        std::thread::sleep(Duration::from_millis(1));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    // A torn last line, as a power cut leaves it.
    let manifest = place.path("out.jsonl.manifest.part");
    let torn = [fs::read(&manifest).unwrap(), b"{\"input\":".to_vec()].concat();
    fs::write(&manifest, torn).unwrap();
    let end = place.run("in -o out.jsonl --resume");
    place.same("out.jsonl", "whole.jsonl");
    place.same("out.jsonl.manifest", "whole.jsonl.manifest");
    assert!(end.contains("沿用"), "{end}");
}

/// In blocks on any threads, in another process, read from a pipe, as an array: one record.
#[test]
fn a_long_text_has_one_record() {
    let place = Place::new(3);
    let speech = "第二次会议上的讲话\n同志们:\n一、抓紧\n各乡镇要在6月10日前完成第8次检查。\n\n".repeat(8);
    let text = [&speech, &"\n".repeat(1_600_000), &*speech].concat();
    fs::write(place.path("in/0001.txt"), &text).unwrap();
    let told = place.run("in -j1 -o one.jsonl");
    assert!(told.contains("speeches 18"), "{told}");
    for args in ["-j2", "--isolate -j1", "--incremental"] {
        place.run(&format!("in {args} -o other.jsonl"));
        place.same("one.jsonl", "other.jsonl");
    }
    place.same("one.jsonl.manifest", "other.jsonl.manifest");
    let out = place.extract("in").output().unwrap();
    assert!(out.stdout == place.read("one.jsonl"));
    place.run("in --format json -o one.json");
    let array: Vec<serde_json::Value> = serde_json::from_slice(&place.read("one.json")).unwrap();
    let lines = place.read("one.jsonl");
    let lines = lines.split(|&b| b == b'\n').filter(|l| !l.is_empty());
    let lines: Vec<serde_json::Value> = lines.map(|l| serde_json::from_slice(l).unwrap()).collect();
    assert_eq!(array, lines);
    // The rows of its tables find their lines.
    place.run("in/0001.txt --format csv -o tables");
    let rows = String::from_utf8(place.read("tables/requirements.csv")).unwrap();
    let last = text.lines().count() - 1;
    assert!(rows.lines().last().is_some_and(|row| row.contains(&format!(",{last},"))), "{last}");
    let left: Vec<_> = fs::read_dir(&place.0).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn only_what_changed_is_done_again() {
    let place = Place::new(40);
    place.run("in -o out.jsonl");
    assert!(place.run("in -o out.jsonl --incremental").contains("reused 40,"));
    place.write(7, 1000);
    place.write(50, 50);
    fs::remove_file(place.path("in/更多/0009.txt")).unwrap();
    assert!(place.run("in -o out.jsonl --incremental").contains("files 40, reused 38,"));
    place.run("in -o fresh.jsonl");
    place.same("out.jsonl", "fresh.jsonl");
    place.same("out.jsonl.manifest", "fresh.jsonl.manifest");
    // Other options make other records.
    assert!(!place.run("in -o out.jsonl --incremental --repairs").contains("reused"));
}

#[test]
fn inputs_that_changed_after_a_stop_are_done_again() {
    let place = Place::new(60);
    place.run("in -o done.jsonl");
    fs::rename(place.path("done.jsonl"), place.path("out.jsonl.part")).unwrap();
    fs::rename(place.path("done.jsonl.manifest"), place.path("out.jsonl.manifest.part")).unwrap();
    place.write(31, 31_000);
    assert!(place.run("in -o out.jsonl --resume").contains("reused"));
    place.run("in -o fresh.jsonl");
    place.same("out.jsonl", "fresh.jsonl");
    place.same("out.jsonl.manifest", "fresh.jsonl.manifest");
}

#[test]
fn one_run_at_a_time_writes_an_output() {
    let place = Place::new(1);
    let mut first = place.extract("in - -o out.jsonl").stdin(Stdio::piped()).spawn().unwrap();
    while !place.path("out.jsonl.part").exists() {
        assert!(first.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(50));
    let second = place.extract("in -o out.jsonl").output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(told(&second).contains("another run is writing"), "{}", told(&second));
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_gone_on_from() {
    let place = Place::new(200);
    place.run("in -o whole.jsonl");
    // A file of at most 64 KiB is a full disk to the one who writes it, where the signal is ignored.
    let program = env!("CARGO_BIN_EXE_yaodian");
    let script = format!("trap '' XFSZ; ulimit -f 64; exec {program} extract in -o out.jsonl --jobs 2");
    let end = Command::new("bash").arg("-c").arg(script).current_dir(&place.0).output().unwrap();
    assert_eq!(end.status.code(), Some(2));
    assert!(told(&end).contains("--resume"), "{}", told(&end));
    assert!(!place.path("out.jsonl").exists());
    assert!(place.run("in -o out.jsonl --resume").contains("reused"));
    place.same("out.jsonl", "whole.jsonl");
    place.same("out.jsonl.manifest", "whole.jsonl.manifest");
}

#[test]
#[cfg(target_os = "linux")]
fn a_place_that_is_read_only_is_said_before_the_work() {
    let place = Place::new(1);
    for out in ["/proc/out.jsonl", "/sys/out.jsonl"] {
        let end = place.extract(&format!("in -o {out}")).output().unwrap();
        assert_eq!(end.status.code(), Some(2));
        assert!(told(&end).contains(out), "{}", told(&end));
    }
    let end = place.extract("in -o out.jsonl --errors /proc/e.jsonl").output().unwrap();
    assert_eq!(end.status.code(), Some(2));
}

#[test]
#[cfg(all(target_os = "linux", debug_assertions))]
fn what_kills_a_process_costs_one_file() {
    let place = Place::new(9);
    for fault in ["hang", "abort", "memory", "overflow"] {
        fs::write(place.path("in").join(format!("yaodian-fault-{fault}.txt")), "x").unwrap();
    }
    let args =
        "in -o out.jsonl --timeout-per-file 5 --memory-per-file 1000000000 --errors e.jsonl --summary s.json";
    let end = place.extract(args).output().unwrap();
    assert_eq!(end.status.code(), Some(1), "{}", told(&end));
    let errors = String::from_utf8(place.read("e.jsonl")).unwrap();
    let of = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {}", line["path"].as_str().unwrap(), line["code"].as_str().unwrap())
    };
    let wanted = [
        "in/yaodian-fault-abort.txt crashed",
        "in/yaodian-fault-hang.txt timeout",
        "in/yaodian-fault-memory.txt memory_limit",
        "in/yaodian-fault-overflow.txt crashed",
    ];
    assert_eq!(errors.lines().map(of).collect::<Vec<_>>(), wanted);
    let summary: serde_json::Value = serde_json::from_slice(&place.read("s.json")).unwrap();
    assert_eq!((summary["files"].as_u64(), summary["failed"].as_u64()), (Some(13), Some(4)));
    // What is left is as it would be without them.
    place.run("in -o plain.jsonl --exclude yaodian-fault-*");
    let kept = String::from_utf8(place.read("out.jsonl")).unwrap();
    let kept: String = kept.split_inclusive('\n').filter(|l| !l.contains("yaodian-fault-")).collect();
    assert!(kept.as_bytes() == place.read("plain.jsonl"));
}

#[test]
fn shares_put_together_are_one_whole_run() {
    let place = Place::new(20);
    place.run("in -o whole.jsonl");
    for i in 1..=3 {
        place.run(&format!("in -o {i}.jsonl --shard {i}/3"));
    }
    let merge = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yaodian"));
        command.current_dir(&place.0).arg("merge").args(args).args(["-o", "merged.jsonl"]).output().unwrap()
    };
    let end = merge(&["1.jsonl", "3.jsonl"]);
    assert_eq!(end.status.code(), Some(2), "{}", told(&end));
    assert!(merge(&["3.jsonl", "1.jsonl", "2.jsonl"]).status.success());
    place.same("merged.jsonl", "whole.jsonl");
    place.same("merged.jsonl.manifest", "whole.jsonl.manifest");
}

#[test]
fn lists_and_a_file_of_options_say_what_to_do() {
    let place = Place::new(4);
    let names = "in/0001.txt\0in/0002.txt\0in/gone.txt\0in/0001.txt\0";
    fs::write(place.path("list"), names).unwrap();
    let end = place.extract("--files-from list -0").output().unwrap();
    assert_eq!(end.status.code(), Some(1));
    assert_eq!(end.stdout.iter().filter(|b| **b == b'\n').count(), 3);
    assert!(told(&end).contains("in/gone.txt"));

    fs::write(place.path("yaodian.toml"), "[extract]\nexclude = [\"0001.*\"]\nrepairs = true\njobs = 1\n")
        .unwrap();
    let with = place.extract("in").output().unwrap();
    assert_eq!(
        with.stdout,
        place.extract("in --no-config --repairs --exclude 0001.txt").output().unwrap().stdout
    );
    let show = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yaodian"));
        command.current_dir(&place.0).arg("config").args(args).output().unwrap()
    };
    let shown = String::from_utf8(show(&["--jobs", "2"]).stdout).unwrap();
    for line in [
        "exclude = [\"0001.*\"] # yaodian.toml",
        "jobs = 2 # 命令行 command line",
        "words = false # 缺省 default",
    ] {
        assert!(shown.lines().any(|l| l == line), "{line} is missing in:\n{shown}");
    }
    fs::write(place.path("yaodian.toml"), "[extract]\nfaster = true\n").unwrap();
    let end = place.extract("in").output().unwrap();
    assert_eq!(end.status.code(), Some(2));
    assert!(told(&end).contains("there is no option faster"), "{}", told(&end));
}

#[test]
#[cfg(unix)]
fn names_cannot_steer_a_terminal() {
    let place = Place::new(0);
    fs::write(place.path("in").join("\u{1b}[31m\nyaodian: ok\u{202e}.txt"), [0, 1, 2]).unwrap();
    let end = place.extract("in").output().unwrap();
    assert!(!end.stderr.contains(&0x1b) && !told(&end).contains('\u{202e}'));
    assert_eq!(told(&end).lines().count(), 2, "{}", told(&end));
    let record: serde_json::Value = serde_json::from_slice(&end.stdout).unwrap();
    assert!(
        Path::new(record["source"]["path"].as_str().unwrap())
            .ends_with("\u{1b}[31m\nyaodian: ok\u{202e}.txt")
    );
}
