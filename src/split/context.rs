//! What a line's neighbourhood says: facts that need other lines, named as the tables name them.

use std::sync::LazyLock;

use super::evidence::{Class, Evidence, Weights};
use super::title::Titles;
use super::view::View;
use super::{pages, repeats};
use crate::document::{Segments, Source};
use crate::edit::Text;
use crate::lexicon::members;
use crate::numeral;
use crate::pattern::Pattern;

macro_rules! facts {
    ($($fact:ident = $name:literal,)*) => {
        /// What can hold for a line because of others, or of its length.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Fact {
            $($fact,)*
        }

        impl Fact {
            /// By its name in the tables.
            pub(super) fn named(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => Self::$fact,)*
                    _ => return None,
                })
            }
        }
    };
}

facts! {
    Long = "long",
    VeryLong = "very_long",
    Over60 = "over60",
    Bare = "bare",
    Numbered = "numbered",
    GoesOn = "goes_on",
    PageCount = "page_count",
    PageTitle = "page_title",
    TitleHalf = "title_half",
    RepeatsLabel = "repeats_label",
    PreviewRepeated = "preview_repeated",
    NumberingRestarts = "numbering_restarts",
    NumberingContinues = "numbering_continues",
    StyledTitle = "styled_title",
    LastLines = "last_lines",
    CutLine = "cut_line",
    BehindACut = "behind_a_cut",
    LooksLikeNoise = "looks_like_noise",
    LooksLikeLabel = "looks_like_label",
    AboveLabels = "above_labels",
    CommaAddress = "comma_address",
    SoonAfterAddress = "soon_after_address",
    AmidParagraphs = "amid_paragraphs",
    FusedNotice = "fused_notice",
    RunningHead = "running_head",
    PageNumber = "page_number",
}

/// Which facts hold for a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Features(u32);

impl Features {
    pub(super) fn has(self, fact: Fact) -> bool {
        self.0 >> fact as u32 & 1 != 0
    }

    pub(super) fn set(&mut self, fact: Fact, holds: bool) {
        self.0 |= u32::from(holds) << fact as u32;
    }

    /// The places of the facts that hold, in their order.
    pub(super) fn places(self) -> impl Iterator<Item = usize> {
        members(self.0.into())
    }
}

/// The facts of all lines.
pub(super) fn features(
    source: &Source,
    text: &Text,
    segments: &Segments,
    views: &[View],
    looks: &[Weights],
    titles: &Titles,
    evidence: &Evidence,
) -> Vec<Features> {
    let mut out = vec![Features::default(); views.len()];
    let last_text = views.iter().rposition(|v| v.chars >= 60 && v.ends_a_sentence);
    for (i, (view, out)) in views.iter().zip(&mut out).enumerate() {
        let before = i.checked_sub(1).map(|b| &views[b]);
        out.set(Fact::Long, view.chars >= 60);
        out.set(Fact::VeryLong, view.chars >= 200);
        out.set(Fact::Over60, view.chars > 60);
        out.set(
            Fact::Bare,
            view.chars <= 45 && !view.ends_a_sentence && !matches!(view.tail, [.., ',' | '、' | ';']),
        );
        out.set(Fact::Numbered, view.numbered);
        out.set(Fact::GoesOn, before.is_some_and(|b| b.chars >= 40 && !b.ends_a_sentence));
        let starts_inside = |v: &View| {
            matches!(v.head, ['。' | ',' | '、' | ';' | '!' | '?' | '》' | '”' | ')', ..]) && v.chars > 1
        };
        let tail = last_text.is_some_and(|last| i > last);
        out.set(Fact::BehindACut, !tail && starts_inside(view));
        out.set(Fact::CutLine, !tail && views.get(i + 1).is_some_and(starts_inside));
        out.set(Fact::LooksLikeLabel, looks[i].total[Class::Label as usize] > 0.0);
        out.set(Fact::LooksLikeNoise, looks[i].total[Class::Noise as usize] >= 3.0);
        let unfinished =
            last_text.is_some_and(|last| i > last + 1) && before.is_some_and(|b| !b.ends_a_sentence);
        out.set(Fact::LastLines, tail && (unfinished || !view.ends_a_sentence));
    }
    halves(views, looks, evidence, &mut out);
    repeats::features(views, looks, titles, &mut out);
    numbering(views, looks, &mut out);
    styles(source, text, segments, &mut out);
    addresses(views, looks, &mut out);
    amid_paragraphs(views, looks, evidence, &mut out);
    pages::features(views, looks, &mut out);
    out
}

