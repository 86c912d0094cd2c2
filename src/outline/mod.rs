//! A speech to its sections.
//!
//! `scan` finds every place where a marker may stand, by the table of `form`s; `series` finds which of them count on
//! one another and which are chance; `unmarked` adds headings without marker; `tree` puts each in its place; `title`
//! finds the words of each heading, and `check` reports what is wrong with the numbering.

mod check;
mod facts;
mod form;
mod pattern;
mod scan;
mod series;
mod style;
mod title;
mod tree;
mod unmarked;
mod view;
mod words;

use facts::Facts;
use form::{Family, Forms, Place};
use scan::Mark;
use tree::Item;
use view::View;
use words::Lists;

use crate::document::{LineRole, Role, Section, SectionKind, Segments, Source, Speech, SpeechKind};
use crate::edit::Text;
use crate::notice::Notice;
use crate::span::Span;

/// The heading forms, with their tables loaded.
#[derive(Debug)]
pub struct Outliner {
    forms: Forms,
    lists: Lists,
}

impl Default for Outliner {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether text behind a heading of this kind may have run into it: lists in words are cut at their commas anyway.
fn glue(item: &Item) -> bool {
    matches!(item.family, Family::Han | Family::Paren | Family::Digit)
}

/// A division with its words, before the tree.
struct Division {
    item: Item,
    marker: Option<Span>,
    /// Where its words begin.
    words: usize,
    form: &'static str,
}

impl Outliner {
    /// Loads the tables.
    pub fn new() -> Self {
        Self { forms: Forms::new(), lists: Lists::new() }
    }

    /// The divisions of one speech, in text order.
    pub fn outline(
        &self,
        source: &Source,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
        notices: &mut Vec<Notice>,
    ) -> Vec<Section> {
        let body = |&line: &usize| roles.get(line).is_none_or(|r| r.role == Role::Body);
        let lines: Vec<usize> = speech.lines.clone().filter(body).collect();
        let view = View {
            lists: &self.lists,
            text: text.as_str(),
            segments,
            lines: &lines,
            fiction: speech.kind == SpeechKind::Other,
        };
        let styled = style::headings(source, text, segments, &lines);
        let mut divisions = self.divisions(&view, &styled);
        view.kinds(&mut divisions);
        let items: Vec<Item> = divisions.iter().map(|d| d.item.clone()).collect();
        let nodes = tree::grow(&items, &Facts::of(&view, &items));
        let markers: Vec<Option<Span>> = divisions.iter().map(|d| d.marker).collect();
        check::numbering(text, &items, &nodes, &markers, notices);
        let cuts = view.cuts(&items);
        divisions
            .iter()
            .enumerate()
            .map(|(i, d)| {
                let end = nodes[i].end.map_or(speech.span.range().end, |j| items[j].at);
                let next = items.get(i + 1).map_or(usize::MAX, |n| n.at);
                let mut range = view.words_of(d, next);
                // A page that repeats the speech's title behind a heading makes it no part of the heading.
                if let Some(title) = speech.title.map(|t| text.slice(t))
                    && text.as_str()[range.clone()].trim_end().ends_with(title)
                    && d.item.kind == SectionKind::Heading
                {
                    range.end = range.start + text.as_str()[range.clone()].trim_end().len() - title.len();
                }
                Section {
                    span: Span::of(d.item.at..end.max(d.item.at)).trim(text.as_str()),
                    kind: d.item.kind,
                    level: nodes[i].level,
                    parent: nodes[i].parent,
                    marker: d.marker,
                    number: d.item.number,
                    title: title::title(&self.lists, text.as_str(), range, cuts[i], glue(&items[i])),
                    form: d.form,
                }
            })
            .collect()
    }

    /// The divisions in text order, kinds still open. `styled`: the lines that a Word file's styles make headings.
    fn divisions(&self, view: &View, styled: &[(usize, Family)]) -> Vec<Division> {
        let (text, segments) = (view.text, view.segments);
        let mut marks: Vec<Mark> = Vec::new();
        for &line in view.lines {
            scan::line(&self.forms, text, segments, line, &mut marks);
        }
        if view.fiction {
            // A story quotes lists in passing; only its own headings divide it.
            marks.retain(|m| m.place == Place::Line);
        }
        let series = series::group(&self.forms, &marks, |m| view.promised(&self.forms, &marks, m));
        let mut out: Vec<Division> = Vec::new();
        for (index, one) in series.iter().enumerate() {
            for &m in &one.marks {
                let mark = &marks[m];
                let form = self.forms.get(mark.form);
                out.push(Division {
                    item: Item {
                        at: mark.at,
                        line: mark.line,
                        unit: mark.unit,
                        place: mark.place,
                        family: one.family,
                        number: mark.number,
                        series: index,
                        within: one.within,
                        kind: SectionKind::Point,
                    },
                    marker: Some(Span::of(mark.at..mark.end).trim(text)),
                    words: mark.end,
                    form: form.name,
                });
            }
        }
        let mut opened: Vec<usize> =
            out.iter().filter(|d| d.item.place == Place::Line).map(|d| d.item.line).collect();
        opened.sort_unstable();
        let free = |line: usize| opened.binary_search(&line).is_err();
        let plain = unmarked::headings(&self.lists, text, segments, view.lines);
        let topics = unmarked::topics(&self.lists, text, segments, view.lines, |l| !free(l));
        let unstyled = |line: &usize| styled.binary_search_by_key(line, |s| s.0).is_err();
        let first = series.len();
        let plain = plain.into_iter().filter(unstyled).map(|l| (l, Family::Plain, "heading_unmarked", 0));
        let topics =
            topics.into_iter().map(|(l, run)| (l, Family::Topic, "topic_sentence", style::SERIES + run));
        let topics = topics.filter(|t| unstyled(&t.0));
        let styled = styled.iter().map(|&(l, family)| (l, family, "heading_style", style::series(family)));
        for (line, family, form, series) in styled.chain(plain).chain(topics) {
            if !free(line) {
                continue;
            }
            let at = segments.lines[line].span.range().start;
            let unit = segments.lines[line].units.start;
            let item = Item {
                at,
                line,
                unit,
                place: Place::Line,
                family,
                number: None,
                series: first + series,
                within: None,
                kind: SectionKind::Heading,
            };
            out.push(Division { item, marker: None, words: at, form });
        }
        out.sort_by_key(|d| d.item.at);
        out
    }
}

#[cfg(test)]
mod tests {
    //! Invented speeches, each for one edge of the rules.

