//! The same page in other words: numbers, days, places, subjects, order.

/// A small generator of numbers (SplitMix64).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to, without, `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// From 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Words that stand for one another, a row each: what is said of one can be said of the next.
const CLASSES: &[&[&str]] = &[
    &["防汛", "抗旱", "护林", "造林", "普查", "征兵", "环保", "招商", "禁毒", "统计", "审计", "档案", "扶贫", "治超", "创卫", "秋收", "防疫"],
    &["全县", "全市", "全区", "全镇", "全乡", "全局", "全院", "全校", "全厂"],
    &["公安", "民政", "财政", "水利", "农业", "林业", "交通", "卫生", "教育", "文化", "建设", "国土", "工商", "税务", "司法", "环保", "粮食", "物价"],
    &["农民", "职工", "居民", "学生", "教师", "干部", "党员", "村民", "市民", "群众", "医生", "工人", "商户", "司机"],
    &["堤防", "水库", "泵站", "公路", "桥梁", "学校", "医院", "市场", "林场", "渠道", "电站", "仓库", "厂房", "码头", "隧道", "煤矿"],
    &["检查", "排查", "整治", "巡查", "督查", "清理", "登记", "评估", "验收", "培训", "演练", "宣传", "维修", "加固", "改造"],
    &["小麦", "玉米", "棉花", "大豆", "油菜", "茶叶", "苹果", "柑橘", "蔬菜", "药材", "烤烟", "花生"],
    &["明显", "显著", "初步", "积极", "可喜", "较大", "一定", "长足", "新的"],
    &["一季度", "二季度", "三季度", "四季度", "上半年", "下半年"],
];

/// Appends `page` with its numbers, days, words and order changed.
pub(super) fn page(page: &str, random: &mut Random, out: &mut String) {
    // One turn a class for the whole page: its subject changes, and stays one.
    let turns: Vec<usize> = CLASSES.iter().map(|class| random.below(class.len())).collect();
    let years = random.below(14) as u32;
    for line in page.lines() {
        if line.chars().count() > 60 && random.below(12) == 0 {
            continue; // another page leaves another paragraph out
        }
        let start = out.len();
        for sentence in shuffled(line, random) {
            words(sentence, &turns, years, random, out);
        }
        if out.len() > start || line.is_empty() {
            out.push('\n');
        }
    }
}

/// The sentences of a line: its first and last stay, those between change places.
fn shuffled<'a>(line: &'a str, random: &mut Random) -> Vec<&'a str> {
    let mut sentences: Vec<&str> = line.split_inclusive('。').collect();
    let inner = sentences.len().saturating_sub(2);
    // An enumeration (一是, 二是) keeps its order.
    if inner > 1 && !line.contains("一是") && !line.contains("第一,") {
        for i in (1..inner).rev() {
            sentences.swap(i + 1, random.below(i + 1) + 1);
        }
    }
    sentences
}

fn words(sentence: &str, turns: &[usize], years: u32, random: &mut Random, out: &mut String) {
    let mut rest = sentence;
    'next: while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            number(&rest[..end], &rest[end..], years, random, out);
            rest = &rest[end..];
            continue;
        }
        if !c.is_ascii() {
            for (class, turn) in CLASSES.iter().zip(turns) {
                if let Some(i) = class.iter().position(|w| rest.starts_with(w)) {
                    out.push_str(class[(i + turn) % class.len()]);
                    rest = &rest[class[i].len()..];
                    continue 'next;
                }
            }
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
}

/// Years move together, days and months stay days and months, small numbers (they may count headings) stay, others change.
fn number(digits: &str, after: &str, years: u32, random: &mut Random, out: &mut String) {
    let value: u32 = digits.parse().unwrap_or(0);
    let new = match (digits.len(), after.chars().next()) {
        (4, _) if (1950..2050).contains(&value) => value - 7 + years,
        (1 | 2, Some('月')) => 1 + random.below(12) as u32,
        (1 | 2, Some('日')) => 1 + random.below(28) as u32,
        // What counts headings, tells the time or is masked in part stays.
        (1, _) | (_, Some('.' | '、' | '．' | ')' | '）' | ':' | '#' | '*' | '_' | '-')) => value,
        (2..=6, _) => {
            let tens = 10u32.pow(digits.len() as u32 - 1);
            tens + random.below(9 * tens as usize) as u32
        }
        _ => value,
    };
    if digits.starts_with('0') || digits.len() > 6 { out.push_str(digits) } else { out.push_str(&new.to_string()) }
}
