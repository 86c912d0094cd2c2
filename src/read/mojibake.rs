//! Whole files that somebody read in the wrong encoding and saved: 浣犲ソ for 你好.
//!
//! The way back is to write the text in the encoding it was read in by mistake, and to read those bytes in the one
//! they were in. It is taken only where every step is possible and the outcome is far likelier Chinese.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, WINDOWS_1252};

use super::{decode, likely};

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

/// A mistake that was undone.
#[derive(Debug)]
pub(super) struct Undone {
    pub(super) text: String,
    /// What the file was read as by mistake, and what it was.
    pub(super) read_as: &'static Encoding,
    pub(super) was: &'static Encoding,
    /// Lines where the mistake lost bytes: they stay as they are.
    pub(super) kept_lines: usize,
}

/// Undoes a mistake that runs through the whole text; `None` where there is none.
pub(super) fn undo(text: &str) -> Option<Undone> {
    let sample = sample(text);
    let before = likely::mean(sample)?;
    if before > SENSE {
        return None;
    }
    let best = MISTAKES.iter().filter_map(|&(read_as, was)| {
        let (good, chars) = lines(sample, read_as, was).fold((0i32, 0u32), |(sum, n), (old, new)| {
            let kept = new.as_deref().unwrap_or(old);
            (sum.saturating_add(likely::sum(kept)), n + u32::from(new.is_some()))
        });
        let gain = good.saturating_sub(likely::sum(sample));
        let beyond_ascii = sample.chars().filter(|c| !c.is_ascii()).count();
        (chars > 0 && gain as f32 > GAIN * beyond_ascii as f32).then_some((gain, read_as, was))
    });
    let (_, read_as, was) = best.max_by_key(|&(gain, ..)| gain)?;
    let mut out = Undone { text: String::with_capacity(text.len()), read_as, was, kept_lines: 0 };
    for (old, new) in lines(text, read_as, was) {
        out.kept_lines += usize::from(new.is_none() && !old.is_ascii());
        out.text.push_str(new.as_deref().unwrap_or(old));
    }
    Some(out)
}

/// Each line with what it becomes; `None` where the way back is barred or leads to nothing better.
fn lines<'a>(
    text: &'a str,
    read_as: &'static Encoding,
    was: &'static Encoding,
) -> impl Iterator<Item = (&'a str, Option<String>)> {
    text.split_inclusive('\n').map(move |line| {
        let (bytes, _, unmappable) = read_as.encode(line);
        if line.is_ascii() || unmappable {
            return (line, None);
        }
        let mut new = String::new();
        decode::append(was, &bytes, &mut new);
        let better = likely::sum(&new) > likely::sum(line);
        (line, better.then_some(new))
    })
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

    const SENSE: &str = "同志们：今天这个会议十分重要。\n各乡镇要在月底前把水渠修好，不得拖延。\n";

    #[test]
    fn every_mistake_is_undone() {
        for (read_as, was) in MISTAKES {
            let text =
                if was == BIG5 { SENSE.replace('这', "這").replace('议', "議") } else { SENSE.into() };
            let (bytes, _, lossy) = was.encode(&text);
            assert!(!lossy || was == BIG5);
            let (wrong, bad) = read_as.decode_without_bom_handling(&bytes);
            if bad {
                continue; // Bytes were lost on the way: lines that kept all of theirs are tested below.
            }
            let undone = undo(&wrong).unwrap_or_else(|| panic!("{read_as:?} {was:?}: {wrong}"));
            assert_eq!((undone.read_as, undone.was), (read_as, was), "{wrong}");
            assert_eq!(undone.text, was.decode_without_bom_handling(&bytes).0);
        }
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
