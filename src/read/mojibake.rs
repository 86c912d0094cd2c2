//! Whole files that somebody read in the wrong encoding and saved: 浣犲ソ for 你好.
//!
//! The way back is to write the text in the encoding it was read in by mistake, and to read those bytes in the one
//! they were in. It is taken only where every step is possible and the outcome is far likelier Chinese.

use encoding_rs::{BIG5, EncoderResult, Encoding, GB18030, UTF_8, WINDOWS_1252};

use super::{decode, likely};
use crate::document::Misread;

/// The mistakes that are made: read as, and what it was.
const MISTAKES: [(&Encoding, &Encoding); 6] = [
    (GB18030, UTF_8),
    (WINDOWS_1252, UTF_8),
    (WINDOWS_1252, GB18030),
    (GB18030, BIG5),
    (BIG5, GB18030),
    (WINDOWS_1252, BIG5),
];

/// How many bytes of text are looked at.
const SAMPLE: usize = 64 << 10;
/// Texts with a better mean than this are sense as they stand.
const SENSE: f32 = -10.0;
/// What the way back must gain a character.
const GAIN: f32 = 2.5;

/// What a text was read as by mistake, and what it was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mistake {
    pub(super) read_as: &'static Encoding,
    pub(super) was: &'static Encoding,
}

impl Mistake {
    /// By name.
    pub(super) fn misread(self) -> Misread {
        Misread { was: self.was.name(), read_as: self.read_as.name() }
    }
}

/// A text in which a mistake was undone.
#[derive(Debug)]
pub(super) struct Undone {
    pub(super) text: String,
    /// Lines where the mistake lost bytes: they stay as they are.
    pub(super) kept_lines: usize,
}

/// The mistake that runs through a text, by its beginning; `None` where there is none.
pub(super) fn mistake(text: &str) -> Option<Mistake> {
    let sample = sample(text);
    let before = likely::mean(sample)?;
    if before > SENSE {
        return None;
    }
    let beyond_ascii = sample.chars().filter(|c| !c.is_ascii()).count();
    let sum_before = likely::sum(sample);
    let best = MISTAKES.iter().filter_map(|&(read_as, was)| {
        let after: String =
            lines(sample, read_as, was).map(|(old, new)| new.unwrap_or_else(|| old.into())).collect();
        let gain = likely::sum(&after).saturating_sub(sum_before);
        let sense = likely::mean(&after).is_some_and(|mean| mean > SENSE);
        (sense && gain as f32 > GAIN * beyond_ascii as f32).then_some((gain, read_as, was))
    });
    best.max_by_key(|&(gain, ..)| gain).map(|(_, read_as, was)| Mistake { read_as, was })
}

/// Undoes a mistake.
pub(super) fn undo_as(Mistake { read_as, was }: Mistake, text: &str) -> Undone {
    let mut out = Undone { text: String::with_capacity(text.len()), kept_lines: 0 };
    for (old, new) in lines(text, read_as, was) {
        out.kept_lines += usize::from(new.is_none() && !old.is_ascii());
        out.text.push_str(new.as_deref().unwrap_or(old));
    }
    out
}

/// Each line with what it becomes; `None` where the way back is barred or leads to nothing better.
fn lines<'a>(
    text: &'a str,
    read_as: &'static Encoding,
    was: &'static Encoding,
) -> impl Iterator<Item = (&'a str, Option<String>)> {
    text.split_inclusive('\n').map(move |line| {
        let new = if line.is_ascii() { None } else { reread(line, read_as, was) };
        (line, new.filter(|new| likely::sum(new) > likely::sum(line)))
    })
}

