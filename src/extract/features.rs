//! The features of every item of a speech.

use super::clause::{Clause, Opening};
use super::context::Item;
use super::cue::Class;
use super::space::{Family, Group, LINKS, PLACES, SHAPES, Space};
use crate::document::{DeadlineKind, Speech, SpeechKind};
use crate::edit::Text;
use crate::lexicon::{members, set_of};
use crate::trim;

/// What speaks for and against one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// The unit, as an index into the segments' units.
    pub unit: usize,
    /// Features of the item itself.
    pub own: Vec<u16>,
    /// Features that link it with the item before.
    pub link: Vec<u16>,
}

/// The features of the items of a speech, in one row.
#[derive(Debug)]
pub(super) struct Sheet {
    ids: Vec<u16>,
    /// For each item where its own features and its links end.
    ends: Vec<(usize, usize)>,
}

impl Sheet {
    /// For each item its own features and its links.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u16], &[u16])> {
        let mut from = 0;
        self.ends.iter().map(move |&(own, link)| {
            let both = (&self.ids[from..own], &self.ids[own..link]);
            from = link;
            both
        })
    }

    /// The features of one item itself.
    pub(super) fn own(&self, item: usize) -> &[u16] {
        let from = item.checked_sub(1).map_or(0, |before| self.ends[before].1);
        &self.ids[from..self.ends[item].0]
    }
}

// No item has more than 255 features ([`Row`]): each family by how many of its own one item has at most, twice where
// the group and all groups have them.
const _: () = {
    let (clauses, neighbours, links) = (3, 2, LINKS.len());
    let both = Class::ALL.len() + 4 + 4 + PLACES.len() + SHAPES.len() + 1;
    assert!(clauses + neighbours + links + 2 * both < 256);
};

/// The features of one item while they are told: few enough that places in a row of 256 need no check.
struct Row {
    ids: [u16; 256],
    len: u8,
}

impl Row {
    fn push(&mut self, id: u16) {
        self.ids[usize::from(self.len)] = id;
        self.len = self.len.wrapping_add(1);
    }

    /// A feature here, and another some places on.
    fn push_both(&mut self, id: u16, behind: u8, other: u16) {
        self.ids[usize::from(self.len.wrapping_add(behind))] = other;
        self.push(id);
    }
}

/// How many of the items up to each place are of a kind.
struct Count(Vec<u32>);

impl Count {
    fn of(items: impl ExactSizeIterator<Item = bool>) -> Self {
        let mut sums = Vec::with_capacity(items.len() + 1);
        let mut sum = 0;
        sums.push(sum);
        sums.extend(items.map(|is| {
            sum += u32::from(is);
            sum
        }));
        Self(sums)
    }

    /// The share among `from..to`, one item left out, in four steps.
    fn share(&self, from: usize, to: usize, without: usize) -> usize {
        let inside = (from..to).contains(&without);
        let own = if inside { self.0[without + 1] - self.0[without] } else { 0 };
        let (hits, all) = (self.0[to] - self.0[from] - own, (to - from - usize::from(inside)) as u32);
        share(hits, all)
    }
}

/// None, few, half, most.
fn share(hits: u32, all: u32) -> usize {
    match (hits, all) {
        (0, _) => 0,
        (h, a) if h * 3 < a => 1,
        (h, a) if h * 3 < a * 2 => 2,
        _ => 3,
    }
}

/// The features of all items.
pub(super) fn features(space: &Space, text: &Text, speech: &Speech, items: &[Item]) -> Sheet {
    // Of most items.
    const USUAL: usize = 56;
    let groups: Vec<Group> = items.iter().map(|i| Group::of(i.reading.opening())).collect();
    let duties = Count::of(groups.iter().map(|&g| g == Group::Duty));
    let past = items.iter().map(|i| i.reading.has(Class::PastTime));
    let done = Count::of(groups.iter().zip(past).map(|(&g, past)| g == Group::Done || past));
    let stretches = stretches(items);
    let mut out =
        Sheet { ids: Vec::with_capacity(USUAL * items.len()), ends: Vec::with_capacity(items.len()) };
    let mut own = Row { ids: [0; 256], len: 0 };
    for (i, item) in items.iter().enumerate() {
        own.len = 0;
        let reading = &item.reading;
        let g = groups[i] as usize;
        own.push(space.opens.id(reading.opening() as usize, reading.subject() as usize));
        own.push(space.ends.id(0, reading.clauses[0].opening as usize));
        own.push(space.ends.id(1, reading.clauses[reading.clauses.len() - 1].opening as usize));
        for class in reading.classes.iter() {
            own.push(space.with.id(g, class));
            own.push(space.with.id(Group::ANY, class));
        }
        for (family, stand) in space.under.iter().zip([item.heading, item.top, item.lead, item.local]) {
            own.push(family.id(g, stand as usize));
            own.push(family.id(Group::ANY, stand as usize));
        }
        if let Some(before) = i.checked_sub(1) {
            own.push(space.after.id(g, groups[before] as usize));
        }
        if let Some(&next) = groups.get(i + 1) {
            own.push(space.before.id(g, next as usize));
        }
        let paragraph =
            i - item.in_paragraph.0..(i - item.in_paragraph.0 + item.in_paragraph.1).min(items.len());
        let stretch = stretches[i].clone();
        let shares = [
            duties.share(paragraph.start, paragraph.end, i),
            duties.share(stretch.start, stretch.end, i),
            done.share(stretch.start, stretch.end, i),
            duties.share(i.saturating_sub(5), i, i),
        ];
        let words = text.slice(item.span);
        let (places, shapes) = (places(words, speech, item, items.get(i + 1)), shapes(words, item));
        // Those of the group, and behind them as many of all groups.
        let half = (space.among.len() as u32 + places.count_ones() + shapes.count_ones()) as u8;
        let mut both = |family: &Family, column| {
            own.push_both(family.id(g, column), half, family.id(Group::ANY, column));
        };
        space.among.iter().zip(shares).for_each(|(family, share)| both(family, share));
        members(places).for_each(|p| both(&space.place, p));
        members(shapes).for_each(|s| both(&space.shape, s));
        own.len = own.len.wrapping_add(half);
        let counted = reading.clauses.iter().filter(|c| c.opening != Opening::Prep);
        let (orders, all) = counted.fold((0, 0), |(o, a), c| (o + u32::from(c.opening.is_order()), a + 1));
        own.push(space.orders.id(g, share(orders, all)));
        own.push(space.orders.id(Group::ANY, share(orders, all)));
        let end = out.ids.len() + usize::from(own.len);
        if let Some(before) = i.checked_sub(1) {
            members(links(text, &items[before], item)).for_each(|l| own.push(space.link.id(0, l)));
        }
        out.ids.extend_from_slice(&own.ids[..usize::from(own.len)]);
        out.ends.push((end, out.ids.len()));
    }
    out
}

