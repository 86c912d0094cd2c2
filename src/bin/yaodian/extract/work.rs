//! What is done with one input, on any thread.

use std::path::PathBuf;
use std::time::Instant;

use yaodian::batch::keep::{Entry, Former, Part, short_hash};
use yaodian::batch::{self, From, Opened};
use yaodian::document::{Document, Source};
use yaodian::long::{Lengths, is_long};
use yaodian::notice::Notice;
use yaodian::read::Limits;
use yaodian::{Pipeline, emit};

use super::apart::Apart;
use super::done::{About, Done, Made};
use super::inputs::Task;
use super::long::Long;
use super::sink::Shape;

/// Does the work; shared by all threads.
pub(crate) struct Worker {
    pub(crate) place: Place,
    pub(crate) limits: Limits,
    pub(crate) shape: Shape,
    pub(crate) repairs: bool,
    /// A finished output, whose records may be used again.
    pub(crate) former: Option<Former>,
    /// Where there is room for what must be put aside.
    pub(crate) folder: PathBuf,
}

/// Where files are taken through the pipeline.
pub(crate) enum Place {
    /// On the threads themselves.
    Here(Box<Pipeline>),
    /// In processes of their own.
    Apart(Apart),
}

impl Worker {
    /// One input, from its bytes to what will be written.
    pub(crate) fn work(&self, task: Task) -> Done {
        let start = Instant::now();
        let done = self.done(&task);
        tracing::info!(
            path = ?task.input.name,
            bytes = done.about.bytes,
            ms = start.elapsed().as_millis() as u64,
            outcome = done.about.outcome(),
            reused = done.about.reused,
            "file"
        );
        done
    }

    fn done(&self, task: &Task) -> Done {
        match &self.place {
            Place::Here(pipeline) => self.done_here(pipeline, task),
            Place::Apart(apart) => self.done_apart(apart, task),
        }
    }

    fn done_here(&self, pipeline: &Pipeline, task: &Task) -> Done {
        let (shape, repairs) = (self.shape, self.repairs);
        let long = Long { pipeline, shape, repairs, folder: &self.folder };
        // Whether a record can be used again is known by the hash of all bytes.
        let whole = if self.former.is_some() { usize::MAX } else { Lengths::default().whole() };
        let bytes = match task.input.open(&self.limits, whole) {
            Ok(Opened::Whole(bytes)) => bytes,
            Ok(Opened::Long(from)) => return long.done(task, from),
            Err(document) => return Done::of(task.index, &document, repairs, shape),
        };
        if let Some(done) = self.formerly(task, &bytes) {
            return done;
        }
        if is_long(&bytes) {
            return long.done(task, &*bytes);
        }
        let document = batch::process_bytes(pipeline, &task.input.name, &bytes);
        Done::of(task.index, &document, repairs, shape)
    }

    /// What an earlier run made of the same bytes under the same name.
    fn formerly(&self, task: &Task, bytes: &[u8]) -> Option<Done> {
        let former = self.former.as_ref()?;
        let (entry, record) = former.find(&task.input.name, blake3::hash(bytes).to_hex().as_str())?;
        Done::again(task.index, &entry, record)
    }

    fn done_apart(&self, apart: &Apart, task: &Task) -> Done {
        let bytes = match task.input.bytes(&self.limits) {
            Ok(bytes) => bytes,
            Err(document) => return Done::of(task.index, &document, self.repairs, self.shape),
        };
        if let Some(done) = self.formerly(task, &bytes) {
            return done;
        }
        let (size, hash) = (bytes.len() as u64, blake3::hash(&bytes).to_hex().to_string());
        let reply = apart.ask(&task.input.name, &bytes);
        // Before its record is there too.
        drop(bytes);
        let failed = |notice: Notice| {
            let source = Source {
                name: task.input.name.clone(),
                bytes: size,
                blake3: hash.clone(),
                ..Source::default()
            };
            let document = Document { source, notices: vec![notice], ..Document::default() };
            Done::of(task.index, &document, self.repairs, self.shape)
        };
        match (reply, self.shape.written()) {
            (Ok((made, text)), Some((_, piece))) => {
                let (index, name) = (task.index, task.input.name.clone());
                let about = About { index, name, bytes: size, blake3: Some(hash), made, reused: false };
                Done { piece: piece(text), about }
            }
            (Err(notice), _) => failed(notice),
            (Ok(_), None) => failed(Notice::error("internal_error", "--isolate")),
        }
    }

    /// What is known of a record of an interrupted run, if the input is still the same and the record is whole.
    pub(crate) fn still(&self, part: &Part, task: &Task, entry: &Entry) -> Option<About> {
        let same =
            entry.input == task.index && entry.path == task.input.name && task.input.from != From::Stdin;
        let record = part.record(entry).ok().filter(|_| same)?;
        let unchanged = match (task.input.bytes(&self.limits), &entry.blake3) {
            (Ok(bytes), Some(hash)) => blake3::hash(&bytes).to_hex().as_str() == hash,
            (Err(document), None) => {
                let (_, record) = Made::of(&document, self.repairs);
                let line = emit::Format::Jsonl.record(&record) + "\n";
                short_hash(line.as_bytes()) == entry.record
            }
            _ => false,
        };
        unchanged.then(|| About::again(task.index, entry, &record))
    }
}
