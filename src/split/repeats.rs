//! What a page says twice: its own title, a label's words in the title below, a preview before the whole.

use super::context::{Fact, Features, before_mark};
use super::evidence::{Class, Weights};
use super::title::Titles;
use super::view::View;
use crate::lexicon::is_letter_or_number;

/// Sets `page_title`, `above_labels`, `repeats_label` and `preview_repeated`.
pub(super) fn features(views: &[View], looks: &[Weights], titles: &Titles, out: &mut [Features]) {
    repeated_titles(views, looks, titles, out);
    previews(views, looks, out);
}

/// The page's own title on its first line, said again below; and titles that say again what their label said.
fn repeated_titles(views: &[View], looks: &[Weights], titles: &Titles, out: &mut [Features]) {
    let seems = |i: usize, class: Class| looks[i].total[class as usize] > 0.0;
    let short = |v: &View| v.chars <= 80;
    /// Titles of fewer letters say nothing.
    const LETTERS: usize = 6;
    let telling = |words: &str| words.chars().nth(LETTERS - 1).is_some();
    let same = |a: &str, b: &str| telling(a) && telling(b) && (a.contains(b) || b.contains(a));
    let named = |i: usize| short(&views[i]) && (seems(i, Class::Label) || seems(i, Class::Title));
    // Before the first paragraph the last of several equal titles is the speech's own.
    let head = (0..views.len())
        .find(|&i| views[i].chars > 80 && !seems(i, Class::Noise))
        .unwrap_or(views.len())
        .min(16);
    let heads: Vec<Option<String>> =
        (0..head).map(|i| named(i).then(|| titles.letters(views[i].text))).collect();
    for (i, words) in heads.iter().enumerate() {
        let again = |w: &String| heads[i + 1..].iter().flatten().any(|later| same(w, later));
        out[i].set(Fact::PageTitle, !seems(i, Class::Label) && words.as_ref().is_some_and(again));
    }
    // What stands above the first label, with no text between, is the page's own title.
    const ABOVE: usize = 8;
    let first_label = (0..views.len()).find(|&i| seems(i, Class::Label) || views[i].chars > 200);
    if let Some(first) = first_label.filter(|&i| i <= ABOVE && seems(i, Class::Label)) {
        let speaks = |i: usize| seems(i, Class::Salutation) || seems(i, Class::Byline);
        if !(0..first).any(speaks) {
            (0..first).for_each(|i| out[i].set(Fact::AboveLabels, seems(i, Class::Title)));
        }
    }
    let letters = |i: usize| titles.letters(views[i].text);
    let mut label: Option<(usize, Letters)> = None;
    for i in 0..views.len() {
        if let Some((at, words)) = &label
            && i - at <= 6
            && short(&views[i])
            && views[i].chars >= LETTERS
            && words.run_through(&views[i], LETTERS)
        {
            out[i].set(Fact::RepeatsLabel, same(&letters(*at), &letters(i)));
        }
        if seems(i, Class::Label) {
            label = Some((i, Letters::of(&views[i])));
        }
    }
}

/// The letters of a line, as far as the last bytes of their codes tell them apart; all letters where it is not seen whole.
struct Letters([u64; 4]);

impl Letters {
    fn of(view: &View) -> Self {
        let mut bits = [if view.is_short() { 0 } else { u64::MAX }; 4];
        letters(view).for_each(|c| bits[c as usize / 64 % 4] |= 1 << (c as usize % 64));
        Self(bits)
    }

    /// Whether so many letters of another line, one behind the other, may be among them.
    fn run_through(&self, view: &View, least: usize) -> bool {
        let mut run = 0;
        letters(view).any(|c| {
            let among = self.0[c as usize / 64 % 4] >> (c as usize % 64) & 1 != 0;
            run = if among { run + 1 } else { 0 };
            run == least
        })
    }
}

fn letters(view: &View) -> impl Iterator<Item = char> {
    view.head.iter().copied().filter(|&c| is_letter_or_number(c))
}

/// Paragraphs that a page shows twice: a preview first, then the whole. The second salutation opens no speech.
fn previews(views: &[View], looks: &[Weights], out: &mut [Features]) {
    const REACH: usize = 10;
    const SAME: usize = 16;
    let start = |v: &View| -> Option<[char; SAME]> {
        let mut letters = opening_letters(v.head).take(SAME);
        let mut start = ['\0'; SAME];
        for place in &mut start {
            *place = letters.next()?;
        }
        Some(start)
    };
    // Most lines differ in their first two letters. Shorter ones begin like none of these.
    let first = |v: &View| {
        let mut letters = opening_letters(v.head);
        Some([letters.next()?, letters.next()?])
    };
    let firsts: Vec<_> = views.iter().map(|v| if v.chars < SAME { None } else { first(v) }).collect();
    for i in 1..views.len() {
        let from = i.saturating_sub(REACH);
        let mut alike = (from..i).filter(|&j| firsts[j] == firsts[i]).peekable();
        if firsts[i].is_none() || views[i].chars < 40 || alike.peek().is_none() {
            continue;
        }
        let Some(own) = start(&views[i]) else { continue };
        let label = (from..=i).rev().find(|&j| looks[j].total[Class::Label as usize] > 0.0).unwrap_or(from);
        if alike.any(|j| j >= label && start(&views[j]) == Some(own)) {
            out[i].set(Fact::PreviewRepeated, looks[i].total[Class::Noise as usize] <= 0.0);
            let salutation = looks[i - 1].total[Class::Salutation as usize] > 0.0;
            out[i - 1].set(Fact::PreviewRepeated, salutation);
        }
    }
}

/// A paragraph's letters behind the salutation that it may begin with.
fn opening_letters(head: &[char]) -> impl Iterator<Item = char> {
    let salutation = before_mark(head, &[':']).map_or(0, |before| before.len() + 1);
    head[salutation..].iter().copied().filter(|&c| is_letter_or_number(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::fold;
    use proptest::prelude::*;

    proptest! {
        /// What is looked for before two titles are compared never keeps equal ones from it.
        #[test]
        fn titles_that_hold_one_another_share_a_run(
            title in "[春耕会议上的讲话１Ａé𠮷]{6,9}",
            around in "[春在、 １]{0,6}",
            least in 1usize..=6,
        ) {
            let (longer, shorter) = (format!("{around}{title}{around}"), title);
            let (mut a, mut b) = (Vec::new(), Vec::new());
            let (longer_view, shorter_view) = (View::of(&longer, &mut a), View::of(&shorter, &mut b));
            prop_assert!(fold::letters(&longer).contains(&fold::letters(&shorter)));
            prop_assert!(Letters::of(&longer_view).run_through(&shorter_view, least));
            prop_assert!(Letters::of(&shorter_view).run_through(&longer_view, least));
        }

        #[test]
        fn no_run_is_seen_where_letters_differ(words in "[春耕会议]{1,20}", other in "[讲话]{0,20}") {
            let (mut a, mut b) = (Vec::new(), Vec::new());
            let (words, other) = (View::of(&words, &mut a), View::of(&other, &mut b));
            prop_assert!(!Letters::of(&other).run_through(&words, 1));
        }
    }
}
