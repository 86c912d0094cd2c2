//! The damage done again, to pages of ours: what of it is undone, and what undamaged text suffers.
//!
//! A website's script glossed byte pairs and narrowed full-width marks on GBK bytes at any alignment; a decoder showed
//! the rest. The simulation does the same, in both scripts, with glosses of many characters, of few and of none, and
//! with both ways in which decoders show a lone byte. `YAODIAN_SHARED=… cargo test --lib simulation -- --nocapture`
//! prints the figures, also for texts that were not made for this; with `YAODIAN_SHOW=1` each wrong reading.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::{BIG5, GBK};

use super::bytes;
use crate::document::Source;
use crate::edit::{Edit, Text};
use crate::lexicon;
use crate::repair::{Repairer, Script, script};

/// How a page was damaged.
#[derive(Clone, Copy, Debug)]
struct Way {
    traditional: bool,
    /// Of a hundred Traditional characters, how many the script glosses.
    glossed: u64,
    /// Whether a lone byte is shown as a question mark, or not at all.
    question: bool,
    /// Chooses the glossed characters.
    seed: u64,
}

const WAYS: [Way; 4] = [
    Way { traditional: true, glossed: 60, question: true, seed: 2 },
    Way { traditional: true, glossed: 25, question: false, seed: 3 },
    Way { traditional: true, glossed: 0, question: false, seed: 5 },
    Way { traditional: false, glossed: 0, question: true, seed: 7 },
];

/// A byte with the place of the character it is half of; `None` for what the script added.
type Byte = (u8, Option<u32>);

/// A damaged page.
struct Page {
    /// As it was written.
    original: Vec<char>,
    /// As it is shown.
    shown: String,
    /// Where it is damaged.
    spots: Vec<Spot>,
}

/// A stretch of characters that are not shown as they were written.
#[derive(Clone, Debug)]
struct Spot {
    /// In the original, as characters.
    chars: std::ops::Range<usize>,
    /// In the shown text, as bytes.
    shown: std::ops::Range<usize>,
    /// Whether a gloss did it; else a mark.
    gloss: bool,
}

