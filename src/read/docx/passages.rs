//! What stands between the words, and comes again: the bytes of it, to know it by.
//!
//! Word writes fonts, sizes and colours out for each run, nearly always the same ones. A passage from one rest of the sink to the
//! next that comes again byte for byte, under the same namespaces, does the same again: it is passed over, and what it
//! did is recalled. Only attributes that nobody asks for may differ: Word numbers paragraphs and runs.

use std::io::Read;

use super::scan::{Names, Scanner, unasked};
use super::xml::{Sink, Tree};

/// So many passages are known at once; a new one takes the place of the oldest.
const SLOTS: usize = 16;
/// Longer ones are read each time.
const LONGEST: usize = 2048;

/// Where a sink is at rest: what bytes do from here to the next rest depends on nothing that came before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rest {
    pub(super) place: Place,
    /// How many of the open elements may be closed before: those of which it is known what they are.
    pub(super) closable: usize,
}

/// What kind of element a sink rests in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// A paragraph that has just begun.
    Paragraph,
    /// A run's text, which comes now, or is handed on.
    Text,
}

/// The passages that are known.
#[derive(Debug, Default)]
pub(super) struct Passages {
    known: Vec<Passage>,
    /// The slot that is filled next.
    next: usize,
    /// The slot that came last, and which one came after each: it often does again.
    last: usize,
    after: [usize; SLOTS],
    /// What is being read.
    open: Option<Reading>,
}

#[derive(Debug)]
struct Passage {
    from: Rest,
    pattern: Pattern,
    /// The names of the elements that it might close.
    around: Names,
    closed: usize,
    opened: Names,
}

/// A passage that is being read for the first time.
#[derive(Debug)]
struct Reading {
    from: Rest,
    offset: usize,
    /// Where attributes stand that say nothing, from the passage's beginning.
    gaps: Vec<(usize, usize)>,
    around: Names,
    /// The depth at which it began, and the lowest since.
    depth: usize,
    lowest: usize,
}

impl Passages {
    /// The sink is at rest: what was read up to here is kept, and what is known of what follows is passed over. Where
    /// `words` follow, nothing is.
    pub(super) fn rest(
        &mut self,
        rest: Rest,
        words: bool,
        tree: &mut Tree,
        scanner: &mut Scanner<impl Read>,
        sink: &mut dyn Sink,
    ) {
        if let Some(reading) = self.open.take() {
            self.keep(reading, tree, scanner, sink);
        }
        let mut next = (!words).then_some(rest);
        while let Some(rest) = next {
            let mut comes =
                |slot: usize| self.known.get(slot).is_some_and(|p| p.from == rest && p.comes(tree, scanner));
            let likely = self.after[self.last];
            let slot = if comes(likely) { Some(likely) } else { (0..SLOTS).find(|&slot| comes(slot)) };
            let Some(slot) = slot else {
                let (around, depth) = (tree.names.innermost(rest.closable), tree.names.depth());
                let (offset, gaps) = (scanner.offset(), Vec::new());
                self.open = Some(Reading { from: rest, offset, gaps, around, depth, lowest: depth });
                return sink.set_out(rest);
            };
            self.came(slot);
            let Passage { closed, opened, .. } = &self.known[slot];
            tree.jump(*closed, opened);
            sink.recall(slot, *closed);
            next = if sink.hears() { None } else { sink.rest() };
        }
    }

    /// Attributes were read that say nothing; they end at an offset.
    pub(super) fn gap(&mut self, end: usize, len: usize) {
        if let Some(reading) = &mut self.open {
            let end = end.saturating_sub(reading.offset);
            reading.gaps.push((end.saturating_sub(len), end));
        }
    }

    /// An element ended, down to a depth; `handed` if the sink has heard of it.
    pub(super) fn end(&mut self, depth: usize, handed: bool) {
        let Some(reading) = &mut self.open else { return };
        let known = depth + reading.from.closable >= reading.depth && (handed || depth >= reading.depth);
        reading.lowest = reading.lowest.min(depth);
        if !known {
            self.open = None;
        }
    }

    fn keep(&mut self, reading: Reading, tree: &Tree, scanner: &Scanner<impl Read>, sink: &mut dyn Sink) {
        let Reading { from, offset, gaps, around, depth, lowest } = reading;
        let Some(bytes) = scanner.since(offset).filter(|bytes| bytes.len() <= LONGEST) else { return };
        let opened = tree.names.innermost(tree.names.depth() - lowest);
        if tree.shows(lowest) && sink.keep(self.next, opened.depth()) {
            let pattern = Pattern::new(bytes, &gaps);
            let passage = Passage { from, pattern, around, closed: depth - lowest, opened };
            match self.known.get_mut(self.next) {
                Some(old) => *old = passage,
                None => self.known.push(passage),
            }
            self.came(self.next);
            self.next = (self.next + 1) % SLOTS;
        }
    }

