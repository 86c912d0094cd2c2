//! Text like that of the corpus, without end.

mod command;
mod vary;
mod word;

use std::fs;
use std::path::Path;

pub use command::main;
use vary::Random;
use word::docx;

/// Clean pages in UTF-8, each with several speeches, headings, requirements and page furniture.
const CLEAN: &[&str] = &[
    "city_report", "county_compilation", "district_report", "flood_and_fire", "flood_compilation", "host_script",
    "hospital_pledges", "long_series", "merged_series", "modality_zoo", "nested_and_traps", "news_and_notice",
    "no_commas_market", "numbered_labels", "plain_headings", "plan_and_outline", "rectification", "school_and_census",
    "town_review", "dates_quantities", "live_record", "assembly", "bracketed_title", "site_suffix",
];

/// With page furniture inside sentences, wrapped lines, cuts.
const FURNISHED: &[&str] = &["furniture_inside", "hard_wraps", "cut_summary", "glued_headings", "oneline_speech", "bare_markers"];

/// Traditional with pinyin glosses and slips.
const GLOSSED: &[&str] = &["glossed_five", "glossed_schools", "glossed_health", "glossed_travel", "glossed_slips"];

/// What a file is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 without damage: 78 of 100 files.
    Clean,
    /// UTF-8 with furniture inside: 8 of 100.
    Furnished,
    /// GBK without damage: 8 of 100.
    Gbk,
    /// Traditional with glosses and slips: 6 of 100.
    Glossed,
}

impl Kind {
    /// The bytes of a file of this kind.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Gbk => encoding_rs::GBK.encode(text).0.into_owned(),
            _ => text.as_bytes().to_vec(),
        }
    }
}

/// Makes text; what it has made decides what comes next.
pub struct Generator {
    clean: Vec<String>,
    furnished: Vec<String>,
    glossed: Vec<String>,
    random: Random,
}

impl Generator {
    /// Reads the pages in the folder `corpus`.
    pub fn new(corpus: &Path, seed: u64) -> Self {
        let pages = |names: &[&str]| {
            let page = |name| fs::read_to_string(corpus.join(name).with_extension("txt")).expect("a page in UTF-8");
            names.iter().map(page).collect()
        };
        Self { clean: pages(CLEAN), furnished: pages(FURNISHED), glossed: pages(GLOSSED), random: Random::new(seed) }
    }

    /// What the next file is like.
    pub fn kind(&mut self) -> Kind {
        match self.random.below(100) {
            0..78 => Kind::Clean,
            78..86 => Kind::Furnished,
            86..94 => Kind::Gbk,
            _ => Kind::Glossed,
        }
    }

    /// How many bytes the next file has: 2,000 to 200,000, most of them small (evenly on a logarithmic scale).
    pub fn size(&mut self) -> usize {
        (2000.0 * 100f64.powf(self.random.share())) as usize
    }

    /// A text of about `bytes` bytes in UTF-8: varied pages one after another, cut at the end of a line.
    pub fn text(&mut self, bytes: usize, kind: Kind) -> String {
        let mut text = String::with_capacity(bytes + 20_000);
        while text.len() < bytes {
            let pages = match kind {
                Kind::Clean | Kind::Gbk => &self.clean,
                Kind::Furnished => &self.furnished,
                Kind::Glossed => &self.glossed,
            };
            let page = &pages[self.random.below(pages.len())];
            vary::page(page, &mut self.random, &mut text);
            text.push('\n');
        }
        let cut = (0..=bytes).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let end = text[cut..].find('\n').map_or(text.len(), |i| cut + i + 1);
        // A page on one line would make a small file large.
        text.truncate(if end < cut + 2000 { end } else { cut });
        text
    }
}
