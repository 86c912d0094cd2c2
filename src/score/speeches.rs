//! Speeches, matched one to one by an overlap of at least 0.8, and their title, speaker and date.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Miss;
use super::compare::{overlap, place_of, speeches_of};
use super::figures::{Figures, Rate};
use super::gold::{Doc, Gold, squeeze};

pub(super) fn compare(gold: &Gold, record: &Value, figures: &mut Figures, misses: &mut Vec<Miss>) {
    let said = speeches_of(gold, record);
    let (mut pairs, mut used) = (Vec::new(), BTreeSet::new());
    for doc in &gold.docs {
        let free = said.iter().enumerate().filter(|(k, _)| !used.contains(k));
        let best =
            free.map(|(k, (_, place))| (overlap(doc.span, *place), k)).max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((share, k)) if share >= 0.8 => {
                used.insert(k);
                pairs.push((doc, said[k].0));
            }
            _ => misses.push(Miss { kind: "speech missed", what: gold.excerpt(doc.span) }),
        }
    }
    for (k, (_, place)) in said.iter().enumerate() {
        if !used.contains(&k) {
            misses.push(Miss { kind: "speech false", what: gold.excerpt(*place) });
        }
    }
    figures.speeches = Rate { hit: pairs.len(), said: said.len(), gold: gold.docs.len() };
    figures.title = words(gold, &pairs, "title", |d| &d.title, misses);
    figures.speaker = words(gold, &pairs, "speaker", |d| &d.speaker, misses);
    figures.date = words(gold, &pairs, "date", |d| &d.date, misses);
}

/// One field of the matched speeches: the right words, white space aside.
fn words(
    gold: &Gold,
    pairs: &[(&Doc, &Value)],
    field: &'static str,
    wanted: impl Fn(&Doc) -> &String,
    misses: &mut Vec<Miss>,
) -> Rate {
    let mut rate = Rate::default();
    for (doc, speech) in pairs {
        let label = wanted(doc);
        let said = speech.get(field).and_then(place_of).map(|p| gold.words(p));
        rate.gold += usize::from(label != "-");
        rate.said += usize::from(said.is_some());
        if label != "-" && said.as_ref().is_some_and(|s| squeeze(s) == squeeze(label)) {
            rate.hit += 1;
        } else if label != "-" || said.is_some() {
            misses.push(Miss {
                kind: field,
                what: format!("gold {label:?}, said {:?}", said.unwrap_or_default()),
            });
        }
    }
    rate
}
