//! Results that are folders of tables: CSV and Parquet.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use yaodian::emit::csv;
#[cfg(feature = "parquet")]
use yaodian::emit::parquet::ParquetTable;
use yaodian::table::Tables;

use crate::folder::Folder;

/// `files.csv`, `speeches.csv`, ….
pub(crate) struct CsvTables {
    folder: Folder,
    files: Vec<(String, BufWriter<File>)>,
}

impl CsvTables {
    pub(crate) fn open(path: &Path, bom: bool) -> anyhow::Result<Self> {
        let folder = Folder::open(path)?;
        let files = Tables::ALL.iter().map(|table| {
            let name = format!("{}.csv", table.name);
            let mut file = folder.file(&name)?;
            file.write_all(if bom { csv::BOM.as_bytes() } else { b"" })?;
            file.write_all(&csv::header(table))?;
            anyhow::Ok((name, file))
        });
        Ok(Self { files: files.collect::<Result<_, _>>()?, folder })
    }

    pub(crate) fn add(&mut self, lines: &[Vec<u8>]) -> io::Result<()> {
        self.files.iter_mut().zip(lines).try_for_each(|((_, file), lines)| file.write_all(lines))
    }

    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let whole = |(name, file): (String, BufWriter<File>)| {
            anyhow::Ok((name, file.into_inner().map_err(io::IntoInnerError::into_error)?))
        };
        self.folder.finish(self.files.into_iter().map(whole).collect::<Result<_, _>>()?)
    }
}

/// `files.parquet`, `speeches.parquet`, ….
#[cfg(feature = "parquet")]
pub(crate) struct ParquetTables {
    folder: Folder,
    files: Vec<(String, ParquetTable<BufWriter<File>>)>,
}

#[cfg(feature = "parquet")]
impl ParquetTables {
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let folder = Folder::open(path)?;
        let files = Tables::ALL.iter().map(|table| {
            let name = format!("{}.parquet", table.name);
            let file = folder.file(&name)?;
            anyhow::Ok((name, ParquetTable::new(table, file)?))
        });
        Ok(Self { files: files.collect::<Result<_, _>>()?, folder })
    }

    pub(crate) fn add(&mut self, tables: &Tables) -> anyhow::Result<()> {
        for ((_, file), rows) in self.files.iter_mut().zip(tables.all()) {
            file.add(rows)?;
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let whole = |(name, file): (String, ParquetTable<BufWriter<File>>)| {
            anyhow::Ok((name, file.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?))
        };
        self.folder.finish(self.files.into_iter().map(whole).collect::<Result<_, _>>()?)
    }
}
