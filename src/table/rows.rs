//! The tables: each field with its meaning and its type, declared once.
//!
//! `source` and `speech` are the key in every table; `section` and `requirement` lead from one table to another. Spans are
//! two columns, `span_start` and `span_end`: code points of the source text, the end not included. Columns may be
//! added; one never changes its meaning within a version of the record.

use serde::Serialize;

use super::{Cell, Column, Day, Row, Table, Typed};
use crate::record::{DeadlineKind, DiagnosticSeverity, Format, Modality, SectionKind, SpeechKind};

/// A struct whose fields are the columns of a table; what is said of a field is said of its column.
macro_rules! table {
    ($(
        #[doc = $about:literal]
        $row:ident $name:literal { $(#[doc = $meaning:literal] $field:ident: $type:ty,)+ }
    )+) => { $(
        #[doc = $about]
        #[derive(Clone, Debug, Serialize)]
        pub struct $row {
            $(#[doc = $meaning] pub $field: $type,)+
        }

        impl Row for $row {
            const TABLE: Table = Table {
                name: $name,
                about: $about.trim_ascii(),
                columns: &[$(Column {
                    name: stringify!($field),
                    kind: <$type as Typed>::KIND,
                    nullable: <$type as Typed>::NULLABLE,
                    meaning: $meaning.trim_ascii(),
                },)+],
            };

            fn cells<'a>(&'a self, to: &mut Vec<Cell<'a>>) {
                to.extend([$(self.$field.cell()),+]);
            }
        }
    )+ };
}

table! {
    /// One row an input file, also where it could not be read.
    FileRow "files" {
        /// The path as it was given, with `/` between folders: the key of the file.
        source: String,
        /// Whether it could not be read; `diagnostics` says why.
        failed: bool,
        /// Empty where the bytes are of no kind that we read.
        format: Option<Format>,
        /// WHATWG name; empty for Word files.
        encoding: Option<&'static str>,
        /// How sure the encoding is, from 0 to 1.
        encoding_confidence: Option<f64>,
        /// Where an earlier program had decoded the file wrongly and that was undone: what it was.
        misread_was: Option<&'static str>,
        /// What it had been read as.
        misread_as: Option<&'static str>,
        /// Size in bytes.
        bytes: i64,
        /// Length of the source text in code points.
        chars: i64,
        /// BLAKE3 of the bytes, hexadecimal; equal in equal files.
        blake3: Option<String>,
        /// How many speeches it holds.
        speeches: i64,
        /// How many requirements they lay down.
        requirements: i64,
        /// How many diagnostics of severity `warning` there are.
        warnings: i64,
    }

    /// One row a speech, report, news item, essay or other text.
    SpeechRow "speeches" {
        /// The file.
        source: String,
        /// `1`, `2`, … within the file: with `source`, the key of the speech.
        speech: String,
        /// From the title to the last line.
        span_start: i64,
        /// See `span_start`.
        span_end: i64,
        /// The line of the source text it begins in, from 1.
        line: i64,
        /// What it is.
        kind: SpeechKind,
        /// Its own title.
        title: Option<String>,
        /// Who speaks: name and post as they stand.
        speaker: Option<String>,
        /// The name alone.
        speaker_name: Option<String>,
        /// The post alone.
        speaker_post: Option<String>,
        /// The day it was held, in words.
        date_text: Option<String>,
        /// ISO 8601 as far as the words go: `2006-12-15`, `2006-12`, `2006`.
        date_iso: Option<String>,
        /// The day; empty unless the words give a whole one.
        date: Option<Day>,
        /// The year.
        year: Option<i64>,
        /// 同志们.
        salutation: Option<String>,
        /// How sure its borders are, from 0 to 1.
        confidence: f64,
        /// The rule that found its beginning.
        opened_by: &'static str,
        /// How many divisions it has.
        sections: i64,
        /// How many requirements it lays down.
        requirements: i64,
    }

    /// One row a division of a speech: a heading, a run-in heading or a marked point, with all below it.
    SectionRow "sections" {
        /// The file.
        source: String,
        /// The speech.
        speech: String,
        /// `1.4`: with `source`, the key of the division.
        section: String,
        /// The division it belongs to.
        parent: Option<String>,
        /// Depth from 1.
        level: i64,
        /// How it stands in the text.
        kind: SectionKind,
        /// 一、 (二) 1., with its punctuation.
        marker: Option<String>,
        /// The marker's number.
        number: Option<i64>,
        /// The heading's words.
        title: Option<String>,
        /// The titles (or markers) from the outermost division to this one, joined by ` / `.
        path: String,
        /// From its marker to its end.
        span_start: i64,
        /// See `span_start`.
        span_end: i64,
        /// The line of the source text it begins in, from 1.
        line: i64,
    }

    /// One row a requirement: who must do what, by when, how strongly.
    RequirementRow "requirements" {
        /// The file.
        source: String,
        /// The speech.
        speech: String,
        /// `r3`: with `source` and `speech`, the key of the requirement.
        requirement: String,
        /// The innermost division it stands in.
        section: Option<String>,
        /// The place of its words.
        span_start: i64,
        /// See `span_start`.
        span_end: i64,
        /// The line of the source text it begins in, from 1; `yaodian explain FILE LINE` says why it is one.
        line: i64,
        /// Its words, cleaned.
        text: String,
        /// What kind of duty.
        modality: Modality,
        /// 6 严禁, 5 不得, 4 必须, 3 应当, 2 要 or a bare verb, 1 希望 and 可以.
        strength: i64,
        /// Who must act.
        addressee: Option<String>,
        /// The place of these words.
        addressee_start: Option<i64>,
        /// See `addressee_start`.
        addressee_end: Option<i64>,
        /// Whether an earlier sentence named them.
        addressee_carried: Option<bool>,
        /// Who leads a joint task (牵头), joined by `、`.
        lead: Option<String>,
        /// Who answers for it (负责).
        responsible: Option<String>,
        /// Who supports it (配合).
        support: Option<String>,
        /// Whose head must see to it (主要负责同志).
        principal: Option<String>,
        /// What to do: the verb phrase.
        action: String,
        /// By when or how often, in words.
        deadline_text: Option<String>,
        /// What the deadline is measured by.
        deadline_kind: Option<DeadlineKind>,
        /// The first day, where the deadline is an interval.
        deadline_from: Option<Day>,
        /// The last day; empty where words and speech do not say.
        deadline: Option<Day>,
        /// The place of the deadline's words.
        deadline_start: Option<i64>,
        /// See `deadline_start`.
        deadline_end: Option<i64>,
        /// The amounts in words, joined by `；`; the JSON record has them as numbers.
        quantities: Option<String>,
        /// Who is quoted as asking.
        relayed_from: Option<String>,
        /// From 0 to 1.
        confidence: f64,
    }

    /// One row a sentence of a speech; none in a speech whose words were not asked for.
    SentenceRow "sentences" {
        /// The file.
        source: String,
        /// The speech.
        speech: String,
        /// 1, 2, … within the speech: with `source` and `speech`, the key of the sentence.
        sentence: i64,
        /// The innermost division it begins in.
        section: Option<String>,
        /// Its place.
        span_start: i64,
        /// See `span_start`.
        span_end: i64,
        /// The line of the source text it begins in, from 1.
        line: i64,
        /// Its words, cleaned.
        text: String,
        /// The same cut into words, with a space between two; white space left out.
        words: String,
        /// The part of speech of each of `words` (jieba's tags), with a space between two.
        tags: String,
    }

    /// One row for each thing that looked wrong.
    DiagnosticRow "diagnostics" {
        /// The file.
        source: String,
        /// `error`: the file gave no result.
        severity: DiagnosticSeverity,
        /// Stable name.
        code: &'static str,
        /// Where; empty for the whole file.
        span_start: Option<i64>,
        /// See `span_start`.
        span_end: Option<i64>,
        /// The line of the source text it begins in, from 1.
        line: Option<i64>,
        /// For people, in Chinese and English.
        message: String,
    }
}
