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

#[test]
fn points_end_with_their_paragraph_or_before_what_sums_them_up() {
    let text = "一、修渠\n存在三个问题:一是渠道老化;二是管护不力。对这些问题,各村要逐项整改。\n水利局要派人指导。\n二、护林\n要稳。";
    let (found, lines, _) = sections(text);
    assert_eq!(lines, ["h1 一、 修渠", "p2 一是 渠道老化", "p2 二是 管护不力", "h1 二、 护林"]);
    assert_eq!(found[2].span.of_text(text), "二是管护不力。");
    assert!(found[0].span.of_text(text).ends_with("派人指导。"));
    // A heading glued to the end of a paragraph heads those below.
    let text = "今天讲两个问题。一、为什么要修渠\n渠道老了。\n这些问题必须解决。二、怎么修渠\n大家动手。";
    let (found, ..) = sections(text);
    assert_eq!(found[0].span.of_text(text), "一、为什么要修渠\n渠道老了。\n这些问题必须解决。");
    assert_eq!(found[1].span.of_text(text), "二、怎么修渠\n大家动手。");
}

#[test]
fn a_list_inside_an_item_lies_below_it() {
    let text = "第一条,办事要快。一是该进的要进。部门要派人。二是该合的要合。一要合并材料;二要合并踏勘。\n\
                第二条,作风要硬。(1)首问负责。(2)末位淘汰:①对推诿的通报;②对作假的撤换。\n\
                第三条,纪律要严。要守时。";
    assert_eq!(
        outline(text),
        [
            "r1 第一条, 办事要快",
            "p2 一是 该进的要进",
            "p2 二是 该合的要合",
            "p3 一要 合并材料",
            "p3 二要 合并踏勘",
            "r1 第二条, 作风要硬",
            "p2 (1) 首问负责",
            "p2 (2) 末位淘汰",
            "p3 ① 对推诿的通报",
            "p3 ② 对作假的撤换",
            "r1 第三条, 纪律要严",
        ]
    );
}

#[test]
fn numbered_sentences_that_ask_are_items_and_no_headings() {
    let text = "(一)改造街道\n1.车站要在10月底前修好坡道。\n2.新建项目必须同步验收。\n(二)改造小区\n1.加装扶手,每户补助800元。\n2.盲道不得占用。\n三、抓好落实\n各部门要快。";
    assert_eq!(
        outline(text),
        [
            "h1 (一) 改造街道",
            "p2 1. 车站要在10月底前修好坡道",
            "p2 2. 新建项目必须同步验收",
            "h1 (二) 改造小区",
            "p2 1. 加装扶手",
            "p2 2. 盲道不得占用",
            "h1 三、 抓好落实"
        ]
    );
    // 首先 in the talk is no heading, and 一、 on its own line never lies below it.
    let text = "首先,我宣布一个好消息!\n其次,我要泼一盆冷水。\n一、干什么\n清沟渠。\n二、怎么干\n大家动手。";
    let (found, lines, notices) = sections(text);
    assert_eq!(
        lines,
        ["p1 首先, 我宣布一个好消息", "p1 其次, 我要泼一盆冷水", "h1 一、 干什么", "h1 二、 怎么干"]
    );
    assert_eq!(found.iter().map(|s| s.number).collect::<Vec<_>>(), [Some(1), Some(2), Some(1), Some(2)]);
    assert!(notices.is_empty());
}

#[test]
fn lists_as_many_as_promised() {
    let text = "我点三个问题。\n河道漂浮物。河长办二十日前要清理完毕,清不完的我陪你们一起下河去捞,捞到干净为止。\n建筑垃圾。村里盖房子的多,垃圾随手一倒了事,城建办要牵头选两个消纳点,谁产生谁清运。\n村容村貌。每周六定为清洁日,各村党员干部要带头扫,也鼓励学生参加,扫把由镇里统一购买。\n散会。";
    assert_eq!(outline(text), ["r1 - 河道漂浮物", "r1 - 建筑垃圾", "r1 - 村容村貌"]);
    let text = "我交代三句话。\n入户要有礼。进门先亮证件。登记要有据。没有依据的一个也不填。数据要有责。谁填谁签字。";
    assert_eq!(outline(text), ["p1 - 入户要有礼", "p1 - 登记要有据", "p1 - 数据要有责"]);
    assert_eq!(outline(&text.replace("三句", "四句")), Vec::<String>::new());
}

