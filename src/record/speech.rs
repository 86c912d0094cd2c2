//! Speeches, their divisions, sentences and words.

use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;

use super::{Place, RequirementRecord};
use crate::dedup;
use crate::document as doc;

/// Words and where they stand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Phrase {
    /// The cleaned reading.
    pub text: String,
    /// Where.
    pub span: Place,
}

/// A speech, report, news item, essay or other text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpeechRecord {
    /// Stable within the record: 1, 2, ….
    pub id: String,
    /// From the title to the last line.
    pub span: Place,
    /// What it is.
    pub kind: SpeechKind,
    /// Its own title.
    pub title: Option<Phrase>,
    /// Who speaks.
    pub speaker: Option<Speaker>,
    /// The day it was held.
    pub date: Option<DateRecord>,
    /// 同志们.
    pub salutation: Option<Phrase>,
    /// How sure its borders are, from 0 to 1.
    pub confidence: f64,
    /// The name of the rule that found its beginning.
    pub opened_by: &'static str,
    /// Its divisions, flat, in text order.
    pub sections: Vec<SectionRecord>,
    /// Its sentences with their words; only on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<SentenceRecord>>,
    /// What it asks for, in text order.
    pub requirements: Vec<RequirementRecord>,
    /// What copies of it are known by (`docs/dedup.md`); only on request. 16 hexadecimal digits for all its letters, 8 for
    /// each of up to 128 hashes, rising.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The earlier speech that it is a copy of; only where copies were looked for, and then where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DuplicateOf>,
}

impl SpeechRecord {
    /// Gives it another number, in all ids that begin with it.
    pub(super) fn number(&mut self, number: usize) {
        self.id = number.to_string();
        let ids = self.sections.iter_mut().flat_map(|s| std::iter::once(&mut s.id).chain(&mut s.parent));
        for id in ids.chain(self.requirements.iter_mut().filter_map(|r| r.section.as_mut())) {
            if let Some(dot) = id.find('.') {
                id.replace_range(..dot, &self.id);
            }
        }
    }
}

/// An earlier speech of the same run that this one is a copy of.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DuplicateOf {
    /// The path of its file, as `source.path` of its record has it.
    pub path: String,
    /// Its `id` there.
    pub speech: String,
    /// How this one is a copy.
    pub kind: DuplicateKind,
    /// How alike both are, from 0 to 1: of all shingles (five letters in a row) that either has, those both have. An estimate
    /// with an error of about 0.04, but for exact copies.
    pub similarity: f64,
    /// Of the shingles of the shorter one, those the other one has, from 0 to 1. An estimate.
    pub shared: f64,
}

/// How a speech is a copy of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DuplicateKind {
    /// The same letters.
    Exact,
    /// Most of each stands in the other.
    Near,
    /// It stands in the earlier one, which has more.
    Part,
    /// The earlier one stands in it; it has more.
    Holds,
}

/// What a text is.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpeechKind {
    /// Somebody speaks.
    Speech,
    /// A work report.
    Report,
    /// News about a meeting.
    News,
    /// An article.
    Essay,
    /// Anything else.
    Other,
}

/// Who speaks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Speaker {
    /// Name and post as they stand, cleaned.
    pub text: String,
    /// The name, white space removed.
    pub name: Option<String>,
    /// The post.
    pub post: Option<String>,
    /// Where.
    pub span: Place,
}

/// A day, month or year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DateRecord {
    /// The words.
    pub text: String,
    /// ISO 8601 (a day, a month, a year), as far as the words go.
    pub iso: Option<String>,
    /// Where.
    pub span: Place,
}

/// A division.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SectionRecord {
    /// Stable within the record, e.g. `1.4`: the fourth division of the first speech.
    pub id: String,
    /// The division it belongs to.
    pub parent: Option<String>,
    /// Depth from 1.
    pub level: u8,
    /// How it stands in the text.
    pub kind: SectionKind,
    /// 一、 (二) 1., with its punctuation.
    pub marker: Option<String>,
    /// The marker's number.
    pub number: Option<u32>,
    /// The heading's words.
    pub title: Option<String>,
    /// The whole division, from its marker to its end.
    pub span: Place,
    /// The heading's words.
    pub title_span: Option<Place>,
}

/// How a division stands in the text.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// On its own line.
    Heading,
    /// Opens a paragraph.
    Runin,
    /// Inside a paragraph.
    Point,
}

/// A sentence.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SentenceRecord {
    /// Where.
    pub span: Place,
    /// Its words.
    pub words: Vec<WordRecord>,
}

/// A word.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WordRecord {
    /// Cleaned; nearly always short enough to need no memory of its own.
    pub text: SmolStr,
    /// Where.
    pub span: Place,
    /// Part of speech (jieba's tags).
    pub pos: &'static str,
}

impl From<dedup::Kind> for DuplicateKind {
    fn from(kind: dedup::Kind) -> Self {
        match kind {
            dedup::Kind::Exact => Self::Exact,
            dedup::Kind::Near => Self::Near,
            dedup::Kind::Part => Self::Part,
            dedup::Kind::Holds => Self::Holds,
        }
    }
}

impl From<doc::SpeechKind> for SpeechKind {
    fn from(kind: doc::SpeechKind) -> Self {
        match kind {
            doc::SpeechKind::Speech => Self::Speech,
            doc::SpeechKind::Report => Self::Report,
            doc::SpeechKind::News => Self::News,
            doc::SpeechKind::Essay => Self::Essay,
            doc::SpeechKind::Other => Self::Other,
        }
    }
}

impl From<doc::SectionKind> for SectionKind {
    fn from(kind: doc::SectionKind) -> Self {
        match kind {
            doc::SectionKind::Heading => Self::Heading,
            doc::SectionKind::Runin => Self::Runin,
            doc::SectionKind::Point => Self::Point,
        }
    }
}
