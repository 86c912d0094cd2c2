//! Lines that belong together: what both rules about them ask of a line.

use std::sync::LazyLock;

use memchr::memchr_iter;

use crate::lexicon::CharSet;
use crate::trim;

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
    let (mut at, mut out) = (0, Vec::with_capacity(text.len() / 64));
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    out.extend(ends.filter_map(|end| {
        let (line, from) = (&text[at..end], at);
        at = end + 1;
        let words = trim::start(line);
        let trimmed = trim::end(words);
        let start = from + (line.len() - words.len());
        let line = Line { start, end: start + trimmed.len(), text: trimmed, indented: start > from };
        (!trimmed.is_empty()).then_some(line)
    }));
    out
}

/// Words that open a paragraph of their own: salutations, turns, page furniture.
const OPENING_WORDS: [&str; 43] = [
    "首先",
    "其次",
    "再次",
    "最后",
    "此外",
    "另外",
    "同时",
    "因此",
    "同志们",
    "各位",
    "尊敬的",
    "附:",
    "附：",
    "附件",
    "附录",
    "注:",
    "注：",
    "来源",
    "作者",
    "时间",
    "日期",
    "地点",
    "编辑",
    "声明",
    "免责",
    "版权",
    "下载",
    "相关",
    "推荐",
    "上一篇",
    "下一篇",
    "扩展阅读",
    "延伸阅读",
    "友情提示",
    "简介",
    "摘要",
    "关键词",
    "标签",
    "http",
    "www",
    "【",
    "[",
    "「",
];

/// What they begin with: most lines do not.
static OPENING_CHARS: LazyLock<CharSet> =
    LazyLock::new(|| OPENING_WORDS.iter().filter_map(|word| word.chars().next()).collect());

/// Whether a line opens a paragraph of its own: with a marker of a heading or point, or with one of
/// [`OPENING_WORDS`].
pub(super) fn opens(line: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let ten = |c: char| "一二三四五六七八九十".contains(c);
    // What stands behind one to four characters of a kind, if there are not more.
    let behind = |text: &str, kind: &dyn Fn(char) -> bool| {
        let mut rest = text.chars();
        let n = rest.by_ref().take(5).position(|c| !kind(c));
        n.filter(|n| (1..=4).contains(n)).and_then(|n| text.chars().nth(n))
    };
    let Some(first) = line.chars().next() else { return false };
    let next = &line[first.len_utf8()..];
    match first {
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' => {
            behind(line, &|c| ten(c) || c == '百').is_some_and(|c| "、.．,，:：".contains(c))
                || first != '百' && ["是", "要", "方面"].iter().any(|w| next.starts_with(w))
        }
        '第' => next.starts_with(|c| ten(c) || c == '百' || digit(c)),
        '(' | '（' | '〔' => behind(next, &|c| ten(c) || digit(c) || c.is_ascii_alphabetic())
            .is_some_and(|c| ")）〕]".contains(c)),
        '①'..='⑳' | '㈠'..='㈩' | '⑴'..='⒇' | '⒈'..='⒛' => true,
        '—' | '-' | '–' | '·' | '•' | '●' | '◆' | '■' | '★' | '☆' | '※' | '▲' | '△' | '○' | '◎' | '□' => {
            true
        }
        '×' | 'x' | 'X' | '*' => next.trim_start_matches(['×', 'x', 'X', '*']).starts_with('、'),
        '篇' => next.starts_with(|c| ten(c) || digit(c)),
        c if digit(c) => numbered(line, digit) || dated(line, digit),
        _ => OPENING_CHARS.contains(first) && OPENING_WORDS.iter().any(|w| line.starts_with(w)),
    }
}

/// Whether a line begins with one or two digits and a mark that makes a marker of them.
fn numbered(line: &str, digit: impl Fn(char) -> bool) -> bool {
    let mut rest = line.trim_start_matches(&digit).chars();
    let digits = line.chars().take(3).take_while(|&c| digit(c)).count();
    digits < 3
        && match rest.next() {
            Some('、' | '）' | ')' | '．' | '，') => true,
            Some('.' | ',') => rest.next().is_some_and(|c| !digit(c)),
            _ => false,
        }
}

/// Whether a line begins with a year of this century and a month.
fn dated(line: &str, digit: impl Fn(char) -> bool) -> bool {
    let mut chars = line.strip_prefix("20").unwrap_or_default().chars();
    let mut is = |kind: &dyn Fn(char) -> bool| chars.next().is_some_and(kind);
    is(&digit) && is(&digit) && is(&|c| c == '年') && is(&digit)
}

/// Whether a line is only a page's number, or a piece of `共 3 页,当前第 1 页`.
pub(super) fn is_pagination(line: &str) -> bool {
    const LONGEST: usize = 20;
    let (mut said, mut count) = (false, 0);
    line.len() <= 4 * LONGEST
        && line.chars().all(|c| {
            said |= c.is_ascii_digit() || matches!(c, '共' | '页' | '頁');
            count += 1;
            c.is_ascii_digit()
                || matches!(
                    c,
                    '共' | '第' | '页' | '頁' | '当' | '當' | '前' | '/' | ',' | '，' | '-' | '—' | '－'
                )
                || c.is_whitespace()
        })
        && said
        && count <= LONGEST
}

/// The last character that is no closing quotation mark or bracket.
pub(super) fn last_mark(line: &str) -> Option<char> {
    line.chars().rev().find(|c| !matches!(c, '”' | '’' | '」' | '』' | '"'))
}

/// Marks that end a sentence.
#[inline]
pub(super) fn is_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    /// The same as a pattern: slower, and easier to read.
    const OPENERS: &str = concat!(
        r"^(?:[一二三四五六七八九十百]{1,4}[、.．,，:：]|[一二三四五六七八九十](?:是|要|方面)|第[一二三四五六七八九十百\d]{1,4}[、,，:：步条章节个篇部]?",
        r"|[(（〔\[][一二三四五六七八九十\da-zA-Z]{1,4}[)）〕\]]|\d{1,2}(?:[、）)．]|\.\D|,\D|，)|[①-⑳㈠-㈩⑴-⒇⒈-⒛]",
        r"|[—\-–·•●◆■★☆※▲△○◎□]|[×xX*]+、|[【\[「]",
        r"|首先|其次|再次|最后|此外|另外|同时|因此|同志们|各位|尊敬的|附[:：件录]|注[:：]|来源|作者|时间|日期|地点|编辑|声明|免责|版权|下载|相关|推荐|上一篇|下一篇|扩展阅读|延伸阅读|友情提示|简介|摘要|关键词|标签|篇[一二三四五六七八九十\d]|20\d\d年\d|http|www)",
    );

    static PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(OPENERS).unwrap());

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

        #[test]
        fn what_opens_a_paragraph(
            line in "[一二十百、.,:：是要第0-3０（(〔\\[a)）〕\\]．，①㈠—×xX*【附件注篇年步]{0,7}|20[0-9１]{0,2}年?[0-9月]?|[附注首先同志们各位时间]{2,3}"
        ) {
            prop_assert_eq!(opens(&line), PATTERN.is_match(&line));
        }
    }
}
