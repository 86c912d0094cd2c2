//! Tables as CSV: UTF-8, a header, a line a row; cells that a spreadsheet would calculate are disarmed.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use crate::table::{Cell, Rows, Table};

/// Before the header of a file that Excel will open: without it, Excel takes UTF-8 for the system's encoding.
pub const BOM: &str = "\u{feff}";

/// The first line.
pub fn header(table: &Table) -> Vec<u8> {
    write(|csv| csv.write_record(table.columns.iter().map(|c| c.name)))
}

/// A line for each row.
pub fn rows(rows: &dyn Rows) -> Vec<u8> {
    let mut cells = Vec::new();
    write(|csv| {
        for index in 0..rows.count() {
            cells.clear();
            rows.cells(index, &mut cells);
            for cell in &cells {
                csv.write_field(shown(cell).as_bytes())?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        Ok(())
    })
}

fn write(work: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let mut csv = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    work(&mut csv).expect("rows of one length, into memory");
    csv.into_inner().expect("memory takes all")
}

fn shown<'a>(cell: &Cell<'a>) -> Cow<'a, str> {
    match *cell {
        Cell::Null => "".into(),
        Cell::Text(text) => disarmed(text),
        Cell::Name(name) => name.into(),
        Cell::Int(number) => number.to_string().into(),
        Cell::Float(number) => number.to_string().into(),
        Cell::Bool(yes) => if yes { "true" } else { "false" }.into(),
        Cell::Date(day) => day.to_string().into(),
    }
}

/// Spreadsheets take what begins like this for a formula, whatever the file says. A `'` before it makes it text;
/// what begins with `'` gets one too, so that a leading `'` is always ours and can be taken off again.
fn disarmed(text: &str) -> Cow<'_, str> {
    const ARMED: [char; 13] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '\0', '\''];
    // White space before it does not stop them.
    let armed = text.starts_with(ARMED) || text.trim_start().starts_with(&ARMED[..8]);
    if armed { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Tables;
    use crate::{Options, Pipeline, Record};

    fn tables(name: &str, text: &str) -> Tables {
        let document = Pipeline::new(&Options::default()).process(name, text.as_bytes());
        Tables::of(&Record::from(&document), &document.source.text)
    }

    #[test]
    fn rows_read_back_as_they_are() {
        let tables = tables("a,\"b\"\n.txt", "同志们:\n各乡镇要在2007年6月10日前完成检查,不得拖延。\n");
        for rows in tables.all() {
            let file = [header(rows.table()), super::rows(rows)].concat();
            let mut reader = csv::Reader::from_reader(file.as_slice());
            let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            assert!(names.iter().eq(rows.table().columns.iter().map(|c| c.name)));
            let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(read.len(), rows.count());
            for (index, record) in read.iter().enumerate() {
                let mut cells = Vec::new();
                rows.cells(index, &mut cells);
                assert!(record.iter().eq(cells.iter().map(shown)));
            }
        }
    }

    #[test]
    fn formulas_are_disarmed_and_the_rest_is_left_alone() {
        for armed in ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1", "\r\n=1", "'x", "\u{3000}=1"] {
            assert_eq!(disarmed(armed), format!("'{armed}"));
        }
        for text in ["", "a=1", "各单位-要抓紧", " x", "——", "一、"] {
            assert_eq!(disarmed(text), text);
        }
        let file = super::rows(&tables("=cmd.txt", "x").files);
        assert!(file.starts_with(b"'=cmd.txt,"));
    }
}