    fn came(&mut self, slot: usize) {
        self.after[self.last] = slot;
        self.last = slot;
    }
}

impl Passage {
    /// Whether it comes next; then it is passed over.
    fn comes(&self, tree: &Tree, scanner: &mut Scanner<impl Read>) -> bool {
        let len = self.pattern.begins(scanner.rest()).filter(|_| tree.names.end_with(&self.around));
        scanner.pass(len.unwrap_or(0));
        len.is_some()
    }
}

/// Bytes with gaps, in which any attributes may stand that say nothing.
#[derive(Debug)]
struct Pattern {
    /// Without what stood in the gaps.
    bytes: Vec<u8>,
    /// Where the gaps are, and the end.
    gaps: Vec<usize>,
}

impl Pattern {
    fn new(bytes: &[u8], gaps: &[(usize, usize)]) -> Self {
        let mut pattern = Self { bytes: Vec::new(), gaps: Vec::new() };
        let mut from = 0;
        for &(start, end) in gaps.iter().chain([&(bytes.len(), bytes.len())]) {
            pattern.bytes.extend_from_slice(bytes.get(from..start).unwrap_or_default());
            pattern.gaps.push(pattern.bytes.len());
            from = end;
        }
        pattern
    }

    /// How many bytes of these the pattern covers, from their beginning.
    fn begins(&self, bytes: &[u8]) -> Option<usize> {
        let (mut rest, mut from) = (bytes, 0);
        for &gap in &self.gaps {
            rest = rest.strip_prefix(&self.bytes[from..gap])?;
            if gap < self.bytes.len() && !matches!(rest.first(), Some(b'>' | b'/')) {
                rest = &rest[unasked(rest)?..];
            }
            from = gap;
        }
        Some(bytes.len() - rest.len())
    }
}

#[cfg(test)]
mod tests {
    use crate::read::docx::body::Body;
    use crate::read::docx::flow::Lines;
    use crate::read::docx::known::Known;
    use crate::read::docx::xml;

