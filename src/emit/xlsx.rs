//! The task ledger as an Excel workbook: a sheet of tasks, and beside it one of their source lines, each a click away.
//!
//! Rows go to temporary files as they come, so memory does not grow with them. There is no formula anywhere: what a
//! text says is text. Links are Excel's own, of which a sheet may have 65,530; so a ledger that is longer goes on in
//! another pair of sheets.

use std::io::{Seek, Write};
use std::path::Path;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::table::Day;
use crate::table::ledger::{COLUMNS, Task};

/// Tasks a sheet.
const SHEET_ROWS: u32 = 60_000;
/// The most characters a cell may hold, with some room.
const CELL: usize = 32_000;
/// The columns of the second sheet, and how wide they are.
const SOURCE: [(&str, f64); 4] = [("序号", 8.0), ("文件", 36.0), ("行", 8.0), ("原文", 110.0)];
/// The narrowest and the widest that a column of the ledger becomes, in digits.
const WIDTHS: [[f64; 2]; COLUMNS.len()] = [
    [6.0, 9.0],
    [12.0, 30.0],
    [11.0, 16.0],
    [8.0, 28.0],
    [30.0, 60.0],
    [10.0, 24.0],
    [8.0, 18.0],
    [11.0, 11.0],
    [6.0, 6.0],
    [12.0, 26.0],
];

/// A ledger in the making.
pub struct Ledger {
    workbook: Workbook,
    /// Tasks so far.
    tasks: u32,
    /// The widest cell of each column of the present sheet.
    widths: [f64; COLUMNS.len()],
    rows_limit: u32,
    head: Format,
    text: Format,
    centred: Format,
    date: Format,
    link: Format,
    bold: Format,
    plain: Format,
}

