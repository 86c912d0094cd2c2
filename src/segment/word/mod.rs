//! Words and parts of speech: exactly those of jieba (of the crate jieba-rs, which the tests ask), from tables that are
//! read in place. `docs/words.md` says how.

mod cut;
mod guess;
mod hmm;
mod own;
mod route;
mod table;

use crate::document::Word;
use crate::lexicon::rows;
use crate::span::Span;

use cut::{Engine, Mode};
use own::Own;
use table::Weights;

/// The tags of jieba (ICTCLAS), as the tables number them.
pub const TAGS: [&str; 65] = [
    "a", "ad", "ag", "an", "b", "bg", "c", "d", "df", "dg", "e", "en", "f", "g", "h", "i", "in", "j", "jn",
    "k", "l", "ln", "m", "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "qe",
    "qg", "r", "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg",
    "vi", "vn", "vq", "w", "x", "y", "yg", "z", "zg", "eng",
];

/// A word segmenter: jieba's dictionary, and words of one's own.
#[derive(Clone, Debug, Default)]
pub struct Words {
    weights: Weights,
    own: Option<Own>,
    /// Whether words that no dictionary has are left as single characters.
    known_only: bool,
}

impl Words {
    /// With the genre's own terms (八项规定 and the like, which jieba does not know): `src/lexicon/genre_words.tsv`.
    pub fn of_the_genre() -> Self {
        let terms = rows(include_str!("../../lexicon/genre_words.tsv"));
        let mut words = Self::default();
        words.add(terms.map(|[word, freq, tag, _group]| (word, freq.parse().ok(), tag)));
        words
    }

    /// Adds words, each with how often it is counted (`None`: often enough to be taken as one word) and its tag (`x` if there is no
    /// such tag). A word that is there already is counted anew and keeps its tag.
    pub fn add<'a>(&mut self, words: impl IntoIterator<Item = (&'a str, Option<u32>, &'a str)>) {
        for (word, freq, tag) in words {
            let freq = freq.unwrap_or_else(|| {
                self.weigh();
                self.freq_to_join(word)
            });
            self.own.get_or_insert_default().add(word, freq, guess::tag_of(tag));
        }
        self.weigh();
    }

    /// Leaves characters single where no dictionary has a word (jieba without HMM).
    #[must_use]
    pub fn known_only(self) -> Self {
        Self { known_only: true, ..self }
    }

    fn weigh(&mut self) {
        if let Some(own) = &mut self.own {
            own.weigh();
            self.weights = Weights::of_total(own.total());
        }
    }

    /// How often a word must be counted to be likelier than its parts.
    fn freq_to_join(&self, word: &str) -> u32 {
        let none = Own::default();
        let own = self.own.as_ref().unwrap_or(&none);
        let log_total = (own.total() as f64).ln();
        let (mut sum, mut from) = (0.0, 0);
        Engine::new(&self.weights, self.own.as_ref()).cut(
            word,
            Mode { unknown: false, tags: false },
            |end, _| {
                let freq = own.frequency(&word[from..end as usize]).unwrap_or(1);
                sum += f64::from(freq).ln() - log_total;
                from = end as usize;
            },
        );
        ((sum + log_total).exp() as u32).saturating_add(1).max(own.frequency(word).unwrap_or(1))
    }

    /// Something that cuts many sentences.
    pub fn cutter(&self) -> Cutter<'_> {
        Cutter { engine: Engine::new(&self.weights, self.own.as_ref()), unknown: !self.known_only }
    }
}

/// Cuts sentences, and keeps its buffers from one to the next.
#[derive(Debug)]
pub struct Cutter<'w> {
    engine: Engine<'w>,
    unknown: bool,
}

impl Cutter<'_> {
    /// Hands the end of each word of `text` to `emit`, in bytes.
    pub fn ends(&mut self, text: &str, mut emit: impl FnMut(u32)) {
        self.engine.cut(text, Mode { unknown: self.unknown, tags: false }, |end, _| emit(end));
    }

    /// The words of the sentence at `span` of `text`, in order, with their tags; joined they are the sentence.
    #[inline(never)] // a name of its own for `.ci/instructions`
    pub fn words(&mut self, text: &str, span: Span) -> Vec<Word> {
        let mut words = Vec::with_capacity(span.len() as usize / 4);
        let mut from = span.start();
        self.engine.cut(span.of_text(text), Mode { unknown: self.unknown, tags: true }, |end, tag| {
            let end = span.start() + end;
            words.push(Word { span: Span::new(from, end), pos: TAGS[usize::from(tag)] });
            from = end;
        });
        words
    }
}
