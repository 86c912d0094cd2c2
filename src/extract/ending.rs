//! How the names of those who can be told to act end.

use super::cue::Class;
use super::names;
use crate::lexicon::{self, CharSet, Trie, is_letter_or_number};
use crate::trim;

/// What the end of a name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// It makes a name of what stands before it: 教育局.
    Bound,
    /// It names somebody by itself: 群众.
    Noun,
    /// Nobody.
    None,
}

/// The endings.
#[derive(Debug)]
pub(super) struct Endings {
    /// Read backwards.
    endings: Trie<(&'static str, Ending)>,
    /// What a name ends with, with an adverb behind it or without.
    last: CharSet,
    /// Words that open no name.
    openings: Trie<()>,
    /// Words at whose first character no name ends.
    insides: Trie<()>,
}

impl Endings {
    /// Loads the tables.
    pub(super) fn new() -> Self {
        let (mut endings, mut openings, mut insides) = (Vec::new(), Vec::new(), Vec::new());
        for [class, list, _reason] in lexicon::rows(include_str!("../lexicon/cues.tsv")) {
            if class == Class::Org.name() {
                endings.extend(list.split(' ').map(|word| (word, Ending::Noun)));
            }
        }
        for [kind, list, _reason] in lexicon::rows(include_str!("../lexicon/agents.tsv")) {
            let ending = match kind {
                "opens" => {
                    openings.extend(list.split(' '));
                    continue;
                }
                "inside" => {
                    insides.extend(list.split(' '));
                    continue;
                }
                "bound" => Ending::Bound,
                "noun" => Ending::Noun,
                _ => Ending::None,
            };
            endings.extend(list.split(' ').map(|word| (word, ending)));
        }
        let set = |words: Vec<&'static str>| Trie::new(words.into_iter().map(|word| (word, ())));
        let ends = endings.iter().map(|&(word, _)| word).chain(names::adverbs());
        let last = ends.filter_map(|word| word.chars().next_back()).collect();
        let named = endings.into_iter().map(|(word, ending)| (word, (word, ending)));
        Self { last, endings: Trie::backwards(named), openings: set(openings), insides: set(insides) }
    }

    /// The longest ending of `name` that the tables know, where something stands before it or it names somebody alone.
    fn ending(&self, name: &str) -> Option<(&'static str, Ending)> {
        self.endings.longest_end(name).map(|(_, &found)| found)
    }

    /// All endings of `name` that the tables know, shortest first.
    fn endings_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'static str, Ending)> + 'a {
        self.endings.along(name.chars().rev()).map(|(_, &found)| found)
    }

    /// Whether the words name somebody.
    pub(super) fn names(&self, name: &str) -> bool {
        let bare = bare(name);
        let is_name = match self.ending(bare) {
            // 市, 院 alone name nobody; 各市 does.
            Some((word, Ending::Bound)) => word.len() < bare.len() || word.chars().count() > 1,
            Some((_, Ending::Noun)) => true,
            Some((_, Ending::None)) => false,
            // 各助餐点; but 各单位开学情况 holds a name that is known.
            None => each(bare) && !self.holds_name(bare) || self.list(bare),
        };
        let counts = || bare.bytes().any(|b| b.is_ascii_digit()) && !bare.contains('的');
        is_name && !counts() && !self.openings.starts(bare)
    }

    /// Whether words without any 、 can name somebody at all, by their first character and their last, which may be that
    /// of an adverb or a closing mark.
    pub(super) fn may_name(&self, words: &str) -> bool {
        words.starts_with('各')
            || words.chars().next_back().is_some_and(|c| self.last.contains(c) || !is_letter_or_number(c))
    }

    /// Whether a shorter beginning is a name whose ending is known.
    fn holds_name(&self, name: &str) -> bool {
        name.char_indices().skip(2).any(|(i, _)| self.is_known(&name[..i]))
    }

    /// 交警、交通: departments called by their field, in one list with another name.
    fn list(&self, name: &str) -> bool {
        const FEW: usize = 4;
        let Some((first, rest)) = name.split_once('、') else { return false };
        let mut rest = rest.split('、');
        first.chars().count() <= 2 * FEW
            && matches!(self.ending(first), Some((_, Ending::Bound | Ending::Noun)))
            && rest.all(|item| item.chars().count() <= FEW && !item.ends_with(['各', '每']))
    }

    /// Whether the words, which open with a verb, are a name all the same: 教育局, 监督管理部门.
    pub(super) fn bound(&self, name: &str) -> bool {
        const FEW: usize = 12;
        let bare = bare(name);
        let Some((longest, _)) = self.ending(bare).filter(|(_, ending)| *ending != Ending::None) else {
            return false;
        };
        // 推荐单位 is a word of its own that ends in another; 干部 does not end in 部.
        let is_bound = |(word, ending): (&'static str, Ending)| {
            ending == Ending::Bound
                && word.len() < bare.len()
                && (word == longest || word.chars().count() > 1)
        };
        let last = || bare.rsplit('、').next().unwrap_or(bare);
        self.endings_of(bare).any(is_bound) && (bare.chars().count() <= FEW || last().chars().count() <= FEW)
    }

    /// Whether a word goes on over the place: 机关严肃处|理.
    pub(super) fn cuts_word(&self, text: &str, at: usize) -> bool {
        let last = text[..at].char_indices().next_back().map_or(0, |(i, _)| i);
        self.insides.starts(&text[last..])
    }

    /// Whether the words are a name whose ending the tables know.
    pub(super) fn is_known(&self, name: &str) -> bool {
        let known = self.ending(name).is_some_and(|(_, ending)| ending != Ending::None);
        known && name.chars().count() > 1 && self.names(name)
    }
}

/// 各 and a word that no table knows: 各助餐点. Things are counted by kinds: 各项, 各类.
fn each(name: &str) -> bool {
    const FEW: usize = 8;
    name.starts_with('各') && (3..=FEW).contains(&name.chars().count()) && !names::is_measured(name)
}

/// The name without a closing bracket, as in 各中央企业(在京).
fn bare(name: &str) -> &str {
    let name = trim::end(name);
    if !name.ends_with([')', '）']) {
        return name;
    }
    name.rfind(['(', '（']).map_or(name, |i| &name[..i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let endings = Endings::new();
        for name in [
            "各镇卫生院",
            "旅行社",
            "植保员",
            "果农",
            "县级医院",
            "各助餐点",
            "有条件的乡镇",
            "任何单位和个人",
            "各县(市、区)",
            "发达国家",
            "镇村干部",
            "列入清单的企业",
            "带班领导和路长",
            "各老年食堂",
        ] {
            assert!(endings.names(name), "{name}");
        }
        for name in [
            "市",
            "信息工作",
            "各项工作",
            "经济增长",
            "城市",
            "农村",
            "各类矛盾",
            "社会动员",
            "全部",
            "各项任务",
        ] {
            assert!(!endings.names(name), "{name}");
        }
    }

    #[test]
    fn a_verb_may_open_a_name() {
        let endings = Endings::new();
        assert!(endings.bound("教育局") && endings.bound("监督管理部门") && endings.bound("参与单位"));
        assert!(!endings.bound("组织群众") && !endings.bound("教育干部"));
    }
}
