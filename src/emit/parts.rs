//! One line of JSON that is too long for memory: repairs and speeches are put aside as they come, and stand in their
//! places when all else is known.

use std::io::{self, Cursor, Read, Seek, Write};

use serde::Serialize;

use super::{Format, compact};
use crate::record::Record;

/// The parts of a record's line, put aside in files (or whatever `W` is).
#[derive(Debug)]
pub struct Parts<W> {
    repairs: Option<List<W>>,
    speeches: List<W>,
}

impl<W: Read + Write + Seek> Parts<W> {
    /// Nothing yet. There must be a place for repairs where records list them.
    pub fn new(speeches: W, repairs: Option<W>) -> Self {
        Self {
            speeches: List { out: speeches, any: false },
            repairs: repairs.map(|out| List { out, any: false }),
        }
    }

    /// Puts aside the speeches and repairs of a record.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        if let (Some(list), Some(repairs)) = (&mut self.repairs, &record.repairs) {
            list.add(repairs)?;
        }
        self.speeches.add(&record.speeches)
    }

    /// The line, without its end: what [`Format::Jsonl`] makes of `record` with all that was put aside. The record itself
    /// holds neither speeches nor repairs.
    ///
    /// # Errors
    /// If what was put aside cannot be read again.
    pub fn finish(self, mut record: Record) -> io::Result<impl Read> {
        record.repairs = self.repairs.is_some().then(Vec::new);
        let mut shell = Format::Jsonl.record(&record);
        // In a string of JSON no quotation mark stands without a backslash: these are the fields.
        let mut before = |field: &str| {
            let at = shell.find(field).map_or(shell.len(), |at| at + field.len() - 1);
            let rest = shell.split_off(at);
            Cursor::new(std::mem::replace(&mut shell, rest).into_bytes())
        };
        let repairs = match self.repairs {
            Some(list) => Some(before("\"repairs\":[]").chain(list.read()?)),
            None => None,
        };
        let speeches = before("\"speeches\":[]").chain(self.speeches.read()?);
        Ok(Maybe(repairs).chain(speeches).chain(Cursor::new(shell.into_bytes())))
    }
}

/// Something to read, or nothing.
struct Maybe<R>(Option<R>);

impl<R: Read> Read for Maybe<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |from| from.read(to))
    }
}

/// The items of an array, without its brackets.
#[derive(Debug)]
struct List<W> {
    out: W,
    any: bool,
}

impl<W: Read + Write + Seek> List<W> {
    fn add(&mut self, items: &[impl Serialize]) -> io::Result<()> {
        let mut json = Vec::new();
        for item in items {
            if std::mem::replace(&mut self.any, true) {
                json.push(b',');
            }
            json.extend_from_slice(compact::to_string(item)?.as_bytes());
        }
        self.out.write_all(&json)
    }

    fn read(mut self) -> io::Result<W> {
        self.out.rewind()?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Pipeline};

    #[test]
    fn parts_make_the_line() {
        let page = "在大会上的讲话\n同志们：\n一、要抓紧變化。\n第二篇:在会上的讲话\n同志们：\n各单位要落实“\\责任”。\n";
        let name = "\"speeches\":[],\"repairs\":[].txt";
        let document = Pipeline::new(&Options::default()).process(name, page.as_bytes());
        for record in [Record::from(&document), Record::with_repairs(&document)] {
            let line = Format::Jsonl.record(&record);
            assert!(!record.speeches.is_empty());
            let repairs = record.repairs.is_some().then(|| Cursor::new(Vec::new()));
            let mut parts = Parts::new(Cursor::new(Vec::new()), repairs);
            for speech in &record.speeches {
                let repairs = record.repairs.clone().filter(|_| speech.id == "1");
                parts.add(&Record { speeches: vec![speech.clone()], repairs, ..record.clone() }).unwrap();
            }
            let mut written = String::new();
            let shell = Record { speeches: Vec::new(), repairs: None, ..record };
            parts.finish(shell).unwrap().read_to_string(&mut written).unwrap();
            assert_eq!(written, line);
        }
    }
}
