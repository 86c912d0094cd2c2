//! Who does what in a joint task: 由办公室牵头,财政、民政配合.

use super::clause::{Bytes, Clause, Reading};
use super::relay;
use crate::document::PartyRole;
use crate::lexicon::{self, Trie, but_han};

/// The words that tell a role, by where they stand.
#[derive(Debug)]
pub(super) struct Roles {
    behind: Trie<PartyRole>,
    /// Read backwards.
    own: Trie<PartyRole>,
    /// Read backwards.
    label: Trie<PartyRole>,
}

/// The rows of the table: role, place, words.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    lexicon::rows(include_str!("../lexicon/roles.tsv"))
        .map(|[role, place, words, _example]| [role, place, words])
}

impl Roles {
    /// Loads the table.
    pub(super) fn new() -> Self {
        let at = |place: &'static str| {
            let rows = rows().filter(move |row| row[1] == place);
            rows.flat_map(|[role, _, words]| {
                let role = PartyRole::ALL.into_iter().find(|r| r.name() == role);
                words.split(' ').filter_map(move |word| Some((word, role?)))
            })
        };
        Self {
            behind: Trie::new(at("behind")),
            own: Trie::backwards(at("own")),
            label: Trie::backwards(at("label")),
        }
    }

    /// Everybody whose part the unit tells, in text order.
    pub(super) fn parties(&self, words: &str, reading: &Reading) -> Vec<(Bytes, PartyRole)> {
        let mut out: Vec<(Bytes, PartyRole)> =
            reading.clauses.iter().filter_map(|clause| self.in_clause(words, reading, clause)).collect();
        out.extend(self.labelled(words));
        out.sort_by_key(|&(name, _)| name);
        out.dedup_by_key(|&mut (name, _)| name);
        out
    }

    /// The name of a clause and its part; of 污水厂由城投公司负责 the one behind 由.
    fn in_clause(&self, words: &str, reading: &Reading, clause: &Clause) -> Option<(Bytes, PartyRole)> {
        let name = clause.given.or(clause.agent)?;
        let cues = reading.cues.iter().filter(|c| c.start >= name.1 && c.start < clause.end);
        // 高度负责的精神, 行政首长负责制: nobody is in charge.
        let is_noun = |end: usize| words[end..].starts_with(['的', '制', '任']);
        let behind =
            cues.filter(|c| !is_noun(c.end)).find_map(|c| self.behind.get(&words[c.start..c.end])).or_else(
                || self.behind.get("第一责任人").filter(|_| words[name.1..clause.end].contains("第一责任人")),
            );
        let own = || self.own.longest_end(&words[name.0..name.1]).map(|(_, role)| role);
        let role = behind.or_else(own).copied()?;
        (!relay::is_asking(words, reading, clause)).then_some((name, role))
    }

    /// 牵头单位:信访局,配合单位:各镇街.
    fn labelled(&self, words: &str) -> Vec<(Bytes, PartyRole)> {
        const ENDS: [char; 11] = ['，', ',', '；', ';', '）', ')', '。', '】', ']', '\t', '\n'];
        let mut out = Vec::new();
        for (behind, colon) in but_han(words).filter(|&(_, c)| matches!(c, ':' | '：')) {
            let before = words[..behind].chars().rev();
            // 主办单位 and 单位 would both stand there.
            for (_, &role) in self.label.along(before) {
                let rest = &words[behind + colon.len_utf8()..];
                let name = rest.find(ENDS).map_or(rest, |end| &rest[..end]);
                let start = words.len() - rest.len() + (name.len() - name.trim_start().len());
                if !name.trim().is_empty() {
                    out.push(((start, start + name.trim().len()), role));
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reader::Reader;

    fn parties(text: &str) -> Vec<(&str, PartyRole)> {
        let readings = Reader::new().read(&[text]);
        let found = Roles::new().parties(text, &readings.iter().next().unwrap());
        found.into_iter().map(|((a, b), role)| (&text[a..b], role)).collect()
    }

    #[test]
    fn who_does_what() {
        use PartyRole::{Lead, Principal, Responsible, Support};
        assert_eq!(
            parties("由办公室牵头,财政、民政部门配合,各乡镇主要负责同志要亲自抓。"),
            [("办公室", Lead), ("财政、民政部门", Support), ("各乡镇主要负责同志", Principal)]
        );
        assert_eq!(
            parties("(牵头单位:县信访局,配合单位:公安局、各镇街)"),
            [("县信访局", Lead), ("公安局、各镇街", Support)]
        );
        assert_eq!(parties("污水处理厂由城投公司负责运行。"), [("城投公司", Responsible)]);
        assert_eq!(parties("各乡镇长是防疫第一责任人。"), [("各乡镇长", Principal)]);
        assert_eq!(parties("大家要以高度负责的精神抓好落实。"), []);
    }

    #[test]
    fn every_row_names_a_role_and_a_place() {
        for [role, place, _] in rows() {
            assert!(PartyRole::ALL.iter().any(|r| r.name() == role), "{role}");
            assert!(["behind", "own", "label"].contains(&place), "{place}");
        }
    }
}
