//! Copies of corpus speeches at graded strength are found, and nothing else is; the marks do not depend on threads.
//! `cargo run --release --example dedup` prints the table.

#[path = "../../examples/dedup/grades.rs"]
mod grades;
#[path = "../../examples/dedup/pairs.rs"]
mod pairs;

use pairs::Change;

#[test]
fn copies_are_found() {
    let grades = grades::grades();
    println!("{grades}");
    assert!(grades.speeches > 60);
    assert_eq!(grades.false_marks, 0, "of speeches that are no copies");
    for row in &grades.rows {
        let floor = match row.change {
            Change::Retyped => 1.0,
            Change::Masked(share) if share <= 6 => 0.99,
            Change::Masked(12) => 0.97,
            Change::Masked(_) => 0.5,
            Change::Cut(share) if share < 30 => 0.8,
            Change::Joined(300) => 0.9,
            _ => 0.97,
        };
        assert!(row.recall() >= floor, "{:?}: {:.3}, wanted {floor}", row.change, row.recall());
        assert!(row.wrong <= row.copies / 50, "{:?}: {} wrong", row.change, row.wrong);
        assert!(row.error < 0.06, "{:?}: similarity off by {:.3}", row.change, row.error);
    }
}

#[cfg(feature = "cli")]
#[test]
fn marks_are_the_same_for_any_threads_and_afterwards() {
    use std::process::Command;

    let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/pages");
    let run = |arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_yaodian")).args(arguments).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    let names = [
        "county_compilation.txt",
        "gbk.txt",
        "flood_compilation.txt",
        "utf8_bom_crlf.txt",
        "county_compilation.txt",
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut inputs = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let place = folder.path().join(format!("{i}.txt"));
        std::fs::copy(format!("{pages}/{name}"), &place).unwrap();
        inputs.push(place.to_str().unwrap().to_owned());
    }
    let with = |options: &[&'static str]| {
        let mut arguments = vec!["extract"];
        arguments.extend(inputs.iter().map(String::as_str));
        arguments.extend(options);
        run(&arguments)
    };
    let marked = with(&["--dedup", "--jobs", "1"]);
    assert_eq!(with(&["--dedup", "--jobs", "3"]), marked);
    let last: serde_json::Value = serde_json::from_str(marked.lines().last().unwrap()).unwrap();
    for (i, speech) in last["speeches"].as_array().unwrap().iter().enumerate() {
        assert_eq!(speech["duplicate_of"]["path"], inputs[0]);
        assert_eq!(speech["duplicate_of"]["speech"], (i + 1).to_string());
        assert_eq!(speech["duplicate_of"]["kind"], "exact");
    }
    let signed = folder.path().join("signed.jsonl");
    std::fs::write(&signed, with(&["--signatures"])).unwrap();
    let signed = signed.to_str().unwrap();
    assert_eq!(run(&["dedup", signed]), marked);
    // In place.
    run(&["dedup", signed, "-o", signed]);
    assert_eq!(std::fs::read_to_string(signed).unwrap(), marked);
}
