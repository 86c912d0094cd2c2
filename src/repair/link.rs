//! Words that were a link: a website set them on a line of their own and gave each piece of the paragraph a full stop.
//!
//! `完善各项。⏎管理制度。⏎抓好落实` reads `完善各项管理制度。⏎抓好落实`.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::edit::{Change, Rule, Safety};
use crate::span::Span;

use super::chars::is_han;
use super::lines::{self, Line};

pub(super) static RULE: Rule = Rule {
    name: "link_cut",
    safety: Safety::Guess,
    reason: "a sentence that a link cut into lines / 被链接断开的句子",
};

/// Linked words are few.
const LONGEST: usize = 12;

pub(super) fn changes(text: &str) -> Vec<Change> {
    let lines = lines::lines(text);
    let mut out: Vec<Change> = Vec::new();
    let page = OnceCell::new();
    for i in 1..lines.len() {
        let (a, link) = (&lines[i - 1], &lines[i]);
        let Some(confidence) = linked(a, link, &page, text) else { continue };
        let head = a.text.strip_suffix('。').unwrap_or(a.text);
        let cut = Span::of(a.start + head.len()..link.start);
        if out.last().is_some_and(|c| c.span.end() > cut.start()) {
            continue;
        }
        out.push(Change { span: cut, text: String::new(), confidence });
        // What comes behind the link may be the rest of its sentence.
        if let Some(rest) = lines.get(i + 1)
            && rest.text.starts_with(['》', '”', '）', ')', ',', '，', '、', '；', ';', '。', '」', '’'])
        {
            let stop = link.end - '。'.len_utf8();
            out.push(Change { span: Span::of(stop..rest.start), text: String::new(), confidence });
        }
    }
    out
}

/// Whether a line is linked words out of the sentence before, and how sure that is.
fn linked(a: &Line<'_>, link: &Line<'_>, page: &OnceCell<BTreeSet<[char; 4]>>, text: &str) -> Option<f32> {
    let words = link.text.strip_suffix('。')?;
    let head = a.text.strip_suffix('。')?;
    // Most lines are longer: four bytes a character at the most.
    if words.len() > 4 * LONGEST {
        return None;
    }
    let count = words.chars().count();
    if !(2..=LONGEST).contains(&count) || !words.chars().all(is_han) || lines::opens(words) || whole(words) {
        return None;
    }
    if DANGLING.iter().any(|w| head.ends_with(w)) {
        return Some(0.95);
    }
    // Elsewhere the page says both in one breath.
    let mut before = head.chars().rev();
    let mut behind = words.chars();
    let (second, first) = (before.next()?, before.next()?);
    let seam = [first, second, behind.next()?, behind.next()?];
    page.get_or_init(|| four_grams(text)).contains(&seam).then_some(0.9)
}

/// All runs of four characters of a text.
fn four_grams(text: &str) -> BTreeSet<[char; 4]> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(4).filter_map(|w| w.try_into().ok()).collect()
}

/// Words that ask for an object: a sentence does not end in them.
const DANGLING: &[&str] = &[
    "了", "《", "“", "(", "（", "、", "各项", "和", "与", "及", "在", "为", "把", "对", "将", "被", "从",
    "向", "各级", "各类", "这项", "有关", "相关", "关于", "根据", "按照", "开展", "制定", "建立", "健全",
    "完善", "严格", "参加", "学习", "遵守", "执行", "颁发", "签订", "保持",
];

/// Short sentences that speakers do say.
fn whole(words: &str) -> bool {
    [
        "谢",
        "祝",
        "请",
        "完毕",
        "完了",
        "散会",
        "起立",
        "鼓掌",
        "再见",
        "此致",
        "敬礼",
        "结束",
        "国歌",
        "就讲这些",
        "到此",
        "汇报",
        "开始",
    ]
    .iter()
    .any(|w| words.contains(w))
}
