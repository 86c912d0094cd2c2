//! Where the stages meet: plain owned data, no behaviour beyond looking things up.
//!
//! Every stage takes some of these types and gives others; no stage knows another. All places are [`Span`]s of the
//! repaired text; only [`crate::record`] turns them into places of the source.

use crate::edit::Text;
use crate::notice::Notice;
use crate::span::{SourceSpan, Span};

/// The kind of file a text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Txt,
    /// Office Open XML word processing.
    Docx,
}

/// A text as it was read: what every source span points into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The path or name it was given under.
    pub name: String,
    /// `None` where the bytes are of no kind that we read.
    pub format: Option<Format>,
    /// WHATWG name of the encoding; `None` for Word files.
    pub encoding: Option<&'static str>,
    /// From 0 to 1; 1 where a mark or the bytes themselves leave no choice. `None` for Word files.
    pub encoding_confidence: Option<f32>,
    /// The mistake of an earlier program that was undone throughout, if the file holds one.
    pub misread: Option<Misread>,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// BLAKE3 of the file, in lower-case hexadecimal; empty where its bytes could not be had.
    pub blake3: String,
    /// The decoded text; a BOM is gone and a [`Misread`] undone, nothing else is changed.
    pub text: String,
    /// What the format says of its paragraphs (Word styles); empty for plain text.
    pub hints: Vec<ParagraphHint>,
    /// How many code points of the file stand before this text: 0, but for a block of a long one ([`crate::long`]).
    pub before: u32,
}

/// A file that was once decoded as something it was not, and saved so. WHATWG names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misread {
    /// What its text was.
    pub was: &'static str,
    /// What it was read as.
    pub read_as: &'static str,
}

/// What a Word file says of a paragraph, beside its words. Evidence, not truth: many writers never use styles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParagraphHint {
    /// The paragraph in the source text.
    pub span: SourceSpan,
    /// Outline level from 1 (a heading style or an outline level), if any.
    pub level: Option<u8>,
    /// How many bytes at its beginning are bold.
    pub bold: u32,
    /// Whether it is centred.
    pub centred: bool,
}

/// The repaired text cut up. Lines hold units, units make sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segments {
    /// The lines that hold anything, in order.
    pub lines: Vec<Line>,
    /// The units of all lines, in order.
    pub units: Vec<Unit>,
    /// The sentences of all lines, in order: each covers one unit or several.
    pub sentences: Vec<Span>,
}

/// A line (in these archives: a paragraph) that is not blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Without the white space at both ends.
    pub span: Span,
    /// Its units, as indices into [`Segments::units`].
    pub units: std::ops::Range<usize>,
}

/// A stretch of a line that ends at a full stop, question or exclamation mark, ellipsis or semicolon, with the
/// closing quotes and brackets behind it: the smallest thing that can be a requirement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Without the white space at both ends.
    pub span: Span,
    /// Its line, as an index into [`Segments::lines`].
    pub line: usize,
}

/// A word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// Its place; words joined are their sentence.
    pub span: Span,
    /// Part of speech in the tag set of jieba (ICTCLAS), e.g. `n`, `v`, `nr`.
    pub pos: &'static str,
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Belongs to no speech: page furniture, prompts, disclaimers, editors' notes.
    Noise,
    /// A compilation's label: 第三篇:…, …篇十二.
    Label,
    /// A speech's title, or a part of it.
    Title,
    /// Speaker, post, date or venue on a line of their own.
    Byline,
    /// 同志们: on a line of its own.
    Salutation,
    /// Everything else of a speech; the outline tells headings from paragraphs.
    Body,
}

/// What the split stage took a line for, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRole {
    /// What it is for.
    pub role: Role,
    /// The name of the rule or table row that decided.
    pub rule: &'static str,
}

/// A stretch of the text that belongs to no speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Noise {
    /// Where.
    pub span: Span,
    /// What kind, e.g. `page_furniture`.
    pub kind: &'static str,
}

/// What the split stage found: a role for every line, and the speeches between the noise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Split {
    /// One role a line, as [`Segments::lines`] has them.
    pub roles: Vec<LineRole>,
    /// The speeches, in order, without sections and requirements yet.
    pub speeches: Vec<Speech>,
    /// The noise, in order; touching lines of one kind are one stretch.
    pub noise: Vec<Noise>,
}

/// The kind of a speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpeechKind {
    /// Somebody speaks to an audience.
    #[default]
    Speech,
    /// A work report, read to a congress or filed.
    Report,
    /// A news report about a meeting.
    News,
    /// An article.
    Essay,
    /// Anything else, e.g. fiction.
    Other,
}

/// One speech (or report, …) of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speech {
    /// From its title to its last line.
    pub span: Span,
    /// Its lines, as indices into [`Segments::lines`]; noise lines may lie among them.
    pub lines: std::ops::Range<usize>,
    /// What it is.
    pub kind: SpeechKind,
    /// Its own title, without a compilation's label; may run over two lines.
    pub title: Option<Span>,
    /// Who speaks: name and post as they stand, or the post alone; the page's title above the speech may say it.
    pub speaker: Option<Speaker>,
    /// The day it was held, never an upload date.
    pub date: Option<Date>,
    /// 同志们, without the colon.
    pub salutation: Option<Span>,
    /// How sure we are of its borders, from 0 to 1.
    pub confidence: f32,
    /// The name of the rule that opened it.
    pub opened_by: &'static str,
    /// Its divisions, in text order.
    pub sections: Vec<Section>,
    /// What it asks for, in text order.
    pub requirements: Vec<Requirement>,
    /// What it says and does not ask for, with the reasons; only on request.
    pub passed_over: Vec<PassedOver>,
    /// What copies of it are known by; only on request.
    pub signature: Option<String>,
}