/// A number that looks random, the same each time.
fn mixed(seed: u64, c: char) -> u64 {
    let x = (seed << 32 | u64::from(u32::from(c))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (x ^ x >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33
}

/// Traditional forms of Simplified characters: the commonest that GBK has.
fn traditional() -> BTreeMap<char, char> {
    let common = weights();
    let mut out = BTreeMap::new();
    for [from, to] in lexicon::rows::<2>(include_str!("../../lexicon/script_chars.tsv")) {
        let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) else { continue };
        let weight = |c: char| common.get(&c).copied().unwrap_or(0.0);
        // 后, 里, 干 and their like stand in Traditional text too.
        if bytes::bytes_of(from).is_some()
            && BIG5.encode(to.encode_utf8(&mut [0; 4])).2
            && script::simple(from) == to
        {
            let best = out.entry(to).or_insert(from);
            if weight(from) > weight(*best) {
                *best = from;
            }
        }
    }
    out
}

/// How common each character is.
fn weights() -> BTreeMap<char, f32> {
    let mut common = BTreeMap::new();
    for [weight, chars] in lexicon::rows::<2>(include_str!("../../lexicon/hanzi.tsv")) {
        common.extend(chars.chars().map(|c| (c, weight.parse::<f32>().unwrap_or_default())));
    }
    common
}

/// The glossed pairs with their glosses, in the order in which the script goes through them.
fn glosses(way: Way) -> Vec<([u8; 2], Vec<u8>)> {
    let common = weights();
    let mut readings: BTreeMap<char, &str> = BTreeMap::new();
    let toned = |reading: &str| !reading.is_ascii() || matches!(reading, "men" | "me");
    for [reading, chars] in lexicon::rows::<2>(include_str!("../../lexicon/readings.tsv")) {
        // Such scripts gloss characters that a page is likely to have.
        for c in chars.chars().filter(|c| toned(reading) && common.get(c).is_some_and(|&w| w > 6.5)) {
            // One reading a character, not always the usual one.
            let known = readings.entry(c).or_insert(reading);
            if mixed(way.seed, c).is_multiple_of(3) {
                *known = reading;
            }
        }
    }
    let mut chosen: Vec<(u64, [u8; 2], Vec<u8>)> = readings
        .into_iter()
        .filter(|&(c, _)| mixed(way.seed, c) % 100 < way.glossed)
        .filter_map(|(c, reading)| {
            Some((
                mixed(way.seed + 99, c),
                bytes::bytes_of(c)?,
                GBK.encode(&format!("({reading})")).0.into_owned(),
            ))
        })
        .collect();
    chosen.sort();
    chosen.into_iter().map(|(_, pair, gloss)| (pair, gloss)).collect()
}

/// Sets `new` behind (or in the place of) each `pair`, at any alignment.
fn replace(page: &[Byte], pair: [u8; 2], new: &[u8], keep: bool) -> Option<Vec<Byte>> {
    let found = |w: &[Byte]| w[0].0 == pair[0] && w[1].0 == pair[1];
    if !page.windows(2).any(found) {
        return None;
    }
    let mut out = Vec::with_capacity(page.len() + 64);
    let mut i = 0;
    while i < page.len() {
        if page[i..].len() > 1 && found(&page[i..i + 2]) {
            // A mark in its own place is the character, only narrower.
            let whole = page[i].1.filter(|_| page[i].1 == page[i + 1].1);
            if keep {
                out.extend_from_slice(&page[i..i + 2]);
            }
            out.extend(new.iter().map(|&b| (b, if keep { None } else { whole })));
            i += 2;
        } else {
            out.push(page[i]);
            i += 1;
        }
    }
    Some(out)
}

/// What a decoder shows, with the original character of each one that is shown as it was.
fn decode(page: &[Byte], question: bool, original: &[char]) -> Vec<(char, Option<u32>)> {
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(&(byte, home)) = page.get(i) {
        let next = page.get(i + 1);
        i += 1;
        match (byte, next) {
            (0..0x80, _) => {
                let shown = char::from(byte);
                out.push((shown, home.filter(|&i| narrow(original[i as usize]) == shown)));
            }
            (0x80, _) => out.push(('€', None)),
            (0xFF, _) => {}
            (lead, Some(&(trail, other))) if matches!(trail, 0x40..=0x7E | 0x80..=0xFE) => {
                let whole = home.filter(|_| home == other);
                // A pair without a character vanishes.
                out.extend(bytes::char_of(lead, trail).map(|(c, _)| (c, whole)));
                i += 1;
            }
            (_, Some(&(b'(', _))) => {
                out.push(('?', None));
                i += 1;
            }
            _ if question => out.push(('?', None)),
            _ => {}
        }
    }
    out
}

/// Does to a text what the script did.
fn damage(text: &str, way: Way, forms: &BTreeMap<char, char>) -> Page {
    let original: Vec<char> = text
        .chars()
        .map(|c| if way.traditional { *forms.get(&c).unwrap_or(&c) } else { c })
        .filter(|&c| c.is_ascii() || bytes::bytes_of(c).is_some())
        .collect();
    let mut page: Vec<Byte> = Vec::new();
    for (i, &c) in original.iter().enumerate() {
        match bytes::bytes_of(c) {
            Some(pair) => page.extend(pair.map(|b| (b, Some(i as u32)))),
            None => page.push((c as u8, Some(i as u32))),
        }
    }
    for (pair, gloss) in glosses(way) {
        page = replace(&page, pair, &gloss, true).unwrap_or(page);
    }
    for mark in ['!', '(', ')', ',', ':', ';', '?'] {
        let Some(rest) = bytes::mark_byte(mark) else { continue };
        page = replace(&page, [0xA3, rest], &[mark as u8], false).unwrap_or(page);
    }
    let seen = decode(&page, way.question, &original);
    // Where each character that is shown as it was stands in the shown text.
    let mut places = vec![None; original.len()];
    let mut shown = String::new();
    for (c, home) in seen {
        let start = shown.len();
        shown.push(c);
        if let Some(home) = home {
            places[home as usize] = Some(start..shown.len());
        }
    }
    let mut spots = Vec::new();
    let mut i = 0;
    while i < original.len() {
        if places[i].is_some() {
            i += 1;
            continue;
        }
        let end = (i..original.len()).find(|&j| places[j].is_some()).unwrap_or(original.len());
        let start = i.checked_sub(1).and_then(|before| places[before].clone()).map_or(0, |p| p.end);
        let stop = places.get(end).cloned().flatten().map_or(shown.len(), |p| p.start);
        spots.push(Spot { chars: i..end, shown: start..stop, gloss: shown[start..stop].contains(')') });
        i = end;
    }
    Page { original, shown, spots }
}

/// A text as it is compared: Simplified, one width, without white space.
fn squeezed(chars: impl Iterator<Item = char>) -> String {
    chars.filter(|c| !c.is_whitespace()).map(script::simple).map(narrow).collect()
}

fn narrow(c: char) -> char {
    match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '！' => '!',
        '？' => '?',
        '（' => '(',
        '）' => ')',
        '％' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c)
        }
        c => c,
    }
}