/// For each item the stretch between headings that it stands in.
fn stretches(items: &[Item]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::with_capacity(items.len());
    for part in items.chunk_by(|_, next| !next.after_heading) {
        let start = out.len();
        out.extend(std::iter::repeat_n(start..start + part.len(), part.len()));
    }
    out
}

/// The columns of [`Space::place`].
fn places(words: &str, speech: &Speech, item: &Item, next: Option<&Item>) -> u64 {
    let (k, n) = item.in_paragraph;
    let before_heading = next.is_some_and(|n| n.after_heading);
    let before_point = next.is_some_and(|n| n.opens_point) && !item.opens_point;
    let announces =
        (before_heading || before_point) && (item.reading.has(Class::Agenda) || words.ends_with([':', '：']));
    let columns: [bool; PLACES.len()] = [
        n > 1 && k == 0,
        n > 1 && k + 1 == n,
        n == 1,
        k > 0 && k + 1 < n,
        item.opens_point,
        item.runin,
        item.depth < 0.05,
        item.depth > 0.95,
        item.after_heading,
        matches!(speech.kind, SpeechKind::News | SpeechKind::Report),
        matches!(speech.kind, SpeechKind::Other),
        before_heading,
        before_point,
        announces,
    ];
    set_of(columns.into_iter())
}

/// The columns of [`Space::shape`].
fn shapes(words: &str, item: &Item) -> u64 {
    let reading = &item.reading;
    let count = words.chars().count();
    // The last mark inside whatever closes the unit.
    let last = words.chars().rev().find(|c| !matches!(c, '”' | '’' | '」' | ')' | '）' | '"'));
    let ends = |marks: [char; 2]| last.is_some_and(|last| marks.contains(&last));
    let quotes_modal = [Class::Yao, Class::Strong, Class::Ban].iter().any(|&c| reading.quoted.has(c));
    let limit = |kind| item.limit.as_ref().is_some_and(|l| l.kind == kind);
    let clause_end = |c: &Clause| trim::end(&words[c.start..c.end]).ends_with('的');
    let columns: [bool; SHAPES.len()] = [
        count < 10,
        (10..25).contains(&count),
        (25..60).contains(&count),
        count >= 60,
        ends(['?', '？']),
        ends([':', '：']),
        ends([';', '；']),
        ends(['!', '！']),
        quotes_modal,
        words.ends_with(['”', '’', '」']),
        limit(DeadlineKind::Calendar),
        limit(DeadlineKind::Frequency),
        limit(DeadlineKind::Duration),
        limit(DeadlineKind::Event),
        reading.clauses[0].agent.is_some(),
        reading.clauses.iter().any(|c| c.given.is_some()),
        reading.clauses.iter().any(clause_end),
        words.starts_with(['(', '（', '[', '【']),
    ];
    set_of(columns.into_iter())
}

/// The columns of [`Space::link`].
fn links(text: &Text, before: &Item, item: &Item) -> u64 {
    let words = text.slice(before.span);
    let same_paragraph = item.in_paragraph.0 > 0;
    let columns: [bool; LINKS.len()] = [
        true,
        same_paragraph,
        !same_paragraph && !item.after_heading,
        item.after_heading,
        words.ends_with([';', '；']),
        item.opens_point,
        before.reading.opening() == item.reading.opening(),
        words.ends_with([':', '：']),
    ];
    set_of(columns.into_iter())
}