/// The least weight that speaks for a class.
const ANY: f32 = f32::MIN_POSITIVE;

/// Two short lines that make a better title together than either alone, and a title above its subtitle.
fn halves(views: &[View], looks: &[Weights], evidence: &Evidence, out: &mut [Features]) {
    const LONGEST: usize = 40;
    let (bare, cut) = (Fact::Bare, Fact::CutLine);
    let (mut both, mut folded) = (String::new(), Vec::new());
    for i in 1..views.len() {
        let fits = |j: usize, out: &[Features]| {
            out[j].has(bare) && !out[j].has(cut) && views[j].chars <= LONGEST && !views[j].numbered
        };
        let subtitle =
            matches!(views[i].head, ['—' | '-', ..]) && looks[i].total[Class::Title as usize] > 0.0;
        if subtitle && fits(i - 1, out) {
            out[i - 1].set(Fact::TitleHalf, true);
        } else if fits(i - 1, out) && fits(i, out) {
            let title = |w: &Weights| w.total[Class::Title as usize];
            let alone = title(&looks[i - 1]).max(title(&looks[i]));
            both.clear();
            both.extend([views[i - 1].text, views[i].text]);
            if evidence.reaches(&View::of(&both, &mut folded), Class::Title, (alone + 3.0).max(ANY)) {
                out[i - 1].set(Fact::TitleHalf, true);
                out[i].set(Fact::TitleHalf, true);
            }
        }
    }
}

/// Lines behind a title or speaker that address the audience and end in a comma (主席先生,), and the paragraphs close
/// behind a salutation.
fn addresses(views: &[View], looks: &[Weights], out: &mut [Features]) {
    static ADDRESS: LazyLock<Pattern> = LazyLock::new(|| {
        let who =
            "先生|女士|阁下|团长|代表|委员|来宾|嘉宾|领导|同事|同志|朋友|们|主席|总统|总理|议长|殿下|陛下";
        Pattern::new(format!(r"^[^。;?!:]{{0,40}}(?:{who})[,、 ]*,$"))
    });
    /// How many lines a speech has at least behind its salutation.
    const SOON: usize = 4;
    let front = [Class::Title, Class::Byline, Class::Salutation];
    let mut behind_front = false;
    for (i, view) in views.iter().enumerate() {
        let address =
            behind_front && view.chars <= 40 && matches!(view.head, [.., ',']) && ADDRESS.is_match(view.head);
        out[i].set(Fact::CommaAddress, address);
        // A speech that has just begun does not end at its second paragraph.
        let speaks_to = |j: usize| looks[j].total[Class::Salutation as usize] > 0.0;
        let begun = |j: usize| speaks_to(j) || front.iter().any(|&c| looks[j].total[c as usize] > 0.0);
        let last = (i.saturating_sub(SOON)..i).rev().find(|&j| begun(j));
        let anew = || {
            let to = before_mark(view.head, &[':', '!']);
            let named = |to: &[char]| to.windows(2).any(|w| matches!(w, ['各', '位'] | ['同', '志']));
            to.is_some_and(|to| to.contains(&'们') || named(to))
        };
        let soon = last.is_some_and(|j| speaks_to(j) && i - j >= 2) && !anew();
        out[i].set(Fact::SoonAfterAddress, soon);
        behind_front = address || front.iter().any(|&c| looks[i].total[c as usize] > 0.0);
    }
}