/// A unit that was judged no requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct PassedOver {
    /// The unit.
    pub span: Span,
    /// How likely it is a requirement all the same, below 0.5.
    pub probability: f32,
    /// What spoke for and against, strongest first.
    pub evidence: Vec<Evidence>,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speaker {
    /// Name and post, or the one that is given.
    pub span: Span,
    /// The name alone.
    pub name: Option<Span>,
    /// The post alone.
    pub post: Option<Span>,
}

/// A day, month or year as it was written and as we read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Date {
    /// The words.
    pub span: Span,
    /// ISO 8601, as far as the words go (`2006-12-15`, `2006-12`, `2006`); `None` where they do not say.
    pub iso: Option<String>,
}

/// How a division stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// On a line of its own.
    Heading,
    /// Opens a paragraph that goes on.
    Runin,
    /// A marked item in running text.
    Point,
}

/// A division of a speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// From its marker to where it ends: the next division of its own or a higher level, or the end of the speech.
    pub span: Span,
    /// How it stands in the text.
    pub kind: SectionKind,
    /// Depth from 1.
    pub level: u8,
    /// The division it belongs to, as an index into [`Speech::sections`].
    pub parent: Option<usize>,
    /// 一、 (二) 1. 一是 ——, with its punctuation; `None` for headings without.
    pub marker: Option<Span>,
    /// The marker's number; `None` where it has none or it is masked (×、).
    pub number: Option<u32>,
    /// The words of the heading, without marker and final punctuation.
    pub title: Option<Span>,
    /// The name of the heading form it was recognised by.
    pub form: &'static str,
}

/// What kind of duty a requirement lays down, weakest claim on the audience last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Modality {
    /// 不得, 严禁, 不准.
    Prohibition,
    /// 必须, 应当, 要, bare imperatives, targets.
    Obligation,
    /// The speaker's side pledges its own act: 我们将….
    Commitment,
    /// 希望, 建议, 鼓励.
    Recommendation,
    /// 可, 可以, 允许.
    Permission,
    /// 让我们…而努力奋斗.
    Exhortation,
}

/// Something the speech asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The unit that says it.
    pub span: Span,
    /// The innermost division it stands in, as an index into [`Speech::sections`].
    pub section: Option<usize>,
    /// What kind of duty.
    pub modality: Modality,
    /// Who is quoted as asking, e.g. 省委.
    pub relayed_from: Option<Span>,
    /// Who must act.
    pub addressee: Option<Addressee>,
    /// Those whose part in a joint task the unit tells, in text order.
    pub parties: Vec<Party>,
    /// How strong its words are, from 1 (希望) to 6 (严禁).
    pub strength: u8,
    /// What to do: the verb phrase.
    pub action: Span,
    /// By when, or how often.
    pub deadline: Option<Deadline>,
    /// Amounts and what they count.
    pub quantities: Vec<Quantity>,
    /// From 0 to 1; meant as a probability.
    pub confidence: f32,
    /// What spoke for and against, strongest first; only on request.
    pub evidence: Vec<Evidence>,
}

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Addressee {
    /// The words, in this unit or (if carried) in the one that named them.
    pub span: Span,
    /// Whether the words stand in an earlier unit.
    pub carried: bool,
}

/// Somebody with a part in a joint task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Party {
    /// The words that name them.
    pub span: Span,
    /// Their part.
    pub role: PartyRole,
}

/// A part in a joint task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyRole {
    /// 牵头.
    Lead,
    /// 负责.
    Responsible,
    /// 配合.
    Support,
    /// 主要负责同志.
    Principal,
}

impl PartyRole {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Lead, Self::Responsible, Self::Support, Self::Principal];

    /// Its name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Responsible => "responsible",
            Self::Support => "support",
            Self::Principal => "principal",
        }
    }
}

/// By when, or how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// The words.
    pub span: Span,
    /// What kind of limit.
    pub kind: DeadlineKind,
    /// The last day of it in ISO 8601, or an interval `from/to`; `None` where the words and the speech's date do not say.
    pub iso: Option<String>,
}

/// What a deadline is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineKind {
    /// 10月底前.
    Calendar,
    /// 每月.
    Frequency,
    /// 春节前, 入党前.
    Event,
    /// 会后一周内.
    Duration,
}

/// An amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The words, e.g. 3名.
    pub span: Span,
    /// The number, percentages as they stand (80% is 80).
    pub value: f64,
    /// What is counted, e.g. 名, %.
    pub unit: Span,
}

/// One reason for or against a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The cue's name in its table.
    pub cue: String,
    /// Positive speaks for, negative against; in units of log odds where a model decides.
    pub weight: f32,
}

/// A file after the whole line.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The text as read.
    pub source: Source,
    /// The text as repaired.
    pub text: Text,
    /// Its lines, units and sentences.
    pub segments: Segments,
    /// A role for every line.
    pub roles: Vec<LineRole>,
    /// What belongs to no speech.
    pub noise: Vec<Noise>,
    /// The speeches, whole.
    pub speeches: Vec<Speech>,
    /// The words of each sentence, where they were asked for.
    pub words: Option<Vec<Vec<Word>>>,
    /// What looked wrong.
    pub notices: Vec<Notice>,
}
