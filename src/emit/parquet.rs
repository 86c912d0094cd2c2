//! Tables as Parquet: typed, names as dictionaries, zstd, row groups of bounded size.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder, StringDictionaryBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use crate::record::SCHEMA_VERSION;
use crate::table::{Cell, Kind, Rows, Table};

/// How many rows are gathered before they are encoded.
const BATCH_ROWS: usize = 8192;
/// How many bytes of text they may hold.
const BATCH_BYTES: usize = 8 << 20;
/// How many rows a row group holds at most: what a reader takes at a time.
const GROUP_ROWS: usize = 128 * 1024;
/// How many encoded bytes of a row group wait in memory at most.
const GROUP_BYTES: usize = 32 << 20;

/// Writes one table.
pub struct ParquetTable<W: Write + Send> {
    schema: SchemaRef,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
    writer: ArrowWriter<W>,
}

/// The cells of a column that are not encoded yet.
enum Column {
    Text(StringBuilder),
    Int(Int64Builder),
    Float(Float64Builder),
    Bool(BooleanBuilder),
    Date(Date32Builder),
    Name(StringDictionaryBuilder<Int32Type>),
}

impl<W: Write + Send> ParquetTable<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// If nothing can be written to `out`.
    pub fn new(table: &Table, out: W) -> Result<Self> {
        let schema = Arc::new(schema(table));
        let about = |key: &str, value: String| KeyValue::new(format!("yaodian.{key}"), value);
        let properties = WriterProperties::builder()
            .set_created_by(concat!("yaodian ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_key_value_metadata(Some(vec![
                about("schema_version", SCHEMA_VERSION.to_string()),
                about("table", table.name.to_owned()),
            ]))
            .build();
        Ok(Self {
            columns: table.columns.iter().map(|c| Column::new(c.kind)).collect(),
            rows: 0,
            bytes: 0,
            writer: ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?,
            schema,
        })
    }

    /// Takes the rows of one record.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn add(&mut self, rows: &dyn Rows) -> Result<()> {
        let mut cells = Vec::with_capacity(self.columns.len());
        for index in 0..rows.count() {
            cells.clear();
            rows.cells(index, &mut cells);
            for (column, cell) in self.columns.iter_mut().zip(&cells) {
                self.bytes += column.push(cell);
            }
            self.rows += 1;
            if self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
                self.encode()?;
            }
        }
        Ok(())
    }

    /// Writes what is left and the end of the file; hands back where it was written to.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn finish(mut self) -> Result<W> {
        self.encode()?;
        self.writer.into_inner()
    }

    fn encode(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let arrays = self.columns.iter_mut().map(Column::finish).collect();
        self.writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), arrays)?)?;
        (self.rows, self.bytes) = (0, 0);
        if self.writer.memory_size() > GROUP_BYTES {
            self.writer.flush()?;
        }
        Ok(())
    }
}

/// The Arrow schema of a table; the meaning of each column is in its metadata.
pub fn schema(table: &Table) -> Schema {
    let field = |column: &crate::table::Column| {
        let kind = match column.kind {
            Kind::Text => DataType::Utf8,
            Kind::Int => DataType::Int64,
            Kind::Float => DataType::Float64,
            Kind::Bool => DataType::Boolean,
            Kind::Date => DataType::Date32,
            Kind::Name(_) => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        };
        let about = [("description".to_owned(), column.meaning.to_owned())];
        Field::new(column.name, kind, column.nullable).with_metadata(about.into())
    };
    Schema::new(table.columns.iter().map(field).collect::<Vec<_>>())
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Int => Self::Int(Int64Builder::new()),
            Kind::Float => Self::Float(Float64Builder::new()),
            Kind::Bool => Self::Bool(BooleanBuilder::new()),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::Name(_) => Self::Name(StringDictionaryBuilder::new()),
        }
    }

    /// Appends a cell; how many bytes of text it brought. A cell of another kind than its column's does not occur
    /// (rows are made from the declaration of the columns) and would be empty.
    fn push(&mut self, cell: &Cell) -> usize {
        match (self, cell) {
            (Self::Text(column), Cell::Text(text)) => {
                column.append_value(text);
                return text.len();
            }
            (Self::Int(column), Cell::Int(number)) => column.append_value(*number),
            (Self::Float(column), Cell::Float(number)) => column.append_value(*number),
            (Self::Bool(column), Cell::Bool(yes)) => column.append_value(*yes),
            (Self::Date(column), Cell::Date(day)) => column.append_value(day.number()),
            (Self::Name(column), Cell::Name(name)) => column.append_value(name),
            (Self::Text(column), _) => column.append_null(),
            (Self::Int(column), _) => column.append_null(),
            (Self::Float(column), _) => column.append_null(),
            (Self::Bool(column), _) => column.append_null(),
            (Self::Date(column), _) => column.append_null(),
            (Self::Name(column), _) => column.append_null(),
        }
        0
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Int(column) => Arc::new(column.finish()),
            Self::Float(column) => Arc::new(column.finish()),
            Self::Bool(column) => Arc::new(column.finish()),
            Self::Date(column) => Arc::new(column.finish()),
            Self::Name(column) => Arc::new(column.finish()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Tables;
    use crate::{Options, Pipeline, Record};
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn every_row_is_there_and_groups_are_bounded() {
        let page =
            "2007年5月16日会议讲话\n同志们:\n".to_owned() + &"各乡镇要在6月10日前完成检查。\n".repeat(50);
        let document = Pipeline::new(&Options::default()).process("a.txt", page.as_bytes());
        let tables = Tables::of(&Record::from(&document), &document.source.text);
        let rows = tables.requirements.len();
        assert!(rows >= 40);
        let mut out = ParquetTable::new(Tables::ALL[3], Vec::new()).unwrap();
        let times = GROUP_ROWS / rows + 2;
        for _ in 0..times {
            out.add(&tables.requirements).unwrap();
        }
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&out.finish().unwrap()).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let metadata = reader.metadata();
        assert_eq!(metadata.file_metadata().num_rows(), (times * rows) as i64);
        assert!(metadata.num_row_groups() >= 2);
        assert!(metadata.row_groups().iter().all(|g| g.num_rows() <= GROUP_ROWS as i64));
    }

    #[test]
    fn a_table_without_rows_is_a_file() {
        let bytes = ParquetTable::new(Tables::ALL[0], Vec::new()).unwrap().finish().unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    }
}