    /// Gives a byte at a time: then no block is ever at hand as a whole, and each is read.
    struct Slow<'a>(&'a [u8]);

    impl std::io::Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(buffer.len()).min(1);
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    /// All that is read of a main part, and whether it was whole.
    fn seen(part: impl std::io::Read) -> (Lines, u32, bool) {
        let mut known = Known::default();
        let mut body = Body::new(&mut known);
        let whole = xml::read(part, &mut body).is_ok();
        (body.finish(), body.hidden, whole)
    }

    struct Dice(u32);

    impl Dice {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (self.0 >> 16) as usize % n
        }

        fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
            from[self.below(from.len())]
        }
    }

    /// A run as Word writes it, more or less.
    fn run(dice: &mut Dice) -> String {
        let id = dice.below(400);
        let properties = ["", "<w:b/>", "<w:b w:val='0'/>", "<w:vanish/>", "<w:rStyle w:val='s'/><w:i/>"];
        let start =
            dice.pick(&["<w:r>", "<w:r w:rsidR='@'>", "<w:r xml:a='@'>"]).replace('@', &id.to_string());
        let before = dice.pick(&["", "", "", "<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>", "<o:p/>"]);
        let t = dice.pick(&["<w:t>", "<w:t xml:space='preserve'>"]);
        let words = dice.pick(&["文", "各村\n", "a<!-- -->b", "&lt;", "", "x</w:t><w:t>y"]);
        let end = dice.pick(&[
            "",
            "",
            "<w:tab/>",
            "<w:fldChar w:fldCharType='begin'/>",
            "<w:fldChar w:fldCharType='end'/>",
        ]);
        let rpr = match dice.below(3) {
            0 => String::new(),
            _ => format!("<w:rPr>{}</w:rPr>", dice.pick(&properties)),
        };
        format!("{start}{rpr}{before}{t}{words}</w:t>{end}</w:r>")
    }

    fn paragraph(dice: &mut Dice) -> String {
        let id = dice.below(400).to_string();
        let starts = [
            "<w:p>",
            "<w:p w:rsidR='@'>",
            "<w:p w14:paraId='@' w:x='>'>",
            "<w:p a='字@'>",
            "<w:p xmlns:z='@'>",
        ];
        let properties = [
            "",
            "<w:pPr/>",
            "<w:pPr><w:jc w:val='center'/></w:pPr>",
            "<w:pPr><w:outlineLvl w:val='1'/><w:rPr><w:del/></w:rPr></w:pPr>",
            "<w:pPr><w:jc w:val='center'/></w:pPr><w:pPr><w:outlineLvl w:val='0'/></w:pPr>",
        ];
        let mut xml = dice.pick(&starts).replace('@', &id) + dice.pick(&properties);
        for _ in 0..dice.below(4) {
            let around = [
                ("", ""),
                ("", ""),
                ("<w:ins w:id='@'>", "</w:ins>"),
                ("<w:r>", "</w:r>"),
                ("<w:del>", "</w:del>"),
            ];
            let (open, close) = around[dice.below(around.len())];
            xml += &format!("{}{}{close}", open.replace('@', &id), run(dice));
            xml += &dice.pick(&["", "", "<w:bookmarkStart w:id='@'/>", "<w:p/>"]).replace('@', &id);
        }
        match dice.below(12) {
            0 => format!("<w:p w:rsidR='{id}'/>{xml}</w:p>"),
            1 => format!("<w:tbl><w:tr><w:tc>{xml}</w:p></w:tc><w:tc>{xml}</w:p></w:tc></w:tr></w:tbl>"),
            2 => format!("{xml}<w:r><w:pict><w:txbxContent>{xml}</w:p></w:txbxContent></w:pict></w:r></w:p>"),
            3 => format!("{xml}<w:p>{}</w:p></w:p>", run(dice)),
            4 => xml,
            _ => xml + "</w:p>",
        }
    }

    const SPACES: &str = "xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main' \
        xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:o'";

    #[test]
    fn a_passage_does_what_it_did_before() {
        let mut dice = Dice(1);
        for _ in 0..500 {
            let mut xml = format!("<w:document {SPACES}><w:body>");
            (0..12).for_each(|_| xml += &paragraph(&mut dice));
            xml.push_str("</w:body></w:document>");
            assert_eq!(seen(xml.as_bytes()), seen(Slow(xml.as_bytes())), "{xml}");
        }
    }

    /// Elements in any order and depth.
    #[test]
    fn strange_passages_do_what_they_did_before() {
        const NAMES: [&str; 14] = [
            "w:p", "w:p", "w:r", "w:r", "w:r", "w:rPr", "w:rPr", "w:pPr", "w:t", "w:t", "w:ins", "w:b",
            "w:tc", "o:p",
        ];
        fn element(dice: &mut Dice, depth: usize) -> String {
            let name = dice.pick(&NAMES);
            let rest = dice.pick(&["", "", "", " a='1'", " w:val='0'", " xmlns:w='urn:x'"]);
            let mut inside = String::from(if dice.below(3) == 0 { "文" } else { "" });
            for _ in 0..dice.below(4).min(6_usize.saturating_sub(depth)) {
                inside += &element(dice, depth + 1);
            }
            format!("<{name}{rest}>{inside}</{name}>")
        }
        let mut dice = Dice(7);
        for _ in 0..500 {
            let mut xml = format!("<w:document {SPACES}>");
            (0..8).for_each(|_| xml += &element(&mut dice, 0).repeat(1 + dice.below(2)));
            xml.push_str("</w:document>");
            assert_eq!(seen(xml.as_bytes()), seen(Slow(xml.as_bytes())), "{xml}");
        }
    }

    #[test]
    fn a_block_means_what_it_meant_before() {
        const BLOCKS: [&str; 14] = [
            "<w:rPr><w:b/></w:rPr>",
            "<w:rPr><w:b w:val='0'/></w:rPr>",
            "<w:rPr><w:vanish/></w:rPr>",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:b/><v:textpath string='要'/></w:rPr>",
            "<w:rPr><o:p><w:t>内</w:t></o:p><w:b/></w:rPr>",
            "<w:rPr><o:p><w:r><w:rPr><w:b/></w:rPr><w:t>重</w:t></w:r></o:p></w:rPr>",
            "<w:pPr><w:jc w:val='center'/></w:pPr>",
            "<w:pPr><w:outlineLvl w:val='1'/><w:rPr><w:del/></w:rPr></w:pPr>",
            "<w:pPr><o:p><w:tab/></o:p><w:rPr><w:b/></w:rPr></w:pPr>",
            "<w:rPr xmlns:w='urn:x'><w:b/></w:rPr>",
            "<w:rPr><z xmlns:w='urn:x'/><w:b/></w:rPr>",
            "<w:t>各村</w:t>",
            "</w:r><w:r>",
        ];
        let mut dice = Dice(1);
        for _ in 0..400 {
            let mut xml = format!("<w:document {SPACES}>");
            for _ in 0..6 {
                xml.push_str("<w:p><w:r>");
                for _ in 0..5 {
                    xml.push_str(dice.pick(&BLOCKS));
                }
                xml.push_str("<w:t>文</w:t></w:r></w:p>");
            }
            xml.push_str("</w:document>");
            assert_eq!(seen(xml.as_bytes()), seen(Slow(xml.as_bytes())), "{xml}");
        }
    }
}
