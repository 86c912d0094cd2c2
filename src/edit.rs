//! Repairs as data: what was changed, by which rule, and the exact way back.
//!
//! A rule looks at the text and proposes [`Change`]s; [`Text::apply`] is the only place that carries them out. The
//! text keeps the composition of all changes as one ordered list of [`Edit`]s between source and repaired text, so
//! undoing is replacing each edit by its source, and a span finds its way home by binary search. The idea is ruff's
//! (fixes as edits with a safety class and a source map); the composition over several rules is ours.

use crate::span::{SourceSpan, Span};

/// How sure a rule's repairs are by their nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// The reading follows from the damage alone.
    Safe,
    /// The reading is the likeliest one; each edit says how likely.
    Guess,
}

/// A rule's name and class, as it stands in records and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, the `kind` of the record's repairs, e.g. `pinyin_gloss`.
    pub name: &'static str,
    /// How sure its repairs are.
    pub safety: Safety,
    /// Why the text needs it, for `explain` and `clean --diff`.
    pub reason: &'static str,
}

/// What a rule proposes: in the text it was shown, `span` should read `text`.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What to replace; empty to insert.
    pub span: Span,
    /// The reading; empty to delete.
    pub text: String,
    /// How sure, from 0 to 1.
    pub confidence: f32,
}

/// One difference between source and repaired text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edit {
    /// What stood in the source.
    pub source: SourceSpan,
    /// What stands in the repaired text instead.
    pub span: Span,
    /// The rule that asked for it (the first one, where several met in one place).
    pub rule: &'static Rule,
    /// How sure, from 0 to 1.
    pub confidence: f32,
}

/// A text under repair: the words as they now read, and every edit that led there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    text: String,
    edits: Vec<Edit>,
}

impl Text {
    /// A text without edits.
    pub fn new(text: String) -> Self {
        Self { text, edits: Vec::new() }
    }

    /// The repaired text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands at `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.of_text(&self.text)
    }

    /// All edits, in text order; neither their sources nor their spans overlap.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Carries out `changes`, which must be in order, must not overlap, and lie on character boundaries.
    ///
    /// Where a change meets an earlier edit the two become one edit, so that the list stays a plain map between
    /// source and text. An edit that comes to read just as its source did is dropped.
    ///
    /// # Panics
    /// If the changes overlap or are out of order: that is a rule's bug, not the text's.
    pub fn apply(&mut self, rule: &'static Rule, source: &str, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        assert!(
            changes.windows(2).all(|w| w[0].span.end() <= w[1].span.start()),
            "{}: changes overlap",
            rule.name
        );
        let mut built = Builder::new(source, &self.text, self.edits.len() + changes.len());
        let (mut e, mut c) = (0, 0);
        while e < self.edits.len() || c < changes.len() {
            // A cluster: the next edit or change, and all that meets it.
            let mut cluster = match (self.edits.get(e), changes.get(c)) {
                (Some(edit), Some(change)) if order(edit.span) <= order(change.span) => edit.span,
                (Some(edit), None) => edit.span,
                (_, Some(change)) => change.span,
                (None, None) => break,
            };
            let (e0, c0) = (e, c);
            loop {
                if let Some(edit) = self.edits.get(e)
                    && (e == e0 && c == c0 && edit.span == cluster || meets(cluster, edit.span))
                {
                    cluster = cluster.join(edit.span);
                    e += 1;
                } else if let Some(change) = changes.get(c)
                    && (e == e0 && c == c0 && change.span == cluster || meets(cluster, change.span))
                {
                    cluster = cluster.join(change.span);
                    c += 1;
                } else {
                    break;
                }
            }
            built.cluster(cluster, &self.edits[e0..e], &changes[c0..c], rule);
        }
        (self.text, self.edits) = built.finish();
    }

    /// The source place of a place in the text. What was deleted at its edges stays outside; an edit that it cuts
    /// belongs to it whole.
    pub fn to_source(&self, span: Span) -> SourceSpan {
        if let Some(shift) = self.shift(span).filter(|_| !span.is_empty()) {
            return SourceSpan::new(span.start().wrapping_add(shift), span.end().wrapping_add(shift));
        }
        let start = self.source_of(span.start(), Side::After);
        let end = self.source_of(span.end(), Side::Before);
        SourceSpan::new(start.min(end), end.max(start.min(end)))
    }

    /// Where no edit touches a span but at its edges: how far its words stand behind their place in the source, as a number
    /// to be added, wrapping.
    pub(crate) fn shift(&self, span: Span) -> Option<u32> {
        let next = self.edits.partition_point(|e| e.span.start() <= span.start());
        if self.edits.get(next).is_some_and(|e| e.span.start() < span.end()) {
            return None;
        }
        match next.checked_sub(1).map(|last| self.edits[last]) {
            None => Some(0),
            Some(last) => {
                (last.span.end() <= span.start()).then(|| last.source.end().wrapping_sub(last.span.end()))
            }
        }
    }

    /// The text place of a source offset: where that character now stands, or where it would.
    pub fn from_source(&self, at: u32) -> u32 {
        let i = self.edits.partition_point(|e| e.source.start() <= at);
        let Some(edit) = i.checked_sub(1).map(|i| self.edits[i]) else { return at };
        if at < edit.source.end() { edit.span.start() } else { at - edit.source.end() + edit.span.end() }
    }

    /// The source again: every edit undone.
    pub fn undo(&self, source: &str) -> String {
        let mut out = String::with_capacity(source.len());
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(&self.text[at..edit.span.range().start]);
            out.push_str(edit.source.of_text(source));
            at = edit.span.range().end;
        }
        out.push_str(&self.text[at..]);
        out
    }

    fn source_of(&self, at: u32, side: Side) -> u32 {
        // The last edit that begins at or before the place; deletions at the place itself count for `After` only.
        let mut i = self.edits.partition_point(|e| e.span.start() <= at);
        if side == Side::Before {
            while i > 0 && self.edits[i - 1].span.start() == at {
                i -= 1;
            }
        }
        let Some(edit) = i.checked_sub(1).map(|i| self.edits[i]) else { return at };
        if at >= edit.span.end() {
            return at - edit.span.end() + edit.source.end();
        }
        match side {
            Side::After => edit.source.start(),
            Side::Before => edit.source.end(),
        }
    }
}