/// A line written in the one encoding and read in the other. Where the mistake lost a byte, it left U+FFFD or a
/// question mark; the character that the byte belonged to is lost with it.
fn reread(line: &str, read_as: &'static Encoding, was: &'static Encoding) -> Option<String> {
    let mut bytes = Vec::with_capacity(line.len());
    for (i, piece) in line.split('\u{FFFD}').enumerate() {
        if i > 0 {
            // Of 。 (E3 80 82) one byte or two are lost at the end of a line; nothing else there is as common. Some
            // decoders take the 80 for the euro sign, which is A2 E3 when written.
            if was == UTF_8 && bytes.ends_with(&[0xE3, 0xA2, 0xE3]) {
                bytes.truncate(bytes.len() - 2);
                bytes.push(0x80);
            }
            let known = match bytes[..] {
                [.., 0xE3, 0x80] if was == UTF_8 => 0x82,
                [.., 0xE3] if was == UTF_8 && piece.is_empty() => 0x80,
                _ => 0xFF,
            };
            bytes.push(known);
        }
        bytes.extend(write(piece, read_as)?);
    }
    let mut text = String::new();
    let lost = decode::append(was, &bytes, &mut text);
    if lost.is_empty() {
        return Some(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !(out.ends_with('\u{FFFD}') && matches!(c, '\u{FFFD}' | '?')) {
            out.push(c);
        }
    }
    Some(out)
}

/// The bytes of a text; `None` where the encoding cannot write it.
fn write(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    if encoding != WINDOWS_1252 {
        // Up to the first character that it has not.
        let mut encoder = encoding.new_encoder();
        let most = encoder.max_buffer_length_from_utf8_without_replacement(text.len())?;
        let mut bytes = Vec::with_capacity(most);
        let (result, _) = encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true);
        return matches!(result, EncoderResult::InputEmpty).then_some(bytes);
    }
    // Latin-1 and Windows-1252 differ in 0x80 to 0x9F, and programs take the one for the other.
    let byte = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte) => Some(byte),
        Err(_) => match WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])) {
            (bytes, _, false) => bytes.first().copied(),
            _ => None,
        },
    };
    text.chars().map(byte).collect()
}

/// The beginning of the text, up to a character's end.
fn sample(text: &str) -> &str {
    let start = text.find(|c: char| !c.is_ascii()).unwrap_or(text.len());
    let line = text[..start].rfind('\n').map_or(0, |i| i + 1);
    &text[line..text.floor_char_boundary(start.saturating_add(SAMPLE))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn undo(text: &str) -> Option<(Mistake, Undone)> {
        mistake(text).map(|mistake| (mistake, undo_as(mistake, text)))
    }

    const SENSE: &str = "同志们：今天这个会议十分重要。\n各乡镇要在月底前把水渠修好，不得拖延。\n";

    #[test]
    fn every_mistake_is_undone() {
        for (read_as, was) in MISTAKES {
            let text =
                if was == BIG5 { SENSE.replace('这', "這").replace('议', "議") } else { SENSE.into() };
            let (bytes, _, lossy) = was.encode(&text);
            assert!(!lossy || was == BIG5);
            let (wrong, bad) = read_as.decode_without_bom_handling(&bytes);
            let (mistake, undone) = undo(&wrong).unwrap_or_else(|| panic!("{read_as:?} {was:?}: {wrong}"));
            assert_eq!((mistake.read_as, mistake.was), (read_as, was), "{wrong}");
            // A byte that the mistake lost takes its character along, and at most one neighbour.
            let text = was.decode_without_bom_handling(&bytes).0;
            let lost = undone.text.matches('\u{FFFD}').count();
            assert!(bad || lost == 0, "{}", undone.text);
            assert!(
                undone.text.chars().filter(|c| text.contains(*c)).count() + 2 * lost >= text.chars().count()
            );
        }
    }

    #[test]
    fn a_lost_full_stop_is_known() {
        let text = "各乡镇要在月底前把水渠修好。\n今年任务重。\n不得压级压价。\n";
        let (wrong_text, bad) = GB18030.decode_without_bom_handling(text.as_bytes());
        assert!(bad);
        assert_eq!(undo(&wrong_text).unwrap().1.text, text);
    }

    #[test]
    fn sense_is_left_alone() {
        for text in [SENSE, "", "plain", "Déjà vu à la fête, garçon naïf.", "彭龑、邝飚、翀、喆", "Привет"]
        {
            assert!(undo(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn undoing_is_total(text in ".{0,80}") {
            let _ = undo(&text);
        }
    }
}