fn repaired(shown: &str) -> Text {
    let source = Source { text: shown.into(), ..Source::default() };
    Repairer::new(Script::Simplified, &BTreeSet::new()).repair(&source, &mut Vec::new())
}

/// The slip edits that meet a stretch of the source.
fn edits(text: &Text, range: std::ops::Range<usize>) -> Vec<Edit> {
    let meets = |e: &&Edit| e.source.range().start <= range.end && range.start <= e.source.range().end;
    text.edits().iter().filter(|e| e.rule.name == "byte_slip").filter(meets).copied().collect()
}

/// What came of a spot.
#[derive(Clone, Debug)]
struct Outcome {
    right: bool,
    gloss: bool,
    /// The lowest confidence of the edits there; `None` where there is none.
    confidence: Option<f32>,
    /// For the eye.
    told: String,
}

fn outcomes(page: &Page) -> (Vec<Outcome>, Vec<String>) {
    let text = repaired(&page.shown);
    let mut out = Vec::new();
    for spot in &page.spots {
        let around = spot.chars.start.saturating_sub(2)..(spot.chars.end + 2).min(page.original.len());
        let expected = squeezed(page.original[around].iter().copied());
        let at = |place: usize| text.from_source(place as u32) as usize;
        let (start, end) = (at(spot.shown.start), at(spot.shown.end));
        let window = text.as_str().floor_char_boundary(start.saturating_sub(60))
            ..text.as_str().ceil_char_boundary((end + 60).min(text.as_str().len()));
        let got = squeezed(text.as_str()[window].chars());
        let here = edits(&text, spot.shown.clone());
        let confidence = here.iter().map(|e| e.confidence).reduce(f32::min);
        let read: Vec<&str> = here.iter().map(|e| text.slice(e.span)).collect();
        let near = page.shown.floor_char_boundary(spot.shown.start.saturating_sub(12))
            ..page.shown.ceil_char_boundary((spot.shown.end + 9).min(page.shown.len()));
        let told = format!("{:?} is {expected:?}, read {read:?}", &page.shown[near]);
        out.push(Outcome { right: got.contains(&expected), gloss: spot.gloss, confidence, told });
    }
    // Changes where nothing was damaged.
    let meets =
        |e: &Edit, s: &Spot| e.source.range().start <= s.shown.end && s.shown.start <= e.source.range().end;
    let harm = text
        .edits()
        .iter()
        .filter(|e| e.rule.name == "byte_slip" && !page.spots.iter().any(|s| meets(e, s)))
        .map(|e| format!("{:?} → {:?}", e.source.of_text(&page.shown), text.slice(e.span)))
        .collect();
    (out, harm)
}

/// Our own pages that are whole as they stand.
fn own_pages() -> Vec<(String, String)> {
    const DAMAGED: [&str; 7] =
        ["glossed", "mojibake", "double_utf8", "hansard", "furniture_inside", "noise_only", "novel"];
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pages"))
        .into_iter()
        .filter(|(name, _)| !DAMAGED.iter().any(|d| name.contains(d)))
        .collect()
}

fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).map(|dir| dir.flatten().map(|e| e.path()).collect()).unwrap_or_default();
    paths.sort();
    let name = |p: &Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    paths
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .filter_map(|p| Some((name(p), fs::read_to_string(p).ok()?)))
        .filter(|(_, text)| text.chars().count() > 200)
        .collect()
}

/// All spots of all pages in all ways, and what was changed without need.
fn simulate(pages: &[(String, String)]) -> (Vec<Outcome>, Vec<String>) {
    let forms = traditional();
    let show = std::env::var_os("YAODIAN_SHOW").is_some();
    let (mut all, mut harm) = (Vec::new(), Vec::new());
    for way in WAYS {
        let one = |(name, text): &(String, String)| {
            let (found, wrong) = outcomes(&damage(text, way, &forms));
            let wrong: Vec<String> = wrong.into_iter().map(|w| format!("{name}: {w}")).collect();
            (found, wrong)
        };
        // Two halves at once: the search is slow where nothing is optimised.
        let (head, tail) = pages.split_at(pages.len() / 2);
        let half = |pages: &[(String, String)]| pages.iter().map(one).collect::<Vec<_>>();
        let done = std::thread::scope(|scope| {
            let other = scope.spawn(|| half(tail));
            let mut done = half(head);
            done.extend(other.join().expect("no panic"));
            done
        });
        let before = all.len();
        for (found, wrong) in done {
            if show {
                found.iter().filter(|o| !o.right).for_each(|o| println!("{:?} {}", o.confidence, o.told));
            }
            all.extend(found);
            harm.extend(wrong);
        }
        println!("{way:?}: {}", rate(&all[before..]));
    }
    (all, harm)
}

