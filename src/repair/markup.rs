//! What web pages left in the text: tags, entities, addresses in brackets.

use std::sync::LazyLock;

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

static ADVERTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[(（【\[][^()（）【】\[\]\n]{0,30}(?:https?://|www\s?\.)[^()（）【】\[\]\n]{0,80}[)）】\]]")
        .expect("a fixed pattern")
});

pub(super) fn adverts(text: &str) -> Vec<Change> {
    if !text.contains("http") && !text.contains("www") {
        return Vec::new();
    }
    ADVERTS
        .find_iter(text)
        // A line that is nothing else is page furniture, which the next stage names.
        .filter(|found| !alone(text, found.range()))
        .map(|found| Change { span: Span::of(found.range()), text: String::new(), confidence: 1.0 })
        .collect()
}

/// Whether nothing but white space stands beside it on its line.
fn alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let before = text[..range.start].chars().rev().find(|&c| c == '\n' || !c.is_whitespace());
    let after = text[range.end..].chars().find(|&c| c == '\n' || !c.is_whitespace());
    matches!(before, None | Some('\n')) && matches!(after, None | Some('\n'))
}
