//! `docs/tables.md` says what the tables are: its lists of columns are written from their declaration.
//!
//! `YAODIAN_BLESS=1 cargo test tables` writes them anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use yaodian::table::{Kind, Tables};

use crate::corpus;

/// What stands above the lists is written by hand.
const MARK: &str = "<!-- from here on written by `YAODIAN_BLESS=1 cargo test tables` -->\n";

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Int => "integer".into(),
        Kind::Float => "number".into(),
        Kind::Bool => "yes/no".into(),
        Kind::Date => "date".into(),
        Kind::Name([]) => "name".into(),
        Kind::Name(all) => format!("name: {}", all.join(", ")),
    }
}

fn lists() -> String {
    let mut out = String::new();
    for table in Tables::ALL {
        let _ =
            write!(out, "\n## {}\n\n{}\n\n| column | holds | |\n|---|---|---|\n", table.name, table.about);
        for column in table.columns {
            let empty = if column.nullable { ", may be empty" } else { "" };
            let _ =
                writeln!(out, "| `{}` | {}{empty} | {} |", column.name, kind(column.kind), column.meaning);
        }
    }
    out
}

#[test]
fn the_documentation_lists_the_columns() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tables.md");
    let page = fs::read_to_string(&path).unwrap();
    let (head, found) = page.split_once(MARK).expect("the mark");
    if corpus::bless() {
        fs::write(&path, format!("{head}{MARK}{}", lists())).unwrap();
    } else {
        assert_eq!(found, lists(), "docs/tables.md is old; YAODIAN_BLESS=1 cargo test tables writes it anew");
    }
}

#[test]
fn names_need_no_quotes_in_sql() {
    let reserved = ["end", "order", "group", "table", "from", "to", "where", "select", "column", "user"];
    for table in Tables::ALL {
        for column in table.columns {
            assert!(column.name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()));
            assert!(!reserved.contains(&column.name), "{}.{}", table.name, column.name);
        }
    }
}
