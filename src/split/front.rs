//! A speech's front matter: title, speaker, date, salutation, kind.

use std::ops::Range;
use std::sync::LazyLock;

use super::borders::Draft;
use super::flow::State;
use super::fold::{Folded, letters};
use super::inline::{Inline, Inlines};
use super::speaker::{Found, Speakers};
use super::title::Titles;
use super::view::View;
use super::{date, kind};
use crate::document::{Date, Segments, Speaker, Speech, SpeechKind};
use crate::edit::Text;
use crate::lexicon::is_letter_or_number;
use crate::pattern::Pattern;
use crate::span::Span;

/// The tables for front matter, loaded.
#[derive(Debug)]
pub(super) struct Front {
    titles: Titles,
    speakers: Speakers,
    inlines: Inlines,
}

/// What a speech is made from.
struct Page<'a> {
    draft: &'a Draft,
    text: &'a Text,
    segments: &'a Segments,
    views: &'a [View<'a>],
    states: &'a [State],
}

impl Page<'_> {
    fn span(&self, line: usize) -> Span {
        self.segments.lines[line].span
    }

    fn words(&self, line: usize) -> &str {
        self.text.slice(self.span(line))
    }

    /// A range of a line, as a span of the text.
    fn within(&self, line: usize, range: Range<usize>) -> Span {
        let base = self.span(line).range().start;
        Span::of(base + range.start..base + range.end)
    }

    fn speaker(&self, line: usize, found: &Found) -> Option<Speaker> {
        let at = |r: &Range<usize>| self.within(line, r.clone());
        Some(Speaker {
            span: at(&found.whole()?),
            name: found.name.as_ref().map(at),
            post: found.post.as_ref().map(at),
        })
    }

    fn date(&self, line: usize, found: date::Found) -> Date {
        Date { span: self.within(line, found.range), iso: found.iso }
    }
}

impl Front {
    pub(super) fn load() -> Self {
        Self { titles: Titles::load(), speakers: Speakers::load(), inlines: Inlines::load() }
    }

    pub(super) fn titles(&self) -> &Titles {
        &self.titles
    }

    /// The speech that a draft stands for; `None` if it has no line.
    pub(super) fn speech(
        &self,
        draft: &Draft,
        text: &Text,
        segments: &Segments,
        views: &[View],
        states: &[State],
    ) -> Option<Speech> {
        let page = Page { draft, text, segments, views, states };
        let (first, last) = (draft.first()?, draft.last()?);
        let inline = self.inline(&page);
        let title =
            self.title(&page).or_else(|| Some(page.within(*draft.texts.first()?, inline.title.clone()?)));
        // An agency's dateline before a title and a speech makes no report of it.
        let news = draft.news && inline.title.is_none();
        let named_kind = title.and_then(|t| kind::of_title(&squeezed(text.slice(t))));
        let fiction = || kind::is_fiction(draft.texts.iter().map(|&l| page.words(l)));
        Some(Speech {
            span: page.span(first).join(page.span(last)),
            lines: first..last + 1,
            kind: match named_kind {
                _ if news => SpeechKind::News,
                None | Some(SpeechKind::Speech) if fiction() => SpeechKind::Other,
                Some(kind) => kind,
                None if reports_to_a_congress(&page) => SpeechKind::Report,
                None => SpeechKind::Speech,
            },
            title,
            speaker: self.speaker(&page, title, news).or_else(|| {
                let found = inline.speaker.as_ref()?;
                page.speaker(*draft.texts.first()?, found)
            }),
            date: self
                .date(&page, news)
                .or_else(|| Some(page.date(*draft.texts.first()?, inline.date.clone()?)))
                .or_else(|| {
                    let line = *draft.texts.last()?;
                    Some(page.date(line, self.inlines.in_tail(page.words(line))?))
                }),
            salutation: salutation(&page, inline.end),
            ..Speech::default()
        })
    }

