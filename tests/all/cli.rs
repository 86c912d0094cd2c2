//! Sessions of the command line: one `tests/cmd/*.toml` each, and what a session file cannot say.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn yaodian(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yaodian"));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/pages")).args(args);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(args: &[&str]) -> Output {
    yaodian(args).output().expect("the program starts")
}

/// Many small files, so that threads get in each other's way.
fn many(folder: &Path, files: usize) {
    for i in 0..files {
        let text = format!("第{i}次会议上的讲话\n同志们:\n{}", "一要抓紧,二要抓实。\n".repeat(i % 17));
        fs::write(folder.join(format!("{i}.txt")), text).expect("a writable folder");
    }
}

#[test]
fn sessions() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let dir = tempfile::tempdir().expect("a folder");
    many(dir.path(), 200);
    let folder = dir.path().to_str().expect("a plain name");
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let mut args = vec!["extract", folder, "--words", "--repairs", "--progress", "0"];
    args.extend(Path::new(corpus).is_dir().then_some(corpus));
    let with = |jobs| run(&[&args[..], &["--jobs", jobs]].concat());
    let (one, eight) = (with("1"), with("8"));
    assert!(one.stdout.len() > 10_000 && one.stdout == eight.stdout);
    // All but the time it took.
    let told = |of: &Output| {
        String::from_utf8_lossy(&of.stderr)
            .lines()
            .map(|l| l.split(" MB in").next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&one), told(&eight));
    assert_eq!(one.status, eight.status);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let dir = tempfile::tempdir().expect("a folder");
    many(dir.path(), 300);
    let mut child =
        yaodian([OsStr::new("extract"), dir.path().as_ref()]).spawn().expect("the program starts");
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut [0; 10]).expect("some output");
    drop(out);
    let end = child.wait_with_output().expect("an end");
    assert!(end.status.success());
    assert!(end.stderr.is_empty(), "{}", String::from_utf8_lossy(&end.stderr));
}

#[test]
fn a_result_replaces_the_old_one_only_when_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out.jsonl");
    fs::write(&out, "old").expect("a writable folder");
    let name = out.to_str().expect("a plain name");
    assert_eq!(run(&["extract", "nowhere", "-o", name]).status.code(), Some(2));
    assert_eq!(fs::read(&out).expect("the old result"), b"old");
    assert!(run(&["extract", ".", "-o", name]).status.success());
    assert_eq!(fs::read(&out).expect("the new result"), run(&["extract", "."]).stdout);
    let left = fs::read_dir(dir.path()).expect("the folder").count();
    assert_eq!(left, 2, "the result and its manifest, and no temporary file");
}

#[test]
fn a_place_that_cannot_be_written_is_said_before_the_work() {
    let end = run(&["extract", ".", "-o", "no/such/folder/out.jsonl"]);
    assert_eq!(end.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&end.stderr).contains("写不了 no/such/folder/out.jsonl"));
    assert_eq!(run(&["extract", ".", "-o", "."]).status.code(), Some(2));
}

#[test]
#[cfg(unix)]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    assert!(run(&["extract", ".", "-o", "/dev/null"]).status.success());
    assert!(fs::metadata("/dev/null").expect("the device").file_type().is_char_device());
}

#[test]
fn standard_input_is_read_to_its_end() {
    let mut child = yaodian(["clean", "-"]).stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all("同志们:\n要抓紧。\n".as_bytes()).expect("an open pipe");
    drop(stdin);
    let end = child.wait_with_output().expect("an end");
    assert_eq!(String::from_utf8_lossy(&end.stdout), "同志们:\n要抓紧。\n");
}

#[test]
fn a_folder_of_tables_appears_whole_and_keeps_what_else_is_in_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("tables");
    let name = out.to_str().expect("a plain name");
    assert!(run(&["extract", ".", "--format", "csv", "--bom", "-o", name]).status.success());
    let speeches = fs::read_to_string(out.join("speeches.csv")).expect("the table");
    assert!(speeches.starts_with("\u{feff}source,speech,"));
    fs::write(out.join("notes.md"), "mine").expect("a writable folder");
    assert!(run(&["extract", "a.txt", "--format", "csv", "-o", name]).status.success());
    let files = fs::read_to_string(out.join("files.csv")).expect("the table");
    assert_eq!(files.lines().count(), 2);
    let mut names: Vec<_> =
        fs::read_dir(&out).expect("the folder").map(|e| e.expect("an entry").file_name()).collect();
    names.sort();
    let wanted = [
        "diagnostics.csv",
        "files.csv",
        "notes.md",
        "requirements.csv",
        "sections.csv",
        "sentences.csv",
        "speeches.csv",
    ];
    assert_eq!(names, wanted);
    assert_eq!(
        fs::read_dir(dir.path()).expect("the folder").count(),
        1,
        "a temporary folder was left behind"
    );
    let notes = out.join("notes.md");
    let end = run(&["extract", "a.txt", "--format", "csv", "-o", notes.to_str().expect("a plain name")]);
    assert_eq!(end.status.code(), Some(2));
}

#[test]
fn the_filter_answers_a_line_before_the_next_one_comes() {
    let mut child = yaodian(["extract", "--stdin-jsonl", "--jobs", "2"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for i in 0..20 {
        writeln!(stdin, "{{\"path\":\"{i}\",\"text\":\"要抓紧。\"}}").expect("an open pipe");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("an answer");
        assert!(answer.contains(&format!("\"path\":\"{i}\"")), "{answer}");
    }
    drop(stdin);
    assert!(child.wait().expect("an end").success());
}

#[test]
fn the_filter_says_what_extract_says_for_any_number_of_threads() {
    let dir = tempfile::tempdir().expect("a folder");
    many(dir.path(), 100);
    let folder = dir.path().to_str().expect("a plain name");
    let records = run(&["extract", folder]).stdout;
    let mut lines = String::new();
    for record in records.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
        let record: serde_json::Value = serde_json::from_slice(record).expect("a record");
        let path = record["source"]["path"].as_str().expect("a path");
        let text = fs::read_to_string(path).expect("the file");
        lines += &format!("{}\n", serde_json::json!({"path": path, "text": text}));
    }
    for jobs in ["1", "8"] {
        let mut child = yaodian(["extract", "--stdin-jsonl", "--jobs", jobs])
            .stdin(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let lines = lines.clone();
        let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
        let end = child.wait_with_output().expect("an end");
        writer.join().expect("no panic").expect("an open pipe");
        assert!(end.stdout == records, "{jobs} threads");
    }
}

#[test]
fn shells_and_man_are_served() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let end = run(&["completions", shell]);
        assert!(
            end.status.success() && String::from_utf8_lossy(&end.stdout).contains("stdin-jsonl"),
            "{shell}"
        );
    }
    let dir = tempfile::tempdir().expect("a folder");
    assert!(run(&["man", "-o", dir.path().to_str().expect("a plain name")]).status.success());
    assert!(dir.path().join("yaodian-extract.1").is_file());
    assert!(String::from_utf8_lossy(&run(&["man"]).stdout).contains(".TH yaodian"));
}

/// A format that was left out of the build says how to get it.
#[test]
#[cfg(not(feature = "xlsx"))]
fn a_format_that_is_not_built_says_so() {
    let end = run(&["extract", "a.txt", "--format", "xlsx", "-o", "no.xlsx"]);
    assert_eq!(end.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&end.stderr).contains("--features full"));
}
