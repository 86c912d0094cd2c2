//! Properties that are set again and again: what a block of them meant, for [`Sink::recall`](super::Sink::recall).

use super::{Body, Open};
use crate::read::docx::paragraph::{Properties, Run};

/// Properties that were set and may be set again.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    Paragraph(Properties),
    Run(Run),
}

impl Body<'_> {
    pub(super) fn sets_only(&mut self) -> bool {
        let unset = match self.open.last() {
            Some(Open::RunProperties) => self.run == Run::default(),
            Some(Open::ParagraphProperties) => {
                self.paragraph().is_some_and(|paragraph| paragraph.is == Properties::default())
            }
            _ => false,
        };
        self.strays &= !unset;
        unset
    }

    pub(super) fn keep_properties(&mut self, slot: usize) -> bool {
        let kept = match (self.open.last().copied(), self.paragraph()) {
            (Some(Open::ParagraphProperties), Some(paragraph)) => Kept::Paragraph(paragraph.is.clone()),
            (Some(Open::RunProperties), _) => Kept::Run(self.run.clone()),
            _ => return false,
        };
        if self.strays {
            return false;
        }
        match self.kept.get_mut(slot) {
            Some(old) => *old = kept,
            None => self.kept.push(kept),
        }
        true
    }

    pub(super) fn recall_properties(&mut self, slot: usize) {
        match self.kept.get(slot).cloned() {
            Some(Kept::Run(run)) => self.run = run,
            Some(Kept::Paragraph(properties)) => {
                if let Some(paragraph) = self.paragraph() {
                    paragraph.is = properties;
                }
            }
            None => {}
        }
    }
}
