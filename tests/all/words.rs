//! Words and tags against jieba-rs, which gives the same ones at another price.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jieba_rs::Jieba;
use proptest::prelude::*;
use yaodian::read::{Limits, read};
use yaodian::segment::word::{TAGS, Words};
use yaodian::span::Span;

use crate::corpus;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// A word the user adds: text, count and tag.
type Own = (String, Option<u32>, &'static str);

/// Both ways to cut, ours beside theirs.
struct Pair {
    jieba: Jieba,
    words: Words,
}

impl Pair {
    fn new(own: &[Own]) -> Self {
        let (mut jieba, mut words) = (JIEBA.clone(), Words::default());
        for (word, freq, tag) in own {
            jieba.add_word(word, freq.map(|f| f as usize), Some(tag));
        }
        words.add(own.iter().map(|(word, freq, tag)| (word.as_str(), *freq, *tag)));
        Self { jieba, words }
    }

    fn agrees(&self, text: &str) {
        for unknown in [true, false] {
            let words = if unknown { self.words.clone() } else { self.words.clone().known_only() };
            let mut cutter = words.cutter();
            let ours: Vec<_> = cutter.words(text, Span::of(0..text.len()));
            let theirs = self.jieba.tag(text, unknown);
            let said: Vec<_> = ours.iter().map(|w| (w.span.of_text(text), w.pos)).collect();
            let asked: Vec<_> = theirs.iter().map(|t| (t.word, t.tag)).collect();
            assert_eq!(said, asked, "with unknown words {unknown}: {text:?}");
            let mut ends = Vec::new();
            cutter.ends(text, |end| ends.push(end));
            assert_eq!(ends, ours.iter().map(|w| w.span.end()).collect::<Vec<_>>(), "{text:?}");
        }
    }
}

static PLAIN: LazyLock<Pair> = LazyLock::new(|| Pair::new(&[]));

#[test]
fn on_every_page() {
    for folder in ["pages", "hostile"] {
        for (_, file, bytes) in corpus::files(folder) {
            println!("{folder}/{file}"); // shown where they differ
            if let Ok(source) = read(&file, &bytes, &Limits::default(), &mut Vec::new()) {
                source.text.split_inclusive('\n').for_each(|line| PLAIN.agrees(line));
            }
            PLAIN.agrees(&String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn on_real_texts() {
    let shared = std::env::var_os("YAODIAN_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let mut folders = vec![shared.join("real"), shared.join("archives")];
    if !folders[0].is_dir() {
        println!("skipped: no real texts in {}", shared.display());
        return;
    }
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let (name, Ok(bytes)) = (path.to_string_lossy(), std::fs::read(&path))
                && let Ok(source) = read(&name, &bytes, &Limits::default(), &mut Vec::new())
            {
                source.text.split_inclusive('\n').for_each(|line| PLAIN.agrees(line));
            }
        }
    }
}

/// A character that single words and names are made of.
fn common() -> impl Strategy<Value = String> {
    const COMMON: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严";
    (0..COMMON.chars().count()).prop_map(|i| COMMON.chars().nth(i).into_iter().collect())
}

/// Pieces of text in which dictionaries, models and the borders of blocks meet.
fn text() -> impl Strategy<Value = String> {
    let char_of = |from: u32, to: u32| {
        (from..=to).prop_filter_map("a character", char::from_u32).prop_map(String::from)
    };
    let piece = prop_oneof![
        6 => proptest::sample::select(WORDS).prop_map(str::to_owned),
        4 => char_of(0x4E00, 0x9FFF),
        3 => common(),
        1 => char_of(0x3400, 0x4DBF),
        1 => char_of(0x20000, 0x2FA1F),
        1 => char_of(0xF900, 0xFAFF),
        2 => "[0-9]{1,4}([.%_-][0-9a-zA-Z]{0,3})?",
        1 => "[a-zA-Z]{1,4}[+#&._%-]{0,2}",
        1 => char_of(0xFF01, 0xFF5E),
        2 => proptest::sample::select(vec!["。", "，", "、", "“", "”", "·", "—", "…", " ", "\u{3000}", "\t", "\n", "\r\n", "\r", "\u{feff}", "\u{fffd}", "👪", "γ", "é", "の", "한"]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => proptest::sample::select(vec!["4S店", "AA制", "AT&T", "C++", "C#", "T恤衫", "BB机", "γ射线", "卡拉OK", "3.14%", "50%", "E4850B-I", "a.b", "a-", "IP地址"]).prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["陳雲", "經濟發展", "鄉鎮", "爲", "裏", "讓", "黨", "發", "龘", "㐂", "䶮"]).prop_map(str::to_owned),
        // What a wrong decoder leaves.
        1 => "[一-龥]{1,6}".prop_map(|s| encoding_rs::GBK.decode(s.as_bytes()).0.into_owned()),
        1 => "[一-龥]{1,6}".prop_map(|s| s.bytes().map(char::from).collect()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

const WORDS: &[&str] = &[
    "人民",
    "政府",
    "工作",
    "报告",
    "中国",
    "共产党",
    "党风廉政建设",
    "贯彻落实",
    "科学发展观",
    "和谐社会",
    "同志",
    "会议",
    "各级",
    "干部",
    "群众",
    "结婚",
    "的",
    "和尚",
    "未",
    "研究",
    "研究生",
    "生命",
    "起源",
    "南京市",
    "长江大桥",
    "乒乓球拍",
    "拍卖",
    "全面",
    "推进",
    "小康",
    "不断",
    "改革",
    "开放",
    "农村",
    "土地",
    "确权",
    "颁证",
    "张",
    "王",
    "小明",
    "李",
    "建国",
    "一",
    "二",
    "十",
    "百分之",
    "万元",
    "亿",
    "年",
    "月",
    "日",
    "第",
    "三个",
    "代表",
];

/// A few words, some of them known already, some made of strange characters.
fn own() -> impl Strategy<Value = Vec<Own>> {
    let word = prop_oneof![
        3 => text().prop_map(|t| t.chars().take(5).collect::<String>()),
        3 => "[一-龥]{1,4}",
        2 => proptest::sample::select(WORDS).prop_map(str::to_owned),
        2 => (proptest::sample::select(WORDS), proptest::sample::select(WORDS)).prop_map(|(a, b)| format!("{a}{b}")),
    ];
    let word = word.prop_filter("a word", |w| !w.is_empty());
    let freq =
        prop_oneof![Just(None), Just(Some(0)), (1u32..100).prop_map(Some), any::<u32>().prop_map(Some)];
    proptest::collection::vec((word, freq, proptest::sample::select(&TAGS[..])), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn on_any_text(text in text()) {
        PLAIN.agrees(&text);
    }
}

proptest! {
    // Each case copies their dictionary.
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn with_words_of_ones_own(own in own(), texts in proptest::collection::vec(text(), 8)) {
        let pair = Pair::new(&own);
        let spelt: Vec<&str> = own.iter().map(|(word, ..)| word.as_str()).collect();
        pair.agrees(&spelt.concat());
        for text in &texts {
            pair.agrees(text);
            // Where they are used.
            pair.agrees(&text.chars().zip(spelt.iter().cycle()).map(|(c, w)| format!("{c}{w}")).collect::<String>());
        }
    }
}

/// A long block without a stop: sums of many weights, rounded as theirs are.
#[test]
fn on_long_blocks() {
    let page: String = corpus::files("pages")
        .into_iter()
        .map(|(.., bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    let chinese: String = page.chars().filter(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')).collect();
    PLAIN.agrees(&chinese);
    PLAIN.agrees(&"中出".repeat(20_000));
    PLAIN.agrees(&"龘".repeat(5_000));
    PLAIN.agrees(&"a1.".repeat(5_000));
}

/// The genre's terms are words where they stand alone, and new to jieba.
#[test]
fn the_terms_of_the_genre() {
    let table = include_str!("../../src/lexicon/genre_words.tsv");
    let words = Words::of_the_genre();
    let mut cutter = words.cutter();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let (word, rest) = row.split_once('\t').unwrap();
        let tag = rest.split('\t').nth(1).unwrap();
        assert!(!JIEBA.has_word(word), "jieba knows {word}");
        let found: Vec<_> = cutter
            .words(word, Span::of(0..word.len()))
            .iter()
            .map(|w| (w.span.of_text(word), w.pos))
            .collect();
        assert_eq!(found, [(word, tag)]);
    }
}
