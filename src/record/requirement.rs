//! Requirements.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::Place;
use crate::document as doc;

/// Something the speech asks for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RequirementRecord {
    /// Stable within the record, e.g. `r3`.
    pub id: String,
    /// Where.
    pub span: Place,
    /// The cleaned words.
    pub text: String,
    /// The innermost division it stands in.
    pub section: Option<String>,
    /// What kind of duty.
    pub modality: Modality,
    /// Who is quoted as asking.
    pub relayed_from: Option<String>,
    /// Who must act.
    pub addressee: Option<AddresseeRecord>,
    /// Those whose part in a joint task the words tell.
    pub parties: Vec<PartyRecord>,
    /// How strong the words are: 6 严禁, 5 不得, 4 必须, 3 应当, 2 要 or a bare verb, 1 希望 and 可以.
    pub strength: u8,
    /// What to do.
    pub action: String,
    /// By when, or how often.
    pub deadline: Option<DeadlineRecord>,
    /// Amounts.
    pub quantities: Vec<QuantityRecord>,
    /// From 0 to 1.
    pub confidence: f64,
}

/// What kind of duty.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// 不得.
    Prohibition,
    /// 必须, 要.
    Obligation,
    /// 我们将.
    Commitment,
    /// 希望.
    Recommendation,
    /// 可以.
    Permission,
    /// 让我们.
    Exhortation,
}

/// Who must act.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AddresseeRecord {
    /// The words, cleaned.
    pub text: String,
    /// Where they stand.
    pub span: Place,
    /// Whether they stand in an earlier sentence.
    pub carried: bool,
}

/// Somebody with a part in a joint task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyRecord {
    /// The words, cleaned.
    pub text: String,
    /// Where they stand.
    pub span: Place,
    /// Their part.
    pub role: PartyRole,
}

/// A part in a joint task.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
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

/// By when, or how often.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeadlineRecord {
    /// The words.
    pub text: String,
    /// What it is measured by.
    pub kind: DeadlineKind,
    /// The last day in ISO 8601, or an interval `from/to`, where the words and the speech's date say so much.
    pub iso: Option<String>,
    /// Where.
    pub span: Place,
}

/// What a deadline is measured by.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
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
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuantityRecord {
    /// The words.
    pub text: String,
    /// The number.
    #[serde(serialize_with = "whole")]
    pub value: f64,
    /// What is counted.
    pub unit: String,
    /// Where.
    pub span: Place,
}

/// 3, not 3.0: whole numbers as such.
fn whole<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

impl From<doc::Modality> for Modality {
    fn from(modality: doc::Modality) -> Self {
        match modality {
            doc::Modality::Prohibition => Self::Prohibition,
            doc::Modality::Obligation => Self::Obligation,
            doc::Modality::Commitment => Self::Commitment,
            doc::Modality::Recommendation => Self::Recommendation,
            doc::Modality::Permission => Self::Permission,
            doc::Modality::Exhortation => Self::Exhortation,
        }
    }
}

impl From<doc::PartyRole> for PartyRole {
    fn from(role: doc::PartyRole) -> Self {
        match role {
            doc::PartyRole::Lead => Self::Lead,
            doc::PartyRole::Responsible => Self::Responsible,
            doc::PartyRole::Support => Self::Support,
            doc::PartyRole::Principal => Self::Principal,
        }
    }
}

impl From<doc::DeadlineKind> for DeadlineKind {
    fn from(kind: doc::DeadlineKind) -> Self {
        match kind {
            doc::DeadlineKind::Calendar => Self::Calendar,
            doc::DeadlineKind::Frequency => Self::Frequency,
            doc::DeadlineKind::Event => Self::Event,
            doc::DeadlineKind::Duration => Self::Duration,
        }
    }
}