    /// The title: of several title lines the last that stands for itself, with the halves of a broken one joined; else
    /// what the label says; else what the editors' note names.
    fn title(&self, page: &Page) -> Option<Span> {
        let core = |line: usize| page.within(line, self.titles.core(page.words(line)));
        let filled = |span: &Span| !span.is_empty();
        let mut title: Option<(usize, Span)> = None;
        for &line in &page.draft.titles {
            let (span, words) = (core(line), page.words(line));
            let subtitle = words.starts_with(['—', '-', '－', '―', '(', '（']);
            title = match title {
                None => Some((line, span)),
                Some((at, first)) if subtitle => Some((at, first)),
                Some((at, first)) if is_half(page.words(at)) || goes_on(words) => {
                    Some((line, first.join(span)))
                }
                Some(_) => Some((line, span)),
            };
        }
        let label = || page.draft.labels.last().map(|&line| core(line));
        let title = title.map(|(_, span)| span).filter(filled).or_else(|| label().filter(filled));
        title.or_else(|| self.named_by_note(page))
    }

    /// 下面是…整理的《…》,供大家参考: the note right before a speech without a title names it.
    fn named_by_note(&self, page: &Page) -> Option<Span> {
        static NAMED: LazyLock<Pattern> = LazyLock::new(|| {
            let pattern = r"(?:整理|收集|搜集|准备|带来|分享|提供|编辑)(?:了|的|好的|一些|有关|关于|几篇|一篇|:)*[《“]?(?P<title>[^,。;:《》“”]{6,60}?(?:讲话|致辞|发言|报告|演讲|总结|词|稿)[^,。;:《》“”]{0,20})[》”]?(?:,|。|$)";
            Pattern::new(pattern)
        });
        let first = page.draft.first()?;
        let before = first.checked_sub(1).filter(|&l| page.states[l] == State::PageNoise);
        page.draft.front_noise.iter().copied().chain(before).find_map(|line| {
            let words = page.words(line);
            let folded = Folded::of(words);
            let named = folded.original(NAMED.captures(&folded.chars)?.name("title")?);
            let core = self.titles.core(&words[named.clone()]);
            Some(page.within(line, named.start + core.start..named.start + core.end))
        })
    }

    /// The speaker: from a byline, else from the title, else from the page's own title; of a report, whom it quotes.
    fn speaker(&self, page: &Page, title: Option<Span>, news: bool) -> Option<Speaker> {
        let signature = || {
            page.draft.signatures.iter().find_map(|&line| {
                let found = self.speakers.in_byline(page.words(line))?;
                page.speaker(line, &found).filter(|s| s.name.is_some() && s.post.is_some())
            })
        };
        self.in_bylines(page)
            .or_else(|| news.then(|| self.quoted(page))?)
            .or_else(|| self.in_titles(page, title))
            .or_else(signature)
    }

    /// The first byline that names somebody; an office and a name on two lines are one.
    fn in_bylines(&self, page: &Page) -> Option<Speaker> {
        let named = |line: usize| page.speaker(line, &self.speakers.in_byline(page.words(line))?);
        let mut found = page.draft.bylines.iter().filter_map(|&line| named(line));
        let first = found.next()?;
        Some(match found.next() {
            Some(next) if first.name.is_none() && next.post.is_none() => {
                Speaker { span: first.span.join(next.span), name: next.name, post: first.post }
            }
            _ => first,
        })
    }

    fn in_titles(&self, page: &Page, title: Option<Span>) -> Option<Speaker> {
        let title = title?;
        let base = title.range().start;
        let at = |r: &Range<usize>| Span::of(base + r.start..base + r.end);
        if let Some(found) = self.speakers.in_title(page.text.slice(title)) {
            let (name, post) = (found.name.as_ref().map(at), found.post.as_ref().map(at));
            return Some(Speaker { span: at(&found.whole()?), name, post });
        }
        let lines = page.draft.titles.iter().chain(page.draft.labels.last());
        let bracketed =
            lines.copied().find_map(|line| page.speaker(line, &self.speakers.in_brackets(page.words(line))?));
        if bracketed.is_some() {
            return bracketed;
        }
        // The page's title may say more than the speech's own: 县长在…上的讲话 above 在…上的讲话.
        let own = letters(page.text.slice(title));
        let above = page
            .draft
            .labels
            .iter()
            .copied()
            .chain((page.states.first() == Some(&State::PageNoise)).then_some(0));
        above.into_iter().find_map(|line| {
            let view = page.views.get(line)?;
            let core = self.titles.core(view.text);
            (view.is_short() && letters(&view.text[core.clone()]).ends_with(&own)).then_some(())?;
            let found = self.speakers.in_title(&view.text[core.clone()])?;
            let moved = |r: Option<Range<usize>>| r.map(|r| r.start + core.start..r.end + core.start);
            page.speaker(line, &Found { post: moved(found.post), name: moved(found.name) })
        })
    }

