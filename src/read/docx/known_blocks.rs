//! Properties that are written again and again: the bytes that set them, to know them by.
//!
//! Word writes fonts, sizes and colours out for each run, nearly always the same ones. A block that comes again byte for byte,
//! under the same namespaces, means the same again, so it is passed over and what it meant is recalled.

use std::io::Read;

use super::scan::Scanner;
use super::xml::Sink;

/// So many blocks are known at once; a new one takes the place of the oldest.
const SLOTS: usize = 8;
/// Longer ones are read each time.
const LONGEST: usize = 2048;

/// The blocks that are known, from behind a start to behind its end.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    known: Vec<Vec<u8>>,
    /// The slot that is filled next.
    next: usize,
    /// The slot that came last, and which one came after each: it often does again.
    last: usize,
    after: [usize; SLOTS],
    /// The block that is being read: the depth in it, and where it began.
    open: Option<(usize, usize)>,
}

impl Blocks {
    /// An element begins whose inside only sets properties: passes over it if it is known, and gives whether it was.
    pub(super) fn begin(
        &mut self,
        depth: usize,
        scanner: &mut Scanner<impl Read>,
        sink: &mut dyn Sink,
    ) -> bool {
        // What is around it does more than set properties.
        self.open = None;
        let mut comes = |slot: usize| self.known.get(slot).is_some_and(|block| scanner.pass(block));
        let likely = self.after[self.last];
        let slot = if comes(likely) { Some(likely) } else { (0..SLOTS).find(|&slot| comes(slot)) };
        match slot {
            Some(slot) => {
                self.came(slot);
                sink.recall(slot);
            }
            None => self.open = Some((depth, scanner.offset())),
        }
        slot.is_some()
    }

    /// An element ends, at the depth in it.
    pub(super) fn end(&mut self, depth: usize, scanner: &Scanner<impl Read>, sink: &mut dyn Sink) {
        let Some((_, begun)) = self.open.filter(|open| open.0 == depth) else { return };
        self.open = None;
        let Some(block) = scanner.since(begun).filter(|block| block.len() <= LONGEST) else { return };
        if sink.keep(self.next) {
            if self.next == self.known.len() {
                self.known.push(Vec::new());
            }
            block.clone_into(&mut self.known[self.next]);
            self.came(self.next);
            self.next = (self.next + 1) % SLOTS;
        }
    }

    fn came(&mut self, slot: usize) {
        self.after[self.last] = slot;
        self.last = slot;
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

    fn lines(part: impl std::io::Read) -> Lines {
        let mut known = Known::default();
        let mut body = Body::new(&mut known);
        let _ = xml::read(part, &mut body);
        body.finish()
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
        let spaces = "xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main' xmlns:v='urn:schemas-microsoft-com:vml'";
        let mut dice = 1_u32;
        for _ in 0..400 {
            let mut xml = format!("<w:document {spaces}>");
            for _ in 0..6 {
                xml.push_str("<w:p><w:r>");
                for _ in 0..5 {
                    dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    xml.push_str(BLOCKS[(dice >> 16) as usize % BLOCKS.len()]);
                }
                xml.push_str("<w:t>文</w:t></w:r></w:p>");
            }
            xml.push_str("</w:document>");
            assert_eq!(lines(xml.as_bytes()), lines(Slow(xml.as_bytes())), "{xml}");
        }
    }
}
