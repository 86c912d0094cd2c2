//! Which encoding unmarked bytes are in, when they are not plain UTF-8.
//!
//! Every candidate reads the same sample; the likeliest reading wins. `chardetng` adds a candidate for files that are
//! not Chinese at all. A sample is enough: the encoding of a file does not change with its length (files that mix
//! encodings are taken line by line later).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::{decode, likely};

/// How much of a file is looked at.
const SAMPLE: usize = 64 << 10;

/// A guess, and how sure it is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guess {
    pub(super) encoding: &'static Encoding,
    pub(super) confidence: f32,
}

/// The likeliest encoding of bytes without a mark.
pub(super) fn guess(bytes: &[u8]) -> Guess {
    let sample = sample(bytes);
    let mut candidates = vec![UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE];
    let other = ask_chardetng(sample);
    if !candidates.contains(&other) {
        candidates.push(other);
    }
    let readings = candidates.iter().map(|&encoding| {
        let reading = decode::sample(encoding, sample);
        (encoding, likely::sum(&reading), likely::mean(&reading).unwrap_or(0.0))
    });
    let mut readings: Vec<_> = readings.collect();
    // Stable: among equals the order above decides.
    readings.sort_by_key(|&(_, sum, _)| std::cmp::Reverse(sum));
    let (encoding, best, mean) = readings[0];
    Guess { encoding, confidence: confidence(best.saturating_sub(readings[1].1), mean) }
}

/// The margin says how far the next reading is, the mean whether even the best one is sense.
fn confidence(margin: i32, mean: f32) -> f32 {
    let sure = 1.0 - 0.5 * (-margin as f32 / 12.0).exp();
    let sense = ((mean + 15.0) / 4.0).clamp(0.1, 1.0);
    (sure * sense * 100.0).round().min(99.0) / 100.0
}

/// From the first byte that is not ASCII (what is before decides nothing), on an even place for UTF-16.
fn sample(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|b| !b.is_ascii() || *b == 0).unwrap_or(0) & !1;
    &bytes[start..bytes.len().min(start + SAMPLE)]
}

fn ask_chardetng(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    match detector.guess(None, Utf8Detection::Allow) {
        e if e == GBK => GB18030,
        e => e,
    }
}
