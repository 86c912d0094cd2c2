//! `yaodian report`: what ends up in the file. What people see is looked at in a browser: `tests/browser/`.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Texts that would do harm where they are taken for anything but text.
const HOSTILE: &[&str] = &[
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "--><svg onload=alert(1)>",
    "\u{202e}\u{2066}txet\u{2069}",
    "=HYPERLINK(\"http://example.com\",\"x\")",
    "javascript:alert(1)",
    "${alert(1)}{{7*7}}",
];

fn report(args: &[&str], cwd: &Path) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_yaodian")).current_dir(cwd).arg("report").args(args).output().unwrap()
}

/// The JSON of all script blocks of a page that hold data.
fn data(page: &str) -> Vec<(String, Value)> {
    let blocks = page.split("<script type=\"text/plain\" id=\"").skip(1);
    blocks
        .map(|block| {
            let (name, rest) = block.split_once("\">").unwrap();
            let bytes = STANDARD.decode(rest.split_once("</script>").unwrap().0).unwrap();
            let mut json = String::new();
            flate2::read::DeflateDecoder::new(&bytes[..]).read_to_string(&mut json).unwrap();
            (name.to_owned(), serde_json::from_str(&json).unwrap())
        })
        .collect()
}

fn archive(folder: &Path) {
    fs::create_dir(folder.join("a")).unwrap();
    fs::write(folder.join("a/1.txt"), "在全县会议上的讲话\n同志们:\n各乡镇要在6月10日前完成。\n").unwrap();
    fs::write(folder.join("a/2.txt"), "在全市会议上的讲话\n同志们:\n這次會(huì)議不得延期。\n").unwrap();
}

#[test]
fn an_archive_and_its_records_give_the_same_page() {
    let dir = tempfile::tempdir().unwrap();
    archive(dir.path());
    assert!(report(&["a", "-o", "1.html"], dir.path()).status.success());
    let mut extract = Command::new(env!("CARGO_BIN_EXE_yaodian"));
    extract.current_dir(dir.path()).args(["extract", "a", "-o", "out.jsonl"]);
    assert!(extract.status().unwrap().success());
    assert!(report(&["out.jsonl", "-o", "2.html"], dir.path()).status.success());
    let [one, two] = ["1.html", "2.html"].map(|p| fs::read_to_string(dir.path().join(p)).unwrap());
    assert!(one == two);
    let texts = &data(&one).into_iter().find(|(name, _)| name == "texts-0").unwrap().1;
    assert_eq!(texts[1]["text"], "在全市会议上的讲话\n同志们:\n這次會(huì)議不得延期。\n");
    assert!(!texts[1]["record"]["repairs"].as_array().unwrap().is_empty());
}

#[test]
fn sources_that_are_gone_or_changed_are_said() {
    let dir = tempfile::tempdir().unwrap();
    archive(dir.path());
    let mut extract = Command::new(env!("CARGO_BIN_EXE_yaodian"));
    assert!(
        extract.current_dir(dir.path()).args(["extract", "a", "-o", "out.jsonl"]).status().unwrap().success()
    );
    fs::remove_file(dir.path().join("a/1.txt")).unwrap();
    fs::write(dir.path().join("a/2.txt"), "别的").unwrap();
    let end = report(&["out.jsonl", "-o", "page.html"], dir.path());
    assert!(end.status.success());
    assert!(String::from_utf8_lossy(&end.stderr).contains("2 sources are gone or changed"));
    let page = data(&fs::read_to_string(dir.path().join("page.html")).unwrap());
    assert_eq!(page[0].1["files"]["original"], json!(["gone", "changed"]));
    assert!(page.iter().find(|(name, _)| name == "texts-0").unwrap().1[0]["text"].is_null());
}

#[test]
fn a_folder_holds_the_data_beside_the_page() {
    let dir = tempfile::tempdir().unwrap();
    archive(dir.path());
    assert!(report(&["a", "-o", "site/"], dir.path()).status.success());
    let page = fs::read_to_string(dir.path().join("site/index.html")).unwrap();
    assert!(page.contains("'strict-dynamic'") && data(&page).len() == 1);
    let part = fs::read_to_string(dir.path().join("site/data/texts-0.js")).unwrap();
    assert!(part.starts_with("yaodian.part(\"texts-0\",\""));
    // Again, over the one that is there.
    assert!(report(&["a", "-o", "site"], dir.path()).status.success());
}

#[test]
fn hostile_words_are_data_wherever_they_stand() {
    let dir = tempfile::tempdir().unwrap();
    let clean = dir.path().join("clean.html");
    archive(dir.path());
    assert!(report(&["a", "-o", "clean.html"], dir.path()).status.success());
    let tags = |page: &str| page.matches('<').count();
    let clean = tags(&fs::read_to_string(clean).unwrap());
    for bad in HOSTILE {
        let words = json!({"text": bad, "span": [0, 3], "iso": bad, "name": bad, "carried": false});
        let record = json!({
            "source": {"path": bad, "encoding": bad, "chars": 9, "blake3": "0"},
            "noise": [{"span": [0, 1], "kind": bad}],
            "repairs": [{"span": [0, 1], "kind": bad, "text": bad}],
            "speeches": [{
                "id": bad, "span": [0, 9], "kind": bad, "title": words, "speaker": words, "date": words,
                "sections": [{"id": bad, "level": 1, "kind": bad, "marker": bad, "title": bad, "span": [0, 9]}],
                "requirements": [{"id": bad, "span": [0, 9], "text": bad, "modality": bad, "addressee": words,
                    "deadline": words, "section": bad, "confidence": 0.5}],
            }],
            "diagnostics": [{"severity": bad, "code": bad, "span": null, "message": bad}],
        });
        fs::write(dir.path().join("bad.jsonl"), format!("{record}\n")).unwrap();
        assert!(report(&["bad.jsonl", "-o", "bad.html"], dir.path()).status.success());
        let page = fs::read_to_string(dir.path().join("bad.html")).unwrap();
        assert_eq!(tags(&page), clean, "{bad:?} made a tag");
        assert!(!page.contains(bad), "{bad:?} stands in the page");
        assert!(data(&page).iter().any(|(_, json)| json.to_string().contains(&json!(bad).to_string())));
    }
}

#[test]
fn what_is_no_record_is_said_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("x.jsonl"), "\n{\"a\":1}\n").unwrap();
    let end = report(&["x.jsonl", "-o", "x.html"], dir.path());
    assert_eq!(end.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&end.stderr).contains("x.jsonl:2"));
    assert!(!dir.path().join("x.html").exists());
}
