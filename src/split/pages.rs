//! What printed pages leave between the lines: page numbers, page counts, running heads.

use std::collections::BTreeMap;

use super::context::{Fact, Features};
use super::evidence::{Class, Weights};
use super::view::View;
use crate::lexicon::is_letter;

/// How often a running head stands in a file at least.
const HEADS: usize = 3;

/// Sets `page_count`, `page_number` and `running_head`.
pub(super) fn features(views: &[View], looks: &[Weights], out: &mut [Features]) {
    page_counts(views, out);
    page_numbers(views, out);
    running_heads(views, looks, out);
}

/// Lines of a page count that was cut in pieces: 共 / 3 / 页,当前第 / 1.
fn page_counts(views: &[View], out: &mut [Features]) {
    let digits = |v: &View| v.chars <= 4 && v.head.iter().all(|c| matches!(c, '0'..='9' | '/' | ' ' | '页'));
    let words = |v: &View| {
        v.chars <= 16 && !v.ends_a_sentence && (matches!(v.head, ['共' | '第']) || v.head.contains(&'页'))
    };
    for i in 0..views.len() {
        let near = || views[i.saturating_sub(2)..(i + 3).min(views.len())].iter().any(words);
        out[i].set(Fact::PageCount, words(&views[i]) || digits(&views[i]) && near());
    }
}

/// Numbers on lines of their own that are pages and no headings: one stands inside a sentence or over a heading with a
/// number of its own, and the others count on it.
fn page_numbers(views: &[View], out: &mut [Features]) {
    const AROUND: [char; 4] = ['-', '—', ' ', '·'];
    let number = |v: &View| -> Option<u32> {
        // Most lines end otherwise.
        let may_be = |c: &char| c.is_ascii_digit() || AROUND.contains(c);
        v.head.last().filter(|c| may_be(c))?;
        let no_edge = |c: &char| !AROUND.contains(c);
        let digits = &v.head[v.head.iter().position(no_edge)?..=v.head.iter().rposition(no_edge)?];
        let number = || digits.iter().try_fold(0, |number, c| Some(number * 10 + c.to_digit(10)?));
        (digits.len() <= 4).then(number)?
    };
    let lone: Vec<(usize, u32)> =
        views.iter().enumerate().filter_map(|(i, v)| Some((i, number(v)?))).collect();
    let misplaced = |i: usize| {
        let before = i.checked_sub(1).map(|b| &views[b]);
        before.is_some_and(|b| b.chars >= 40 && !b.ends_a_sentence)
            || views.get(i + 1).is_some_and(|next| next.numbered)
    };
    // No heading counts so far.
    let beyond = |run: &[(usize, u32)]| run.len() > 1 && run[0].1 >= 100;
    // Runs of numbers that count on with text between them.
    for run in lone.chunk_by(|a, b| b.1 == a.1 + 1 && b.0 > a.0 + 1) {
        if beyond(run) || run.iter().any(|&(i, _)| misplaced(i)) {
            run.iter().for_each(|&(i, _)| out[i].set(Fact::PageNumber, true));
        }
    }
}

/// Short lines that come again and again, whatever page they count; twice is enough beside a page number.
fn running_heads(views: &[View], looks: &[Weights], out: &mut [Features]) {
    const SHORTEST: usize = 6;
    const LONGEST: usize = 40;
    // Titles and labels are said again for reasons of their own.
    let named = |w: &Weights| [Class::Title, Class::Label].iter().any(|&c| w.total[c as usize] > 0.0);
    let letters = |i: usize| views[i].head.iter().copied().filter(|&c| is_letter(c));
    let bare = |i: usize| {
        let v = &views[i];
        v.chars <= LONGEST && !v.ends_a_sentence && !v.numbered && letters(i).nth(SHORTEST - 1).is_some()
    };
    // Most lines come once: only what is alike by its hash (FNV-1a) is compared in words.
    let hash = |i: usize| {
        letters(i).fold(0xCBF2_9CE4_8422_2325, |h, c| (h ^ c as u64).wrapping_mul(0x100_0000_01B3))
    };
    let candidates = (0..views.len()).filter(|&i| !named(&looks[i]) && bare(i));
    let mut hashed: Vec<(u64, usize)> = candidates.map(|i| (hash(i), i)).collect();
    hashed.sort_unstable();
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for alike in hashed.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        for &(_, i) in alike {
            seen.entry(letters(i).collect()).or_default().push(i);
        }
    }
    let page = Fact::PageNumber;
    let paged =
        |&i: &usize| [i.wrapping_sub(1), i + 1].iter().any(|&j| out.get(j).is_some_and(|o| o.has(page)));
    let heads: Vec<&Vec<usize>> = seen
        .values()
        .filter(|lines| lines.len() >= HEADS || lines.len() > 1 && lines.iter().any(paged))
        .collect();
    for lines in heads {
        lines.iter().for_each(|&i| out[i].set(Fact::RunningHead, true));
    }
}
