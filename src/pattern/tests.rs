//! The patterns mean what the regex crate says that they mean.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use regex::Regex;

use super::{Among, Chars, Gate, Pattern, machine, parse};
use crate::lexicon;

/// The patterns of the tables.
fn patterns() -> Vec<&'static str> {
    let lines = lexicon::rows::<6>(include_str!("../lexicon/noise.tsv"))
        .chain(lexicon::rows::<6>(include_str!("../lexicon/line.tsv")))
        .filter(|row| !matches!(row[2], "context" | "always"))
        .map(|row| row[4]);
    let labels = lexicon::rows::<4>(include_str!("../lexicon/label.tsv")).map(|row| row[2]);
    let inline = lexicon::rows::<4>(include_str!("../lexicon/inline.tsv")).map(|row| row[2]);
    lines.chain(labels).chain(inline).collect()
}

/// Both engines' first fit, with the named groups.
fn agree(pattern: &Pattern, regex: &Regex, text: &str) {
    let chars = Chars::of(text);
    let ours = pattern.captures_in_bytes(&chars).next();
    let theirs = regex.captures(text);
    let whole = ours.as_ref().map(|f| f.range());
    assert_eq!(whole, theirs.as_ref().map(|c| c.get(0).unwrap().range()), "{regex} in {text}");
    let in_chars = pattern.find(&chars).map(|range| chars[range].iter().collect());
    assert_eq!(whole.map(|range| text[range].to_owned()), in_chars, "{regex} in {text}");
    assert_eq!(pattern.is_match(&chars), regex.is_match(text), "{regex} in {text}");
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        for name in regex.capture_names().flatten() {
            assert_eq!(ours.name(name), theirs.name(name).map(|m| m.range()), "{regex} in {text}: {name}");
        }
    }
}

/// The lines of our corpus, as the rules see them.
fn lines() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pages");
    let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    pages.sort();
    let texts = pages.iter().filter_map(|p| fs::read_to_string(p).ok());
    texts.flat_map(|t| t.lines().map(|l| l.chars().take(240).collect()).collect::<Vec<String>>()).collect()
}

#[test]
fn the_tables_read_alike() {
    let lines = lines();
    for source in patterns() {
        let (pattern, regex) = (Pattern::new(source), Regex::new(source).unwrap());
        let gate = Gate::new(std::iter::once(source));
        for line in lines.iter().step_by(7) {
            agree(&pattern, &regex, line);
            let open = gate.open_among(&Chars::of(line), &Among::ALL);
            assert!(!regex.is_match(line) || open.may.has(0), "{source} shut out {line}");
            assert!(!open.sure.has(0) || regex.is_match(line), "{source} let in {line}");
        }
    }
}

#[test]
fn the_syntax_reads_alike() {
    for (source, texts) in [
        (r"a{2,3}?b|a+", &["aaab", "aaaa", "b", "aab"][..]),
        (r"(?P<x>a|ab)(?P<y>c|bcd)?d*", &["abcd", "acd", "abd"]),
        (r"(?:ab|a)*c", &["ababac", "abab", "c"]),
        (r"^(?:一|二)+$|三", &["一二一", "一三", "四"]),
        (r"[^\d月]日|\b5", &["5日", "天日", "x5", "x 5"]),
        (r"(?:x{1,2}?,){2}", &["x,xx,", "xx,x"]),
        (r"a??b", &["ab", "b"]),
        (r".{2}$", &["一二三", "\n三"]),
        (r"[。!][”!]*$", &["好。”", "好。a”", "”", "!!", "", "好!”。"]),
        (r"!$", &["好!", "!好", ""]),
        (r"(?:(?P<n>\d)-?)+", &["1-2-3", "12"]),
    ] {
        let (pattern, regex) = (Pattern::new(source), Regex::new(source).unwrap());
        for text in texts {
            agree(&pattern, &regex, text);
            let all = |range: std::ops::Range<usize>| (range.start, range.end);
            let ours: Vec<_> = pattern.captures_in_bytes(Chars::of(text)).map(|f| all(f.range())).collect();
            let theirs: Vec<_> = regex.find_iter(text).map(|m| all(m.range())).collect();
            assert_eq!(ours, theirs, "{source} in {text}");
        }
    }
}

#[test]
fn sets_are_found_where_their_characters_stand() {
    let text = Chars::of(&"a第é一𠮷、\u{3000}Ω八".repeat(3));
    for source in ["[一𠮷]", "[éΩ]", "[^a第é一]", r"\p{L}", "[a-z八]", r"[\p{N}、]", "[丁七]"] {
        let parse::Tree::Class(class) = parse::parse(source).unwrap() else { panic!("{source} is a set") };
        for from in 0..text.len() {
            let plain = (from..text.len()).find(|&at| class.holds(text[at]));
            assert_eq!(class.find(&text, from), plain, "{source} from {from}");
        }
    }
}

#[test]
fn what_fails_late_fails_in_time() {
    let pattern = Pattern::new("(?:a|aa|aaa)*b");
    let steps = |length: usize| machine::steps(pattern.program(), &Chars::of(&"a".repeat(length)));
    assert!(!pattern.is_match(&Chars::of(&"a".repeat(3000))));
    let (short, long) = (steps(3000), steps(30_000));
    assert!(long < short * 11, "{short} steps, then {long}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Text made of what the patterns speak of.
    #[test]
    fn any_text_reads_alike(pieces in proptest::collection::vec(0usize..2000, 0..24), which in 0usize..1000) {
        let patterns = patterns();
        let letters: Vec<char> = patterns.concat().chars().filter(|c| !matches!(c, '\\' | '?' | '{' | '}')).collect();
        let text: String = pieces.iter().map(|&p| letters[p * 7919 % letters.len()]).collect();
        let source = patterns[which % patterns.len()];
        let (pattern, regex) = (Pattern::new(source), Regex::new(source).unwrap());
        agree(&pattern, &regex, &text);
        let gate = Gate::new(std::iter::once(source));
        let open = gate.open_among(&Chars::of(&text), &Among::ALL);
        prop_assert!(!regex.is_match(&text) || open.may.has(0));
        prop_assert!(!open.sure.has(0) || open.may.has(0) && regex.is_match(&text));
    }
}
