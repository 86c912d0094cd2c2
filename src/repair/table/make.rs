//! Makes the tables the plain way, and holds the files to it.

use std::path::Path;

use encoding_rs::{BIG5, Encoding, GBK};

use super::super::chars::is_han;
use super::super::script;
use super::super::slip::bytes::{leads, trails};
use super::super::slip::language::ends_clause;
use super::{BEGINNINGS_SHIFT, Flags, UNKNOWN, mixed, place};
use crate::lexicon;

/// The characters of the basic plane.
const ALL: usize = 0x1_0000;

/// A number for each character of the basic plane.
type Chars<T> = Vec<T>;

/// A character of the basic plane as its code.
fn code(c: char) -> u16 {
    u16::try_from(u32::from(c)).expect("a character of the basic plane")
}

/// Which characters of the basic plane are of a kind.
fn set(chars: impl IntoIterator<Item = char>) -> Chars<bool> {
    let mut set = vec![false; ALL];
    chars.into_iter().filter(|&c| (c as usize) < ALL).for_each(|c| set[c as usize] = true);
    set
}

/// The characters of a stretch of an encoding's table.
fn coded(encoding: &'static Encoding, leads: std::ops::RangeInclusive<u8>, trails: &[u8]) -> Chars<bool> {
    let pairs: Vec<u8> = leads.flat_map(|lead| trails.iter().flat_map(move |&trail| [lead, trail])).collect();
    set(encoding.decode_without_bom_handling(&pairs).0.chars())
}

/// The first characters of both columns of a table's row.
fn firsts((from, to): (&str, &str)) -> Option<(char, char)> {
    Some((from.chars().next()?, to.chars().next()?))
}

/// Characters of both scripts that stand for each other.
fn scripts() -> impl Iterator<Item = (char, char)> {
    let rows = lexicon::rows::<2>(include_str!("../../lexicon/script_chars.tsv"));
    rows.filter_map(|[from, to]| firsts((from, to)))
}

/// As words have each character.
fn folded() -> Chars<u16> {
    let mut table: Vec<u16> = (0..=u16::MAX).collect();
    for (from, to) in script::rows() {
        if let (Some(from), Some(to)) = (script::only(from), script::only(to))
            && let (Some(entry), Ok(to)) = (table.get_mut(from as usize), u16::try_from(u32::from(to)))
        {
            *entry = to;
        }
    }
    ('\0'..='\u{FFFF}').filter(|&c| ends_clause(c)).for_each(|c| table[c as usize] = code(','));
    table
}