    use super::*;
    use crate::segment;

    /// The outline of a text taken as one speech: kind, level, marker and title of each division.
    fn outline(text: &str) -> Vec<String> {
        sections(text).1
    }

    fn sections(text: &str) -> (Vec<Section>, Vec<String>, Vec<&'static str>) {
        let text = Text::new(text.into());
        let segments = segment::segment(&text);
        let Some((first, last)) = segments.lines.first().zip(segments.lines.last()) else {
            return Default::default();
        };
        let span = first.span.join(last.span);
        let speech = Speech { span, lines: 0..segments.lines.len(), ..Speech::default() };
        let roles = vec![LineRole { role: Role::Body, rule: "test" }; segments.lines.len()];
        let mut notices = Vec::new();
        let found =
            Outliner::new().outline(&Source::default(), &text, &segments, &roles, &speech, &mut notices);
        let words = |span: Option<Span>| span.map_or("-", |s| text.slice(s)).to_owned();
        let lines = found
            .iter()
            .map(|s| {
                let kind = match s.kind {
                    SectionKind::Heading => 'h',
                    SectionKind::Runin => 'r',
                    SectionKind::Point => 'p',
                };
                format!("{kind}{} {} {}", s.level, words(s.marker), words(s.title))
            })
            .collect();
        (found, lines, notices.iter().map(|n| n.code).collect())
    }

    #[test]
    fn levels_by_sense_and_points_in_running_text() {
        let text = "下面讲两点:\n一、修好水渠\n春灌在即。\n(一)清淤。各村要抓紧。一是组织劳力;二是备好机具。\n(二)护坡。\
                    要种草。\n二、管好林场\n1、防火。要巡山。\n2.防虫。要喷药。";
        assert_eq!(
            outline(text),
            [
                "h1 一、 修好水渠",
                "r2 (一) 清淤",
                "p3 一是 组织劳力",
                "p3 二是 备好机具",
                "r2 (二) 护坡",
                "h1 二、 管好林场",
                "r2 1、 防火",
                "r2 2. 防虫"
            ]
        );
    }

    #[test]
    fn ends_are_where_the_next_division_of_its_level_begins() {
        let text = "一、修渠\n要快。\n1、清淤。要清。\n二、护林\n要稳。";
        let (found, ..) = sections(text);
        let ends: Vec<&str> = found.iter().map(|s| s.span.of_text(text)).collect();
        assert_eq!(ends, ["一、修渠\n要快。\n1、清淤。要清。", "1、清淤。要清。", "二、护林\n要稳。"]);
        assert_eq!(found.iter().map(|s| s.parent).collect::<Vec<_>>(), [None, Some(0), None]);
    }

