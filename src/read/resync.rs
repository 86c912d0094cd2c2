//! Lines of two-byte encodings where a byte was lost or came in: only that byte is given up, not all that follows.
//!
//! A decoder that meets a stray byte takes it for half a character and goes on one byte off, often up to the end of
//! the line. Here the likeliest way to cut the line into characters is found instead (Viterbi, linear in its length),
//! where giving up a byte is one of the choices.

use encoding_rs::Encoding;

use super::{decode, likely};

/// What a reading must gain over the plain one: several common characters for rare ones.
const GAIN: i32 = 24;
/// Rarer characters than this are suspicious.
const RARE: i32 = -14;
/// What giving up a byte costs.
const LOST: i32 = -16;

/// A reading of a line with at least one byte given up; `None` where the plain one is as good.
pub(super) fn resync(encoding: &'static Encoding, line: &[u8], plain: &str) -> Option<String> {
    if plain.chars().all(|c| c.is_ascii() || likely::character(c) > RARE) {
        return None;
    }
    // The best sum for what follows each place, and how many bytes the first character there takes.
    let mut best: Vec<(i32, usize)> = vec![(0, 0); line.len() + 1];
    for at in (0..line.len()).rev() {
        best[at] = (best[at + 1].0.saturating_add(LOST), 0);
        for size in [1, 2, 4] {
            let Some(c) = line.get(at..at + size).and_then(|bytes| character(encoding, bytes)) else {
                continue;
            };
            let sum = best[at + size].0.saturating_add(likely::character(c));
            if sum > best[at].0 {
                best[at] = (sum, size);
            }
        }
    }
    if best[0].0 < likely::sum(plain).saturating_add(GAIN) {
        return None;
    }
    let (mut text, mut at) = (String::with_capacity(plain.len()), 0);
    while at < line.len() {
        let size = best[at].1;
        match line.get(at..at + size).and_then(|bytes| character(encoding, bytes)) {
            Some(c) => text.push(c),
            None => text.push('\u{FFFD}'),
        }
        at += size.max(1);
    }
    Some(text)
}

/// The one character that these bytes are.
fn character(encoding: &'static Encoding, bytes: &[u8]) -> Option<char> {
    if let [byte] = bytes {
        return byte.is_ascii().then_some(char::from(*byte));
    }
    let mut text = String::new();
    let bad = decode::append(encoding, bytes, &mut text);
    let mut chars = text.chars();
    chars.next().filter(|_| bad.is_empty() && chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GB18030};
    use proptest::prelude::*;

    fn read(encoding: &'static Encoding, bytes: &[u8]) -> String {
        let mut plain = String::new();
        decode::append(encoding, bytes, &mut plain);
        resync(encoding, bytes, &plain).unwrap_or(plain)
    }

    #[test]
    fn a_lost_byte_costs_one_character() {
        let text = "各乡镇要在月底前把水渠修好,不得拖延。";
        let (mut bytes, ..) = GB18030.encode(text);
        bytes.to_mut().remove(6);
        assert_eq!(read(GB18030, &bytes), text.replace('要', "\u{FFFD}"));
        let (mut bytes, ..) = GB18030.encode(text);
        bytes.to_mut().insert(4, 0xB0);
        assert_eq!(read(GB18030, &bytes).replace('\u{FFFD}', ""), text);
        let text = "各鄉鎮要在月底前把水渠修好,不得拖延。";
        let (mut bytes, ..) = BIG5.encode(text);
        bytes.to_mut().remove(7);
        assert!(read(BIG5, &bytes).ends_with("月底前把水渠修好,不得拖延。"), "{}", read(BIG5, &bytes));
    }

    #[test]
    fn rare_characters_stay() {
        for text in ["㵲泠河流域治理", "彭龑、邝飚、翀、喆", "㙍镇、㵲水、䢺塘、𠮷野"]
        {
            assert_eq!(read(GB18030, &GB18030.encode(text).0), text);
        }
    }

    proptest! {
        #[test]
        fn resyncing_is_total(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            read(GB18030, &bytes);
            read(BIG5, &bytes);
        }
    }
}
