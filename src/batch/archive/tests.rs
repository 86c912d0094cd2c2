use std::io::Write;

use ::zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut head = ::tar::Header::new_gnu();
        head.set_size(bytes.len() as u64);
        // As hostile archives do, and the crate's own writer does not.
        let raw = name.as_bytes();
        head.as_mut_bytes()[..raw.len()].copy_from_slice(raw);
        head.set_cksum();
        tar.append(&head, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

/// What comes of an archive: names, and texts or codes.
fn seen(file: &str, bytes: &[u8], select: Select) -> Vec<(String, String)> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(file);
    std::fs::write(&path, bytes).unwrap();
    let prefix = format!("{}/", show(dir.path()));
    let inputs = super::super::Search::new(&[path.into()], select).unwrap();
    inputs
        .map(|input| {
            let what = match input.from {
                From::Member(bytes) => String::from_utf8_lossy(&bytes).chars().take(20).collect(),
                From::Nowhere(why) => why.code.to_owned(),
                other => format!("{other:?}"),
            };
            (input.name.replace(&prefix, ""), what)
        })
        .collect()
}

fn select() -> Select {
    Select { file_bytes: 1 << 20, ..Select::default() }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

const FILES: [(&str, &[u8]); 5] = [
    ("b/二.txt", b"2"),
    ("a.TXT", b"1"),
    ("x.jpg", b"-"),
    ("__MACOSX/._a.txt", b"-"),
    ("../../up.txt", b"3"),
];

#[test]
fn all_kinds_give_their_members_in_their_order() {
    let tar = tarred(&FILES);
    let zst = ruzstd::encoding::compress_to_vec(&tar[..], ruzstd::encoding::CompressionLevel::Fastest);
    for (name, bytes) in
        [("a.zip", zipped(&FILES)), ("a.TAR", tar.clone()), ("a.tgz", gz(&tar)), ("a.tar.zst", zst)]
    {
        let wanted = [("b/二.txt", "2"), ("a.TXT", "1"), ("../../up.txt", "3")]
            .map(|(inside, text)| (format!("{name}!/{inside}"), text.to_owned()));
        assert_eq!(seen(name, &bytes, select()), wanted);
    }
}

#[test]
fn archives_in_archives_are_read_to_a_depth() {
    let one = zipped(&[("x.txt", b"x")]);
    let two = gz(&tarred(&[("1.zip", &one)]));
    let three = zipped(&[("2.tgz", &two), ("y.txt", b"y")]);
    let four = zipped(&[("3.zip", &three)]);
    assert_eq!(
        seen("3.zip", &three, select()),
        pairs(&[("3.zip!/2.tgz!/1.zip!/x.txt", "x"), ("3.zip!/y.txt", "y")])
    );
    let deep = seen("4.zip", &four, select());
    assert_eq!(deep[0], ("4.zip!/3.zip!/2.tgz!/1.zip".into(), "archive_limit".into()));
    assert_eq!(deep[1].1, "y");
}

#[test]
fn limits_stop_an_archive_and_say_so() {
    let archives = ArchiveLimits { members: 2, ..ArchiveLimits::default() };
    let few = seen("a.zip", &zipped(&FILES), Select { archives, ..select() });
    assert_eq!(few.last().unwrap(), &("a.zip".into(), "archive_limit".into()));
    assert_eq!(few.len(), 3);

    let large = Select { file_bytes: 3, ..Select::default() };
    let files: [(&str, &[u8]); 2] = [("a.txt", b"abcd"), ("b.txt", b"abc")];
    for (name, bytes) in [("a.zip", zipped(&files)), ("a.tar", tarred(&files))] {
        assert_eq!(
            seen(name, &bytes, large.clone()).iter().map(|s| &*s.1).collect::<Vec<_>>(),
            ["file_too_large", "abc"]
        );
    }

    // 80 MB of nothing: in what is wanted, and in what is only passed by.
    let zeros = vec![0; 80 << 20];
    let large = Select { file_bytes: 1 << 30, ..Select::default() };
    for inside in ["a.txt", "a.jpg"] {
        let bomb = gz(&tarred(&[(inside, &zeros), ("b.txt", b"b")]));
        assert_eq!(seen("a.tgz", &bomb, large.clone()), pairs(&[("a.tgz", "archive_limit")]));
    }
    assert_eq!(seen("a.zip", &zipped(&[("a.txt", &zeros)]), large), pairs(&[("a.zip", "archive_limit")]));
}

#[test]
fn what_is_damaged_is_said_and_the_rest_is_read() {
    let damaged = |name: &str, bytes: &[u8]| seen(name, bytes, select()).last().unwrap().clone();
    for name in ["a.zip", "a.tar", "a.tgz", "a.tzst"] {
        assert_eq!(
            damaged(name, b"not an archive at all, whatever it is called"),
            (name.into(), "archive_damaged".into())
        );
    }
    let tar = tarred(&[("a.txt", &[b'a'; 3000]), ("b.txt", &[b'b'; 3000])]);
    let cut = seen("a.tar", &tar[..5000], select());
    assert_eq!(cut[0].1, "a".repeat(20));
    assert_eq!(
        cut[1..],
        pairs(&[("a.tar!/b.txt", "archive_damaged"), ("a.tar", "archive_damaged")])[..cut.len() - 1]
    );
    let inner = zipped(&[("bad.zip", b"no"), ("a.txt", b"a")]);
    assert_eq!(
        seen("a.zip", &inner, select()),
        pairs(&[("a.zip!/bad.zip", "archive_damaged"), ("a.zip!/a.txt", "a")])
    );
}

#[test]
fn a_long_head_of_a_member_does_not_fill_the_memory() {
    let mut tar = ::tar::Builder::new(Vec::new());
    let mut head = ::tar::Header::new_gnu();
    head.set_entry_type(::tar::EntryType::GNULongName);
    head.set_size(8 << 20);
    head.set_cksum();
    tar.append(&head, &vec![b'n'; 8 << 20][..]).unwrap();
    let bytes = gz(&tar.into_inner().unwrap());
    assert_eq!(seen("a.tgz", &bytes, select()), pairs(&[("a.tgz", "archive_damaged")]));
}

#[test]
fn names_in_gbk_are_read() {
    assert_eq!(member_name(&encoding_rs::GBK.encode("讲话\\一.txt").0), "讲话/一.txt");
    assert_eq!(member_name("讲话.txt".as_bytes()), "讲话.txt");
}

#[test]
fn globs_see_members_from_the_archive() {
    let by = |include: &[&str], exclude: &[&str]| {
        let own = |globs: &[&str]| globs.iter().map(|g| (*g).into()).collect();
        let select = Select { include: own(include), exclude: own(exclude), ..select() };
        seen("a.zip", &zipped(&FILES), select).into_iter().map(|s| s.1).collect::<String>()
    };
    assert_eq!(by(&["/b/*"], &[]), "2");
    assert_eq!(by(&[], &["b/"]), "13");
    assert_eq!(by(&["*.TXT"], &[]), "1");
}
