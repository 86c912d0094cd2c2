//! Lays out the gate before some patterns: what each one needs, begins, ends and measures.

use super::among::{Among, PATTERNS};
use super::gate::{Ends, Entry, Gate, LONG, MARKS, PAGE, ROWS};
use super::needs::{self, Gram};
use super::parse;
use super::shape;

/// The gate before these patterns.
///
/// # Panics
/// If one is no pattern, or there are too many.
pub(super) fn gate<'a>(patterns: impl Iterator<Item = &'a str>) -> Gate {
    let none = Among::default();
    let gate = Gate {
        pages: vec![0; PAGE],
        page: vec![0; (1 << 16) / PAGE],
        entries: vec![Entry::default()],
        pairs: Vec::new(),
        telling: Vec::new(),
        told: vec![none],
        others: Vec::new(),
        sets: Vec::new(),
        words: Vec::new(),
        always: none,
        sure: Vec::new(),
        without: [none; MARKS.len()],
        no_han: none,
        ends: vec![Ends::default()],
        open_ended: Ends::default(),
        lengths: vec![none; LONG + 1],
    };
    let mut builder = Builder { gate, pairs: vec![Vec::new()], told: vec![none] };
    for mark in MARKS {
        builder.row((mark, None));
    }
    for (i, source) in patterns.enumerate() {
        assert!(i < PATTERNS, "too many patterns for one gate");
        builder.add(i, source);
    }
    builder.built()
}

/// A gate that is being laid out: the pairs of each character are still apart, and so is what each row tells of.
struct Builder {
    gate: Gate,
    /// For each entry the entries that end its pairs, in order, and the rows of these.
    pairs: Vec<Vec<(u16, u16)>>,
    told: Vec<Among>,
}

impl Builder {
    /// The entry of a character, a new one if need be.
    fn entry(&mut self, c: char) -> usize {
        let (page, place) = (c as usize / PAGE, c as usize % PAGE);
        let gate = &mut self.gate;
        if gate.page[page] == 0 {
            gate.page[page] = gate.pages.len() as u16;
            gate.pages.resize(gate.pages.len() + PAGE, 0);
        }
        let entry = &mut gate.pages[usize::from(gate.page[page]) + place];
        if *entry == 0 {
            *entry = gate.entries.len() as u16;
            gate.entries.push(Entry::default());
            self.pairs.push(Vec::new());
        }
        usize::from(*entry)
    }

    /// The row of a character or pair, a new one if need be.
    fn row(&mut self, (c, next): Gram) -> u16 {
        let entry = self.entry(c);
        let next = next.map(|next| self.entry(next) as u16);
        let row = match next {
            None => &mut self.gate.entries[entry].row,
            Some(next) => {
                let pairs = &mut self.pairs[entry];
                let at = pairs.partition_point(|pair| pair.0 < next);
                if pairs.get(at).is_none_or(|pair| pair.0 != next) {
                    pairs.insert(at, (next, 0));
                }
                &mut pairs[at].1
            }
        };
        if *row == 0 {
            *row = self.told.len() as u16;
            assert!(self.told.len() < ROWS, "too many characters for one gate");
            self.told.push(Among::default());
        }
        *row
    }

    /// The ends of a character, new ones if need be.
    fn ends(&mut self, c: char) -> &mut Ends {
        let entry = self.entry(c);
        let at = &mut self.gate.entries[entry].ends;
        if *at == 0 {
            *at = self.gate.ends.len() as u16;
            self.gate.ends.push(Ends::default());
        }
        &mut self.gate.ends[usize::from(*at)]
    }

