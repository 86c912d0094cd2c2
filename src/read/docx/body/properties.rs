//! What passages do that come again, for [`Sink::recall`](super::Sink::recall): properties that are set, paragraphs that end.

use super::{Body, Open};
use crate::read::docx::paragraph::{Properties, Run};
use crate::read::docx::passages::{Place, Rest};

/// What a passage did.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// What it set of the paragraph in which it began, if nothing was set before.
    paragraph: Option<Properties>,
    /// Whether that paragraph ended and another one began.
    turned: bool,
    run: Run,
    /// The elements that it left open.
    open: Vec<Open>,
}

/// What is seen of a passage that is read for the first time.
#[derive(Debug, Default)]
pub(super) struct Passing {
    /// It did more than what can be kept.
    pub(super) strays: bool,
    /// What is set of the run does not depend on what was before.
    pub(super) run_is_new: bool,
    /// It began in a paragraph that had no properties.
    pub(super) in_paragraph: bool,
    /// The paragraph's properties when it ended.
    ended: Option<Properties>,
    turned: bool,
}

impl Body<'_> {
    pub(super) fn at_rest(&self) -> Option<Rest> {
        // Directly in a run, a run's properties would be read otherwise: there is no rest.
        let (place, rest) = match self.open.as_slice() {
            [rest @ .., Open::Run, Open::Text] => (Place::Text, rest),
            rest @ [.., Open::Paragraph] if self.run.is_unset() => {
                let paragraph = self.flows.last().and_then(|flow| flow.paragraph.as_ref());
                if paragraph.is_none_or(|paragraph| paragraph.is != Properties::default()) {
                    return None;
                }
                (Place::Paragraph, rest)
            }
            _ => return None,
        };
        let inner = if place == Place::Paragraph { 0 } else { 2 };
        match rest {
            [.., Open::Run] | [.., Open::Run, Open::Paragraph] => None,
            [.., Open::Paragraph] => Some(Rest { place, closable: inner + 1 }),
            _ => Some(Rest { place, closable: inner }),
        }
    }

    pub(super) fn begin_passage(&mut self, from: Rest) {
        self.passing = Passing {
            run_is_new: from.place != Place::Text,
            in_paragraph: from.place == Place::Paragraph,
            ..Passing::default()
        };
    }

    /// A paragraph is about to end. One that also began in the passage is more than can be kept.
    pub(super) fn note_end(&mut self) {
        self.passing.strays |= self.passing.turned;
        if !self.passing.strays {
            let paragraph = self.flows.last().and_then(|flow| flow.paragraph.as_ref());
            self.passing.ended = paragraph.map(|paragraph| paragraph.is.clone());
        }
    }

    /// A paragraph has begun.
    pub(super) fn note_beginning(&mut self) {
        self.passing.turned = self.passing.ended.is_some() && !self.passing.strays;
        self.passing.strays = !self.passing.turned || self.at_rest().is_none();
    }

    pub(super) fn keep_passage(&mut self, slot: usize, opened: usize) -> bool {
        let Some(before) = self.open.len().checked_sub(opened) else { return false };
        let Passing { strays, run_is_new, in_paragraph, ended, turned } = std::mem::take(&mut self.passing);
        if strays || !run_is_new || ended.is_some() != turned {
            return false;
        }
        let now = || self.flows.last()?.paragraph.as_ref().map(|paragraph| paragraph.is.clone());
        let paragraph = if turned { ended } else { now() };
        let kept = Kept {
            paragraph: paragraph.filter(|_| in_paragraph),
            turned,
            run: self.run.clone(),
            open: self.open[before..].to_vec(),
        };
        match self.kept.get_mut(slot) {
            Some(old) => *old = kept,
            None => self.kept.push(kept),
        }
        true
    }

    pub(super) fn recall_passage(&mut self, slot: usize, closed: usize) {
        let Some(kept) = self.kept.get(slot) else { return };
        self.open.truncate(self.open.len().saturating_sub(closed));
        self.open.extend_from_slice(&kept.open);
        self.run.clone_from(&kept.run);
        let paragraph = self.flows.last_mut().and_then(|flow| flow.paragraph.as_mut());
        if let (Some(is), Some(paragraph)) = (&kept.paragraph, paragraph) {
            paragraph.is.clone_from(is);
        }
        if kept.turned {
            self.begin_paragraph();
        }
    }
}