    /// The leader whom a news report quotes.
    fn quoted(&self, page: &Page) -> Option<Speaker> {
        let texts = || page.draft.texts.iter().copied().take(12);
        let spoke = texts().find_map(|line| page.speaker(line, &self.speakers.in_news(page.words(line))?));
        spoke.or_else(|| {
            let name = texts().find_map(|line| self.speakers.named_again(page.words(line)))?;
            texts().find_map(|line| page.speaker(line, &self.speakers.office_of(page.words(line), &name)?))
        })
    }

    /// What the first paragraph tells, if nothing stands before it.
    fn inline(&self, page: &Page) -> Inline {
        let draft = page.draft;
        let bare = draft.titles.is_empty() && draft.labels.is_empty() && draft.bylines.is_empty();
        let first = draft.texts.first().filter(|_| bare);
        first.map_or_else(Inline::default, |&line| self.inlines.in_head(page.words(line), &self.speakers))
    }

    fn date(&self, page: &Page, news: bool) -> Option<Date> {
        let draft = page.draft;
        let byline = draft.bylines.iter().find_map(|&l| Some(page.date(l, date::in_front(page.words(l))?)));
        let titles = || draft.labels.iter().rev().take(1).chain(&draft.titles);
        let signed =
            || draft.signatures.iter().find_map(|&l| Some(page.date(l, date::in_front(page.words(l))?)));
        byline
            .or_else(|| titles().find_map(|&l| Some(page.date(l, date::in_title(page.words(l))?))))
            .or_else(signed)
            .or_else(|| {
                let mut lines = draft.texts.iter().take(2).filter(|_| news);
                lines.find_map(|&l| Some(page.date(l, date::in_dateline(page.words(l))?)))
            })
    }
}

/// Whether a title line goes on with the one before it: 及下半年工作打算.
fn goes_on(words: &str) -> bool {
    words.starts_with(['及', '暨', '和', '与'])
}

/// Without white space: a title on two lines as one.
fn squeezed(words: &str) -> String {
    words.split_whitespace().collect()
}

/// Whether a title line stops in mid-title: it names no kind of text.
fn is_half(words: &str) -> bool {
    kind::of_title(words).is_none()
}

/// 同志们, from its own line or from the head of the first paragraph.
fn salutation(page: &Page, from: usize) -> Option<Span> {
    static INLINE: LazyLock<Pattern> = LazyLock::new(|| {
        let who = "同志们?|领导|代表|委员|女士们?|先生们?|主席(?:先生|女士)|朋友们?|同学们?|老师们?|来宾|嘉宾|大家好";
        Pattern::new(format!(r"^[^。;?!:]{{0,40}}(?:{who})[^。;?!:]{{0,6}}[:!]"))
    });
    let marks = |c: char| !is_letter_or_number(c) && !matches!(c, ')' | '）' | '”' | '*' | '×' | '_' | '#');
    let trimmed = |span: Span| {
        let words = page.text.slice(span);
        let end = words.trim_end_matches(marks).len();
        Span::of(span.range().start..span.range().start + end)
    };
    let lines = &page.draft.salutations;
    if let (Some(&first), Some(&last)) = (lines.first(), lines.last()) {
        return Some(trimmed(page.span(first).join(page.span(last)))).filter(|s| !s.is_empty());
    }
    let line = *page.draft.texts.first()?;
    let words = page.views[line].text.get(from..)?;
    let folded = Folded::of(&words[..words.char_indices().nth(100).map_or(words.len(), |(i, _)| i)]);
    let found = INLINE.find(&folded.chars)?;
    let place = folded.original(found);
    Some(trimmed(page.within(line, from + place.start..from + place.end))).filter(|s| !s.is_empty())
}

/// A report without a title says what it is: 现在,我代表…向大会作政府工作报告.
fn reports_to_a_congress(page: &Page) -> bool {
    page.draft.texts.iter().take(2).any(|&l| {
        let head: String = page.views[l].head.iter().collect();
        (head.contains("代表") || head.contains("委托")) && head.contains("大会") && head.contains("报告")
    })
}
