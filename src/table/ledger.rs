//! The task ledger (任务台账) that a supervision office files: one line a requirement, in its own words and columns.

use super::{Day, Lines, Tables};
use crate::office::plain;
use crate::record::{Modality, Record};

/// The columns, in Chinese as they are printed.
pub const COLUMNS: [&str; 10] =
    ["序号", "讲话", "日期", "章节", "要求", "责任单位", "时限", "到期日", "类型", "原文位置"];

/// One requirement as a line of the ledger. Control characters, which office files cannot hold, are spaces.
#[derive(Clone, Debug)]
pub struct Task {
    /// The speech's title; the file's name where it has none.
    pub speech: String,
    /// The day it was held, if the words give a whole one.
    pub date: Option<Day>,
    /// The day in words, where they do not.
    pub date_text: String,
    /// The titles of the divisions it stands in.
    pub section: String,
    /// Its words.
    pub text: String,
    /// Who must act: the addressee, or who leads, answers and supports.
    pub who: String,
    /// By when or how often, in words.
    pub deadline: String,
    /// The last day, where it is known.
    pub due: Option<Day>,
    /// What kind of duty, in Chinese.
    pub kind: &'static str,
    /// The file.
    pub source: String,
    /// The line of the source text, from 1.
    pub line: i64,
    /// That line, in three: what stands before the requirement, its own words as they were written, what follows.
    pub context: [String; 3],
}

/// How much of a line is shown before and after a requirement: enough for any paragraph, not for a file on one line.
const AROUND: u32 = 1000;

/// The tasks of a record. `text` is its source text.
pub fn tasks(record: &Record, text: &str) -> Vec<Task> {
    let lines = Lines::new(text);
    let tables = Tables::of(record, text);
    let mut out = Vec::with_capacity(tables.requirements.len());
    // Requirements come speech by speech, as the speeches do.
    let mut requirements = tables.requirements.iter().peekable();
    // Sections are sorted by speech and number; their keys are found by place.
    let mut first_section = 0;
    for speech in &tables.speeches {
        let sections = &tables.sections[first_section..first_section + speech.sections as usize];
        first_section += sections.len();
        while let Some(r) = requirements.next_if(|r| r.speech == speech.speech) {
            let place = r.section.as_deref().and_then(|id| id.rsplit('.').next()?.parse::<usize>().ok());
            let section = place.and_then(|p| sections.get(p.checked_sub(1)?));
            let span = [r.span_start as u32, r.span_end as u32];
            out.push(Task {
                speech: plain(speech.title.as_deref().unwrap_or_else(|| file_name(&r.source))),
                date: speech.date,
                date_text: plain(speech.date_text.as_deref().unwrap_or_default()),
                section: plain(section.map_or("", |s| s.path.as_str())),
                text: plain(&r.text),
                who: plain(&who(r)),
                deadline: plain(r.deadline_text.as_deref().unwrap_or_default()),
                due: r.deadline,
                kind: kind(r.modality),
                source: plain(&r.source),
                line: r.line,
                context: context(&lines, span),
            });
        }
    }
    out
}

/// 牵头：教育局；配合：财政局. Without parts in a joint task, the addressee alone.
fn who(r: &super::RequirementRow) -> String {
    let addressee = r.addressee.as_deref().map(|words| match r.addressee_carried {
        Some(true) => format!("{words}（承前）"),
        _ => words.to_owned(),
    });
    let parts =
        [("牵头", &r.lead), ("负责", &r.responsible), ("配合", &r.support), ("主要负责人", &r.principal)];
    let parts: Vec<String> =
        parts.iter().filter_map(|(part, who)| Some(format!("{part}：{}", who.as_ref()?))).collect();
    // Whoever leads is often the addressee too: once is enough.
    let named = r.addressee.as_deref().is_some_and(|words| parts.iter().any(|p| p.contains(words)));
    addressee.filter(|_| !named).into_iter().chain(parts).collect::<Vec<_>>().join("；")
}

fn kind(modality: Modality) -> &'static str {
    match modality {
        Modality::Prohibition => "禁止",
        Modality::Obligation => "义务",
        Modality::Commitment => "承诺",
        Modality::Recommendation => "建议",
        Modality::Permission => "许可",
        Modality::Exhortation => "号召",
    }
}

fn context(lines: &Lines, [start, end]: [u32; 2]) -> [String; 3] {
    let [line_start, _] = lines.place(lines.number(start));
    let [_, line_end] = lines.place(lines.number(end.saturating_sub(1).max(start)));
    let from = line_start.max(start.saturating_sub(AROUND));
    let to = line_end.min(end.saturating_add(AROUND)).max(end);
    let mut before = plain(lines.words([from, start]));
    let mut after = plain(lines.words([end, to]));
    if from > line_start {
        before.insert(0, '…');
    }
    if to < line_end {
        after.push('…');
    }
    [before, plain(lines.words([start, end])), after]
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Pipeline};

    #[test]
    fn a_requirement_as_a_task() {
        let page = "在防汛会议上的讲话\n(2007年5月16日)\n同志们:\n一、抓好落实\n今年雨水多。各乡镇要在6月10日前完成堤防检查。水利局牵头,财政局配合。\n二、严守纪律\n值班人员不得\u{1}擅自离岗。\n";
        let document = Pipeline::new(&Options::default()).process("a/b.txt", page.as_bytes());
        let tasks = tasks(&Record::from(&document), &document.source.text);
        let first = &tasks[0];
        assert_eq!((first.speech.as_str(), first.section.as_str()), ("在防汛会议上的讲话", "抓好落实"));
        assert_eq!((first.who.as_str(), first.deadline.as_str(), first.line), ("各乡镇", "6月10日前", 5));
        assert_eq!(first.due, Day::of("2007-06-10"));
        assert_eq!(first.context[0], "今年雨水多。");
        assert!(first.context[1].starts_with("各乡镇要") && first.context[2].ends_with("配合。"));
        assert_eq!(tasks[1].who, "牵头：水利局；配合：财政局");
        assert_eq!(tasks.last().map(|t| t.kind), Some("禁止"));
        assert!(tasks.iter().all(|t| !t.context.concat().contains(char::is_control)));
    }

    #[test]
    fn a_file_on_one_line_is_shown_in_part() {
        let page =
            format!("{}各乡镇要在6月10日前完成检查。{}", "今年雨水多。".repeat(999), "天气好。".repeat(999));
        let document = Pipeline::new(&Options::default()).process("a.txt", page.as_bytes());
        let tasks = tasks(&Record::from(&document), &document.source.text);
        let context = &tasks[0].context;
        assert!(context[0].starts_with('…') && context[2].ends_with('…'), "{context:?}");
        assert_eq!(context[0].chars().count(), 1001);
    }
}
