//! Words and parts of speech. The only file that knows jieba-rs.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use crate::document::Word;
use crate::span::Span;

/// A word segmenter; the dictionary is loaded when the first one is made and shared from then on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

impl Words {
    /// The words of the sentence at `span` of `text`, in order; joined they are the sentence.
    pub fn of(self, text: &str, span: Span) -> Vec<Word> {
        let mut at = span.start();
        JIEBA
            .tag(span.of_text(text), true)
            .into_iter()
            .map(|tagged| {
                let start = at;
                at += tagged.word.len() as u32;
                Word { span: Span::new(start, at), pos: intern(tagged.tag) }
            })
            .collect()
    }
}

/// jieba's tags borrow from its dictionary, which is ours for ever; unknown ones read as `x` (non-morpheme).
fn intern(tag: &str) -> &'static str {
    const TAGS: &[&str] = &[
        "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "eng", "f", "g", "h", "i", "j", "k", "l", "m",
        "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r", "rg", "rr", "rz",
        "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg", "vi", "vn", "vq", "x", "y",
        "yg", "z", "zg",
    ];
    TAGS.binary_search(&tag).map_or("x", |i| TAGS[i])
}
