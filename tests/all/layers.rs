//! The modules stand in reading order in `src/lib.rs`: each uses only those before it, and the stages never one
//! another. Test modules may use what they like.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// They meet in `document.rs` and nowhere else.
const STAGES: [&str; 6] = ["read", "repair", "segment", "split", "outline", "extract"];

#[test]
fn modules_use_only_modules_before_them() {
    let order = modules();
    assert!(
        STAGES.iter().all(|s| order.iter().any(|m| m == s)),
        "a stage is missing from src/lib.rs: {order:?}"
    );
    let mut wrong = Vec::new();
    for (place, module) in order.iter().enumerate() {
        let tests = |file: &PathBuf| file.file_stem().is_some_and(|name| name == "tests");
        for file in files_of(module).into_iter().filter(|file| !tests(file)) {
            for used in uses(&file) {
                let Some(at) = order.iter().position(|m| *m == used) else { continue };
                if at > place {
                    wrong.push(format!("{}: `{module}` uses `{used}`, which comes after it", file.display()));
                }
                if at != place && STAGES.contains(&used.as_str()) && STAGES.contains(&module.as_str()) {
                    wrong.push(format!("{}: stage `{module}` imports stage `{used}`", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\nSee src/lib.rs and ARCHITECTURE.md.", wrong.join("\n"));
}

#[test]
fn every_file_belongs_to_a_module() {
    let mut known: BTreeSet<PathBuf> = modules().iter().flat_map(|m| files_of(m)).collect();
    known.insert(src().join("lib.rs"));
    for file in rust_files(&src()) {
        let ours = known.contains(&file) || file.starts_with(src().join("bin"));
        assert!(ours, "{} is in no module of src/lib.rs", file.display());
    }
}

#[test]
fn the_reader_of_uses_sees_all_forms() {
    let code =
        "use crate::{edit::{Text, Rule}, span::Span};\nfn f() { crate::notice::x(super::super::record::y) }";
    assert_eq!(uses_of(code, 2), ["edit", "notice", "record", "span"]);
    assert_eq!(uses_of("use super::word::Words;\n// crate::batch\n", 2), Vec::<String>::new());
    assert_eq!(uses_of("use super::word::Words;", 1), ["word"]);
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module names of `src/lib.rs`, in order.
fn modules() -> Vec<String> {
    let lib = fs::read_to_string(src().join("lib.rs")).expect("src/lib.rs");
    lib.lines()
        .filter_map(|l| l.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn files_of(module: &str) -> Vec<PathBuf> {
    let one = src().join(module).with_extension("rs");
    let mut files = rust_files(&src().join(module));
    files.extend(one.is_file().then_some(one));
    assert!(!files.is_empty(), "no file for module `{module}`");
    files
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// The modules of this crate that a file names.
fn uses(file: &Path) -> Vec<String> {
    let code = fs::read_to_string(file).expect("a readable file");
    let inside = file.strip_prefix(src()).expect("a file of src").with_extension("");
    let depth = inside.components().count() - usize::from(inside.ends_with("mod"));
    uses_of(&code, depth)
}

/// `depth` is how deep the code's module lies: from there so many `super` lead to the crate.
fn uses_of(code: &str, depth: usize) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or(code);
    let code: String = code.lines().map(|l| format!("{}\n", l.split("//").next().unwrap_or(l))).collect();
    let root = ["super::".repeat(depth), "crate::".to_owned()];
    let mut found = BTreeSet::new();
    for root in root {
        for (at, _) in code.match_indices(&root) {
            if code[..at].ends_with("super::") {
                continue;
            }
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => found.extend(heads(group)),
                None => found.extend(Some(identifier(rest))),
            }
        }
    }
    found.remove("super");
    found.into_iter().collect()
}

/// The first identifier of each entry of a `{…}` group.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut fresh, mut out) = (0, true, Vec::new());
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                out.push(identifier(&group[i..]));
                fresh = false;
            }
            _ => {}
        }
    }
    out
}

fn identifier(code: &str) -> String {
    code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}
