use std::time::{Duration, Instant};
use yaodian::read::{Limits, read};
use yaodian::repair::{Repairer, Script};
use yaodian::*;
fn main() {
    let t = Instant::now();
    let r = Repairer::new(Script::Simplified, &Default::default());
    println!("repairer {:?}", t.elapsed());
    let t = Instant::now();
    let sp = split::Splitter::new();
    println!("splitter {:?}", t.elapsed());
    let t = Instant::now();
    let ou = outline::Outliner::new();
    println!("outliner {:?}", t.elapsed());
    let t = Instant::now();
    let ex = extract::Extractor::new();
    println!("extractor {:?}", t.elapsed());
    let mut sum = [Duration::ZERO; 9];
    let mut bytes = 0;
    let dir = std::env::args().nth(1).unwrap();
    let mut files: Vec<_> = walk(std::path::Path::new(&dir));
    files.sort();
    let n: usize = std::env::args().nth(2).map_or(usize::MAX, |s| s.parse().unwrap());
    for f in files.iter().filter(|f| f.is_file()).take(n) {
        let b = std::fs::read(f).unwrap();
        bytes += b.len();
        let mut t = Instant::now();
        let mut lap = |i: usize| {
            let now = Instant::now();
            sum[i] += now - t;
            t = now;
        };
        let mut no = vec![];
        let Ok(source) = read("a.txt", &b, &Limits::default(), &mut no) else { continue };
        lap(0);
        let text = r.repair(&source, &mut no);
        lap(1);
        let seg = segment::segment(&text);
        lap(2);
        let split = sp.split(&source, &text, &seg, &mut no);
        lap(3);
        let (roles, mut speeches) = (split.roles, split.speeches);
        for s in &mut speeches {
            s.sections = ou.outline(&source, &text, &seg, &roles, s, &mut no);
        }
        lap(4);
        for s in &mut speeches {
            s.requirements = ex.extract(&text, &seg, &roles, s);
        }
        lap(5);
        let d = document::Document {
            source,
            text,
            segments: seg,
            roles,
            noise: split.noise,
            speeches,
            words: None,
            notices: no,
        };
        let rec = Record::from(&d);
        lap(6);
        let j = emit::Format::Jsonl.record(&rec);
        lap(7);
        std::hint::black_box(j);
        drop(rec);
        drop(d);
        lap(8);
    }
    for (n, d) in
        ["read", "repair", "segment", "split", "outline", "extract", "record", "emit", "drop"].iter().zip(sum)
    {
        println!(
            "{n:8} {:8.1} ms  {:6.1} ns/byte",
            d.as_secs_f64() * 1e3,
            d.as_secs_f64() * 1e9 / bytes as f64
        );
    }
}
fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut out = vec![];
    for e in std::fs::read_dir(dir).unwrap() {
        let p = e.unwrap().path();
        if p.is_dir() { out.extend(walk(&p)) } else { out.push(p) }
    }
    out
}
