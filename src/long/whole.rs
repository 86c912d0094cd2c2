//! All that the blocks gave, in memory.

use super::{Joiner, Made, Wanted};
use crate::document::Source;
use crate::notice::Notice;
use crate::record::{Record, Repair, SpeechRecord};

/// Gathers what the blocks gave.
#[derive(Debug)]
pub struct Whole {
    wanted: Wanted,
    joiner: Joiner,
    speeches: Vec<SpeechRecord>,
    list: Vec<Repair>,
    text: String,
    repairs: usize,
}

impl Whole {
    /// Of no blocks yet.
    pub fn new(wanted: Wanted) -> Self {
        let joiner = Joiner::default();
        Self { wanted, joiner, speeches: Vec::new(), list: Vec::new(), text: String::new(), repairs: 0 }
    }

    /// The next block.
    pub fn add(&mut self, mut made: Made) {
        self.joiner.add(&mut made);
        self.speeches.append(&mut made.record.speeches);
        self.list.extend(made.record.repairs.into_iter().flatten());
        self.repairs += made.repairs;
        if self.wanted.text {
            self.text.push_str(&made.text);
        }
    }

    /// The whole. `source` and `notices` are what is known of the file as a whole.
    pub fn finish(self, source: Source, notices: Vec<Notice>) -> Made {
        let repairs = self.wanted.repairs.then_some(self.list);
        let record = self.joiner.finish(source, notices);
        let record = Record { speeches: self.speeches, repairs, ..record };
        Made { record, text: self.text, repairs: self.repairs }
    }
}