/// What comes first in one place: an insertion or deletion, then what covers the place.
fn order(span: Span) -> (u32, bool) {
    (span.start(), !span.is_empty())
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    After,
}

/// Whether what follows belongs to a cluster: it overlaps it, or one of them is empty and lies strictly inside or
/// both are empty at one place.
fn meets(cluster: Span, next: Span) -> bool {
    cluster.overlaps(next)
        || next.is_empty() && cluster.start() < next.start() && next.start() < cluster.end()
        || cluster.is_empty() && next.is_empty() && cluster == next
}

/// Builds the new text and its edits from left to right.
struct Builder<'a> {
    source: &'a str,
    old: &'a str,
    text: String,
    edits: Vec<Edit>,
    /// How much of the old text is copied.
    old_at: u32,
    /// The source offset that belongs to `old_at`.
    source_at: u32,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, old: &'a str, edits: usize) -> Self {
        let text = String::with_capacity(old.len() + old.len() / 16);
        Self { source, old, text, edits: Vec::with_capacity(edits), old_at: 0, source_at: 0 }
    }

    fn cluster(&mut self, span: Span, edits: &[Edit], changes: &[Change], rule: &'static Rule) {
        self.copy_to(span.start());
        let source_start = self.source_at;
        // The source length of the cluster: its text length, with each old edit's difference.
        let mut source_len = i64::from(span.len());
        for edit in edits {
            source_len += i64::from(edit.source.len()) - i64::from(edit.span.len());
        }
        let new_start = self.text.len();
        let mut at = span.start();
        for change in changes {
            self.text.push_str(&self.old[at as usize..change.span.range().start]);
            self.text.push_str(&change.text);
            at = change.span.end();
        }
        self.text.push_str(&self.old[at as usize..span.range().end]);
        self.old_at = span.end();
        self.source_at = (i64::from(source_start) + source_len) as u32;
        let source = SourceSpan::new(source_start, self.source_at);
        let new = Span::of(new_start..self.text.len());
        if source.of_text(self.source) != new.of_text(&self.text) {
            let first = edits.first();
            let confidence = edits.iter().map(|e| e.confidence).chain(changes.iter().map(|c| c.confidence));
            self.edits.push(Edit {
                source,
                span: new,
                rule: first.map_or(rule, |e| e.rule),
                confidence: confidence.fold(1.0, f32::min),
            });
        }
    }

    fn copy_to(&mut self, at: u32) {
        self.text.push_str(&self.old[self.old_at as usize..at as usize]);
        self.source_at += at - self.old_at;
        self.old_at = at;
    }

    fn finish(mut self) -> (String, Vec<Edit>) {
        self.copy_to(self.old.len() as u32);
        (self.text, self.edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static RULE: Rule = Rule { name: "test", safety: Safety::Safe, reason: "a test" };

    fn change(range: std::ops::Range<usize>, text: &str) -> Change {
        Change { span: Span::of(range), text: text.into(), confidence: 1.0 }
    }

    #[test]
    fn two_rules_in_one_place_become_one_edit() {
        let source = "專業(yè)人員";
        let mut text = Text::new(source.into());
        text.apply(&RULE, source, &[change(3..source.find('人').unwrap(), "業")]);
        text.apply(&RULE, source, &[change(3..6, "业")]);
        assert_eq!(text.as_str(), "專业人員");
        assert_eq!(text.edits().len(), 1);
        assert_eq!(text.to_source(Span::new(3, 6)).of_text(source), "業(yè)");
        assert_eq!(text.undo(source), source);
    }

    #[test]
    fn deletions_at_the_edges_stay_outside() {
        let source = "ab--cd--ef";
        let mut text = Text::new(source.into());
        text.apply(&RULE, source, &[change(2..4, ""), change(6..8, "")]);
        assert_eq!(text.as_str(), "abcdef");
        assert_eq!(text.to_source(Span::new(2, 4)).of_text(source), "cd");
        assert_eq!(text.to_source(Span::new(0, 6)).of_text(source), source);
        assert_eq!(text.from_source(4), 2);
        assert_eq!(text.from_source(3), 2);
    }

    /// A few changes in order, from numbers: each takes a piece of the text and gives it another reading.
    fn changes(text: &str, seeds: &[(usize, usize, String)]) -> Vec<Change> {
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let (mut out, mut at) = (Vec::new(), 0);
        for (skip, take, new) in seeds {
            let start = at + skip;
            let end = start + take;
            if end >= bounds.len() {
                break;
            }
            out.push(change(bounds[start]..bounds[end], new));
            at = end;
        }
        out
    }

    proptest! {
        #[test]
        fn undoing_gives_the_source_back(
            source in "[a-c中文 ]{0,24}",
            rounds in prop::collection::vec(prop::collection::vec((0usize..4, 0usize..4, "[xy字]{0,3}"), 0..6), 1..4),
        ) {
            let mut text = Text::new(source.clone());
            for seeds in &rounds {
                let list = changes(text.as_str(), seeds);
                text.apply(&RULE, &source, &list);
                prop_assert_eq!(text.undo(&source), source.clone());
                let edits = text.edits();
                prop_assert!(edits.windows(2).all(|w| w[0].span.end() <= w[1].span.start()
                    && w[0].source.end() <= w[1].source.start()));
            }
            // Every span finds a source on character boundaries, in order.
            let bounds: Vec<u32> = text.as_str().char_indices().map(|(i, _)| i as u32).collect();
            let mut last = 0;
            for pair in bounds.windows(2) {
                let home = text.to_source(Span::new(pair[0], pair[1]));
                prop_assert!(source.get(home.range()).is_some());
                prop_assert!(home.start() >= last || home.end() >= last);
                last = home.start();
            }
            // A shift says of all that its span holds what the edits say of each part.
            for (i, &start) in bounds.iter().enumerate() {
                for &end in &bounds[i + 1..] {
                    let (from, to) = (text.source_of(start, Side::After), text.source_of(end, Side::Before));
                    let home = text.to_source(Span::new(start, end));
                    prop_assert_eq!(home, SourceSpan::new(from.min(to), to.max(from.min(to))));
                    if let Some(shift) = text.shift(Span::new(start, end)) {
                        for inside in bounds.windows(2).filter(|pair| start <= pair[0] && pair[1] <= end) {
                            let home = text.to_source(Span::new(inside[0], inside[1]));
                            prop_assert_eq!(home.start(), inside[0].wrapping_add(shift));
                            prop_assert_eq!(home.end(), inside[1].wrapping_add(shift));
                        }
                    }
                }
            }
        }
    }
}
