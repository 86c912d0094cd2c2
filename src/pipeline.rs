//! The whole line, from bytes to [`Document`].

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};

use crate::dedup;
use crate::document::{Document, Role, Source, Speech};
use crate::extract::Extractor;
use crate::notice::Notice;
use crate::outline::Outliner;
use crate::read::{self, Limits};
use crate::repair::{Repairer, Script};
use crate::segment::{self, word::Words};
use crate::split::Splitter;

/// What a user may choose. The defaults are what the command line does without options.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What to refuse.
    pub limits: Limits,
    /// Whether to segment words and tag them.
    pub words: bool,
    /// Whether words are exactly jieba's, without the genre's own terms.
    pub jieba_words: bool,
    /// In which script the cleaned text stands.
    pub script: Script,
    /// Repair rules to leave out, by name.
    pub skip_repairs: BTreeSet<String>,
    /// Whether to tell the reasons: for and against each requirement ([`crate::document::Requirement::evidence`]), and
    /// against what is none ([`crate::document::Speech::passed_over`]).
    pub reasons: bool,
    /// Whether to make the signature of each speech, by which copies are found ([`crate::dedup`]).
    pub signatures: bool,
}

/// The stages with their tables loaded: make one, share it among threads.
#[derive(Debug)]
pub struct Pipeline {
    limits: Limits,
    words: Option<Words>,
    repairer: Repairer,
    splitter: Splitter,
    outliner: Outliner,
    extractor: Extractor,
    reasons: bool,
    signatures: bool,
}

impl Pipeline {
    /// Loads every table once.
    pub fn new(options: &Options) -> Self {
        Self {
            limits: options.limits,
            words: options.words.then(|| match options.jieba_words {
                true => Words::default(),
                false => Words::of_the_genre(),
            }),
            repairer: Repairer::new(options.script, &options.skip_repairs),
            splitter: Splitter::new(),
            outliner: Outliner::new(),
            extractor: Extractor::new(),
            reasons: options.reasons,
            signatures: options.signatures,
        }
    }

    /// What it refuses to take in.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes one file through the whole line. Total: a file that cannot be read gives a document without text and
    /// with a notice of severity error.
    pub fn process(&self, name: &str, bytes: &[u8]) -> Document {
        let mut notices = Vec::new();
        match read::read(name, bytes, &self.limits, &mut notices) {
            Ok(source) => self.process_text(source, notices),
            Err(error) => unread(name, bytes, Notice::error(error.code, error.message)),
        }
    }

    /// Takes a text that was read through the rest of the line. `notices` is what reading it told.
    pub fn process_text(&self, source: Source, mut notices: Vec<Notice>) -> Document {
        let text = self.repairer.repair(&source, &mut notices);
        let segments = segment::segment(&text);
        let split = self.splitter.split(&source, &text, &segments, &mut notices);
        let (roles, mut speeches) = (split.roles, split.speeches);
        for speech in &mut speeches {
            speech.sections = self.outliner.outline(&source, &text, &segments, &roles, speech, &mut notices);
            speech.requirements = self.extractor.extract(&text, &segments, &roles, speech);
            if self.reasons {
                self.extractor.explain(&text, &segments, &roles, speech);
            }
        }
        let words = self.words.as_ref().map(|words| {
            let mut cutter = words.cutter();
            segments.sentences.iter().map(|&s| cutter.words(text.as_str(), s)).collect()
        });
        let mut document =
            Document { source, text, segments, roles, noise: split.noise, speeches, words, notices };
        if self.signatures {
            dedup::sign(&mut document);
        }
        document
    }
}

impl Pipeline {
    /// Where speeches begin in a text, with the labels before them, and how sure that is: the first half of the line, for
    /// those who look for places to cut a long text at.
    pub(crate) fn openings(&self, source: &Source) -> Vec<Opening> {
        let mut unsaid = Vec::new();
        let text = self.repairer.repair(source, &mut unsaid);
        let segments = segment::segment(&text);
        let split = self.splitter.split(source, &text, &segments, &mut unsaid);
        let begins = |speech: &Speech| {
            let labels = split.roles[..speech.lines.start].iter().rev();
            let labels = labels.take_while(|line| line.role == Role::Label).count();
            let first = segments.lines.get(speech.lines.start - labels)?;
            let at = text.to_source(first.span).range().start;
            Some(Opening { at, confidence: speech.confidence })
        };
        split.speeches.iter().filter_map(begins).collect()
    }
}

/// Where a speech begins in a source text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    /// In bytes.
    pub(crate) at: usize,
    /// From 0 to 1.
    pub(crate) confidence: f32,
}

/// The document of a file that could not be read.
pub fn unread(name: &str, bytes: &[u8], notice: Notice) -> Document {
    let source = Source {
        name: name.into(),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
        ..Source::default()
    };
    Document { source, notices: vec![notice], ..Document::default() }
}

/// What `work` gives, or the notice of severity error that says it panicked: a defect of ours costs one file.
///
/// # Errors
/// If `work` panics.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Notice> {
    // Nothing that `work` could leave half-changed is looked at afterwards: a pipeline is only ever read.
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let what = payload.downcast_ref::<&str>().copied();
        let what = what.or(payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic");
        let message = format!(
            "程序内部错误,此文件没有结果,请把文件发给我们:{what} · internal error, no result for this file, please \
             report it: {what}"
        );
        Notice::error("internal_error", message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_laid_out_ahead() {
        crate::pattern::are_ahead(|| drop((Splitter::new(), Extractor::new())));
    }

    #[test]
    fn a_panic_costs_one_file() {
        let notice = guarded::<()>(|| panic!("at line {}", 3)).unwrap_err();
        let document = unread("a.txt", b"x", notice);
        assert_eq!(document.source.name, "a.txt");
        assert_eq!(document.notices[0].code, "internal_error");
        assert!(document.notices[0].message.ends_with("at line 3"));
    }
}
