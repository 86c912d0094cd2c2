//! What the index reads of a record. Tolerant: fields may be missing, others are left alone, so records of other versions
//! and other programs can be shown.

use serde::Deserialize;
use serde_json::Value;

type Span = [u32; 2];

#[derive(Clone, Debug, Deserialize)]
pub(super) struct View {
    pub(super) source: Source,
    #[serde(default)]
    pub(super) noise: Vec<Kinded>,
    #[serde(default)]
    pub(super) repairs: Option<Vec<Kinded>>,
    pub(super) speeches: Vec<Speech>,
    #[serde(default)]
    pub(super) diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Source {
    pub(super) path: String,
    #[serde(default)]
    pub(super) encoding: Option<String>,
    #[serde(default)]
    pub(super) chars: u32,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Kinded {
    pub(super) span: Span,
    pub(super) kind: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Speech {
    #[serde(default)]
    pub(super) id: String,
    pub(super) span: Span,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) title: Option<Words>,
    #[serde(default)]
    pub(super) speaker: Option<Words>,
    #[serde(default)]
    pub(super) date: Option<Words>,
    #[serde(default = "one")]
    pub(super) confidence: f64,
    #[serde(default)]
    pub(super) sections: Vec<Section>,
    #[serde(default)]
    pub(super) requirements: Vec<Requirement>,
}

/// Words, and the day they stand for where they are a date.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Words {
    pub(super) text: String,
    #[serde(default)]
    pub(super) iso: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Section {
    #[serde(default)]
    pub(super) title: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Requirement {
    pub(super) text: String,
    pub(super) modality: String,
    #[serde(default)]
    pub(super) addressee: Option<Words>,
    #[serde(default)]
    pub(super) deadline: Option<Words>,
    #[serde(default = "one")]
    pub(super) confidence: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Diagnostic {
    pub(super) code: String,
    pub(super) severity: String,
    #[serde(default)]
    pub(super) span: Option<Span>,
}

impl View {
    pub(super) fn of(record: &Value) -> Result<Self, serde_json::Error> {
        Self::deserialize(record)
    }
}

fn one() -> f64 {
    1.0
}
