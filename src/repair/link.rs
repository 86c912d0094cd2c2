//! Words that were a link: a website set them on a line of their own and gave each piece of the paragraph a full stop.
//!
//! `完善各项。⏎管理制度。⏎抓好落实` reads `完善各项管理制度。⏎抓好落实`.

use memchr::memmem;

use crate::edit::{Change, Rule, Safety};
use crate::lexicon::Trie;
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

pub(super) fn changes(text: &str, lines: &[Line<'_>]) -> Vec<Change> {
    let found: Vec<(usize, Linked)> =
        (1..lines.len()).filter_map(|i| Some((i, linked(&lines[i - 1], &lines[i])?))).collect();
    let said = said(text, found.iter().filter_map(|(_, linked)| linked.seam.as_deref()));
    let mut out: Vec<Change> = Vec::new();
    for (i, Linked { confidence, seam }) in found {
        if seam.is_some_and(|seam| said.binary_search(&seam).is_err()) {
            continue;
        }
        let (a, link) = (&lines[i - 1], &lines[i]);
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

/// A line that may be linked words out of the sentence before.
struct Linked {
    confidence: f32,
    /// The two characters before it and its first two, where the page must say them in one breath.
    seam: Option<String>,
}

/// Whether a line may be linked words out of the sentence before.
fn linked(a: &Line<'_>, link: &Line<'_>) -> Option<Linked> {
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
        return Some(Linked { confidence: 0.95, seam: None });
    }
    let before = head.char_indices().nth_back(1)?.0;
    let seam = head[before..].chars().chain(words.chars().take(2)).collect();
    Some(Linked { confidence: 0.9, seam: Some(seam) })
}

/// So many seams are looked for one by one.
const FEW: usize = 16;

/// Which of the seams the text says elsewhere, in order.
fn said<'a>(text: &str, seams: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seams: Vec<&str> = seams.collect();
    if seams.is_empty() {
        return Vec::new();
    }
    seams.sort_unstable();
    seams.dedup();
    // Few are found faster one by one.
    if seams.len() <= FEW {
        seams.retain(|seam| memmem::find(text.as_bytes(), seam.as_bytes()).is_some());
        return seams.into_iter().map(str::to_owned).collect();
    }
    let mut found = vec![false; seams.len()];
    let words = Trie::new(seams.iter().copied().zip(0..));
    words.find_overlapping(text).for_each(|(_, &seam)| found[seam] = true);
    seams.iter().zip(found).filter(|(_, found)| *found).map(|(seam, _)| (*seam).to_owned()).collect()
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
