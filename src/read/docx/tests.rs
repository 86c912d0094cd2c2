//! Whole documents: what Word shows of them is what is read, and damage costs no more than what it hit.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

const W: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";
const RELATIONS: &str = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
    <Relationship Id='r1' Target='word/document.xml' \
    Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/></Relationships>";

fn packed(parts: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document {W} xmlns:v='urn:schemas-microsoft-com:vml'><w:body>{body}</w:body></w:document>")
}

fn docx(body: &str) -> Vec<u8> {
    packed(&[("_rels/.rels", RELATIONS), ("word/document.xml", &document(body))], CompressionMethod::Deflated)
}

fn read_all(bytes: &[u8]) -> (Result<Lines, ReadError>, Vec<Notice>) {
    let mut notices = Vec::new();
    let result = read(bytes, &Limits::default(), &mut notices);
    (result, notices)
}

fn text(body: &str) -> String {
    read_all(&docx(body)).0.unwrap().text
}

fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

#[test]
fn running_text() {
    let cases = [
        // Insertions stay, deletions go, also what was moved away.
        (p(&format!("{}<w:ins>{}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", r("甲"), r("乙"))), "甲乙\n"),
        (p(&format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", r("走"), r("来"))), "来\n"),
        // A paragraph whose end was deleted runs on.
        (format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", r("前半"), p(&r("后半"))), "前半后半\n"),
        // Field codes are not shown, results are; also where one field lies in another's codes.
        (
            p(&format!(
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>{}\
                 <w:r><w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
                r("码"),
                r("果")
            )),
            "果\n",
        ),
        // A field that never gets to its result was none: the text is not lost.
        (format!("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{}</w:p>{}", r("甲"), p(&r("乙"))), "甲\n乙\n"),
        (p(&format!("<w:hyperlink>{}</w:hyperlink><w:fldSimple>{}</w:fldSimple>", r("链"), r("接"))), "链接\n"),
        (p(&format!("<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", r("x"), r("内"))), "内\n"),
        (p(&format!("<w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>", r("hàn"), r("汉"))), "汉\n"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:br/><w:noBreakHyphen/><w:sym w:char='F0FC'/></w:r>"), "a\t\n-✓\n"),
        (p("<w:r><w:br w:type='page'/><w:t>新页</w:t></w:r>"), "新页\n"),
        (p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"), "\n"),
        // Old properties behind a change mark are not the paragraph's.
        (
            "<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange></w:pPr></w:p>".into(),
            "\n",
        ),
        // Text boxes stand behind the paragraph that they hang on, art words too.
        (
            p(&format!(
                "{}<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>\
                 <v:textpath string='红头'/></w:pict></w:r>{}",
                r("前"),
                p(&r("框")),
                r("后")
            )),
            "前后\n框\n红头\n",
        ),
    ];
    for (body, shown) in cases {
        assert_eq!(text(&body), shown, "{body}");
    }
}

#[test]
fn tables_row_by_row() {
    let cell = |t: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(&r(t)));
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>());
    let deleted = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", cell("去"));
    let table =
        format!("<w:tbl><w:tblPr/>{}{deleted}{}</w:tbl>", row(&["序号", "任务"]), row(&["1", "修渠"]));
    assert_eq!(text(&format!("{}{table}{}", p(&r("前")), p(&r("后")))), "前\n序号\t任务\n1\t修渠\n后\n");
    // A table in a table is a layout.
    let nested = format!("<w:tbl><w:tr><w:tc>{table}{}</w:tc>{}</w:tr></w:tbl>", p(""), cell("旁"));
    assert_eq!(text(&nested), "序号\t任务\n1\t修渠\n\n旁\n");
}

#[test]
fn notes_stand_behind_their_paragraph() {
    let note = |id, t: &str| format!("<w:footnote w:id='{id}'>{}</w:footnote>", p(&r(t)));
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:id='0' w:type='separator'>{}</w:footnote>{}</w:footnotes>",
        p(&r("线")),
        note(2, "脚注")
    );
    let body = format!(
        "{}{}",
        p(&format!("{}<w:r><w:footnoteReference w:id='2'/></w:r>{}", r("正"), r("文"))),
        p(&r("下"))
    );
    let bytes = packed(
        &[
            ("_RELS/.rels", RELATIONS),
            ("Word/Document.xml", &document(&body)),
            ("word/footnotes.xml", &notes),
        ],
        CompressionMethod::Stored,
    );
    assert_eq!(read_all(&bytes).0.unwrap().text, "正文\n[1] 脚注\n下\n");
}

#[test]
fn hints_say_what_word_says() {
    let body = format!(
        "<w:p><w:pPr><w:jc w:val='center'/><w:outlineLvl w:val='0'/></w:pPr>{}</w:p>\
         <w:p><w:r><w:rPr><w:b/></w:rPr><w:t>要快。</w:t></w:r>{}</w:p>",
        r("题目"),
        r("今年任务重。")
    );
    let docx = read_all(&docx(&body)).0.unwrap();
    assert_eq!(docx.text, "题目\n要快。今年任务重。\n");
    let [title, runin] = docx.hints[..] else { panic!("{:?}", docx.hints) };
    assert_eq!((title.level, title.centred, title.span.of_text(&docx.text)), (Some(1), true, "题目"));
    assert_eq!((runin.level, runin.bold as usize), (None, "要快。".len()));
}

#[test]
fn any_prefix_and_strict() {
    let body = "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:body><x:p><x:r>\
                <x:t>严格</x:t></x:r></x:p></x:body></x:document>";
    let relations = RELATIONS
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        .replace("word/document.xml", "/a/main.xml");
    let bytes = packed(&[("_rels/.rels", &relations), ("a/main.xml", body)], CompressionMethod::Deflated);
    assert_eq!(read_all(&bytes).0.unwrap().text, "严格\n");
}

#[test]
fn what_is_no_document_is_refused() {
    let code =
        |parts: &[(&str, &str)]| read_all(&packed(parts, CompressionMethod::Stored)).0.unwrap_err().code;
    assert_eq!(code(&[("a.txt", "x")]), "not_docx");
    assert_eq!(
        code(&[
            ("_rels/.rels", &RELATIONS.replace("word/document", "xl/workbook")),
            ("xl/workbook.xml", "<workbook/>")
        ]),
        "not_docx"
    );
    assert_eq!(code(&[("word/document.xml", "<w:docu")]), "docx_unreadable");
    assert_eq!(read_all(b"PK\x03\x04 and nothing").0.unwrap_err().code, "docx_unreadable");
}

fn long() -> Vec<u8> {
    // Lines that differ, so that deflate needs many blocks.
    let line = |i: u32| p(&r(&format!("第{i}行:{}", i.wrapping_mul(2_654_435_761))));
    docx(&(0..5000).map(line).collect::<String>())
}

#[test]
fn a_truncated_file_is_read_up_to_the_break() {
    let whole = long();
    let (docx, notices) = read_all(&whole[..whole.len() / 2]);
    let text = docx.unwrap().text;
    assert!(text.starts_with("第0行:0\n第1行:2654435761\n"));
    assert!((1000..5000).contains(&text.lines().count()), "{}", text.lines().count());
    assert!(notices.iter().any(|n| n.code == "docx_damaged"));
}

#[test]
fn a_changed_byte_is_noticed() {
    let mut bytes = packed(
        &[("_rels/.rels", RELATIONS), ("word/document.xml", &document(&p(&r("abcdefgh"))))],
        CompressionMethod::Stored,
    );
    let at = bytes.windows(8).position(|w| w == b"abcdefgh").unwrap();
    bytes[at] = b'X';
    let (docx, notices) = read_all(&bytes);
    assert_eq!(docx.unwrap().text, "Xbcdefgh\n");
    assert!(notices.iter().any(|n| n.code == "docx_damaged"), "{notices:?}");
}

#[test]
fn bombs_are_refused() {
    let limits = Limits { inflated_bytes: 1 << 20, ..Limits::default() };
    let bomb = docx(&p(&r(&"雷".repeat(1 << 20))));
    assert!(bomb.len() < 20_000);
    assert_eq!(read(&bomb, &limits, &mut Vec::new()).unwrap_err().code, "docx_too_large");
    let deep = docx(&"<w:tbl><w:tr><w:tc>".repeat(100_000));
    assert_eq!(read_all(&deep).0.unwrap_err().code, "docx_unreadable");
}

#[test]
fn docx_rs_writes_what_we_read() {
    use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow};
    let p = |t: &str| Paragraph::new().add_run(Run::new().add_text(t));
    let cells = ["甲", "乙"].map(|t| TableCell::new().add_paragraph(p(t))).to_vec();
    let docx = Docx::new().add_paragraph(p("同志们:")).add_table(Table::new(vec![TableRow::new(cells)]));
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).unwrap();
    assert_eq!(read_all(&bytes.into_inner()).0.unwrap().text, "同志们:\n甲\t乙\n");
}