/// The character that a decoder shows for a pair, if it is one.
fn shown(lead: u8, trail: u8) -> Option<char> {
    // GB 18030 filled this corner of GBK; the scripts that did the damage knew nothing there.
    if lead == 0xFE && (0x50..=0xA0).contains(&trail) {
        return None;
    }
    let bytes = [lead, trail];
    let shown = GBK.decode_without_bom_handling(&bytes).0;
    let c = script::only(&shown)?;
    (!matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\0'..='\u{7F}')).then_some(c)
}

/// The character of each pair, and the pair of each character.
fn gbk() -> (Vec<u16>, Chars<u16>) {
    let (mut chars, mut pairs) = (vec![0; leads().len() << 8], vec![0; ALL]);
    for (lead, trail) in leads().flat_map(|lead| trails().map(move |trail| (lead, trail))) {
        let Some(c) = shown(lead, trail) else { continue };
        chars[usize::from(lead - 0x81) << 8 | usize::from(trail)] = code(c);
        // Encoders write the euro sign in one byte, and others as their first pair.
        if c != '€' && pairs[c as usize] == 0 {
            pairs[c as usize] = u16::from_be_bytes([lead, trail]);
        }
    }
    (chars, pairs)
}

/// The words of the dictionary as keys, with their costs in tenths.
fn words() -> Vec<(u64, u8)> {
    let key = |word: &str| {
        let codes = word.chars().map(|c| u64::from(code(c)));
        codes.zip([48, 32, 16, 0]).fold(0, |key, (code, shift)| key | code << shift)
    };
    let rows = lexicon::rows::<2>(include_str!("../../lexicon/words.tsv"));
    let mut words: Vec<(u64, u8)> =
        rows.map(|[word, tenths]| (key(word), tenths.parse().expect("a cost"))).collect();
    // Signs that are set twice are one word.
    words.extend([("**", 80), ("××", 80), ("——", 70), ("……", 70)].map(|(word, tenths)| (key(word), tenths)));
    words.sort_unstable();
    assert!(words.windows(2).all(|w| w[0].0 < w[1].0), "a word stands twice");
    words
}

/// What a character outside the dictionary costs, in tenths.
fn single(c: char) -> u8 {
    match c {
        ',' => 30,
        '“' | '”' => 50,
        '《' | '》' | '—' | '(' | ')' => 60,
        '…' | '×' | '*' => 70,
        '★' | '☆' | '●' | '○' | '◎' | '◆' | '◇' | '■' | '□' | '▲' | '△' | '※' | '→' => {
            80
        }
        '‘' | '’' => 80,
        '0'..='9' => 50,
        'A'..='Z' => 90,
        _ if c.is_ascii() => 120,
        '【' | '】' | '〔' | '〕' | '·' => 100,
        _ => UNKNOWN,
    }
}

/// The characters that are common enough in words.
fn common(words: &[(u64, u8)]) -> impl Iterator<Item = char> {
    // Once in forty thousand characters.
    const OFTEN: f32 = 2.5e-5;
    let mut share = vec![0.0; ALL];
    for &(word, tenths) in words {
        let often = (-f32::from(tenths) / 10.0).exp();
        for code in [48, 32, 16, 0].map(|shift| (word >> shift) as u16).into_iter().filter(|&code| code != 0)
        {
            share[usize::from(code)] += often;
        }
    }
    ('\0'..='\u{FFFF}').filter(move |&c| share[c as usize] > OFTEN)
}

/// The sets of characters, with their flags.
fn flags(words: &[(u64, u8)]) -> Chars<u8> {
    let high: Vec<u8> = (0xA1..=0xFE).collect();
    let all: Vec<u8> = (0x40..=0x7E).chain(0xA1..=0xFE).collect();
    let first = coded(GBK, 0xB0..=0xD7, &high);
    let (gb2312, big5) = (coded(GBK, 0xB0..=0xF7, &high), coded(BIG5, 0xA1..=0xFE, &all));
    let marks = "、。，；：！？（）“”‘’《》〈〉【】〔〕—…·×％％〇　～－１２３４５６７８９０";
    let forms = script::rows().filter_map(firsts).filter(|&(_, to)| first.get(to as usize) == Some(&true));
    let usual = set(marks.chars().chain(forms.map(|(from, _)| from)));
    let guessed = set(common(words).chain(('\0'..='\u{FFFF}').filter(|&c| ends_clause(c))));
    let words = words.iter().filter(|(key, _)| key << 16 == 0);
    let words = set(words.filter_map(|(key, _)| char::from_u32((key >> 48) as u32)).filter(|&c| is_han(c)));
    // Characters that speak for a script: those that the other one is not made of. 乾, 著, 於 stand in Simplified text
    // too, 干, 后, 里 in Traditional: they speak for neither.
    let outside = |set: &Chars<bool>, c: char| set.get(c as usize) == Some(&false);
    let traditional = set(scripts().map(|(from, _)| from).filter(|&c| outside(&gb2312, c)));
    let simplified = set(scripts().map(|(_, to)| to).filter(|&c| outside(&big5, c)));
    let odd = (0..ALL).map(|c| !first[c] && !usual[c]).collect();
    let sets = [
        (Flags::ODD, odd),
        (Flags::GUESSABLE, guessed),
        (Flags::WORD, words),
        (Flags::TRADITIONAL, traditional),
        (Flags::SIMPLIFIED, simplified),
    ];
    (0..ALL).map(|c| sets.iter().filter(|(_, set)| set[c]).fold(0, |all, (flag, _)| all | flag.0)).collect()
}

/// All files with what belongs into them.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let words = words();
    let (folded, (gbk, pairs), flags) = (folded(), gbk(), flags(&words));
    let mut alone: Vec<u8> = (0..ALL as u32).map(|c| char::from_u32(c).map_or(UNKNOWN, single)).collect();
    let mut beginnings = vec![0_u8; 1 << (32 - BEGINNINGS_SHIFT) >> 3];
    let (mut number, mut firsts) = (vec![0_u16; ALL], vec![0_u16]);
    for (i, &(key, tenths)) in words.iter().enumerate() {
        let c = (key >> 48) as usize;
        if number[c] == 0 {
            number[c] = firsts.len() as u16;
            firsts.push(i as u16);
        }
        if key << 16 == 0 {
            alone[c] = tenths;
        } else {
            let bit = place(mixed((key >> 48) as u16), mixed((key >> 32) as u16), BEGINNINGS_SHIFT);
            beginnings[bit / 8] |= 1 << (bit % 8);
        }
    }
    let end = u16::try_from(words.len()).expect("fewer words than that");
    // By second character. Those with which no word begins have numbers behind the others.
    let pair = |&(key, _): &(u64, u8)| ((key >> 32) as u16, (key >> 48) as u16);
    let mut pairs_of_words: Vec<_> = words.iter().map(pair).filter(|&(second, _)| second != 0).collect();
    pairs_of_words.sort_unstable();
    pairs_of_words.dedup();
    for &(second, _) in &pairs_of_words {
        if number[usize::from(second)] == 0 {
            number[usize::from(second)] = firsts.len() as u16;
            firsts.push(end);
        }
    }
    let by_number = |&(second, _): &(u16, u16)| number[usize::from(second)];
    pairs_of_words.sort_by_key(by_number);
    let until = |i: usize| pairs_of_words.partition_point(|pair| usize::from(by_number(pair)) < i) as u16;
    let seconds: Vec<u16> = (0..=firsts.len()).map(until).collect();
    firsts.push(end);
    let entry = |c: usize| {
        let word = u64::from(folded[c]) | u64::from(pairs[c]) << 16 | u64::from(number[c]) << 32;
        (word | u64::from(alone[c]) << 48 | u64::from(flags[c]) << 56).to_le_bytes()
    };
    let set = |flag: Flags| {
        let bit = |(flags, i): (&u8, u8)| u8::from(flags & flag.0 != 0) << i;
        let bits = |chars: &[u8]| chars.iter().zip(0..).map(bit).fold(0, |all, bit| all | bit);
        flags[0x4000..0xA000].chunks(8).map(bits).collect()
    };
    vec![
        ("chars.bin", (0..ALL).flat_map(entry).collect()),
        ("pairs.bin", gbk.iter().flat_map(|c| c.to_le_bytes()).collect()),
        ("traditional.bin", set(Flags::TRADITIONAL)),
        ("odd.bin", set(Flags::ODD)),
        ("keys.bin", words.iter().flat_map(|(key, _)| key.to_le_bytes()).collect()),
        ("costs.bin", words.iter().map(|&(_, tenths)| tenths).collect()),
        ("firsts.bin", firsts.iter().flat_map(|first| first.to_le_bytes()).collect()),
        ("leaders.bin", pairs_of_words.iter().flat_map(|pair| pair.1.to_le_bytes()).collect()),
        ("seconds.bin", seconds.iter().flat_map(|second| second.to_le_bytes()).collect()),
        ("beginnings.bin", beginnings),
    ]
}

#[test]
fn the_files_are_what_the_lexicon_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/repair/data");
    for (name, bytes) in files() {
        let file = folder.join(name);
        if std::env::var_os("YAODIAN_BLESS").is_some() {
            std::fs::write(&file, &bytes).unwrap();
        }
        let same = std::fs::read(&file).is_ok_and(|found| found == bytes);
        assert!(same, "{name} is old; YAODIAN_BLESS=1 cargo test --lib repair::table writes it anew");
    }
}
