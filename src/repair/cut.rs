//! Sentences cut by a page break or a hard wrap: joined again, and the page's numbers between the halves taken out.

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use super::chars::is_han;
use super::lines::{self, Line};

pub(super) static RULE: Rule = Rule {
    name: "cut_line",
    safety: Safety::Guess,
    reason: "a sentence that goes on in the next line / 被断开的句子",
};

pub(super) static PAGINATION: Rule = Rule {
    name: "pagination",
    safety: Safety::Guess,
    reason: "a page number inside a sentence / 句中的页码",
};

/// The page numbers between the halves of a sentence.
pub(super) fn pagination(lines: &[Line<'_>]) -> Vec<Change> {
    let (mut out, mut i) = (Vec::new(), 0);
    while i + 1 < lines.len() {
        let between = lines[i + 1..].iter().take_while(|l| lines::is_pagination(l.text)).count();
        let next = i + 1 + between;
        if between > 0
            && !lines::is_pagination(lines[i].text)
            && let Some(confidence) = lines.get(next).and_then(|b| goes_on(&lines[i], b, lines.get(next + 1)))
        {
            let span = Span::of(lines[i + 1].start..lines[next].start);
            out.push(Change { span, text: String::new(), confidence });
        }
        i = next;
    }
    out
}

/// The line ends inside sentences.
pub(super) fn changes(lines: &[Line<'_>]) -> Vec<Change> {
    (1..lines.len())
        .filter_map(|i| {
            let (a, b) = (&lines[i - 1], &lines[i]);
            let confidence = goes_on(a, b, lines.get(i + 1))?;
            Some(Change { span: Span::of(a.end..b.start), text: String::new(), confidence })
        })
        .collect()
}

/// Whether all that a rule does is to join lines: white space goes, and numbers of pages.
pub(super) fn joins(rule: &Rule) -> bool {
    [&RULE, &PAGINATION].iter().any(|joins| std::ptr::eq(*joins, rule))
}

/// Where lines are joined once `changes` are made, if they were `before`, both in order.
pub(super) fn joints(before: &[usize], changes: &[Change]) -> Vec<usize> {
    let (mut out, mut gone) = (Vec::with_capacity(before.len() + changes.len()), 0);
    let mut before = before.iter().copied().peekable();
    for change in changes {
        let span = change.span.range();
        while let Some(joint) = before.next_if(|&joint| joint < span.end) {
            out.push(joint.min(span.start) - gone);
        }
        out.push(span.start - gone);
        gone += span.len();
    }
    out.extend(before.map(|joint| joint - gone));
    out
}

/// Marks that no line begins with.
fn continues(line: &str) -> bool {
    line.starts_with(|c| {
        matches!(
            c,
            '，' | ',' | '。' | '、' | '；' | ';' | '》' | '”' | '）' | ')' | '」' | '』' | '！' | '？'
        )
    })
}

/// Whether a sentence goes on from line `a` to line `b`, and how sure that is; `c` stands behind them.
fn goes_on(a: &Line<'_>, b: &Line<'_>, c: Option<&Line<'_>>) -> Option<f32> {
    /// A line of this many characters is a paragraph, not a heading.
    const PARAGRAPH: usize = 36;
    /// Linked words are fewer.
    const LINK: usize = 30;
    // Most lines end with their sentence.
    let last = a.text.chars().next_back().filter(|&c| !lines::is_final(c))?;
    let stray = || b.text.chars().nth(1).is_none() && !b.text.starts_with(['、', '，']);
    if continues(b.text) && !stray() {
        return Some(0.95);
    }
    // Linked words on a line of their own: what follows them shows that they are none of their own.
    let link = c.is_some_and(|c| continues(c.text)) && b.text.chars().count() <= LINK;
    if link
        && !b.text.contains(|c| lines::is_final(c) || c == ':' || c == '：')
        && !matches!(last, ':' | '：' | ';' | '；')
        && a.text.chars().count() > 8
    {
        return Some(0.85);
    }
    let open = is_han(last) || last.is_ascii_digit() || matches!(last, '×' | '*' | '%');
    let clause = matches!(last, '，' | ',' | '、' | '《' | '“' | '（' | '(' | '「' | '『');
    let half = matches!(last, '；' | ';');
    let length = || a.text.chars().count();
    let whole =
        || b.text.chars().count() >= PARAGRAPH || lines::last_mark(b.text).is_some_and(lines::is_final);
    let confidence = if clause && length() > 8 && a.text.chars().rev().take(5).any(is_han) {
        0.95
    } else if half && length() >= PARAGRAPH && whole() && !lines::opens(a.text) {
        0.7
    } else if open && !b.indented && is_paragraph(a.text) && whole() && !title(a.text) {
        // A heading that was glued to the end of a paragraph ends it.
        let tail = a.text.rsplit(|c| lines::is_final(c) || matches!(c, '；' | ';' | '：' | ':')).next();
        if lines::opens(tail.unwrap_or_default()) {
            return None;
        }
        0.85
    } else {
        return None;
    };
    // A line that opens something goes on with nothing; one with an address is page furniture.
    let apart = lines::opens(b.text) || lines::is_pagination(b.text) || is_label(b.text);
    let web = || a.text.contains("http") || a.text.contains("www.") || furniture(a.text) || furniture(b.text);
    (!apart && !web()).then_some(confidence)
}

/// Whether a line is a paragraph, not a heading: a heading may be long; a paragraph has a sentence
/// behind it, or several clauses.
fn is_paragraph(line: &str) -> bool {
    let length = line.chars().count();
    if length < 20 {
        return false;
    }
    let sentence = line.contains(|c| lines::is_final(c) || matches!(c, '；' | ';'));
    let commas = || line.chars().filter(|&c| matches!(c, ',' | '，' | '、')).count();
    sentence || length >= 24 && commas() >= 2 && !lines::opens(line)
}

/// A short line before a colon: 同志们: 各位代表:.
fn is_label(line: &str) -> bool {
    line.ends_with([':', '：']) && line.chars().count() <= 24
}

/// Words that end titles, and nothing else at the end of a paragraph's line.
fn title(line: &str) -> bool {
    let short = line.chars().count() < 40;
    short
        && ["讲话", "致辞", "发言", "报告", "總結", "总结", "講話", "發言", "報告", "通知", "决定", "意见"]
            .iter()
            .any(|w| line.ends_with(w))
}

/// Teasers of other pages and the like end where the website stopped.
fn furniture(line: &str) -> bool {
    ["简介", "摘要", "下载", "文档", "点击", "将本"].iter().any(|w| line.starts_with(w))
        || line.ends_with("..")
}
