//! One file: its labels against its record.

use serde_json::Value;

use super::figures::{Figures, Rate};
use super::gold::{Gold, Place};
use super::{Miss, requirements, sections, speeches};

/// The counts of one file, and its disagreements.
pub(super) fn compare(gold: &Gold, record: &Value) -> (Figures, Vec<Miss>) {
    let (mut figures, mut misses) =
        (Figures { noise: noise(gold, record), ..Figures::default() }, Vec::new());
    speeches::compare(gold, record, &mut figures, &mut misses);
    sections::compare(gold, record, &mut figures, &mut misses);
    requirements::compare(gold, record, &mut figures, &mut misses);
    (figures, misses)
}

/// Noise by characters; white space, label lines and title lines are left out of the count.
fn noise(gold: &Gold, record: &Value) -> Rate {
    let lines_of = |roles: &[&str]| -> Vec<Place> {
        gold.roles
            .iter()
            .filter(|(_, r)| roles.contains(&r.as_str()))
            .map(|(&l, _)| gold.line_place(l))
            .collect()
    };
    let length = gold.text.len();
    let wanted = covered(&lines_of(&["noise"]), length);
    let neutral = covered(&lines_of(&["label", "title"]), length);
    let said: Vec<Place> = list(record, "noise").iter().filter_map(place_of).collect();
    let said = covered(&said, length);
    let mut rate = Rate::default();
    for i in gold.window.0..gold.window.1.min(length) {
        if !neutral[i] && !super::units::is_space(gold.text[i]) {
            rate.said += usize::from(said[i]);
            rate.gold += usize::from(wanted[i]);
            rate.hit += usize::from(said[i] && wanted[i]);
        }
    }
    rate
}

/// Which of `length` characters the places cover.
pub(super) fn covered(places: &[Place], length: usize) -> Vec<bool> {
    let mut mask = vec![false; length];
    for &(start, end) in places {
        if start < end.min(length) {
            mask[start..end.min(length)].fill(true);
        }
    }
    mask
}

/// The items of a list that may be absent.
pub(super) fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The place of a field that may be null, `[start, end]`, or an object with a `span`.
pub(super) fn place_of(value: &Value) -> Option<Place> {
    let pair = value.get("span").unwrap_or(value).as_array().filter(|pair| pair.len() == 2)?;
    let number = |v: &Value| v.as_u64().and_then(|n| usize::try_from(n).ok());
    Some((number(&pair[0])?, number(&pair[1])?))
}

/// Shared over joint characters.
pub(super) fn overlap(a: Place, b: Place) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let union = (a.1 + b.1).saturating_sub(a.0 + b.0 + shared);
    if union > 0 { shared as f64 / union as f64 } else { 0.0 }
}

/// The speeches that begin in the labelled window.
pub(super) fn speeches_of<'a>(gold: &Gold, record: &'a Value) -> Vec<(&'a Value, Place)> {
    let inside = |(value, place): (&'a Value, Option<Place>)| {
        place.filter(|p| gold.window.0 <= p.0 && p.0 < gold.window.1).map(|p| (value, p))
    };
    list(record, "speeches").iter().map(|s| (s, place_of(s))).filter_map(inside).collect()
}
