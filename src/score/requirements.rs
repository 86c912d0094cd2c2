//! Requirements, by units of body text: a unit counts as said when requirement spans cover half of it or more; of the
//! units rightly said modality, addressee and deadline.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Miss;
use super::compare::{covered, list, overlap, place_of};
use super::figures::{Figures, Rate};
use super::gold::{Gold, Place, squeeze};

pub(super) fn compare(gold: &Gold, record: &Value, figures: &mut Figures, misses: &mut Vec<Miss>) {
    let headings = heading_units(gold);
    let mut said: Vec<(Place, &Value)> = Vec::new();
    for speech in list(record, "speeches") {
        for requirement in list(speech, "requirements") {
            let place = place_of(requirement);
            said.extend(
                place.filter(|p| (gold.window.0..gold.window.1).contains(&p.0)).map(|p| (p, requirement)),
            );
        }
    }
    said.sort_by_key(|(place, _)| place.0);
    // Requirements hardly overlap; a running maximum of ends bounds how far back one must look.
    let ends: Vec<usize> = said
        .iter()
        .scan(0, |max, (place, _)| {
            *max = place.1.max(*max);
            Some(*max)
        })
        .collect();
    for (unit, line, (start, end)) in &gold.units {
        let (start, end) = (*start, *end);
        let body = matches!(gold.roles.get(line).map(String::as_str), Some("runin" | "body" | "cont"));
        let label = gold.requirements.get(unit);
        if !body || headings.contains(unit.as_str()) || label.is_some_and(|l| l.unsure) {
            continue;
        }
        let touching: Vec<(Place, &Value)> = said[ends.partition_point(|&e| e <= start)..]
            .iter()
            .take_while(|(place, _)| place.0 < end)
            .filter(|(place, _)| place.1 > start)
            .copied()
            .collect();
        let inside: Vec<Place> =
            touching.iter().map(|(p, _)| (p.0.saturating_sub(start), p.1 - start)).collect();
        let cover = covered(&inside, end - start).into_iter().filter(|&c| c).count();
        let is_said = cover * 2 >= end - start && cover > 0;
        let wanted = label.filter(|l| l.modality != "none");
        let rate = &mut figures.requirements;
        rate.said += usize::from(is_said);
        rate.gold += usize::from(wanted.is_some());
        rate.hit += usize::from(is_said && wanted.is_some());
        if is_said != wanted.is_some() {
            let kind = if wanted.is_some() { "requirement missed" } else { "requirement false" };
            misses.push(Miss { kind, what: format!("{unit} {}", gold.excerpt((start, end))) });
        }
        let (Some(wanted), true) = (wanted, is_said) else { continue };
        let shared = |p: Place| end.min(p.1) - start.max(p.0);
        let mut main: Option<(Place, &Value)> = None;
        for &(place, value) in &touching {
            if main.is_none_or(|(best, _)| shared(place) > shared(best)) {
                main = Some((place, value));
            }
        }
        let modality = main.and_then(|(_, v)| v["modality"].as_str()).unwrap_or("none");
        figures.modality.n += 1;
        figures.modality.right += usize::from(modality == wanted.modality);
        if modality != wanted.modality {
            let excerpt = gold.excerpt((start, end));
            let what = format!("{unit} gold {}, said {modality}: {excerpt}", wanted.modality);
            misses.push(Miss { kind: "modality", what });
        }
        let unit_place = (start, end);
        let fields = [
            ("addressee", &wanted.addressee, &mut figures.addressee),
            ("deadline", &wanted.deadline, &mut figures.deadline),
        ];
        for (field, words, rate) in fields {
            phrase(gold, unit, unit_place, &touching, field, words, rate, misses);
        }
    }
}

/// One field of a unit rightly said: its words, by an overlap of at least one half.
#[allow(clippy::too_many_arguments, reason = "one step of the loop above, cut out to be read on its own")]
fn phrase(
    gold: &Gold,
    unit: &str,
    (start, end): Place,
    touching: &[(Place, &Value)],
    field: &'static str,
    words: &str,
    rate: &mut Rate,
    misses: &mut Vec<Miss>,
) {
    let places = touching.iter().filter_map(|(_, v)| v.get(field).and_then(place_of));
    let places: Vec<Place> = places.filter(|p| p.0 < end && p.1 > start).collect();
    let has = words != "-";
    rate.said += usize::from(!places.is_empty());
    rate.gold += usize::from(has);
    let wanted = gold.find(words, start, end).filter(|_| has).map(|at| (at, at + words.chars().count()));
    let right = wanted.is_some_and(|w| places.iter().any(|&p| overlap(w, p) >= 0.5));
    rate.hit += usize::from(right);
    if (has || !places.is_empty()) && !right {
        let said: Vec<String> = places.iter().map(|&p| gold.words(p)).collect();
        misses.push(Miss { kind: field, what: format!("{unit} gold {words:?}, said {said:?}") });
    }
}

/// Units that are a heading, or a run-in heading as a whole: they are not labelled as requirements.
fn heading_units(gold: &Gold) -> BTreeSet<&str> {
    let stops = ['。', ';', ':', '?', '!', '；', '：', '？', '！'];
    let mut out = BTreeSet::new();
    for section in &gold.sections {
        let whole = || {
            let place = gold.units.iter().find(|(id, _, _)| *id == section.unit).map(|(_, _, p)| *p);
            let marker = if section.marker == "-" { "" } else { &section.marker };
            let heading = squeeze(&format!("{marker}{}", section.title_text));
            place.is_some_and(|p| squeeze(&gold.words(p)).trim_matches(stops) == heading.trim_matches(stops))
        };
        let is_heading = section.kind == "heading"
            || section.kind == "runin" && !gold.requirements.contains_key(&section.unit) && whole();
        if is_heading {
            out.insert(section.unit.as_str());
        }
    }
    out
}
