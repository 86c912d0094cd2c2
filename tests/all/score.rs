//! The public measure gives the figures of the script that defines it, to the digit.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use yaodian::batch::{Search, Select, process};
use yaodian::{Options, Pipeline, Record, emit, score};

/// The material beside the project: `../shared`, or where `YAODIAN_SHARED` says; `None` where it is absent.
pub(crate) fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = std::env::var_os("YAODIAN_SHARED").map_or_else(beside, PathBuf::from);
    path.is_dir().then_some(path)
}

/// Extracts `paths` and scores them against `set`, by ours and (where it is there) by the script.
fn both(set: &Path, paths: &[PathBuf]) -> (Value, Option<Value>) {
    let pipeline = Pipeline::new(&Options::default());
    let paths: Vec<_> = paths.iter().map(|p| p.clone().into_os_string()).collect();
    let found = Search::new(&paths, Select::default()).expect("the set's files");
    let line = |i| emit::Format::Jsonl.record(&Record::from(&process(&pipeline, &i))) + "\n";
    let lines = found.map(line);
    let out = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(out.path(), lines.collect::<String>()).expect("written");
    let ours = score::pool(&score::score(set, out.path()).expect("a good set")).to_json();
    let script = shared().map(|shared| {
        let script = shared.join("score/score.py");
        let mut run = Command::new("python3");
        run.arg(script).arg("--json").arg("--set").arg(set).arg("--output").arg(out.path());
        let end = run.output().expect("python3 runs");
        assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
        serde_json::from_slice(&end.stdout).expect("JSON")
    });
    (ours, script)
}

#[test]
fn the_script_and_we_agree_on_our_labels() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (ours, script) = both(&root.join("corpus/labelled/set.tsv"), &[root.join("corpus/pages")]);
    assert!(ours["requirements"]["gold"].as_u64() > Some(150), "{ours}");
    match script {
        Some(script) => assert_eq!(ours, script),
        None => eprintln!("skipped the comparison: ../shared/score is not here"),
    }
}

#[test]
fn the_script_and_we_agree_on_the_real_archives() {
    let Some(shared) = shared() else { return eprintln!("skipped: ../shared is not here") };
    let texts = ["archives", "real/zh_txt/reports", "real/zh_txt/speeches", "real/zh_txt/web"]
        .map(|p| shared.join(p));
    for set in ["gold/dev.tsv", "gold/wide.tsv"] {
        let (ours, script) = both(&shared.join(set), &texts);
        assert_eq!(Some(ours), script, "{set}");
    }
}
