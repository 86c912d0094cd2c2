//! Quotation marks, the marks that end clauses, and what else of a unit is no Chinese character and worth to know.

use super::clause::Bytes;
use crate::lexicon::but_han;

/// The marks of many units, in rows.
#[derive(Debug, Default)]
pub(super) struct Marks {
    quotes: Vec<Bytes>,
    cuts: Vec<Bytes>,
    lists: Vec<usize>,
    digits: Vec<usize>,
    /// For each unit where its own of each row end.
    ends: Vec<[usize; 4]>,
}

/// The marks of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own<'a> {
    /// The stretches between quotation marks (of some length: “准”字 is no quotation).
    pub(super) quotes: &'a [Bytes],
    /// Where clauses end and the next ones begin.
    pub(super) cuts: &'a [Bytes],
    /// Where a 、 stands.
    pub(super) lists: &'a [usize],
    /// Where an ASCII digit stands.
    pub(super) digits: &'a [usize],
}

/// The places right behind the last 、 and the last digit before a place; 0: there is none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Behind {
    pub(super) list: usize,
    pub(super) digit: usize,
}

impl Behind {
    /// Goes on to a place further on; `ahead` are the marks that were not passed yet.
    pub(super) fn go_on(&mut self, ahead: &mut Own, to: usize) {
        for (last, row) in [(&mut self.list, &mut ahead.lists), (&mut self.digit, &mut ahead.digits)] {
            while let Some((&at, rest)) = row.split_first().filter(|(at, _)| **at < to) {
                (*last, *row) = (at + 1, rest);
            }
        }
    }
}

impl Marks {
    /// The marks of these units.
    pub(super) fn of(texts: &[&str]) -> Self {
        // Of most units.
        let count = texts.len();
        let mut marks = Self {
            quotes: Vec::new(),
            cuts: Vec::with_capacity(4 * count),
            lists: Vec::with_capacity(count),
            digits: Vec::with_capacity(2 * count),
            ends: Vec::with_capacity(count),
        };
        for text in texts {
            marks.read(text);
            let Self { quotes, cuts, lists, digits, .. } = &marks;
            marks.ends.push([quotes.len(), cuts.len(), lists.len(), digits.len()]);
        }
        marks
    }

    /// The marks of each unit.
    pub(super) fn iter(&self) -> impl Iterator<Item = Own<'_>> {
        let mut from = [0; 4];
        self.ends.iter().map(move |&ends| {
            let [a, b, c, d] = std::mem::replace(&mut from, ends);
            Own {
                quotes: &self.quotes[a..ends[0]],
                cuts: &self.cuts[b..ends[1]],
                lists: &self.lists[c..ends[2]],
                digits: &self.digits[d..ends[3]],
            }
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
                '、' => self.lists.push(i),
                '0'..='9' => self.digits.push(i),
                _ => {}
            }
        }
    }
}