fn share(outcomes: &[Outcome], which: impl Fn(&Outcome) -> bool) -> (usize, usize, f32) {
    let of: Vec<_> = outcomes.iter().filter(|o| which(o)).collect();
    let right = of.iter().filter(|o| o.right).count();
    (right, of.len(), right as f32 / of.len().max(1) as f32)
}

fn rate(outcomes: &[Outcome]) -> String {
    let [glosses, marks] = [true, false].map(|gloss| share(outcomes, |o| o.gloss == gloss));
    format!(
        "at glosses {} of {} ({:.3}), at marks {} of {} ({:.3})",
        glosses.0, glosses.1, glosses.2, marks.0, marks.1, marks.2
    )
}

/// Of the readings with so much confidence, how many are right.
fn calibration(outcomes: &[Outcome]) -> f32 {
    for (low, high) in [(0.9, 1.01), (0.6, 0.9), (0.45, 0.6), (0.0, 0.45)] {
        let (right, of, rate) = share(outcomes, |o| o.confidence.is_some_and(|c| (low..high).contains(&c)));
        println!("confidence from {low}: {right} of {of} right ({rate:.3})");
    }
    let left = outcomes.iter().filter(|o| o.confidence.is_none()).count();
    println!("left as displayed: {left} of {}", outcomes.len());
    share(outcomes, |o| o.confidence.is_some_and(|c| c >= 0.9)).2
}

#[test]
fn most_slips_of_our_pages_are_undone() {
    let (all, harm) = simulate(&own_pages());
    println!("own pages: {}", rate(&all));
    let sure = calibration(&all);
    assert!(harm.is_empty(), "{harm:#?}");
    assert!(share(&all, |o| o.gloss).2 > 0.8, "at glosses");
    assert!(share(&all, |o| !o.gloss).2 > 0.35, "at marks");
    assert!(sure >= 0.9, "nine in ten of those that call themselves sure");
}

/// The same on texts that were not made for this; figures only.
#[test]
fn slips_of_shared_pages() {
    let Some(shared) = std::env::var_os("YAODIAN_SHARED") else {
        println!("skipped: YAODIAN_SHARED is not set");
        return;
    };
    let folders = ["real/zh_txt/speeches", "real/zh_txt/web"];
    let pages: Vec<_> = folders.iter().flat_map(|f| texts(&Path::new(&shared).join(f))).collect();
    let (all, harm) = simulate(&pages);
    println!("shared pages: {}", rate(&all));
    calibration(&all);
    harm.iter().for_each(|h| println!("harm: {h}"));
}

/// What was never cut is left alone: pages as they are, in Traditional, and glossed in the right places only.
#[test]
fn whole_pages_are_left_alone() {
    let forms = traditional();
    for (name, text) in own_pages() {
        let old: String = text.chars().map(|c| *forms.get(&c).unwrap_or(&c)).collect();
        let mut glossed = String::new();
        let glosses: BTreeMap<_, _> = glosses(WAYS[0]).into_iter().collect();
        for c in old.chars() {
            glossed.push(c);
            if let Some(gloss) = bytes::bytes_of(c).and_then(|pair| glosses.get(&pair)) {
                glossed.push_str(&GBK.decode(gloss).0);
            }
        }
        for page in [text, old, glossed] {
            let repaired = repaired(&page);
            let slips: Vec<_> = repaired.edits().iter().filter(|e| e.rule.name == "byte_slip").collect();
            assert!(slips.is_empty(), "{name}: {slips:?}");
        }
    }
}

#[test]
fn the_damage_looks_like_the_real_one() {
    let forms = traditional();
    let shown = |text: &str, way: Way| damage(text, way, &forms).shown;
    let bare = Way { traditional: true, glossed: 0, question: false, seed: 0 };
    assert!(shown("他谈了意见。回顾一年来的工作", bare).starts_with("他談了意見;仡櫼荒"));
    assert_eq!(shown("开通。现在", Way { question: true, ..bare }), "開通?,F在");
}
