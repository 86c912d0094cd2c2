//! Maximum likelihood with an L2 penalty, by full-batch Adam: no randomness, the same weights every time.

use yaodian::extract::chain::{self, Score};
use yaodian::extract::{Features, Space};

use crate::Sequence;

const ROUNDS: usize = 150;

fn scores(features: &[Features], weights: &[f64]) -> Vec<Score> {
    let sum = |ids: &[u16]| ids.iter().map(|&id| weights[usize::from(id)]).sum();
    features.iter().map(|f| Score { own: sum(&f.own), link: sum(&f.link) }).collect()
}

/// The probability of yes for each item.
pub(crate) fn probabilities(sequence: &Sequence, weights: &[f64]) -> Vec<f64> {
    chain::marginals(&scores(&sequence.features, weights), &[]).yes
}

/// The weights that make the labels likeliest.
pub(crate) fn learn(features: usize, data: &[&Sequence], strength: f64) -> Vec<f64> {
    let mut weights = vec![0.0; features];
    let (mut mean, mut square) = (vec![0.0; features], vec![0.0; features]);
    for round in 1..=ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|w| strength * w).collect();
        for sequence in data {
            let scores = scores(&sequence.features, &weights);
            let free = chain::marginals(&scores, &[]);
            let held = chain::marginals(&scores, &sequence.labels);
            for (i, f) in sequence.features.iter().enumerate() {
                let (own, link) = (free.yes[i] - held.yes[i], free.alike[i] - held.alike[i]);
                f.own.iter().for_each(|&id| slope[usize::from(id)] += own);
                f.link.iter().for_each(|&id| slope[usize::from(id)] += link);
            }
        }
        let rate = 0.15 * (1.0 - round as f64 / (ROUNDS + 1) as f64);
        let (a, b) = (1.0 - 0.9f64.powi(round as i32), 1.0 - 0.999f64.powi(round as i32));
        for j in 0..features {
            mean[j] = 0.9 * mean[j] + 0.1 * slope[j];
            square[j] = 0.999 * square[j] + 0.001 * slope[j] * slope[j];
            weights[j] -= rate * (mean[j] / a) / ((square[j] / b).sqrt() + 1e-8);
        }
    }
    weights
}

/// The weights as a table, strongest first within a kind; what weighs next to nothing is left out.
pub(crate) fn table(space: &Space, weights: &[f64]) -> String {
    let mut rows: Vec<(&str, f64)> = (0..weights.len())
        .map(|i| (space.name(i as u16), (weights[i] * 1000.0).round() / 1000.0))
        .filter(|row| row.1.abs() >= 0.005)
        .collect();
    rows.sort_by(|a, b| a.0.cmp(b.0));
    let mut out = String::from(
        "# What speaks for (+) and against (-) a unit being a requirement, in log odds.\n\
         # Made by `cargo run --example train_requirements -- SET... --write src/lexicon/requirement_weights.tsv`.\n",
    );
    for (name, weight) in rows {
        out += &format!("{name}\t{weight}\n");
    }
    out
}