#[test]
fn neighbours_save_what_looks_like_something_else() {
    let text = "第一任务要清。要快。\n第二重点要准。要稳。\n第三手段要硬。要严。\n第四纪律要严。要实。";
    assert_eq!(
        outline(text),
        ["r1 第一 任务要清", "r1 第二 重点要准", "r1 第三 手段要硬", "r1 第四 纪律要严"]
    );
    assert_eq!(outline("第一书记来了。要欢迎。\n第二,修渠。要快。\n第三,护林。要稳。").len(), 2);
    let text = "一个是人的问题。要教育。\n再一个是车的问题。要报废。\n还有一个是路的问题。要修补。";
    assert_eq!(outline(text), ["r1 一个是 人的问题", "r1 再一个是 车的问题", "r1 还有一个是 路的问题"]);
}

#[test]
fn headings_with_a_stop_above_their_paragraphs() {
    let body = "全乡投工投劳三千个,新修渠道六公里,改善灌溉面积两千亩,受益农户一千三百户,群众满意。";
    let heads = ["水利建设稳步推进", "集体山林管护一新", "科教兴农,基础在人"];
    let text: String = heads.iter().map(|h| format!("\n{h}。\n{body}\n")).collect();
    let text = format!(
        "一、去年工作\n去年做了许多事,大家都很辛苦,全乡上下出力不少。\n{text}\n结束语\n各位代表,新的一年任务很重。"
    );
    let wanted = [
        "h1 一、 去年工作",
        "h2 - 水利建设稳步推进",
        "h2 - 集体山林管护一新",
        "h2 - 科教兴农,基础在人",
        "h1 - 结束语",
    ];
    assert_eq!(outline(&text), wanted);
    assert_eq!(
        outline("三、当前的几项工作1.摸清底数\n各村要登记。2.严控新增。要早制止。"),
        ["h1 三、 当前的几项工作", "p2 1. 摸清底数", "p2 2. 严控新增"]
    );
}

#[test]
fn words_of_sequence_below_one_another() {
    let text = "首先,说说原因。要找准。\n最后不提也罢。\n其次,说说办法。有两件事要办。\n一个是人的事。要涨工资。\n再一个是钱的事。要大家出。\n四、几点希望\n要齐心。";
    assert_eq!(
        outline(text),
        [
            "r1 首先, 说说原因",
            "r1 其次, 说说办法",
            "r2 一个是 人的事",
            "r2 再一个是 钱的事",
            "h1 四、 几点希望"
        ]
    );
    let text = "误区之一是贪大。三百人的村要修广场。\n误区之二是求洋。老房子全拆了。";
    assert_eq!(outline(text), ["r1 误区之一是 贪大", "r1 误区之二是 求洋"]);
}

#[test]
fn titles_in_speeches_that_lost_their_commas() {
    let body = "各村的水渠都要在汛期到来之前清理一遍谁的渠段谁负责清不干净的不放水".repeat(12);
    let text = format!(
        "{body}。第一步是自查阶段各村组织劳力逐段过一遍。第二步是验收阶段由县里组织抽查不合格的返工。"
    );
    assert_eq!(outline(&text), ["p1 第一步 是自查阶段", "p1 第二步 是验收阶段"]);
}

#[test]
fn a_topic_right_below_a_heading_without_number() {
    let body = "全乡投工投劳三千个,新修渠道六公里,改善灌溉面积两千亩,受益农户一千三百户。";
    let topics = [
        "水利建设有了新起色",
        "山林管护有了新进展",
        "乡村小学有了新提高",
        "农家书屋有了新面貌",
        "干部作风有了新转变",
    ];
    let text: String = topics.iter().map(|t| format!("{t}。{body}\n")).collect();
    let text = format!(
        "下面报告工作。\n2017年工作情况\n{text}今年的打算很明确。\n2018年工作打算\n要抓好两件事:\n一抓产业。要扩茶园。\n二抓就业。要办培训。\n结束语\n同志们,任务很重。"
    );
    let mut wanted = vec!["h1 - 2017年工作情况".to_owned()];
    wanted.extend(topics.iter().map(|t| format!("r2 - {t}")));
    wanted.extend(["h1 - 2018年工作打算", "r2 一 抓产业", "r2 二 抓就业", "h1 - 结束语"].map(str::to_owned));
    assert_eq!(outline(&text), wanted);
}
