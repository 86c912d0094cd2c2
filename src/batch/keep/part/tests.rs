use super::*;

fn head() -> Head {
    Head { manifest: 1, tool: "t".into(), run: "r".into(), shard: None }
}

fn tail() -> Tail {
    Tail { inputs: 3, names: "n".into(), length: 0 }
}

const RECORDS: [&[u8]; 3] = [b"one\n", b"two, longer\n", b"three\n"];

fn write(part: &mut Part, from: usize) {
    for (i, record) in RECORDS.iter().enumerate().skip(from) {
        match i {
            // What was put aside in a file is the same as what is in memory.
            1 => part.put_from(*record, Entry::sample(1, b"not known yet")).unwrap(),
            _ => part.put(record, Entry::sample(i as u64, record)).unwrap(),
        }
    }
}

/// Takes up what is there, keeping all that is whole, and finishes; how many records were kept.
fn go_on(out: &Path) -> usize {
    let (mut part, lines) = Part::open(out, &head(), true).unwrap();
    let mut kept = 0;
    for entry in lines.into_iter().flatten() {
        if part.record(&entry).is_err() {
            break;
        }
        part.keep(&entry);
        kept += 1;
    }
    part.cut().unwrap();
    write(&mut part, kept);
    part.finish(tail()).unwrap();
    kept
}

fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn whatever_a_stop_leaves_the_end_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("o");
    assert_eq!(go_on(&out), 0);
    let (whole, manifest) = (fs::read(&out).unwrap(), fs::read(dir.path().join("o.manifest")).unwrap());
    assert_eq!(whole, RECORDS.concat());
    assert_eq!(files(dir.path()), ["o", "o.manifest"]);
    // Every length that the two files may have been left with; with zeros, as some file systems do after a power cut.
    for records in [0, 4, 9, whole.len()] {
        for lines in (0..=manifest.len()).step_by(83).chain([manifest.len()]) {
            for zeros in [0, 9] {
                fs::remove_file(&out).unwrap();
                fs::write(dir.path().join("o.part"), [&whole[..records], &vec![0; zeros]].concat()).unwrap();
                fs::write(dir.path().join("o.manifest.part"), [&manifest[..lines], &vec![0; zeros]].concat())
                    .unwrap();
                go_on(&out);
                assert_eq!(fs::read(&out).unwrap(), whole);
                assert_eq!(fs::read(dir.path().join("o.manifest")).unwrap(), manifest);
                assert_eq!(files(dir.path()), ["o", "o.manifest"]);
            }
        }
    }
}

#[test]
fn a_stop_between_the_two_renamings_is_mended() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("o");
    go_on(&out);
    fs::rename(dir.path().join("o.manifest"), dir.path().join("o.manifest.part")).unwrap();
    let (part, lines) = Part::open(&out, &head(), true).unwrap();
    assert!(lines.is_none());
    drop(part);
    assert!(files(dir.path()).contains(&"o.manifest".to_owned()));
}

#[test]
fn one_run_at_a_time_and_of_one_kind() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("o");
    let (mut part, _) = Part::open(&out, &head(), false).unwrap();
    write(&mut part, 0);
    part.checkpoint().unwrap();
    assert!(matches!(Part::open(&out, &head(), true), Err(PartError::Busy(_))));
    assert_eq!(Part::left_behind(&out), 3);
    drop(part);
    let other = Head { run: "other options".into(), ..head() };
    assert!(Part::open(&out, &other, true).unwrap().1.is_none());
    assert_eq!(Part::left_behind(&out), 0);
}

#[test]
#[cfg(unix)]
fn a_link_in_the_place_of_a_part_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("precious");
    fs::write(&target, "x").unwrap();
    for ending in ["o.part", "o.manifest.part"] {
        std::os::unix::fs::symlink(&target, dir.path().join(ending)).unwrap();
        assert!(matches!(Part::open(&dir.path().join("o"), &head(), false), Err(PartError::Link(_))));
        fs::remove_file(dir.path().join(ending)).unwrap();
    }
    assert_eq!(fs::read(&target).unwrap(), b"x");
}
