use serde_json::{Value, json};

use super::*;
use crate::record::{DeadlineKind, DiagnosticSeverity, Format, Modality, SectionKind, SpeechKind};
use crate::{Options, Pipeline};

const PAGE: &str = "在全县防汛工作会议上的讲话\n(2007年5月16日)\n同志们:\n一、抓好落实\n(一)落实责任。各乡镇要在6月10日前完成堤防检查,每个村至少落实2名巡堤员。水利局牵头,财政局、气象局配合。\n二、严守纪律\n值班人员不得擅自离岗。\n";

fn tables(page: &str) -> Tables {
    let pipeline = Pipeline::new(&Options { words: true, ..Options::default() });
    let document = pipeline.process("a/b.txt", page.as_bytes());
    Tables::of(&Record::from(&document), &document.source.text)
}

#[test]
fn a_page_as_rows() {
    let tables = tables(PAGE);
    let row = |rows: Value| rows[0].clone();
    let file = row(json!(tables.files));
    assert_eq!(
        (&file["source"], &file["failed"], &file["speeches"]),
        (&json!("a/b.txt"), &json!(false), &json!(1))
    );
    let speech = row(json!(tables.speeches));
    assert_eq!(
        (&speech["date"], &speech["year"], &speech["line"]),
        (&json!("2007-05-16"), &json!(2007), &json!(1))
    );
    let paths: Vec<&str> = tables.sections.iter().map(|s| s.path.as_str()).collect();
    assert_eq!(paths, ["抓好落实", "抓好落实 / 落实责任", "严守纪律"]);
    let duty = &tables.requirements[0];
    assert_eq!(
        (duty.line, duty.addressee.as_deref(), duty.deadline),
        (5, Some("各乡镇"), Day::of("2007-06-10"))
    );
    assert_eq!(duty.quantities.as_deref(), Some("2名"));
    let joint = tables.requirements.iter().find(|r| r.lead.is_some()).expect("a joint task");
    assert_eq!((joint.lead.as_deref(), joint.support.as_deref()), (Some("水利局"), Some("财政局、气象局")));
    let last = tables.sentences.last().expect("sentences");
    assert_eq!(
        (last.text.as_str(), last.section.as_deref(), last.line),
        ("值班人员不得擅自离岗。", Some("1.3"), 7)
    );
    assert_eq!(last.words.split(' ').count(), last.tags.split(' ').count());
    assert_eq!(last.words.replace(' ', ""), last.text);
}

#[test]
fn a_file_that_cannot_be_read_is_a_row_and_says_why() {
    let tables = tables("%PDF-1.7 ");
    assert!(tables.files[0].failed && tables.speeches.is_empty());
    assert_eq!(tables.diagnostics[0].severity, DiagnosticSeverity::Error);
}

#[test]
fn every_row_has_a_cell_of_its_kind_for_every_column() {
    for (rows, table) in tables(PAGE).all().into_iter().zip(Tables::ALL) {
        assert_eq!(rows.table().name, table.name);
        for index in 0..rows.count() {
            let mut cells = Vec::new();
            rows.cells(index, &mut cells);
            assert_eq!(cells.len(), table.columns.len());
            for (cell, column) in cells.iter().zip(table.columns) {
                let fits = match (cell, column.kind) {
                    (Cell::Null, _) => column.nullable,
                    (Cell::Text(_), Kind::Text)
                    | (Cell::Int(_), Kind::Int)
                    | (Cell::Float(_), Kind::Float) => true,
                    (Cell::Bool(_), Kind::Bool) | (Cell::Date(_), Kind::Date) => true,
                    (Cell::Name(name), Kind::Name(all)) => all.is_empty() || all.contains(name),
                    _ => false,
                };
                assert!(fits, "{}.{}: {cell:?}", table.name, column.name);
            }
        }
    }
}

#[test]
fn json_rows_have_the_columns_in_order() {
    let rows = serde_json::to_string(&tables(PAGE)).expect("plain data");
    for table in Tables::ALL {
        let (_, from) = rows.split_once(&format!("\"{}\":[", table.name)).expect("the table");
        let mut at = 0;
        // An empty table shows none.
        for column in table.columns.iter().filter(|_| from.starts_with('{')) {
            let key = format!("\"{}\":", column.name);
            at += from[at..].find(&key).unwrap_or_else(|| panic!("{}.{}", table.name, column.name));
        }
    }
}

#[test]
fn names_are_those_of_the_json() {
    fn check<T: Serialize + Typed>(all: &[(T, &'static str)]) {
        for (value, name) in all {
            assert_eq!(serde_json::to_value(value).expect("a name"), json!(name));
            assert_eq!(value.cell(), Cell::Name(name));
        }
    }
    check(Format::NAMED);
    check(SpeechKind::NAMED);
    check(SectionKind::NAMED);
    check(Modality::NAMED);
    check(DeadlineKind::NAMED);
    check(DiagnosticSeverity::NAMED);
}