/// Paragraphs between paragraphs: what a page says of itself stands at the borders of a speech. Where such a paragraph
/// begins like any other, only its end can be a notice that was fused to it.
fn amid_paragraphs(views: &[View], looks: &[Weights], evidence: &Evidence, out: &mut [Features]) {
    let noisy = |w: &Weights| w.total[Class::Noise as usize] > 0.0;
    let whole = |v: &View| v.chars >= 60 && v.ends_a_sentence;
    let neighbour = |i: usize| {
        let sentences = views[i].chars >= 40 && views[i].ends_a_sentence;
        (sentences || views[i].numbered) && !noisy(&looks[i]) && looks[i].total[Class::Label as usize] <= 0.0
    };
    // Page numbers and other furniture in between count for nothing.
    const REACH: usize = 3;
    let mut folded = Vec::new();
    let furniture = |&i: &usize| {
        let v = &views[i];
        v.chars < 60 && (noisy(&looks[i]) || !v.ends_a_sentence && !v.numbered)
    };
    for i in 1..views.len().saturating_sub(1) {
        if views[i].chars < 60 {
            continue;
        }
        let before = (i.saturating_sub(REACH)..i).rev().find(|j| !furniture(j));
        let behind = (i + 1..views.len().min(i + 1 + REACH)).find(|j| !furniture(j));
        if ![before, behind].into_iter().all(|n| n.is_some_and(neighbour)) {
            continue;
        }
        out[i].set(Fact::AmidParagraphs, whole(&views[i]));
        let first = views[i].text.find('。').filter(|_| noisy(&looks[i]));
        let reached =
            |end: usize| evidence.reaches(&View::of(&views[i].text[..end], &mut folded), Class::Noise, ANY);
        let own = first.map(reached);
        out[i].set(Fact::FusedNotice, own == Some(false));
    }
}

/// The few words before the first of some marks, if it stands so near to a line's beginning.
pub(super) fn before_mark<'a>(head: &'a [char], marks: &[char]) -> Option<&'a [char]> {
    const NEAR: usize = 20;
    let at = head.iter().take(NEAR + 1).position(|c| marks.contains(c))?;
    Some(&head[..at])
}

/// Where the series 一、二、三、 begins anew, and where it goes on, from each line's point of view. A label between the
/// two headings explains a new beginning by itself.
fn numbering(views: &[View], looks: &[Weights], out: &mut [Features]) {
    let numbers: Vec<Option<u64>> = views.iter().map(|v| top_number(v.head)).collect();
    let mut next = vec![None; views.len() + 1];
    for i in (0..views.len()).rev() {
        next[i] = numbers[i].map(|n| (i, n)).or(next[i + 1]);
    }
    let mut last: Option<(usize, u64)> = None;
    let mut labels_before = vec![0; views.len() + 1];
    for i in 0..views.len() {
        labels_before[i + 1] = labels_before[i] + usize::from(looks[i].total[Class::Label as usize] > 0.0);
    }
    for i in 0..views.len() {
        if let (Some((from, last)), Some((to, next))) = (last, next[i]) {
            let labelled = labels_before[to] > labels_before[from];
            out[i].set(Fact::NumberingRestarts, last >= 2 && next == 1 && !labelled);
            out[i].set(Fact::NumberingContinues, next == last + 1 && !labelled);
        }
        last = numbers[i].map(|n| (i, n)).or(last);
    }
}

/// The number of a heading 一、 or 十二、 at a line's beginning.
fn top_number(head: &[char]) -> Option<u64> {
    let at = head.iter().take(4).position(|&c| c == '、')?;
    let number: String = head[..at].iter().collect();
    numeral::parse(&number).filter(|_| !number.starts_with(|c: char| c.is_ascii_digit()))
}

/// What Word says of a paragraph: centred, or a heading of the first level.
fn styles(source: &Source, text: &Text, segments: &Segments, out: &mut [Features]) {
    if source.hints.is_empty() {
        return;
    }
    let mut hints = source.hints.iter().peekable();
    for (line, out) in segments.lines.iter().zip(out) {
        let place = text.to_source(line.span);
        while hints.next_if(|h| h.span.end() <= place.start()).is_some() {}
        let styled =
            hints.peek().is_some_and(|h| h.span.overlaps(place) && (h.centred || h.level == Some(1)));
        out.set(Fact::StyledTitle, styled);
    }
}
