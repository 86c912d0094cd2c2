//! Who does what in a joint task: 由办公室牵头,财政、民政配合.

use std::collections::BTreeMap;

use super::clause::{Bytes, Reading};
use crate::document::PartyRole;
use crate::lexicon;

/// The words that tell a role.
#[derive(Debug)]
pub(super) struct Roles(BTreeMap<&'static str, PartyRole>);

impl Roles {
    /// Loads the table.
    pub(super) fn new() -> Self {
        let rows = lexicon::rows(include_str!("../lexicon/roles.tsv"));
        let words = rows.flat_map(|[role, words, _example]| {
            let role = PartyRole::ALL.into_iter().find(|r| r.name() == role);
            words.split(' ').filter_map(move |word| Some((word, role?)))
        });
        Self(words.collect())
    }

    /// Everybody whose part the unit tells, in text order.
    pub(super) fn parties(&self, words: &str, reading: &Reading) -> Vec<(Bytes, PartyRole)> {
        let mut out = Vec::new();
        for clause in &reading.clauses {
            let mut names: Vec<Bytes> = [clause.agent, clause.given].into_iter().flatten().collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let cues = reading.cues.iter().filter(|c| c.start >= name.1 && c.start < clause.end);
                let behind = cues.filter_map(|c| self.0.get(&words[c.start..c.end])).next();
                let own = self.0.iter().find(|(word, _)| words[name.0..name.1].ends_with(*word));
                if let Some(&role) = behind.or(own.map(|(_, role)| role)) {
                    out.push((name, role));
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

    #[test]
    fn who_does_what() {
        let text = "由办公室牵头,财政、民政部门配合,各乡镇主要负责同志要亲自抓。";
        let reading = Reader::new().read(text);
        let parties: Vec<(&str, PartyRole)> = Roles::new()
            .parties(text, &reading)
            .into_iter()
            .map(|((a, b), role)| (&text[a..b], role))
            .collect();
        assert_eq!(
            parties,
            [
                ("办公室", PartyRole::Lead),
                ("财政、民政部门", PartyRole::Support),
                ("各乡镇主要负责同志", PartyRole::Principal)
            ]
        );
    }

    #[test]
    fn every_row_names_a_role() {
        for [role, ..] in lexicon::rows::<3>(include_str!("../lexicon/roles.tsv")) {
            assert!(PartyRole::ALL.iter().any(|r| r.name() == role), "{role}");
        }
    }
}