    fn add(&mut self, i: usize, source: &str) {
        let tree = parse::parse(source).unwrap_or_else(|e| panic!("{source}: {e}"));
        let whole = shape::fits_whole(&tree);
        for (mark, without) in MARKS.iter().zip(&mut self.gate.without) {
            if whole && !shape::takes(&tree, *mark) {
                without.put(i);
            }
        }
        if whole && !shape::takes_han(&tree) {
            self.gate.no_han.put(i);
        }
        let (least, most) = shape::length(&tree);
        let most = most.filter(|_| whole).unwrap_or(usize::MAX);
        for (length, fits) in self.gate.lengths.iter_mut().enumerate() {
            if (least..=most.max(least)).contains(&length) || length == LONG && most >= LONG {
                fits.put(i);
            }
        }
        // Characters beyond the first 65536 are in no table.
        let in_table = |c: char| (c as u32) < 0xFFFF;
        let in_tables = |chars: &[char]| chars.iter().all(|&c| in_table(c));
        match shape::begins_with(&tree).filter(|chars| in_tables(chars)) {
            Some(chars) => chars.into_iter().for_each(|c| self.ends(c).first.put(i)),
            None => self.gate.open_ended.first.put(i),
        }
        match shape::ends_with(&tree).filter(|chars| in_tables(chars)) {
            Some(chars) => chars.into_iter().for_each(|c| self.ends(c).last.put(i)),
            None => self.gate.open_ended.last.put(i),
        }
        let needs = needs::of(&tree);
        let mut needs = needs
            .iter()
            .map(|need| &need.grams[..])
            .filter(|grams| grams.iter().all(|g| in_table(g.0) && g.1.is_none_or(in_table)));
        let Some(rarest) = needs.next() else {
            self.gate.always.put(i);
            self.gate.others.push((0, 0));
            self.gate.sure.push((0, 0));
            return;
        };
        for &gram in rarest {
            let row = self.row(gram);
            self.told[usize::from(row)].put(i);
        }
        let mut enough = needs::enough(&tree);
        enough.retain(|gram| rarest.contains(gram));
        let sure = self.set(&enough);
        self.gate.sure.push(sure);
        let first = self.gate.sets.len() as u16;
        for grams in needs {
            let set = self.set(grams);
            self.gate.sets.push(set);
        }
        self.gate.others.push((first, self.gate.sets.len() as u16));
    }

    /// A set of rows, as a range of words.
    fn set(&mut self, grams: &[Gram]) -> (u16, u16) {
        let mut rows: Vec<u16> = grams.iter().map(|&gram| self.row(gram)).collect();
        rows.sort_unstable();
        let begin = self.gate.words.len() as u16;
        for same in rows.chunk_by(|a, b| a / 64 == b / 64) {
            let bits = same.iter().fold(0, |bits, row| bits | 1 << (row % 64));
            self.gate.words.push((same[0] / 64, bits));
        }
        (begin, self.gate.words.len() as u16)
    }

    fn built(mut self) -> Gate {
        for told in std::mem::take(&mut self.told) {
            let known =
                self.gate.told.iter().position(|known| *known == told).unwrap_or(self.gate.told.len());
            if known == self.gate.told.len() {
                self.gate.told.push(told);
            }
            self.gate.telling.push(known as u16);
        }
        self.place_pairs();
        let gate = self.gate;
        let counts = [&gate.pages, &gate.telling].map(Vec::len).into_iter().chain([
            gate.pairs.len(),
            gate.sets.len(),
            gate.words.len(),
        ]);
        assert!(counts.max() <= Some(usize::from(u16::MAX)), "too much for one gate");
        gate
    }

    /// Gives the pairs of each character the first places that they fit in, those of the character with most pairs first.
    fn place_pairs(&mut self) {
        let gate = &mut self.gate;
        let mut order: Vec<usize> = (0..self.pairs.len()).filter(|&i| !self.pairs[i].is_empty()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(self.pairs[i].len()));
        let mut taken: Vec<(u16, u16)> = Vec::new();
        for entry in order {
            let own = &self.pairs[entry];
            let free = |at: usize| taken.get(at).is_none_or(|pair| pair.0 == 0);
            let fits = |base: &usize| own.iter().all(|&(next, _)| free(base + usize::from(next)));
            let base = (0..).find(fits).unwrap_or_default();
            for &(next, row) in own {
                let at = base + usize::from(next);
                taken.resize(taken.len().max(at + 1), (0, 0));
                taken[at] = (entry as u16, row);
            }
            gate.entries[entry].pairs = base as u16;
        }
        // Whatever follows whatever has a place.
        let last = gate.entries.iter().map(|entry| usize::from(entry.pairs)).max().unwrap_or_default();
        taken.resize(last + gate.entries.len(), (0, 0));
        gate.pairs = taken;
    }
}