impl Ledger {
    /// An empty ledger that keeps its temporary files in `folder`.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn new(folder: &Path) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        // The same input gives the same bytes: no clock.
        let properties = DocProperties::new().set_title("任务台账").set_author("yaodian");
        workbook.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
        let cell = Format::new()
            .set_font_name("宋体")
            .set_font_size(10.5)
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0xBF_BF_BF));
        let text = cell.clone().set_text_wrap();
        let centred = text.clone().set_align(FormatAlign::Center);
        let mut ledger = Self {
            workbook,
            tasks: 0,
            widths: WIDTHS.map(|[least, _]| least),
            rows_limit: SHEET_ROWS,
            head: centred.clone().set_bold().set_background_color(Color::RGB(0xDD_EB_F7)),
            date: centred.clone().set_num_format("yyyy-mm-dd"),
            link: text.clone().set_font_color(Color::RGB(0x05_63_C1)),
            bold: Format::new().set_font_name("宋体").set_font_size(10.5).set_bold(),
            plain: Format::new().set_font_name("宋体").set_font_size(10.5),
            text,
            centred,
        };
        ledger.begin_sheets()?;
        Ok(ledger)
    }

    /// Takes the tasks of one file.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn add(&mut self, tasks: &[Task]) -> Result<(), XlsxError> {
        for task in tasks {
            if self.tasks > 0 && self.tasks.is_multiple_of(self.rows_limit) {
                self.end_sheets()?;
                self.begin_sheets()?;
            }
            self.task(task)?;
            self.tasks += 1;
        }
        Ok(())
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn finish(mut self, out: impl Write + Seek + Send) -> Result<(), XlsxError> {
        self.end_sheets()?;
        self.workbook.save_to_writer(out)
    }

    /// Which pair of sheets is being written, from 0.
    fn pair(&self) -> u32 {
        self.tasks.saturating_sub(1) / self.rows_limit
    }

    fn begin_sheets(&mut self) -> Result<(), XlsxError> {
        let pair = self.tasks / self.rows_limit;
        self.widths = WIDTHS.map(|[least, _]| least);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name("任务台账", pair))?;
        page(sheet)?;
        for (column, title) in (0..).zip(COLUMNS) {
            sheet.write_string_with_format(0, column, title, &self.head)?;
        }
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name("原文", pair))?;
        page(sheet)?;
        for (column, (title, width)) in (0..).zip(SOURCE) {
            sheet.write_string_with_format(0, column, title, &self.head)?;
            sheet.set_column_width(column, width)?;
        }
        Ok(())
    }

    fn end_sheets(&mut self) -> Result<(), XlsxError> {
        let pair = self.pair();
        let rows = self.tasks - pair * self.rows_limit;
        let sheet = self.sheet(pair, 0)?;
        sheet.autofilter(0, 0, rows, COLUMNS.len() as u16 - 1)?;
        for (column, width) in (0..).zip(self.widths) {
            self.sheet(pair, 0)?.set_column_width(column, width)?;
        }
        self.sheet(pair, 1)?.autofilter(0, 0, rows, 3)?;
        Ok(())
    }

    fn sheet(&mut self, pair: u32, which: u32) -> Result<&mut Worksheet, XlsxError> {
        self.workbook.worksheet_from_index((pair * 2 + which) as usize)
    }

    fn task(&mut self, task: &Task) -> Result<(), XlsxError> {
        let number = self.tasks + 1;
        let pair = self.tasks / self.rows_limit;
        let row = self.tasks % self.rows_limit + 1;
        let place = format!("{} 第{}行", file_name(&task.source), task.line);
        let date = task.date.map_or_else(|| task.date_text.clone(), |d| d.to_string());
        let shown = [
            &number.to_string(),
            &task.speech,
            &date,
            &task.section,
            &task.text,
            &task.who,
            &task.deadline,
            "",
            task.kind,
            &place,
        ];
        for ((width, shown), [_, most]) in self.widths.iter_mut().zip(shown).zip(WIDTHS) {
            *width = width.max(columns(shown)).min(most);
        }
        let height = lines(shown.into_iter().zip(WIDTHS.map(|[_, most]| most)));
        let (text, centred, link, day) =
            (self.text.clone(), self.centred.clone(), self.link.clone(), self.date.clone());
        let (bold, plain) = (self.bold.clone(), self.plain.clone());
        let sheet = self.sheet(pair, 0)?;
        sheet.set_row_height(row, height)?;
        sheet.write_number_with_format(row, 0, number, &centred)?;
        sheet.write_string_with_format(row, 1, cut(&task.speech), &text)?;
        match task.date.and_then(excel) {
            Some(date) => sheet.write_datetime_with_format(row, 2, &date, &day)?,
            None => sheet.write_string_with_format(row, 2, cut(&date), &centred)?,
        };
        sheet.write_string_with_format(row, 3, cut(&task.section), &text)?;
        sheet.write_string_with_format(row, 4, cut(&task.text), &text)?;
        sheet.write_string_with_format(row, 5, cut(&task.who), &text)?;
        sheet.write_string_with_format(row, 6, cut(&task.deadline), &text)?;
        match task.due.and_then(excel) {
            Some(due) => sheet.write_datetime_with_format(row, 7, &due, &day)?,
            None => sheet.write_blank(row, 7, &centred)?,
        };
        sheet.write_string_with_format(row, 8, task.kind, &centred)?;
        let target = format!("internal:'{}'!D{}", name("原文", pair), row + 1);
        sheet.write_url_with_options(row, 9, target.as_str(), cut(&place), "看原文", Some(&link))?;

        let sheet = self.sheet(pair, 1)?;
        let back = format!("internal:'{}'!E{}", name("任务台账", pair), row + 1);
        let number = number.to_string();
        let [before, words, after] = &task.context;
        let shown = [before.as_str(), words, after].concat();
        let [_, file, _, source] = SOURCE.map(|(_, width)| width);
        sheet.set_row_height(row, lines([(task.source.as_str(), file), (&shown, source)].into_iter()))?;
        sheet.write_url_with_options(row, 0, back.as_str(), number, "回台账", Some(&link))?;
        sheet.write_string_with_format(row, 1, cut(&task.source), &text)?;
        sheet.write_number_with_format(row, 2, task.line as f64, &centred)?;
        // The words in question are bold; a part of a rich string must not be empty.
        let parts = [(&plain, before), (&bold, words), (&plain, after)];
        let parts: Vec<(&Format, &str)> =
            parts.iter().filter(|(_, s)| !s.is_empty()).map(|(f, s)| (*f, s.as_str())).collect();
        if parts.len() > 1 && parts.iter().map(|(_, s)| s.len()).sum::<usize>() < CELL {
            sheet.write_rich_string_with_format(row, 3, &parts, &text)?;
        } else {
            sheet.write_string_with_format(row, 3, cut(words), &text)?;
        }
        Ok(())
    }
}

/// What both sheets have: the head stays in view and stands on every printed page, A4 across.
fn page(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

fn name(sheet: &str, pair: u32) -> String {
    if pair == 0 { sheet.to_owned() } else { format!("{sheet}{}", pair + 1) }
}

/// As Excel counts days; it knows none before 1900.
fn excel(day: Day) -> Option<ExcelDateTime> {
    let (year, month, date) = day.date();
    ExcelDateTime::from_ymd(u16::try_from(year).ok()?, month as u8, date as u8).ok()
}

/// How wide words are on one line, in digits; wide characters take two.
fn columns(words: &str) -> f64 {
    let width: u32 = words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    f64::from(width) * 1.05 + 2.0
}

/// How high a row is whose cells are so wide at most, in points. Excel would find it by itself, but LibreOffice and printers
/// take a row without a height for one line.
fn lines<'a>(cells: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    let most = cells.map(|(words, width)| (columns(words) / width).ceil()).fold(1.0, f64::max);
    // More than 409 Excel refuses.
    (most * 14.0 + 1.0).min(409.0)
}

/// As much as a cell holds.
fn cut(words: &str) -> &str {
    &words[..words.floor_char_boundary(CELL)]
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
