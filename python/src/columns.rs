//! Rows to columns as Arrow lays them out in memory, without Arrow: pyarrow takes the buffers as they are.
//!
//! <https://arrow.apache.org/docs/format/Columnar.html>: a bitmap of what is there, values side by side, and for texts
//! their ends in one buffer of words.

use yaodian::table::{Cell, Kind, Table, Tables};

/// A part is closed at so many rows, or at the first row after so many bytes of text in one of its columns: engines
/// like their batches bounded, and 32-bit offsets want it.
const ROWS: usize = 1 << 16;
const TEXT: usize = 32 << 20;

/// Some rows of one table, column by column.
pub(crate) struct Part {
    pub(crate) table: &'static Table,
    pub(crate) rows: usize,
    pub(crate) columns: Vec<Buffers>,
}

/// The cells of one column.
pub(crate) struct Buffers {
    /// A bit a row: whether the cell is there.
    pub(crate) there: Vec<u8>,
    /// The values: 8 bytes a number, 4 a day, a bit a truth; for texts where each begins and the last one ends.
    pub(crate) values: Vec<u8>,
    /// The texts; none in other columns.
    pub(crate) text: Option<Vec<u8>>,
}

/// A cell whose text does not fit the 2 GiB that an offset can count.
#[derive(Debug)]
pub(crate) struct TooLong;

/// All rows of `files`, table by table, in their order.
pub(crate) fn parts(files: &[Tables]) -> Result<Vec<Part>, TooLong> {
    let mut parts = Vec::new();
    for (index, table) in Tables::ALL.into_iter().enumerate() {
        let mut part = Part::new(table);
        for rows in files.iter().map(|file| file.all()[index]) {
            let mut cells = Vec::with_capacity(table.columns.len());
            for row in 0..rows.count() {
                if part.is_full() {
                    parts.push(std::mem::replace(&mut part, Part::new(table)));
                }
                cells.clear();
                rows.cells(row, &mut cells);
                part.push(&cells)?;
            }
        }
        parts.push(part);
    }
    parts.retain(|part| part.rows > 0);
    Ok(parts)
}

impl Part {
    fn new(table: &'static Table) -> Self {
        Self { table, rows: 0, columns: table.columns.iter().map(|c| Buffers::new(c.kind)).collect() }
    }

    fn is_full(&self) -> bool {
        self.rows >= ROWS || self.columns.iter().flat_map(|c| &c.text).any(|text| text.len() >= TEXT)
    }

    fn push(&mut self, cells: &[Cell]) -> Result<(), TooLong> {
        for ((column, buffers), cell) in self.table.columns.iter().zip(&mut self.columns).zip(cells) {
            buffers.push(self.rows, column.kind, *cell)?;
        }
        self.rows += 1;
        Ok(())
    }
}

impl Buffers {
    fn new(kind: Kind) -> Self {
        let texts = matches!(kind, Kind::Text | Kind::Name(_));
        let values = if texts { 0i32.to_ne_bytes().to_vec() } else { Vec::new() };
        Self { there: Vec::new(), values, text: texts.then(Vec::new) }
    }

    fn push(&mut self, row: usize, kind: Kind, cell: Cell) -> Result<(), TooLong> {
        set(&mut self.there, row, cell != Cell::Null);
        match (kind, cell) {
            (Kind::Bool, _) => set(&mut self.values, row, cell == Cell::Bool(true)),
            (Kind::Int, Cell::Int(number)) => self.values.extend(number.to_ne_bytes()),
            (Kind::Float, Cell::Float(number)) => self.values.extend(number.to_ne_bytes()),
            (Kind::Date, Cell::Date(day)) => self.values.extend(day.number().to_ne_bytes()),
            (Kind::Int | Kind::Float, _) => self.values.extend([0; 8]),
            (Kind::Date, _) => self.values.extend([0; 4]),
            (Kind::Text | Kind::Name(_), _) => {
                let text = self.text.get_or_insert_default();
                if let Cell::Text(words) | Cell::Name(words) = cell {
                    text.extend_from_slice(words.as_bytes());
                }
                self.values.extend(i32::try_from(text.len()).map_err(|_| TooLong)?.to_ne_bytes());
            }
        }
        Ok(())
    }
}

/// Appends bit number `at`, lowest bit first.
fn set(bits: &mut Vec<u8>, at: usize, to: bool) {
    if at.is_multiple_of(8) {
        bits.push(0);
    }
    if let (Some(byte), true) = (bits.last_mut(), to) {
        *byte |= 1 << (at % 8);
    }
}
