//! Speeches, their divisions, sentences and words.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Place, RequirementRecord};
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
    /// Cleaned.
    pub text: String,
    /// Where.
    pub span: Place,
    /// Part of speech (jieba's tags).
    pub pos: &'static str,
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
