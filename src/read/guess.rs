//! Which encoding unmarked bytes are in, when they are not plain UTF-8.
//!
//! Every candidate reads the same sample; the likeliest reading wins. `chardetng` adds a candidate for files that are
//! not Chinese at all. A sample is enough: the encoding of a file does not change with its length (files that mix
//! encodings are taken line by line later). Nearly all files are [`clear`] from a few lines of it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::{decode, likely};

/// How much of a file is looked at.
const SAMPLE: usize = 64 << 10;

/// How much of a file is shown to `chardetng`, which takes a microsecond a byte.
const ASKED: usize = 4 << 10;

/// How long each of the three pieces of a sample is that are enough where the case is clear.
const PIECE: usize = 1 << 10;
/// Chinese texts have a better mean in their encoding, a kilobyte at a time; no text has it in another one: random common
/// characters have -9.9, Korean -10.3.
const CLEAR: f32 = -8.5;
/// So many characters beyond ASCII leave no doubt.
const ENOUGH: usize = 64;

/// Half of all pairs of bytes are some character of UTF-16, so only a reading with a better mean than this is one.
const UTF_16_SENSE: f32 = -11.0;

/// Latin letters with accents in UTF-8 are pairs of bytes that GBK has characters for, but rare ones.
const PAIRS_SENSE: f32 = -9.5;

/// A guess, and how sure it is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guess {
    pub(super) encoding: &'static Encoding,
    pub(super) confidence: f32,
}

/// The likeliest encoding of bytes without a mark.
pub(super) fn guess(bytes: &[u8]) -> Guess {
    let sample = sample(bytes);
    if let Some(encoding) = clear(sample) {
        return Guess { encoding, confidence: 0.99 };
    }
    let mut candidates = vec![UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE];
    let other = ask_chardetng(sample);
    if !candidates.contains(&other) {
        candidates.push(other);
    }
    choose(sample, &candidates, |encoding, mean| {
        !(encoding == UTF_16LE || encoding == UTF_16BE) || mean > UTF_16_SENSE
    })
}

/// The encoding in which all of three pieces of a sample are sense, if there is one.
fn clear(sample: &[u8]) -> Option<&'static Encoding> {
    [UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE].into_iter().find(|&encoding| {
        let mut beyond_ascii = 0;
        let sense = pieces(sample, encoding).all(|piece| {
            let text = decode::sample(encoding, piece);
            let mut n = [0; 3];
            for c in text.chars().filter(|c| !c.is_ascii()) {
                // Kana are as usual in Japanese as they are rare in Chinese.
                n[match c {
                    '\u{3040}'..='\u{30FF}' => 0,
                    '\u{FFFD}' => 1,
                    _ => 2,
                }] += 1;
            }
            let [kana, bad, rest] = n;
            beyond_ascii += rest;
            let may_be_bad = if encoding == UTF_8 { rest / 32 } else { 0 };
            kana * 32 <= rest && bad <= may_be_bad && likely::mean(&text).is_none_or(|mean| mean > CLEAR)
        });
        sense && beyond_ascii >= ENOUGH
    })
}

/// Pieces of a sample: from its beginning, its middle and towards its end, each from where a character begins.
fn pieces<'a>(sample: &'a [u8], encoding: &'static Encoding) -> impl Iterator<Item = &'a [u8]> {
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    (0..3).filter_map(move |i| {
        let at = (i * (sample.len() / 3)) & !1;
        let rest = &sample[at..];
        let skip = match i {
            0 => 0,
            _ if wide => 0,
            _ => rest.iter().position(|&b| b == b'\n')? + 1,
        };
        Some(&rest[skip..rest.len().min(skip + PIECE)])
    })
}

/// The likeliest encoding of bytes that are valid UTF-8 with two bytes a character: Greek in UTF-8, or Chinese in GBK
/// if that makes sense.
pub(super) fn guess_of_pairs(bytes: &[u8]) -> Guess {
    choose(sample(bytes), &[UTF_8, GB18030, BIG5], |encoding, mean| encoding == UTF_8 || mean > PAIRS_SENSE)
}

