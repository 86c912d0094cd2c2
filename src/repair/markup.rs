//! What web pages left in the text: tags, entities, addresses in brackets.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

pub(super) static TAG: Rule =
    Rule { name: "markup", safety: Safety::Safe, reason: "a tag or entity of the web page / 网页标记" };

pub(super) static ADVERT: Rule = Rule {
    name: "advert",
    safety: Safety::Safe,
    reason: "a website's own address set into a sentence / 插入句中的网站广告",
};

static TAGS: LazyLock<Regex> = LazyLock::new(|| {
    let names = "p|br|div|span|strong|b|font|a|img|td|tr|th|table|tbody|center|u|i|em|h[1-6]|li|ul|ol|script|style|hr";
    Regex::new(&format!(r"(?i)</?(?:{names})(?:[ /][^<>\n]{{0,200}})?>|&(?P<entity>nbsp|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot|times|quot);"))
        .expect("a fixed pattern")
});

pub(super) fn tags(text: &str) -> Vec<Change> {
    TAGS.captures_iter(text)
        .filter_map(|found| {
            let reading = match found.name("entity").map(|e| e.as_str().to_ascii_lowercase()).as_deref() {
                Some("nbsp") => " ",
                Some("ldquo") => "“",
                Some("rdquo") => "”",
                Some("lsquo") => "‘",
                Some("rsquo") => "’",
                Some("mdash") => "—",
                Some("hellip") => "…",
                Some("middot") => "·",
                Some("times") => "×",
                Some("quot") => "\"",
                _ => "",
            };
            Some(Change { span: Span::of(found.get(0)?.range()), text: reading.into(), confidence: 1.0 })
        })
        .collect()
}

pub(super) fn adverts(text: &str) -> Vec<Change> {
    if memmem::find(text.as_bytes(), b"http").is_none() && memmem::find(text.as_bytes(), b"www").is_none() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['(', '（', '【', '[']) {
        let inside = open + rest[open..].chars().next().map_or(0, char::len_utf8);
        rest = &rest[inside..];
        let Some(close) = rest.find(['(', ')', '（', '）', '【', '】', '[', ']', '\n']) else { break };
        if let Some(mark @ (')' | '）' | '】' | ']')) = rest[close..].chars().next()
            && is_address(&rest[..close])
        {
            let place = |rest: &str| text.len() - rest.len();
            let end = place(rest) + close + mark.len_utf8();
            let found = place(rest) - (inside - open)..end;
            rest = &text[end..];
            // A line that is nothing else is page furniture, which the next stage names.
            if !alone(text, found.clone()) {
                out.push(Change { span: Span::of(found), text: String::new(), confidence: 1.0 });
            }
        }
    }
    out
}

/// Whether an address stands in a text, with at most 30 characters before it and 80 behind its beginning.
fn is_address(text: &str) -> bool {
    text.char_indices().take(31).any(|(i, _)| {
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

    /// The same as a pattern: slower, and easier to read.
    static ADVERTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"[(（【\[][^()（）【】\[\]\n]{0,30}(?:https?://|www\s?\.)[^()（）【】\[\]\n]{0,80}[)）】\]]",
        )
        .expect("a fixed pattern")
    });

    proptest! {
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
