//! Labels of one file: tables of rows by the line or unit they speak of.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A table of labels. The first four are those of `docs/labelling.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Table {
    /// By first line: last line, title, speaker, date, kind.
    Docs,
    /// By line: role.
    Lines,
    /// By unit: kind, level, marker, title; a unit may have several.
    Sections,
    /// By unit: modality, addressee, deadline, flags.
    Requirements,
    /// By unit: nothing; a person looked at it.
    Checked,
    /// By the first line of a speech (0: a file without any): nothing; a person is done with it.
    Done,
}

/// A place that labels speak of: a line, or a unit of a line. Written `12` or `12.3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// From 1; 0 for the whole file.
    pub line: usize,
    /// From 1; 0 for the whole line.
    pub unit: usize,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, unit } = self;
        if *unit == 0 { write!(f, "{line}") } else { write!(f, "{line}.{unit}") }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |part: &str| part.parse::<usize>().map_err(|e| format!("{text:?}: {e}"));
        let (line, unit) = text.split_once('.').map_or((text, None), |(line, unit)| (line, Some(unit)));
        Ok(Self { line: number(line)?, unit: unit.map_or(Ok(0), number)? })
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The columns of a row behind its key.
pub(super) type Row = Vec<String>;

/// All labels of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels(BTreeMap<Table, BTreeMap<Key, Vec<Row>>>);

/// From now on, the rows of `table` at `key` are these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which table.
    pub table: Table,
    /// Which line or unit.
    pub key: Key,
    /// What stands there now; nothing takes it out.
    pub rows: Vec<Row>,
}

const ROLES: &[&str] =
    &["noise", "label", "title", "byline", "salutation", "heading", "runin", "body", "cont"];
const KINDS: &[&str] = &["speech", "report", "news", "essay", "other"];
const DIVISIONS: &[&str] = &["heading", "runin", "point"];
const LEVELS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const MODALITIES: &[&str] =
    &["obligation", "prohibition", "permission", "recommendation", "commitment", "exhortation", "none"];
const FLAGS: &[&str] = &["-", "relayed", "unsure", "relayed,unsure"];

/// Longest field, in bytes.
const FIELD: usize = 4000;

impl Labels {
    /// The rows of a table, in order.
    pub fn rows(&self, table: Table) -> impl Iterator<Item = (Key, &Row)> {
        self.0
            .get(&table)
            .into_iter()
            .flatten()
            .flat_map(|(key, rows)| rows.iter().map(move |row| (*key, row)))
    }

    /// Adds a row.
    pub(super) fn put(&mut self, table: Table, key: Key, row: Row) {
        self.0.entry(table).or_default().entry(key).or_default().push(row);
    }

    /// Makes a change that was found [good](Change::check).
    pub fn apply(&mut self, change: &Change) {
        let rows = self.0.entry(change.table).or_default();
        if change.rows.is_empty() {
            rows.remove(&change.key);
        } else {
            rows.insert(change.key, change.rows.clone());
        }
    }
}

impl Change {
    /// Whether the change can stand in the tables of a file with this many lines.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub fn check(&self, lines: usize) -> Result<(), String> {
        let Self { table, key, rows } = self;
        let by_unit = matches!(table, Table::Sections | Table::Requirements | Table::Checked);
        let whole = *table == Table::Done && key.line == 0;
        if !whole && (key.line == 0 || key.line > lines) || by_unit != (key.unit > 0) {
            return Err(format!("没有这个位置 · no such place: {table:?} {key}"));
        }
        if rows.len() > 1 && *table != Table::Sections {
            return Err(format!("此处只能有一行 · one row only: {table:?} {key}"));
        }
        for row in rows {
            let fields: Vec<&str> = row.iter().map(String::as_str).collect();
            let good = match (table, &fields[..]) {
                (Table::Docs, [last, _, _, _, kind]) => {
                    last.parse().is_ok_and(|last: usize| last >= key.line && last <= lines)
                        && KINDS.contains(kind)
                }
                (Table::Lines, [role]) => ROLES.contains(role),
                (Table::Sections, [kind, level, _, _]) => DIVISIONS.contains(kind) && LEVELS.contains(level),
                (Table::Requirements, [modality, _, _, flags]) => {
                    MODALITIES.contains(modality) && FLAGS.contains(flags)
                }
                (Table::Checked | Table::Done, []) => true,
                _ => false,
            };
            let plain = |f: &&str| !f.is_empty() && f.len() <= FIELD && !f.contains(['\t', '\n', '\r']);
            if !good || !fields.iter().all(plain) {
                return Err(format!("这一行不合格式 · not a row of {table:?}: {row:?}"));
            }
        }
        Ok(())
    }
}