/// The likeliest of some encodings, of those whose reading is `fit` by its mean.
fn choose(
    sample: &[u8],
    candidates: &[&'static Encoding],
    fit: impl Fn(&'static Encoding, f32) -> bool,
) -> Guess {
    let readings = candidates.iter().map(|&encoding| {
        let reading = decode::sample(encoding, sample);
        (encoding, likely::sum(&reading), likely::mean(&reading).unwrap_or(0.0))
    });
    let mut readings: Vec<_> = readings.filter(|&(encoding, _, mean)| fit(encoding, mean)).collect();
    // Stable: among equals the order of the candidates decides.
    readings.sort_by_key(|&(_, sum, _)| std::cmp::Reverse(sum));
    let Some(&(encoding, best, mean)) = readings.first() else {
        return Guess { encoding: UTF_8, confidence: 0.1 };
    };
    let next = readings.get(1).map_or(i32::MIN, |r| r.1);
    Guess { encoding, confidence: confidence(best.saturating_sub(next), mean) }
}

/// The margin says how far the next reading is, the mean whether even the best one is sense.
fn confidence(margin: i32, mean: f32) -> f32 {
    let sure = 1.0 - 0.5 * (-margin as f32 / 12.0).exp();
    let sense = ((mean + 15.0) / 4.0).clamp(0.1, 1.0);
    (sure * sense * 100.0).round().min(99.0) / 100.0
}

/// From the first byte that is not plain text (what is before decides nothing), on an even place for UTF-16.
fn sample(bytes: &[u8]) -> &[u8] {
    let plain = |b: &u8| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let start = bytes.iter().position(|b| !plain(b)).unwrap_or(0) & !1;
    &bytes[start..bytes.len().min(start + SAMPLE)]
}

fn ask_chardetng(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample[..sample.len().min(ASKED)], true);
    match detector.guess(None, Utf8Detection::Allow) {
        e if e == GBK => GB18030,
        e => e,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    /// Texts to cut: our own pages, and the shared ones where they are asked for (they take their time).
    fn texts() -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let shared = std::env::var_os("YAODIAN_SHARED").map(PathBuf::from).unwrap_or_default();
        let mut texts = Vec::new();
        let folders = ["archives", "real/zh_txt/reports", "real/zh_txt/hansard", "real/zh_txt/web"];
        let folders: Vec<_> =
            folders.map(|f| shared.join(f)).into_iter().chain([root.join("corpus/pages")]).collect();
        for folder in folders {
            let Ok(entries) = std::fs::read_dir(&folder) else {
                eprintln!("skipped, not there: {}", folder.display());
                continue;
            };
            let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
            paths.sort();
            for path in paths {
                let name = path.to_string_lossy();
                if let (Ok(text), false) =
                    (std::fs::read_to_string(&path), name.contains("mojibake") || name.contains("double"))
                {
                    texts.push(text.trim_start_matches('\u{feff}').into());
                }
            }
        }
        texts
    }

    fn encode(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
        match encoding {
            e if e == UTF_16LE => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            e if e == UTF_16BE => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            e => Some(e.encode(text)).filter(|(.., lossy)| !lossy).map(|(bytes, ..)| bytes.into_owned()),
        }
    }

    /// Of pieces of so many bytes, how many are recognised. A piece begins with a character and ends anywhere.
    fn figure(texts: &[String], encoding: &'static Encoding, size: usize) -> (usize, usize) {
        let (mut right, mut all) = (0, 0);
        for text in texts {
            // Lines that the encoding cannot write are left out.
            let lines: Vec<_> =
                text.split_inclusive('\n').filter(|l| encode(encoding, l).is_some()).collect();
            let text = lines.concat();
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let chars: String = rest.chars().take(size).collect();
                let bytes = encode(encoding, &chars).unwrap_or_default();
                let piece = &bytes[..bytes.len().min(size)];
                // The next piece begins behind the last whole character of this one.
                rest = &rest[decode::sample(encoding, piece).len().max(1).min(rest.len())..];
                let foreign = chars.chars().filter(|c| !c.is_ascii() && !c.is_whitespace()).count();
                if piece.len() < size || foreign < 4 {
                    continue;
                }
                all += 1;
                let guessed = crate::read::txt::read(piece, &mut Vec::new()).map(|d| d.encoding);
                if guessed.as_ref() == Ok(&encoding) {
                    right += 1;
                } else if all - right <= 8 {
                    let piece = decode::sample(encoding, piece);
                    eprintln!("{} read as {:?}: {piece:?}", encoding.name(), guessed.map(Encoding::name));
                }
            }
        }
        (right, all)
    }

    /// Whether a text is Traditional: of its Chinese characters, many are none of GB 2312.
    fn is_traditional(text: &str) -> bool {
        let han = text.chars().filter(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'));
        let (all, beyond) = han.fold((0_usize, 0_usize), |(all, beyond), c| {
            let mut buffer = [0; 4];
            let gb = GB18030.encode(c.encode_utf8(&mut buffer)).0;
            (all + 1, beyond + usize::from(!matches!(*gb, [0xB0..=0xF7, 0xA1..=0xFE])))
        });
        beyond * 20 > all
    }

    /// The table of docs/reading.md: `YAODIAN_SHARED=../shared cargo test --lib detection -- --nocapture`.
    #[test]
    fn detection_figures() {
        let (old, new): (Vec<String>, Vec<String>) = texts().into_iter().partition(|t| is_traditional(t));
        for (script, texts) in [("Simplified", new), ("Traditional", old)] {
            for encoding in [GB18030, BIG5, UTF_8, UTF_16LE, UTF_16BE] {
                // What Big5 can write of a Simplified text is no Simplified text.
                if encoding == BIG5 && script == "Simplified" {
                    continue;
                }
                let mut row = format!("| {}, {script} |", encoding.name());
                for (size, least) in [(20, 0.97), (100, 0.995), (256, 0.998), (1000, 1.0)] {
                    let (right, all) = figure(&texts, encoding, size);
                    let rate = right as f64 / all.max(1) as f64;
                    row += &format!(" {:.2} % of {all} |", rate * 100.0);
                    assert!(all == 0 || rate >= least, "{} at {size} bytes: {rate}", encoding.name());
                }
                eprintln!("{row}");
            }
        }
    }
}
