//! What reading a Word file costs beside the plainest extractor that one would write by hand, in one run.
//!
//! `cargo bench --bench docx`. Each file holds 200 kB of text; readers take turns, and the ratio is the median of paired
//! rounds, time on the processor where the system says it (Linux). The extractor by hand (zip and quick-xml) puts out
//! the text of `w:t` and an end of line for each paragraph: no styles, numbers, tables, notes or fields.

use std::fs;
use std::hint::black_box;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use quick_xml::Reader;
use quick_xml::events::Event;
use yaodian::read::{Limits, read};
use zip::write::{SimpleFileOptions, ZipWriter};

const SENTENCE: &str = "各乡镇要在月底前把水渠修好，不得拖延，县水利局每周通报一次进度。";

/// How long this thread has run.
fn ran() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|s| s.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

fn by_hand(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("a body").read_to_string(&mut xml).expect("UTF-8");
    let (mut reader, mut out, mut inside) = (Reader::from_str(&xml), String::new(), false);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) if start.name().as_ref() == "w:t" => inside = true,
            Event::End(end) => match end.name().as_ref() {
                "w:t" => inside = false,
                "w:p" => out.push('\n'),
                _ => {}
            },
            Event::Text(text) if inside => out.push_str(&text.xml10_content()),
            Event::Eof => return out,
            _ => {}
        }
    }
}

fn ours(bytes: &[u8]) -> String {
    read("page.docx", bytes, &Limits::default(), &mut Vec::new()).expect("a Word file").text
}

/// Our own file, in the words of docx-rs.
fn docx_rs(bytes: &[u8]) -> String {
    format!("{:?}", docx_rs::read_docx(bytes).expect("a Word file").document.children.len())
}

/// As docx-rs writes: plain runs.
fn plain() -> Vec<u8> {
    use docx_rs::{Docx, Paragraph, Run};
    let mut docx = Docx::new();
    for i in 0..700 {
        let text = format!("（{i}）{}", SENTENCE.repeat(3));
        docx = docx.add_paragraph(Paragraph::new().add_run(Run::new().add_text(text)));
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).expect("a file");
    bytes.into_inner()
}

/// As Word writes: identifiers, styles and list numbers a paragraph, fonts and sizes a run, a run every few characters.
fn dressed() -> Vec<u8> {
    const SPACES: &str = "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
        xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
        xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let mut body = String::new();
    for i in 0..2000 {
        body += &format!(
            "<w:p w14:paraId=\"{i:08X}\" w:rsidR=\"00A1{:04X}\"><w:pPr><w:pStyle w:val=\"a{}\"/><w:numPr><w:ilvl w:val=\"{}\"/>\
             <w:numId w:val=\"1\"/></w:numPr><w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\"/>\
             <w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:hint=\"eastAsia\"/><w:sz w:val=\"32\"/></w:rPr></w:pPr>",
            i * 7 % 65_536,
            i % 3,
            i % 2
        );
        for (n, piece) in SENTENCE.chars().collect::<Vec<_>>().chunks(11).enumerate() {
            body += &format!(
                "<w:r w:rsidRPr=\"00B2{:04X}\"><w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:hint=\"eastAsia\"/>{}\
                 <w:color w:val=\"000000\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/></w:rPr><w:t>{}</w:t></w:r>",
                i * 31 % 65_536,
                if n == 0 { "<w:b/>" } else { "" },
                piece.iter().collect::<String>()
            );
        }
        body += "</w:p>";
    }
    let styles: String = (0..3)
        .map(|i| {
            format!(
                "<w:style w:type=\"paragraph\" w:styleId=\"a{i}\"><w:name w:val=\"heading {}\"/></w:style>",
                i + 1
            )
        })
        .collect();
    let levels: String = ["japaneseCounting", "decimal"]
        .iter()
        .enumerate()
        .map(|(i, f)| {
            format!("<w:lvl w:ilvl=\"{i}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{f}\"/><w:lvlText w:val=\"%{}、\"/></w:lvl>", i + 1)
        })
        .collect();
    let parts = [
        // docx-rs reads no file without the first and the last of these three.
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" \
             ContentType=\"application/xml\"/></Types>"
                .to_owned(),
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
             Target=\"word/document.xml\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/>\
             </Relationships>"
                .to_owned(),
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>".to_owned(),
        ),
        ("word/document.xml", format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>")),
        ("word/styles.xml", format!("<w:styles {SPACES}>{styles}</w:styles>")),
        (
            "word/numbering.xml",
            format!(
                "<w:numbering {SPACES}><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum>\
                 <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
            ),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(part.as_bytes()).expect("a part");
    }
    zip.finish().expect("a file").into_inner()
}

fn main() {
    type Reads = fn(&[u8]) -> String;
    let readers: [(&str, Reads, usize); 3] =
        [("ours", ours, 1), ("by hand", by_hand, 1), ("docx-rs", docx_rs, 8)];
    for (what, bytes) in [("plain runs", plain()), ("as Word writes", dressed())] {
        let text = ours(&bytes).len() as f64;
        println!("{what}: {} kB of text, {} kB zipped", text as usize / 1000, bytes.len() / 1000);
        let mut ratios: [Vec<f64>; 3] = Default::default();
        let mut best = [f64::INFINITY; 3];
        let rounds = 31;
        for round in 0..rounds {
            let mut spent = [0.0; 3];
            for (i, (_, reads, every)) in readers.iter().enumerate() {
                if round % every == 0 {
                    // Several at once: clocks are coarse.
                    let start = ran();
                    (0..8).for_each(|_| drop(black_box(reads(black_box(&bytes)))));
                    spent[i] = (ran() - start).as_secs_f64() / 8.0;
                    best[i] = best[i].min(spent[i]);
                    ratios[i].push(spent[i] / spent[0]);
                }
            }
        }
        for (i, (name, ..)) in readers.iter().enumerate() {
            ratios[i].sort_by(f64::total_cmp);
            let median = ratios[i][ratios[i].len() / 2];
            println!(
                "  {name:8} {:7.2} ms at best, {:5.0} MB of text/s, {median:6.2} times ours",
                best[i] * 1e3,
                text / best[i] / 1e6
            );
        }
    }
}
