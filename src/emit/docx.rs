//! The task ledger as a Word table: A4 across, its head on every page.

use std::io;

use docx_rs::{
    AlignmentType, BuildXML, Docx, PageMargin, PageOrientationType, Paragraph, Run, Shading, ShdType, Style,
    StyleType, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::office::{fonts, footer, pack};
use crate::table::ledger::Task;

/// The columns and their widths in twentieths of a point; together they are A4 across within its margins.
const COLUMNS: [(&str, usize); 9] = [
    ("序号", 700),
    ("讲话", 2000),
    ("日期", 1300),
    ("章节", 1800),
    ("要求", 4370),
    ("责任单位", 1500),
    ("时限", 1300),
    ("类型", 700),
    ("原文位置", 1400),
];

/// Stands where the rows will be.
const ROWS: &str = "yaodian:rows";

/// A ledger in the making. Word files cannot be streamed: the rows wait in memory, as XML.
#[derive(Default)]
pub struct Ledger {
    rows: Vec<u8>,
    tasks: usize,
}

impl Ledger {
    /// Takes the tasks of one file.
    pub fn add(&mut self, tasks: &[Task]) {
        for task in tasks {
            self.tasks += 1;
            let date = task.date.map_or_else(|| task.date_text.clone(), |d| d.to_string());
            let mut deadline = vec![task.deadline.clone()];
            deadline.extend(task.due.map(|d| format!("({d})")));
            let place = vec![task.source.clone(), format!("第{}行", task.line)];
            let cells = [
                vec![self.tasks.to_string()],
                vec![task.speech.clone()],
                vec![date],
                vec![task.section.clone()],
                vec![task.text.clone()],
                vec![task.who.clone()],
                deadline,
                vec![task.kind.to_owned()],
                place,
            ];
            let cells = cells.into_iter().zip(COLUMNS).map(|(lines, (name, width))| {
                let centred = matches!(name, "序号" | "日期" | "类型");
                let cell = TableCell::new().width(width, WidthType::Dxa);
                lines.into_iter().fold(cell, |cell, line| cell.add_paragraph(small(&line, centred, false)))
            });
            self.rows.extend(TableRow::new(cells.collect()).cant_split().build());
        }
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// If the ledger is too large to be packed.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let head = COLUMNS.map(|(name, width)| {
            let grey = Shading::new().shd_type(ShdType::Clear).color("auto").fill("DDEBF7");
            let cell = TableCell::new().width(width, WidthType::Dxa).shading(grey);
            cell.vertical_align(VAlignType::Center).add_paragraph(small(name, true, true))
        });
        let rows = TableRow::new(vec![TableCell::new().add_paragraph(small(ROWS, false, false))]);
        let table = Table::new(vec![TableRow::new(head.to_vec()).cant_split(), rows])
            .set_grid(COLUMNS.iter().map(|(_, width)| *width).collect())
            .width(COLUMNS.iter().map(|(_, width)| width).sum(), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(40, 80, 40, 80));
        let title = Style::new("Title", StyleType::Paragraph).name("Title").fonts(fonts("黑体")).size(36);
        let count = format!("共 {} 条", self.tasks);
        let margin = PageMargin {
            top: 1134,
            left: 884,
            bottom: 1134,
            right: 884,
            header: 851,
            footer: 600,
            gutter: 0,
        };
        // The same input gives the same bytes: no clock.
        let mut xml = Docx::new()
            .created_at("2000-01-01T00:00:00Z")
            .updated_at("2000-01-01T00:00:00Z")
            .page_size(16838, 11906)
            .page_orient(PageOrientationType::Landscape)
            .page_margin(margin)
            .default_fonts(fonts("宋体"))
            .default_size(21)
            .footer(footer())
            .add_style(title.align(AlignmentType::Center))
            .add_paragraph(Paragraph::new().style("Title").add_run(Run::new().add_text("任务台账")))
            .add_paragraph(Paragraph::new().align(AlignmentType::Right).add_run(Run::new().add_text(count)))
            .add_table(table)
            .build();
        xml.document = with_rows(xml.document, &self.rows)?;
        pack(xml)
    }
}

/// The document with its rows, and with the first row marked as the head (which docx-rs cannot say).
fn with_rows(document: Vec<u8>, rows: &[u8]) -> io::Result<Vec<u8>> {
    let document = String::from_utf8(document).map_err(io::Error::other)?;
    let parts = document
        .split_once(ROWS)
        .and_then(|(before, after)| Some((before.rsplit_once("<w:tr>")?.0, after.split_once("</w:tr>")?.1)));
    let (before, after) = parts.ok_or_else(|| io::Error::other("no place for the rows"))?;
    let before = before.replacen("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />", 1);
    Ok([before.as_bytes(), rows, after.as_bytes()].concat())
}

fn small(text: &str, centred: bool, bold: bool) -> Paragraph {
    let run = Run::new().size(18).add_text(text);
    let align = if centred { AlignmentType::Center } else { AlignmentType::Left };
    Paragraph::new().align(align).add_run(if bold { run.bold().fonts(fonts("黑体")) } else { run })
}
