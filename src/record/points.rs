//! Places in bytes as places in code points.

use crate::lexicon::bits;

/// Counts code points before a byte, and `base` before them: for each block of bytes, how many begin before it, and in
/// which of its bytes one begins.
pub(super) struct CodePoints {
    blocks: Vec<(u32, u64)>,
}

impl CodePoints {
    const BLOCK: usize = u64::BITS as usize;

    pub(super) fn new(text: &str, base: u32) -> Self {
        let mut blocks = Vec::with_capacity(text.len() / Self::BLOCK + 1);
        let mut sum = base;
        let (whole, rest) = text.as_bytes().as_chunks::<{ Self::BLOCK }>();
        // Behind the end no character begins.
        let mut last = [0x80; Self::BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        for block in whole.iter().chain([&last]) {
            let starts = starts(block);
            blocks.push((sum, starts));
            sum += starts.count_ones();
        }
        Self { blocks }
    }

    pub(super) fn of(&self, byte: u32) -> u32 {
        let (before, starts) = self.blocks[byte as usize / Self::BLOCK];
        before + (starts & ((1 << (byte as usize % Self::BLOCK)) - 1)).count_ones()
    }
}

/// A bit for each byte in which a character begins, the first byte's lowest.
fn starts(block: &[u8; CodePoints::BLOCK]) -> u64 {
    block.as_chunks::<8>().0.iter().rev().fold(0, |set, eight| {
        let bytes = u64::from_le_bytes(*eight);
        // All but 10xxxxxx.
        set << 8 | bits((!bytes | bytes << 1) & 0x8080_8080_8080_8080)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_are_counted(text in "[a要€𠀀\n]{0,200}", base in 0u32..9) {
            let points = CodePoints::new(&text, base);
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (n, at) in ends.enumerate() {
                prop_assert_eq!(points.of(at as u32), base + n as u32);
            }
        }
    }
}
