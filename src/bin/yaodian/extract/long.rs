//! A long text: taken in blocks, on all threads that are idle; its line of JSON is put aside until it is whole.

use std::io::{self, Read};
use std::path::Path;

use tempfile::{SpooledTempFile, spooled_tempfile_in};
use yaodian::batch;
use yaodian::batch::keep::manifest::Counts;
use yaodian::emit::Parts;
use yaodian::long::{self, Blocks, Joiner, Lengths, Wanted, Whole};
use yaodian::notice::Notice;
use yaodian::{Pipeline, Record};

use super::done::{About, Done, Made};
use super::inputs::Task;
use super::sink::{Aside, Piece, Shape};

/// What is put aside in memory before it goes to the disk, in bytes.
pub(crate) const ASIDE: usize = 1 << 20;

/// Why a run cannot go on.
pub(crate) const NO_ROOM: &str = "放不下长文本的中间结果,请清理临时文件夹(TMPDIR)· no room for the record of a long text: make \
                                  room where temporary files are (TMPDIR)";

/// How long texts are worked on.
pub(super) struct Long<'w> {
    pub(super) pipeline: &'w Pipeline,
    pub(super) shape: Shape,
    pub(super) repairs: bool,
    /// Where there is room for what is put aside.
    pub(super) folder: &'w Path,
}

impl Long<'_> {
    /// A long text, from its bytes to what will be written.
    pub(super) fn done(&self, task: &Task, from: impl Read) -> Done {
        let blocks = Blocks::new(self.pipeline, &task.input.name, from, Lengths::default());
        match self.shape.is_lines() {
            true => self.aside(task.index, blocks),
            false => self.in_memory(task.index, blocks),
        }
    }

    fn in_memory(&self, index: u64, mut blocks: Blocks<impl Read>) -> Done {
        let mut whole = Whole::new(Wanted { repairs: self.repairs, text: !self.shape.is_text() });
        let end = self.each(&mut blocks, |made| whole.add(made));
        let made = match end {
            Ok(()) => {
                let (source, notices) = blocks.end();
                whole.finish(source, notices)
            }
            Err(why) => long::Made::failed(&blocks.failed(why)),
        };
        Done::of_long(index, &made, self.shape)
    }

    fn aside(&self, index: u64, mut blocks: Blocks<impl Read>) -> Done {
        let room = || spooled_tempfile_in(ASIDE, self.folder);
        let mut parts = Ok(Parts::new(room(), self.repairs.then(room)));
        let (mut joiner, mut sum) = (Joiner::default(), Made::default());
        let end = self.each(&mut blocks, |mut made| {
            joiner.add(&mut made);
            sum.add(&made);
            if let Ok(to) = &mut parts
                && let Err(error) = to.add(&made.record)
            {
                parts = Err(error);
            }
        });
        if let Err(why) = end {
            return Done::of_long(index, &long::Made::failed(&blocks.failed(why)), self.shape);
        }
        let (source, notices) = blocks.end();
        let record = joiner.finish(source, notices);
        let Made { counts, failures } = Made::of_record(&record);
        sum = Made { counts: Counts { warnings: counts.warnings, ..sum.counts }, failures };
        let about = About::of(index, &record, sum);
        Done { piece: Piece::Aside(parts.and_then(|parts| put_aside(parts, record))), about }
    }

    /// Hands over what came of each block, in order.
    fn each(&self, blocks: &mut Blocks<impl Read>, mut take: impl FnMut(long::Made)) -> Result<(), Notice> {
        let work = |block: Result<long::Block, Notice>| block?.made(self.pipeline, self.repairs);
        batch::spread(blocks, work, |made| made.map(&mut take))
    }
}

fn put_aside(parts: Parts<SpooledTempFile>, record: Record) -> io::Result<Aside> {
    Ok(Box::new(parts.finish(record)?))
}
