//! Lines that belong together: what both rules about them ask of a line.

use std::sync::LazyLock;

use regex::Regex;

/// A line that is not blank, without the white space at both ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Where it starts.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Its words.
    pub(super) text: &'a str,
    /// Whether white space stands before it.
    pub(super) indented: bool,
}

/// The lines that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    text.split_inclusive('\n')
        .filter_map(|line| {
            let trimmed = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            let indented = start > at;
            at += line.len();
            (!trimmed.is_empty()).then(|| Line { start, end: start + trimmed.len(), text: trimmed, indented })
        })
        .collect()
}

/// What opens a paragraph of its own: markers of headings and points, salutations, page furniture.
static OPENERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[一二三四五六七八九十百]{1,4}[、.．,，:：]|[一二三四五六七八九十](?:是|要|方面)|第[一二三四五六七八九十百\d]{1,4}[、,，:：步条章节个篇部]?",
        r"|[(（〔\[][一二三四五六七八九十\da-zA-Z]{1,4}[)）〕\]]|\d{1,2}(?:[、）)．]|\.\D|,\D|，)|[①-⑳㈠-㈩⑴-⒇⒈-⒛]",
        r"|[—\-–·•●◆■★☆※▲△○◎□]|[×xX*]+、|[【\[「]",
        r"|首先|其次|再次|最后|此外|另外|同时|因此|同志们|各位|尊敬的|附[:：件录]|注[:：]|来源|作者|时间|日期|地点|编辑|声明|免责|版权|下载|相关|推荐|上一篇|下一篇|扩展阅读|延伸阅读|友情提示|简介|摘要|关键词|标签|篇[一二三四五六七八九十\d]|20\d\d年\d|http|www)",
    ))
    .expect("a fixed pattern")
});

/// Whether a line opens a paragraph of its own.
pub(super) fn opens(line: &str) -> bool {
    OPENERS.is_match(line)
}

/// Whether a line is only a page's number, or a piece of `共 3 页,当前第 1 页`.
pub(super) fn is_pagination(line: &str) -> bool {
    let mut said = false;
    line.chars().count() <= 20
        && line.chars().all(|c| {
            said |= c.is_ascii_digit() || matches!(c, '共' | '页' | '頁');
            c.is_ascii_digit() || c.is_whitespace() || "共第页頁当當前/,，-—－".contains(c)
        })
        && said
}

/// The last character that is no closing quotation mark or bracket.
pub(super) fn last_mark(line: &str) -> Option<char> {
    line.chars().rev().find(|c| !matches!(c, '”' | '’' | '」' | '』' | '"'))
}

/// Marks that end a sentence.
pub(super) fn is_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '.')
}
