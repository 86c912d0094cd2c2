//! Quotation marks, and the marks that end clauses.

use super::clause::Bytes;
use crate::lexicon::but_han;

/// The marks of many units, in rows.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The stretches between quotation marks (of some length: “准”字 is no quotation).
    quotes: Vec<Bytes>,
    /// Where clauses end and the next ones begin.
    cuts: Vec<Bytes>,
    /// For each unit where its quotes and its cuts end.
    ends: Vec<(usize, usize)>,
}

impl Marks {
    /// The marks of these units.
    pub(super) fn of(texts: &[&str]) -> Self {
        let mut marks = Self::default();
        for text in texts {
            marks.read(text);
            marks.ends.push((marks.quotes.len(), marks.cuts.len()));
        }
        marks
    }

    /// The quotes and the cuts of each unit.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[Bytes], &[Bytes])> {
        let (mut quote, mut cut) = (0, 0);
        self.ends.iter().map(move |&(quotes, cuts)| {
            let own = (&self.quotes[quote..quotes], &self.cuts[cut..cuts]);
            (quote, cut) = (quotes, cuts);
            own
        })
    }

    fn read(&mut self, text: &str) {
        let (mut open, mut bracket) = (None, 0usize);
        for (i, c) in but_han(text) {
            match c {
                '“' | '「' | '《' => open = open.or(Some(i)),
                '”' | '」' | '》' => {
                    if let Some(start) = open.take() {
                        self.quotes.push((start, i));
                    }
                }
                '(' | '（' => bracket += 1,
                ')' | '）' => bracket = bracket.saturating_sub(1),
                ',' | '，' | ':' | '：' | ';' | '；' | '。' | '!' | '！' | '?' | '？' | ' ' | '…'
                    if open.is_none() && bracket == 0 =>
                {
                    self.cuts.push((i, i + c.len_utf8()));
                }
                _ => {}
            }
        }
    }
}
