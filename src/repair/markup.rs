//! What web pages left in the text: tags, entities, addresses in brackets.

use std::sync::LazyLock;

use memchr::memchr2_iter;

use crate::edit::{Change, Rule, Safety};
use crate::lexicon;
use crate::span::Span;

pub(super) static TAG: Rule =
    Rule { name: "markup", safety: Safety::Safe, reason: "a tag or entity of the web page / 网页标记" };

pub(super) static ADVERT: Rule = Rule {
    name: "advert",
    safety: Safety::Safe,
    reason: "a website's own address set into a sentence / 插入句中的网站广告",
};

/// A name of `markup.tsv`: of a tag, or of an entity with what it stands for.
struct Name {
    name: &'static str,
    reading: Option<char>,
}

static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let rows = lexicon::rows::<4>(include_str!("../lexicon/markup.tsv"));
    let reading = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    rows.map(|[_, name, code, _]| Name { name, reading: reading(code) }).collect()
});

pub(super) fn tags(text: &str) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    for open in memchr2_iter(b'<', b'&', text.as_bytes()) {
        let behind = &text[open + 1..];
        let found = if text.as_bytes()[open] == b'<' { tag(behind) } else { entity(behind) };
        // Attributes may hold entities.
        if let Some((length, reading)) = found
            && out.last().is_none_or(|c| c.span.range().end <= open)
        {
            let span = Span::of(open..open + 1 + length);
            let text = reading.map(String::from).unwrap_or_default();
            out.push(Change { span, text, confidence: 1.0 });
        }
    }
    out
}

/// The letters and digits that a text begins with.
fn name(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_alphanumeric).count()]
}

/// How long a tag is that begins a text but for its first sign, and what it reads.
fn tag(text: &str) -> Option<(usize, Option<char>)> {
    const LONGEST: usize = 200;
    let rest = text.strip_prefix('/').unwrap_or(text);
    let name = name(rest);
    NAMES.iter().find(|tag| tag.reading.is_none() && tag.name.eq_ignore_ascii_case(name))?;
    let rest = &rest[name.len()..];
    let inside = match rest.strip_prefix([' ', '/']) {
        Some(inside) => {
            inside.char_indices().take(LONGEST + 1).find(|&(_, c)| matches!(c, '<' | '>' | '\n'))?.0 + 1
        }
        None => 0,
    };
    rest[inside..].starts_with('>').then(|| (text.len() - rest.len() + inside + 1, None))
}

/// The same of an entity.
fn entity(text: &str) -> Option<(usize, Option<char>)> {
    let name = name(text);
    let entity =
        NAMES.iter().find(|entity| entity.reading.is_some() && entity.name.eq_ignore_ascii_case(name))?;
    text[name.len()..].starts_with(';').then_some((name.len() + 1, entity.reading))
}

/// Brackets of all kinds that addresses are set in.
fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）' | '【' | '】' | '[' | ']')
}

pub(super) fn adverts(text: &str) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    let mut at = 0;
    while let Some(found) = address(&text[at..]) {
        // The brackets on both sides of it, with nothing between them that is neither.
        let begins = at + found;
        at = begins + 1;
        let edge = |c: char| is_bracket(c) || c == '\n';
        let near = text[..begins].char_indices().rev().take(BEFORE + 1).find(|&(_, c)| edge(c));
        let Some((open, mark @ ('(' | '（' | '【' | '['))) = near else { continue };
        let inside = open + mark.len_utf8();
        let Some(close) = text[begins..].find(edge).map(|close| begins + close) else { break };
        at = close;
        if let Some(mark @ (')' | '）' | '】' | ']')) = text[close..].chars().next()
            && is_address(&text[inside..close])
        {
            let found = open..close + mark.len_utf8();
            // A line that is nothing else is page furniture, which the next stage names.
            if !alone(text, found.clone()) {
                out.push(Change { span: Span::of(found), text: String::new(), confidence: 1.0 });
            }
        }
    }
    out
}

/// Where something like an address begins.
fn address(text: &str) -> Option<usize> {
    memchr2_iter(b'h', b'w', text.as_bytes()).find(|&i| {
        let behind = &text.as_bytes()[i..];
        behind.starts_with(b"http") || behind.starts_with(b"www")
    })
}

/// No more characters stand between a bracket and the address in it.
const BEFORE: usize = 30;

/// Whether an address stands in a text, with at most 30 characters before it and 80 behind its beginning.
fn is_address(text: &str) -> bool {
    text.char_indices().take(BEFORE + 1).any(|(i, _)| {
        let begins = ["http://", "https://", "www."].iter().find_map(|w| text[i..].strip_prefix(w));
        // Some break their own address, lest it be recognised.
        let broken = || text[i..].strip_prefix("www")?.strip_prefix(char::is_whitespace)?.strip_prefix('.');
        begins.or_else(broken).is_some_and(|behind| behind.chars().nth(80).is_none())
    })
}

/// Whether nothing but white space stands beside it on its line.
fn alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let before = text[..range.start].chars().rev().find(|&c| c == '\n' || !c.is_whitespace());
    let after = text[range.end..].chars().find(|&c| c == '\n' || !c.is_whitespace());
    matches!(before, None | Some('\n')) && matches!(after, None | Some('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    /// The same as a pattern: slower, and easier to read.
    static ADVERTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"[(（【\[][^()（）【】\[\]\n]{0,30}(?:https?://|www\s?\.)[^()（）【】\[\]\n]{0,80}[)）】\]]",
        )
        .expect("a fixed pattern")
    });

    /// Tags and entities as a pattern.
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
        let names = "p|br|div|span|strong|b|font|a|img|td|tr|th|table|tbody|center|u|i|em|h[1-6]|li|ul|ol|script|style|hr";
        let entities = "nbsp|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot|times|quot";
        Regex::new(&format!(r"(?i-u:</?(?:{names})(?:[ /](?u:[^<>\n]{{0,200}}))?>|&(?:{entities});)"))
            .unwrap()
    });

    #[test]
    fn every_row_reads_its_example() {
        for [kind, name, code, example] in lexicon::rows::<4>(include_str!("../lexicon/markup.tsv")) {
            let found = tags(example);
            assert!(
                found.iter().any(|change| example[change.span.range()].contains(name)),
                "{name}: {example}"
            );
            assert!(found.iter().all(|change| change.text.is_empty() == (kind == "tag")), "{name}: {code}");
        }
    }

    proptest! {
        #[test]
        fn tags_and_entities(
            text in "(</?|<|&|nbsp|LDquo|quot|;|p|br|H[1-7]|sTyle|/|>|[ \n字]|x{198,202}|字{199,201}){0,12}"
        ) {
            let expected: Vec<_> = MARKUP.find_iter(&text).map(|found| Span::of(found.range())).collect();
            prop_assert_eq!(tags(&text).iter().map(|c| c.span).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn addresses_in_brackets(
            text in "([(（【)）\\]字\n]|https?://|www[ 　]?\\.|[一a.]{0,40}|二{70,90}){0,12}"
        ) {
            let found = ADVERTS.find_iter(&text).map(|found| found.range()).filter(|found| !alone(&text, found.clone()));
            let expected: Vec<_> = found.map(Span::of).collect();
            prop_assert_eq!(adverts(&text).iter().map(|c| c.span).collect::<Vec<_>>(), expected);
        }
    }
}