    #[test]
    fn lookalikes_are_left_alone() {
        for text in [
            "第一书记和第一时间到场的同志辛苦了。",
            "要一是一,二是二,不说空话。",
            "一、二年级的学生放假,三、四月份开学。",
            "一方面要快,另一方面要稳。",
            "首先,我代表镇政府向大家问好。",
            "1.5万亩良田,3.2公里水渠。",
            "全镇产量全县第一,质量第二。",
            "安全第一、预防为主。",
            "统一是基础,唯一是原则,二要。",
            "一要停电就先通知。",
            "2013年9月10日,天气晴。",
            "9:30开会。",
            "我们要把发展作为第一要务、人才作为第一资源。",
        ] {
            assert_eq!(outline(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn damaged_markers() {
        let text = "一、摸清底数。\n×、全面登记。要到户。\n×、逐户核对。要细。\n四、建档立卡\n(l)编号。要全。\n(2)归档。要快。";
        assert_eq!(
            outline(text),
            [
                "h1 一、 摸清底数",
                "r2 ×、 全面登记",
                "r2 ×、 逐户核对",
                "h1 四、 建档立卡",
                "r2 (l) 编号",
                "r2 (2) 归档"
            ]
        );
        assert_eq!(sections(text).2, ["numbering_gap"]);
        assert_eq!(outline("四是是对台账作了核对。要全。"), ["r1 四是 是对台账作了核对"]);
    }

    #[test]
    fn mixed_and_nested_series() {
        let text = "一是建队伍。要选人。一要懂行;二要肯干;三是有劲。\n二是建制度。首先要立规矩。其次要抓落实。第三,要看结果。";
        assert_eq!(
            outline(text),
            [
                "r1 一是 建队伍",
                "p2 一要 懂行",
                "p2 二要 肯干",
                "p2 三是 有劲",
                "r1 二是 建制度",
                "p2 首先 要立规矩",
                "p2 其次 要抓落实",
                "p2 第三, 要看结果"
            ]
        );
    }

    #[test]
    fn commas_lost() {
        let text = "全镇要做到一是加强领导二是完善机制三是抓好督查。第一修好水渠。要快。第二管好林场。要稳。";
        assert_eq!(
            outline(text),
            [
                "p1 一是 加强领导",
                "p1 二是 完善机制",
                "p1 三是 抓好督查",
                "p1 第一 修好水渠",
                "p1 第二 管好林场"
            ]
        );
    }

    #[test]
    fn bare_markers_and_unmarked_headings() {
        assert_eq!(outline("(一)\n春灌要抓紧。要快。\n(二)\n护林要抓紧。要稳。"), ["h1 (一) -", "h1 (二) -"]);
        let text = "各位代表:\n我报告工作。\n2013年工作回顾\n去年修渠三里,护林千亩。\n2014年工作安排\n今年再修三里。";
        assert_eq!(outline(text), ["h1 - 2013年工作回顾", "h1 - 2014年工作安排"]);
    }

    #[test]
    fn words_below_a_bare_number_and_lists_of_sentences() {
        assert_eq!(
            outline("一、修渠\n1\n清淤按期完成。全乡投工千个。\n二、护林\n要稳。"),
            ["h1 一、 修渠", "h2 1 清淤按期完成", "h1 二、 护林"]
        );
        assert_eq!(
            outline("四、护林\n要抓好以下几件事:\n一、巡山;\n二、防火;\n三、补种。\n五、修渠\n要快。"),
            ["h1 四、 护林", "p2 一、 巡山", "p2 二、 防火", "p2 三、 补种", "h1 五、 修渠"]
        );
    }

    #[test]
    fn parallel_paragraphs_with_topic_sentences() {
        let body = "全乡投工投劳三千个,新修渠道六公里,改善灌溉面积两千亩,受益农户一千三百户。";
        let topics = ["修好水利设施", "管好集体山林", "办好乡村小学", "建好农家书屋", "用好专项资金"];
        let text: String = topics.iter().map(|t| format!("{t}。{body}\n")).collect();
        let wanted: Vec<String> = topics.iter().map(|t| format!("r1 - {t}")).collect();
        assert_eq!(outline(&format!("去年做了五件事。\n{text}")), wanted);
        // Two such paragraphs are chance.
        let few: String = text.lines().take(2).collect::<Vec<_>>().join("\n");
        assert_eq!(outline(&few), Vec::<String>::new());
    }

    #[test]
    fn excerpts_counted_behind_their_sources() {
        let text =
            "护林要抓早。(2019年3月在全乡护林会上的讲话)二修渠要抓实。第一,清淤。要清。第二,护坡。要种草。";
        assert_eq!(outline(text), ["p1 二 修渠要抓实", "p2 第一, 清淤", "p2 第二, 护坡"]);
    }

    #[test]
    fn a_closing_paragraph_belongs_to_the_whole() {
        let text =
            "一、修渠\n要快。\n二、护林\n要稳。\n同志们,任务已定。一是抓早。早了主动。二是抓实。实了见效。";
        let (found, lines, _) = sections(text);
        assert_eq!(lines, ["h1 一、 修渠", "h1 二、 护林", "p1 一是 抓早", "p1 二是 抓实"]);
        assert_eq!(found[1].span.of_text(text).lines().last(), Some("同志们,任务已定。"));
    }

    #[test]
    fn a_repeated_number_is_reported() {
        assert_eq!(sections("一、修渠\n快。\n二、护林\n稳。\n二、防火\n严。").2, ["numbering_repeat"]);
        assert_eq!(sections("1、修渠。快。\n3、护林。稳。").2, ["numbering_gap"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[一二三十两第首先其次最后是要、，。；：:,.()（）①×—0-9 l\n领导工作今年同志们*X]{0,80}") {
            let (found, ..) = sections(&text);
            for (i, s) in found.iter().enumerate() {
                proptest::prop_assert!(text.get(s.span.range()).is_some());
                proptest::prop_assert!(s.parent.is_none_or(|p| p < i && found[p].span.contains(s.span)));
                let inner = [s.marker, s.title].into_iter().flatten();
                for span in inner {
                    proptest::prop_assert!(text.get(span.range()).is_some());
                }
            }
        }
    }
}
