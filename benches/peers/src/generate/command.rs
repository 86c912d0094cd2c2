//! Makes archives to measure on, out of the pages of `corpus/pages`: the same arguments give the same bytes.
//!
//! ```sh
//! peers generate DIR MB [--one | --docx | --files N] [--clean] [--seed N]
//! ```
//!
//! DIR gets MB megabytes (of 1,000,000 bytes) as files of 2 to 200 kB in folders of 500. `--one` makes one file of that size,
//! `--docx` Word files of 200 kB of text each (MB counts the text), `--files N` that many small files of MB / N on average,
//! `--clean` leaves all damage out. Every file is another mixture: pages in another order; numbers, days, places and subjects
//! changed; body sentences in other order, some left out.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Generator, Kind, docx};

struct Arguments {
    folder: PathBuf,
    bytes: usize,
    one: bool,
    docx: bool,
    clean: bool,
    files: Option<usize>,
    seed: u64,
}

pub fn main() {
    let arguments = arguments();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/pages");
    let mut generator = Generator::new(&corpus, arguments.seed);
    fs::create_dir_all(&arguments.folder).expect("a folder to write to");
    if arguments.one {
        let text = generator.text(arguments.bytes, Kind::Clean);
        fs::write(arguments.folder.join("one.txt"), text).expect("room to write");
        return;
    }
    let (mut written, mut number) = (0, 0);
    while written < arguments.bytes && arguments.files.is_none_or(|n| number < n) {
        let left = arguments.bytes - written;
        let kind = if arguments.clean { Kind::Clean } else { generator.kind() };
        let (size, ending) = match arguments.files {
            _ if arguments.docx => (200_000, "docx"),
            Some(n) => (arguments.bytes / n, "txt"),
            None => (generator.size().min(left), "txt"),
        };
        let text = generator.text(size, if arguments.docx { Kind::Clean } else { kind });
        let bytes = if arguments.docx { docx(&text) } else { kind.encode(&text) };
        written += if arguments.docx { text.len() } else { bytes.len() };
        let folder = arguments.folder.join(format!("{:03}", number / 500));
        fs::create_dir_all(&folder).expect("a folder to write to");
        fs::write(folder.join(format!("{number:06}.{ending}")), bytes).expect("room to write");
        number += 1;
    }
    eprintln!("{number} files, {written} bytes");
}

fn arguments() -> Arguments {
    let mut plain = Vec::new();
    let (mut one, mut docx, mut clean, mut files, mut seed) = (false, false, false, None, 1);
    let mut arguments = std::env::args().skip(2);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|n| n.parse().ok()).expect("a number");
        match argument.as_str() {
            "--one" => one = true,
            "--docx" => docx = true,
            "--clean" => clean = true,
            "--files" => files = Some(number() as usize),
            "--seed" => seed = number(),
            _ => plain.push(argument),
        }
    }
    let [folder, megabytes] = plain.as_slice() else { panic!("generate DIR MB [--one | --docx | --files N] [--clean]") };
    let megabytes: f64 = megabytes.parse().expect("a number of megabytes");
    Arguments { folder: folder.into(), bytes: (megabytes * 1e6) as usize, one, docx, clean, files, seed }
}