proptest! {
    #[test]
    fn mutations_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
        stored in any::<bool>(),
    ) {
        let body = format!("{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p(&r("一、修渠。")), p(&r("格")));
        let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let mut bytes = packed(&[("_rels/.rels", RELATIONS), ("word/document.xml", &document(&body))], method);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let (docx, _) = read_all(&bytes);
        if let Ok(docx) = docx {
            prop_assert!(docx.hints.iter().all(|h| docx.text.get(h.span.range()).is_some()));
        }
    }

    /// Any order of elements is read, also one that no schema allows.
    #[test]
    fn any_structure_is_read(steps in prop::collection::vec((0usize..16, any::<bool>()), 0..60)) {
        const NAMES: [&str; 16] = ["p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "numPr", "txbxContent", "footnote", "del",
            "trPr", "sdt", "fldChar", "body"];
        let (mut body, mut open) = (String::new(), Vec::new());
        for (i, close) in steps {
            match open.pop() {
                Some(name) if close => body += &format!("</w:{name}>"),
                last => {
                    open.extend(last);
                    body += &format!("<w:{0} w:fldCharType='begin'>{0}", NAMES[i]);
                    open.push(NAMES[i]);
                }
            }
        }
        while let Some(name) = open.pop() {
            body += &format!("</w:{name}>");
        }
        read_all(&docx(&body)).0.unwrap();
    }
}
