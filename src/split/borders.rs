//! From the course of a page to its speeches: which lines each one covers, and what its front matter is.

use super::flow::State;

/// The lines of one speech, by what they are for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draft {
    /// Compilation labels before it.
    pub(super) labels: Vec<usize>,
    /// Title lines, as they follow one another.
    pub(super) titles: Vec<usize>,
    /// Speaker, date and venue lines.
    pub(super) bylines: Vec<usize>,
    /// Salutation lines.
    pub(super) salutations: Vec<usize>,
    /// The noise lines among the front matter.
    pub(super) front_noise: Vec<usize>,
    /// Who and when, at its end.
    pub(super) signatures: Vec<usize>,
    /// Paragraphs.
    pub(super) texts: Vec<usize>,
    /// The line whose looks opened it.
    pub(super) opener: usize,
    /// Whether it is a news report.
    pub(super) news: bool,
}

impl Draft {
    /// Its first line: that of its title, else the first that it has. A label counts only where no title follows.
    pub(super) fn first(&self) -> Option<usize> {
        let own = [&self.titles, &self.bylines, &self.salutations, &self.texts];
        let own = own.iter().filter_map(|lines| lines.first()).min();
        let label = self.labels.last().filter(|_| self.titles.is_empty());
        label.into_iter().chain(own).min().copied()
    }

    /// Its last line.
    pub(super) fn last(&self) -> Option<usize> {
        let own =
            [&self.labels, &self.titles, &self.bylines, &self.salutations, &self.texts, &self.signatures];
        own.iter().filter_map(|lines| lines.last()).max().copied()
    }
}

/// The speeches of a page, in order.
pub(super) fn drafts(states: &[State]) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    // Whether the last draft still gathers front matter, and whether any further text would be its own.
    let (mut front, mut open) = (false, false);
    for (line, &state) in states.iter().enumerate() {
        let begins = match state {
            State::PageNoise | State::RelatedHead | State::Related => {
                (front, open) = (false, false);
                continue;
            }
            State::FrontNoise | State::InnerNoise => false,
            State::Opening | State::Dateline => !front,
            State::Body | State::Closing | State::News | State::Signature => !open,
            _ => !front,
        };
        if begins {
            out.push(Draft { opener: line, ..Draft::default() });
        }
        let Some(draft) = out.last_mut() else { continue };
        match state {
            State::Label => draft.labels.push(line),
            State::Title => draft.titles.push(line),
            State::Byline => draft.bylines.push(line),
            State::Salutation => draft.salutations.push(line),
            State::FrontNoise => draft.front_noise.push(line),
            State::Signature => draft.signatures.push(line),
            _ if state.is_text() => draft.texts.push(line),
            _ => {}
        }
        draft.news |= matches!(state, State::Dateline | State::News);
        front = state.is_front();
        open = true;
    }
    out.retain(|d| !d.texts.is_empty() || !d.titles.is_empty() || !d.salutations.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::*;

    #[test]
    fn a_label_counts_only_without_a_title() {
        let got = drafts(&[
            PageNoise, Label, FrontNoise, Salutation, Opening, Closing, Label, Title, Byline, Opening, Body,
        ]);
        assert_eq!(
            got.iter().map(|d| (d.first(), d.last())).collect::<Vec<_>>(),
            [(Some(1), Some(5)), (Some(7), Some(10))]
        );
    }

    #[test]
    fn noise_inside_does_not_part() {
        let got = drafts(&[Opening, Body, InnerNoise, Body, Salutation, Opening, PageNoise]);
        assert_eq!(
            got.iter().map(|d| (d.first(), d.last())).collect::<Vec<_>>(),
            [(Some(0), Some(3)), (Some(4), Some(5))]
        );
    }
}
