//! Speeches of the corpus and copies of them, made by masking, cutting and furnishing at graded strength.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use yaodian::dedup::letters::letters;
use yaodian::document::Role;
use yaodian::{Options, Pipeline};

/// Pages that hold speeches, each in a wording of its own. (Others repeat these in another encoding or as Word files.)
const PAGES: &[&str] = &[
    "assembly",
    "bare_markers",
    "bracketed_title",
    "city_report",
    "county_compilation",
    "cut_summary",
    "dates_quantities",
    "district_report",
    "flood_and_fire",
    "flood_compilation",
    "furniture_inside",
    "glossed_five",
    "glossed_health",
    "glossed_schools",
    "glossed_travel",
    "hard_wraps",
    "hospital_pledges",
    "host_script",
    "live_record",
    "long_series",
    "merged_series",
    "modality_zoo",
    "nested_and_traps",
    "news_and_notice",
    "no_commas",
    "no_commas_market",
    "numbered_labels",
    "plain_headings",
    "plan_and_outline",
    "rectification",
    "school_and_census",
    "town_review",
];

/// What sites put into texts; invented.
const FURNITURE: &[&str] = &[
    "更多精彩内容请关注本站公众号",
    "本文来源于网络整理仅供参考",
    "上一篇下一篇返回列表",
    "相关推荐乡镇工作总结范文",
    "点击下载完整版文档",
    "本站声明版权归原作者所有",
    "您现在的位置首页范文大全",
    "分享到朋友圈收藏打印关闭窗口",
];

/// The bodies of all speeches of the corpus with at least 120 letters.
pub(crate) fn speeches() -> Vec<String> {
    let pipeline = Pipeline::new(&Options::default());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pages");
    let mut found = Vec::new();
    for name in PAGES {
        let bytes = fs::read(folder.join(name).with_extension("txt")).expect("a page of the corpus");
        let document = pipeline.process(name, &bytes);
        for speech in &document.speeches {
            let lines = document.segments.lines[speech.lines.clone()].iter();
            let body = lines.zip(&document.roles[speech.lines.clone()]).filter(|(_, r)| r.role == Role::Body);
            let body: Vec<&str> = body.map(|(line, _)| document.text.slice(line.span)).collect();
            found.push(body.join("\n"));
        }
    }
    found.retain(|text| letters(text).count() >= 120);
    found
}

/// A small generator of numbers (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// From 0 up to, without, `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

/// What was done to a copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Change {
    /// Other numbers, spaces and marks.
    Retyped,
    /// So many characters of a hundred masked, two or three in a row.
    Masked(usize),
    /// So many sentences of a hundred have an advertisement behind them.
    Furnished(usize),
    /// Its paragraphs in another order.
    Reordered,
    /// Only so many of a hundred of its sentences, in a row.
    Cut(usize),
    /// Another text behind it, so many of a hundred as long.
    Joined(usize),
    /// Masked, furnished and cut a little.
    All,
}

/// All that is tried.
pub(crate) const CHANGES: &[Change] = &[
    Change::Retyped,
    Change::Masked(1),
    Change::Masked(3),
    Change::Masked(6),
    Change::Masked(12),
    Change::Masked(20),
    Change::Furnished(5),
    Change::Furnished(15),
    Change::Furnished(40),
    Change::Reordered,
    Change::Cut(90),
    Change::Cut(70),
    Change::Cut(50),
    Change::Cut(30),
    Change::Cut(15),
    Change::Joined(50),
    Change::Joined(100),
    Change::Joined(300),
    Change::All,
];

impl Change {
    /// The text, changed; `other` is what to join.
    pub(crate) fn to(self, text: &str, other: &str, random: &mut Random) -> String {
        match self {
            Self::Retyped => retyped(text),
            Self::Masked(share) => masked(text, share, random),
            Self::Furnished(share) => furnished(text, share, random),
            Self::Reordered => reordered(text, random),
            Self::Cut(share) => cut(text, share, random),
            Self::Joined(share) => {
                let length = text.chars().count() * share / 100;
                format!("{text}\n{}", other.chars().take(length).collect::<String>())
            }
            Self::All => cut(&furnished(&masked(text, 2, random), 10, random), 90, random),
        }
    }
}

fn retyped(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).flat_map(|c| [c, ' ']).collect()
}

fn masked(text: &str, share: usize, random: &mut Random) -> String {
    let mut left = 0;
    let mask = |c: char| {
        if left == 0 && random.below(250) < share {
            left = 2 + random.below(2);
        }
        let hide = left > 0 && c != '\n';
        left -= usize::from(left > 0);
        if hide { '×' } else { c }
    };
    text.chars().map(mask).collect()
}

fn furnished(text: &str, share: usize, random: &mut Random) -> String {
    let mut out = String::new();
    for sentence in text.split_inclusive('。') {
        out.push_str(sentence);
        if random.below(100) < share {
            out.push_str(FURNITURE[random.below(FURNITURE.len())]);
        }
    }
    out
}

fn reordered(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for i in (1..lines.len()).rev() {
        lines.swap(i, random.below(i + 1));
    }
    lines.join("\n")
}

fn cut(text: &str, share: usize, random: &mut Random) -> String {
    let sentences: Vec<&str> = text.split_inclusive(['。', '\n']).collect();
    let keep = (sentences.len() * share).div_ceil(100);
    let start = random.below(sentences.len() - keep + 1);
    sentences[start..start + keep].concat()
}

/// The shingles of a text: what a sketch is a sample of.
pub(crate) fn shingles(text: &str) -> BTreeSet<[char; 5]> {
    letters(text).collect::<Vec<_>>().windows(5).filter_map(|five| five.try_into().ok()).collect()
}
