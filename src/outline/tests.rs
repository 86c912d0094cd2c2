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
    let found = Outliner::new().outline(&Source::default(), &text, &segments, &roles, &speech, &mut notices);
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
        ["p1 一是 加强领导", "p1 二是 完善机制", "p1 三是 抓好督查", "p1 第一 修好水渠", "p1 第二 管好林场"]
    );
}

#[test]
fn bare_markers_and_unmarked_headings() {
    assert_eq!(outline("(一)\n春灌要抓紧。要快。\n(二)\n护林要抓紧。要稳。"), ["h1 (一) -", "h1 (二) -"]);
    let text =
        "各位代表:\n我报告工作。\n2013年工作回顾\n去年修渠三里,护林千亩。\n2014年工作安排\n今年再修三里。";
    assert_eq!(outline(text), ["h1 - 2013年工作回顾", "h1 - 2014年工作安排"]);
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
