//! Where lines of the source text begin, in code points.

use crate::record::Place;

/// The lines of a source text, for finding the line of a place.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where each line begins: code point and byte.
    starts: Vec<(u32, usize)>,
    /// Characters before each block of bytes: a place in a line of any length is found in short time.
    blocks: Vec<u32>,
    /// All characters.
    points: u32,
}

const BLOCK: usize = 256;

impl<'a> Lines<'a> {
    /// Counts once through the text.
    pub fn new(text: &'a str) -> Self {
        let (mut starts, mut blocks) = (vec![(0, 0)], Vec::with_capacity(text.len() / BLOCK + 1));
        let mut points = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % BLOCK == 0 {
                blocks.push(points);
            }
            // Every byte but a continuation begins a character.
            points += u32::from(byte & 0xC0 != 0x80);
            if byte == b'\n' {
                starts.push((points, at + 1));
            }
        }
        Self { text, starts, blocks, points }
    }

    /// The line that a code point stands in, counted from 1, as `yaodian explain` and editors count.
    pub fn number(&self, point: u32) -> i64 {
        self.starts.partition_point(|&(start, _)| start <= point) as i64
    }

    /// The words at a place. Empty where the text ends before it.
    pub fn words(&self, [start, end]: Place) -> &'a str {
        let (start, end) = (self.byte(start), self.byte(end));
        self.text.get(start..end).unwrap_or_default()
    }

    /// The place of a whole line, counted from 1, without its break; of the last one where there are not so many.
    pub fn place(&self, number: i64) -> Place {
        let index = usize::try_from(number - 1).unwrap_or(0).min(self.starts.len() - 1);
        let (start, from) = self.starts[index];
        let (end, to) = self.starts.get(index + 1).copied().unwrap_or((self.points, self.text.len()));
        let line = &self.text.as_bytes()[from..to];
        let broken = line.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        [start, end - broken as u32]
    }

    /// The byte at which a code point begins.
    fn byte(&self, point: u32) -> usize {
        // The last block before which at most `point` characters begin; at its border a character may be cut in two.
        let block = self.blocks.partition_point(|&before| before <= point).saturating_sub(1);
        let at = block * BLOCK;
        let before = self.blocks.get(block).copied().unwrap_or(0);
        let begins = self.text.bytes().enumerate().skip(at).filter(|(_, byte)| byte & 0xC0 != 0x80);
        begins.map(|(at, _)| at).nth((point - before) as usize).unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_lines_and_words() {
        let lines = Lines::new("一\r\n\n二三\n四");
        let numbers: Vec<i64> = (0..9).map(|point| lines.number(point)).collect();
        assert_eq!(numbers, [1, 1, 1, 2, 3, 3, 3, 4, 4]);
        assert_eq!(lines.words([4, 6]), "二三");
        assert_eq!(lines.words([4, 99]), "二三\n四");
        assert_eq!(lines.words([98, 99]), "");
        let line = |number| lines.words(lines.place(number));
        assert_eq!([1, 2, 3, 4, 99].map(line), ["一", "", "二三", "四", "四"]);
        assert_eq!(Lines::new("").place(1), [0, 0]);
        assert_eq!(Lines::new("").words([0, 1]), "");
    }

    #[test]
    fn places_across_blocks() {
        let text = "a要点€𠀀".repeat(200);
        let lines = Lines::new(&text);
        let places: Vec<(usize, char)> = text.char_indices().collect();
        for (point, &(at, c)) in places.iter().enumerate() {
            assert_eq!(lines.byte(point as u32), at);
            assert_eq!(lines.words([point as u32, point as u32 + 1]), c.to_string());
        }
        assert_eq!(lines.byte(places.len() as u32), text.len());
    }
}
