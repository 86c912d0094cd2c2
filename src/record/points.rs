//! Places in bytes as places in code points.

/// Counts code points before a byte, and `base` before them: a checkpoint every block, the rest by hand.
pub(super) struct CodePoints<'a> {
    text: &'a [u8],
    blocks: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    const BLOCK: usize = 64;

    pub(super) fn new(text: &'a str, base: u32) -> Self {
        let text = text.as_bytes();
        let mut blocks = Vec::with_capacity(text.len() / Self::BLOCK + 1);
        let mut sum = base;
        for block in text.chunks(Self::BLOCK) {
            blocks.push(sum);
            sum += count(block);
        }
        blocks.push(sum);
        Self { text, blocks }
    }

    pub(super) fn of(&self, byte: u32) -> u32 {
        let block = byte as usize / Self::BLOCK;
        self.blocks[block] + count(&self.text[block * Self::BLOCK..byte as usize])
    }
}

/// Characters that begin in these bytes.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_across_blocks() {
        let text = "a要点€𠀀".repeat(100);
        let points = CodePoints::new(&text, 7);
        for (n, (i, _)) in text.char_indices().enumerate() {
            assert_eq!(points.of(i as u32), 7 + n as u32);
        }
        assert_eq!(points.of(text.len() as u32), 507);
    }
}
