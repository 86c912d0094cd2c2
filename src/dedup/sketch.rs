//! A speech in at most a kilobyte.

use std::fmt;

use super::letters::letters;

/// Letters in a row that make a shingle.
const SHINGLE: usize = 5;

/// How many hashes a sketch keeps. The error of what is estimated from them is about 1/√128 at worst, 4.4 % at one half.
pub(super) const KEPT: usize = 128;

/// What is needed to compare a speech with others: 16 to 528 bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Of all letters, in order.
    pub(super) exact: u64,
    /// The smallest hashes of its shingles, rising, each once: all of them where there are fewer than [`KEPT`].
    pub(super) hashes: Vec<u32>,
}

/// A string that no sketch was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("不是特征串 · not a signature")]
pub struct NotASketch;

impl Sketch {
    /// The sketch of the text that these pieces make, one after another. Time grows linearly with the text.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut lowest, mut rolling) = (Lowest::default(), Rolling::default());
        let mut whole = blake3::Hasher::new();
        let mut bytes = Vec::new();
        for piece in pieces {
            for letter in letters(piece) {
                bytes.extend_from_slice(&u32::from(letter).to_le_bytes());
                if let Some(shingle) = rolling.next(letter) {
                    lowest.add(shingle);
                }
            }
            whole.update(&bytes);
            bytes.clear();
        }
        let [a, b, c, d, e, f, g, h, ..] = *whole.finalize().as_bytes();
        Self { exact: u64::from_be_bytes([a, b, c, d, e, f, g, h]), hashes: lowest.finish() }
    }

    /// Whether it says nothing: the speech has fewer letters than a shingle.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

/// As records hold it: 16 hexadecimal digits for the whole, 8 more for each hash.
impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.exact)?;
        self.hashes.iter().try_for_each(|hash| write!(f, "{hash:08x}"))
    }
}

impl std::str::FromStr for Sketch {
    type Err = NotASketch;

    fn from_str(digits: &str) -> Result<Self, NotASketch> {
        let plain = digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !plain || digits.len() < 16 || !digits.len().is_multiple_of(8) || digits.len() > 16 + 8 * KEPT {
            return Err(NotASketch);
        }
        let (exact, mut rest) = digits.split_at(16);
        let mut hashes = Vec::with_capacity(rest.len() / 8);
        while !rest.is_empty() {
            let (hash, more) = rest.split_at(8);
            hashes.push(u32::from_str_radix(hash, 16).map_err(|_| NotASketch)?);
            rest = more;
        }
        if !hashes.is_sorted_by(|a, b| a < b) {
            return Err(NotASketch);
        }
        Ok(Self { exact: u64::from_str_radix(exact, 16).map_err(|_| NotASketch)?, hashes })
    }
}

/// The hash of the last letters, letter by letter.
#[derive(Default)]
struct Rolling {
    window: [u32; SHINGLE],
    seen: usize,
    sum: u64,
}

impl Rolling {
    /// Any odd number with bits all over.
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    /// What a letter weighs when it leaves: `BASE` to the power of [`SHINGLE`].
    const LEAVES: u64 = Self::BASE.wrapping_pow(SHINGLE as u32);

    fn next(&mut self, letter: char) -> Option<u32> {
        let code = u32::from(letter);
        let gone = std::mem::replace(&mut self.window[self.seen % SHINGLE], code);
        self.seen += 1;
        self.sum = self.sum.wrapping_mul(Self::BASE).wrapping_add(u64::from(code));
        self.sum = self.sum.wrapping_sub(u64::from(gone).wrapping_mul(Self::LEAVES));
        (self.seen >= SHINGLE).then(|| mixed(self.sum))
    }
}

/// Spread evenly, so that the smallest hashes are a fair sample (the end of SplitMix64).
fn mixed(sum: u64) -> u32 {
    let z = (sum ^ (sum >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z >> 32) as u32
}

/// The [`KEPT`] smallest of many hashes, each once.
#[derive(Default)]
struct Lowest {
    hashes: Vec<u32>,
    /// Larger ones are not wanted any more.
    limit: Option<u32>,
}

impl Lowest {
    fn add(&mut self, hash: u32) {
        if self.limit.is_none_or(|limit| hash < limit) {
            self.hashes.push(hash);
            if self.hashes.len() >= 8 * KEPT {
                self.settle();
            }
        }
    }

    fn settle(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.hashes.truncate(KEPT);
        self.limit = self.hashes.get(KEPT - 1).copied();
    }

    fn finish(mut self) -> Vec<u32> {
        self.settle();
        self.hashes.shrink_to_fit();
        self.hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|i| char::from_u32(0x4E00 + (i * i * 7 + i) as u32 % 20_000).unwrap()).collect()
    }

    #[test]
    fn pieces_make_one_text_and_numbers_do_not_count() {
        let whole = text(0, 3000);
        let (a, b) = whole.split_at(whole.char_indices().nth(1000).unwrap().0);
        assert_eq!(Sketch::of([whole.as_str()]), Sketch::of([a, " 12,", b]));
        assert_ne!(Sketch::of([whole.as_str()]), Sketch::of([a]));
        assert!(Sketch::of(["同志们"]).is_empty() && !Sketch::of(["同志们,抓紧"]).is_empty());
    }

    #[test]
    fn written_and_read() {
        for to in [0, 4, 60, 5000] {
            let sketch = Sketch::of([text(0, to).as_str()]);
            assert_eq!(sketch.to_string().parse(), Ok(sketch));
        }
        for no in [
            "",
            "xyz",
            "0123456789abcdef0",
            "0123456789ABCDEF",
            "0123456789abcdef0000000200000001",
            "要点要点要点要点要点要",
        ] {
            assert_eq!(no.parse::<Sketch>(), Err(NotASketch), "{no}");
        }
    }

    #[test]
    fn the_lowest_are_kept_whatever_the_order() {
        let hashes = |n: u32| (0..n).map(|i| mixed(u64::from(i)));
        let mut all: Vec<u32> = hashes(10_000).collect();
        all.sort_unstable();
        all.dedup();
        let mut lowest = Lowest::default();
        hashes(10_000).chain(hashes(10_000)).for_each(|h| lowest.add(h));
        assert_eq!(lowest.finish(), all[..KEPT]);
    }
}
