//! Bytes of one encoding to text: a byte that means nothing costs only itself.

use encoding_rs::{DecoderResult, Encoding};

/// What stands for bytes that mean nothing.
const REPLACEMENT: char = '\u{FFFD}';

/// Appends the text of `bytes`; gives the places (in `text`) of the replacement characters it had to write.
pub(super) fn append(encoding: &'static Encoding, bytes: &[u8], text: &mut String) -> Vec<usize> {
    decode(encoding, bytes, text, true)
}

/// The text of a sample, whose last character may be cut.
pub(super) fn sample(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let mut text = String::new();
    decode(encoding, bytes, &mut text, false);
    text
}

fn decode(encoding: &'static Encoding, bytes: &[u8], text: &mut String, last: bool) -> Vec<usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut at, mut bad) = (0, Vec::new());
    loop {
        let rest = &bytes[at..];
        // The worst case without replacement; beyond it (overflow) the file limit has long struck.
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, text, last);
        at += read;
        match result {
            DecoderResult::InputEmpty => return bad,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                bad.push(text.len());
                text.push(REPLACEMENT);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GB18030, UTF_8, UTF_16BE, UTF_16LE};
    use proptest::prelude::*;

    #[test]
    fn a_bad_byte_costs_itself() {
        let mut text = String::new();
        let bad = append(UTF_8, b"\xE4\xB8\xADa\xFFb\xE4\xB8", &mut text);
        assert_eq!(text, "中a\u{FFFD}b\u{FFFD}");
        assert_eq!(bad, [4, 8]);
        assert_eq!(sample(UTF_8, b"a\xE4\xB8"), "a");
    }

    proptest! {
        #[test]
        fn decoding_is_total(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for encoding in [UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE] {
                let mut text = String::new();
                let bad = append(encoding, &bytes, &mut text);
                let (theirs, _) = encoding.decode_without_bom_handling(&bytes);
                prop_assert_eq!(&text, &theirs);
                prop_assert!(bad.iter().all(|&at| text[at..].starts_with(REPLACEMENT)));
            }
        }
    }
}
