//! Divisions: headings (own line or run-in) and points, by where their marker or title starts (within two code
//! points); of the matched ones title, end and parent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Miss;
use super::compare::{list, overlap, place_of, speeches_of};
use super::figures::{Accuracy, Figures, Rate};
use super::gold::{Gold, Place};

/// A division that the output claims.
struct Said {
    place: Place,
    title: Option<Place>,
    point: bool,
    parent: Option<usize>,
}

pub(super) fn compare(gold: &Gold, record: &Value, figures: &mut Figures, misses: &mut Vec<Miss>) {
    let said = said(gold, record);
    let matched = matches(gold, &said);
    let tree = Tree::of(gold);
    let is_point = |k: usize| gold.sections[k].kind == "point";
    let same_kind = |k: &usize| matched[*k].is_some_and(|s| said[s].point == is_point(*k));
    let both: Vec<usize> = (0..gold.sections.len()).filter(same_kind).collect();

    for point in [false, true] {
        let (missed, false_) =
            if point { ("point missed", "point false") } else { ("heading missed", "heading false") };
        let wanted: Vec<usize> = (0..gold.sections.len()).filter(|&k| is_point(k) == point).collect();
        let hits: BTreeSet<usize> = wanted.iter().copied().filter(same_kind).collect();
        let claimed: Vec<usize> = (0..said.len()).filter(|&s| said[s].point == point).collect();
        for &k in wanted.iter().filter(|k| !hits.contains(k)) {
            let at = gold.sections[k].at;
            misses.push(Miss { kind: missed, what: gold.excerpt((at, at + 60)) });
        }
        let right: BTreeSet<usize> = hits.iter().filter_map(|&k| matched[k]).collect();
        for &s in claimed.iter().filter(|s| !right.contains(s)) {
            misses.push(Miss { kind: false_, what: gold.excerpt(said[s].place) });
        }
        let rate = Rate { hit: hits.len(), said: claimed.len(), gold: wanted.len() };
        *(if point { &mut figures.points } else { &mut figures.headings }) = rate;
    }

    for &k in &both {
        let Some(s) = matched[k] else { continue };
        let section = &gold.sections[k];
        let here = || gold.excerpt((section.at, section.at + 30));
        let parent_right = match (tree.parent[k], said[s].parent) {
            (None, None) => true,
            (Some(wanted), Some(claimed)) => matched[wanted] == Some(claimed),
            _ => false,
        };
        figures.parents.n += 1;
        figures.parents.right += usize::from(parent_right);
        if !parent_right {
            let wanted = tree.parent[k].map(|p| gold.sections[p].at);
            let claimed = said[s].parent.map(|p| said[p].place.0);
            let words = |at: Option<usize>| at.map_or("-".into(), |at| gold.excerpt((at, at + 20)));
            misses.push(Miss {
                kind: "parent",
                what: format!("{}: gold under {}, said {}", here(), words(wanted), words(claimed)),
            });
        }
        if let Some(title) = section.title {
            let right = said[s].title.is_some_and(|t| overlap(t, title) >= 0.9);
            figures.section_title.n += 1;
            figures.section_title.right += usize::from(right);
            if !right {
                let claimed = said[s].title.map_or("-".into(), |t| gold.excerpt(t));
                let what = format!("gold {}, said {claimed}", gold.excerpt(title));
                misses.push(Miss { kind: "section_title", what });
            }
        }
        if !is_point(k) {
            let (wanted, claimed) = (gold.last_line(tree.end[k]), gold.last_line(said[s].place.1));
            figures.section_end = Accuracy {
                right: figures.section_end.right + usize::from(wanted == claimed),
                n: figures.section_end.n + 1,
            };
            if wanted != claimed {
                let what = format!("{}: gold ends line {}, said {}", here(), wanted + 1, claimed + 1);
                misses.push(Miss { kind: "section_end", what });
            }
        }
    }
}

/// What the output claims, in its order; a parent is known by its id within its speech.
fn said(gold: &Gold, record: &Value) -> Vec<Said> {
    let mut out: Vec<Said> = Vec::new();
    for (speech, _) in speeches_of(gold, record) {
        let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
        for section in list(speech, "sections") {
            let Some(place) = place_of(section) else { continue };
            if !(gold.window.0..gold.window.1).contains(&place.0) {
                continue;
            }
            let parent = section["parent"].as_str().and_then(|id| by_id.get(id).copied());
            if let Some(id) = section["id"].as_str() {
                by_id.insert(id, out.len());
            }
            out.push(Said {
                place,
                title: section.get("title_span").and_then(place_of),
                point: section["kind"] == "point",
                parent,
            });
        }
    }
    out
}

/// For each labelled division the claimed one that is nearest, at most two code points away, each taken once.
fn matches(gold: &Gold, said: &[Said]) -> Vec<Option<usize>> {
    let mut by_start: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (j, s) in said.iter().enumerate() {
        by_start.entry(s.place.0).or_default().push(j);
    }
    let mut taken = BTreeSet::new();
    let mut nearest = |at: usize| {
        let near = by_start.range(at.saturating_sub(2)..=at + 2);
        let best = near
            .flat_map(|(&start, js)| js.iter().map(move |&j| (start.abs_diff(at), j)))
            .filter(|(_, j)| !taken.contains(j))
            .min()?;
        taken.insert(best.1);
        Some(best.1)
    };
    gold.sections.iter().map(|g| nearest(g.at)).collect()
}

/// The labelled tree: a division ends before the next one of its own or a higher level, or with its speech.
struct Tree {
    parent: Vec<Option<usize>>,
    end: Vec<usize>,
}

impl Tree {
    fn of(gold: &Gold) -> Self {
        let mut order: Vec<usize> = (0..gold.sections.len()).collect();
        order.sort_by_key(|&k| gold.sections[k].at);
        let speech = |k: usize| gold.doc_of(gold.sections[k].at);
        let end_of_speech = |k: usize| speech(k).map_or(gold.text.len(), |d| gold.docs[d].span.1);
        let mut tree = Self { parent: vec![None; order.len()], end: vec![0; order.len()] };
        let mut open: Vec<usize> = Vec::new();
        for &k in &order {
            while let Some(&top) = open.last() {
                let (same, section) = (speech(top) == speech(k), &gold.sections[k]);
                if same && gold.sections[top].level < section.level {
                    break;
                }
                tree.end[top] = if same { section.at } else { end_of_speech(top) };
                open.pop();
            }
            tree.parent[k] = open.last().copied();
            open.push(k);
        }
        for k in open {
            tree.end[k] = end_of_speech(k);
        }
        tree
    }
}
