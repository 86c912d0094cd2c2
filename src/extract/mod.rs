//! Units and sections to requirements.
//!
//! A speech becomes a row of items (`context`), each read clause by clause (`clause`, on the cues of `cue`). Where an
//! item stands (`stand`) and what it says make its features (`features`, named in `space`); a table of weights, learnt
//! from labelled speeches by `examples/train_requirements`, turns them into scores, and a chain over all items
//! (`chain`) into probabilities. What is then a requirement gets its modality, addressee, deadline and the rest.

pub mod chain;
mod clause;
mod context;
mod cue;
mod features;
mod modality;
mod space;
mod stand;

use std::collections::BTreeMap;

use crate::document::{Evidence, LineRole, Requirement, Segments, Speech};
use crate::edit::Text;
use crate::lexicon;

pub use features::Features;
pub use space::Space;

/// The cues and the weights, with their tables loaded.
#[derive(Debug)]
pub struct Extractor {
    cues: cue::Cues,
    stands: stand::Stands,
    space: Space,
    weights: Vec<f64>,
}

impl Default for Extractor {
    fn default() -> Self {
        Self::new()
    }
}

impl Extractor {
    /// Loads the tables.
    pub fn new() -> Self {
        let space = Space::new();
        let table: BTreeMap<&str, f64> = lexicon::rows(include_str!("../lexicon/requirement_weights.tsv"))
            .filter_map(|[name, weight]| Some((name, weight.parse().ok()?)))
            .collect();
        let weights =
            (0..space.len()).map(|i| table.get(space.name(i as u16)).copied().unwrap_or(0.0)).collect();
        Self { cues: cue::Cues::new(), stands: stand::Stands::new(), space, weights }
    }

    /// The same with other weights, a number for each feature of [`Self::space`].
    #[doc(hidden)]
    pub fn with_weights(self, weights: Vec<f64>) -> Self {
        assert_eq!(weights.len(), self.space.len(), "a weight for each feature");
        Self { weights, ..self }
    }

    /// All features, by name.
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The features of every unit of a speech that could be a requirement, for training.
    #[doc(hidden)]
    pub fn features(
        &self,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
    ) -> Vec<Features> {
        let items = context::items(&self.cues, &self.stands, text, segments, roles, speech);
        features::features(&self.space, text, speech, &items)
    }

    /// The scores that the weights give.
    fn scores(&self, features: &[Features]) -> Vec<chain::Score> {
        let sum = |ids: &[u16]| ids.iter().map(|&id| self.weights[usize::from(id)]).sum();
        features.iter().map(|f| chain::Score { own: sum(&f.own), link: sum(&f.link) }).collect()
    }

    /// What one speech (whose sections are known) asks for, in text order.
    pub fn extract(
        &self,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
    ) -> Vec<Requirement> {
        let items = context::items(&self.cues, &self.stands, text, segments, roles, speech);
        let features = features::features(&self.space, text, speech, &items);
        let scores = self.scores(&features);
        let yes = chain::marginals(&scores, &[]).yes;
        let mut out = Vec::new();
        for (i, item) in items.iter().enumerate().filter(|&(i, _)| yes[i] >= 0.5) {
            out.push(Requirement {
                span: item.span,
                section: item.section,
                modality: modality::modality(item),
                relayed_from: None,
                addressee: None,
                action: item.span,
                deadline: None,
                quantities: Vec::new(),
                confidence: yes[i] as f32,
                evidence: self.evidence(&features[i], scores[i].own, yes[i]),
            });
        }
        out
    }

    /// What spoke for and against, strongest first.
    fn evidence(&self, features: &Features, own: f64, yes: f64) -> Vec<Evidence> {
        const SHOWN: usize = 6;
        let mut out: Vec<Evidence> = features
            .own
            .iter()
            .map(|&id| Evidence {
                cue: self.space.name(id).to_owned(),
                weight: self.weights[usize::from(id)] as f32,
            })
            .collect();
        let odds = (yes.clamp(1e-9, 1.0 - 1e-9) / (1.0 - yes.clamp(1e-9, 1.0 - 1e-9))).ln();
        out.push(Evidence { cue: "neighbours".to_owned(), weight: (odds - own) as f32 });
        out.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        out.truncate(SHOWN);
        out
    }
}
