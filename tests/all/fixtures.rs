//! The Word pages of the corpus, written by docx-rs: what stands in `corpus/pages/word_*.docx` is what this file says.
//!
//! `YAODIAN_BLESS=1 cargo test fixtures` writes them anew. Names and times are fixed, so the bytes are.

use std::fs;
use std::io::Cursor;

use docx_rs::*;

use crate::corpus;

/// Every Word page, in a fixed order: docx-rs counts its identifiers over the whole process.
fn pages() -> Vec<(&'static str, Docx)> {
    vec![
        ("word_styles", styles()),
        ("word_numbering", numbering()),
        ("word_tables", tables()),
        ("word_tracked", tracked()),
        ("word_bold_runins", bold_runins()),
        ("word_counters", counters()),
        ("word_links_notes", links_notes()),
    ]
}

const AUTHOR: &str = "办公室";
const DAY: &str = "2019-03-04T08:00:00Z";

fn page() -> Docx {
    Docx::new().created_at(DAY).updated_at(DAY)
}

fn run(text: &str) -> Run {
    Run::new().add_text(text)
}

fn body(text: &str) -> Paragraph {
    Paragraph::new().add_run(run(text))
}

fn heading(level: usize, text: &str) -> Paragraph {
    Paragraph::new().add_run(run(text)).style(&format!("Heading{level}"))
}

fn centred(text: &str) -> Paragraph {
    Paragraph::new().add_run(run(text)).align(AlignmentType::Center)
}

fn with_heading_styles(mut docx: Docx) -> Docx {
    for level in 1..=3 {
        let style = Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .outline_lvl(level - 1)
            .bold();
        docx = docx.add_style(style);
    }
    docx
}

/// Heading styles say what is a heading; their words carry no numbers. The page head is no text.
fn styles() -> Docx {
    let header = Header::new().add_paragraph(centred("鹿汀县人民政府办公室"));
    with_heading_styles(page())
        .header(header)
        .add_paragraph(centred("在全县公共自行车运营工作会议上的讲话"))
        .add_paragraph(centred("副县长 ×××"))
        .add_paragraph(centred("（2019年3月4日）"))
        .add_paragraph(body("同志们："))
        .add_paragraph(body("公共自行车投放一年来，日均骑行1.3万人次，方便了群众出行。下面，我讲两点意见。"))
        .add_paragraph(heading(1, "运营情况"))
        .add_paragraph(body("全县建成站点64个，投放车辆1600辆。个别站点车辆乱停、损坏不修，群众反映较多。"))
        .add_paragraph(heading(1, "下一步工作"))
        .add_paragraph(heading(2, "站点管理"))
        .add_paragraph(body(
            "运营公司要做到每日巡检，故障车24小时内修复。城管局不得以占道为由拆除已审批的站点。",
        ))
        .add_paragraph(heading(2, "宣传引导"))
        .add_paragraph(heading(3, "进校园"))
        .add_paragraph(body("鼓励学校开展文明骑行教育。不满12周岁的儿童不得骑行。"))
        .add_paragraph(body("希望大家共同努力，让小单车成为大名片。"))
}

fn level(index: usize, format: &str, text: &str) -> Level {
    Level::new(index, Start::new(1), NumberFormat::new(format), LevelText::new(text), LevelJc::new("left"))
        .suffix(LevelSuffixType::Nothing)
}

fn numbered(list: usize, depth: usize, text: &str) -> Paragraph {
    Paragraph::new().add_run(run(text)).numbering(NumberingId::new(list), IndentLevel::new(depth))
}

/// 一、 / （一） / 1. by Word's own counting; the deeper levels begin again under each parent.
fn numbering() -> Docx {
    let list = AbstractNumbering::new(10)
        .add_level(level(0, "japaneseCounting", "%1、"))
        .add_level(level(1, "japaneseCounting", "（%2）"))
        .add_level(level(2, "decimal", "%3."));
    page()
        .add_abstract_numbering(list)
        .add_numbering(Numbering::new(10, 10))
        .add_paragraph(centred("在全市无障碍环境建设推进会上的讲话"))
        .add_paragraph(body("各位委员、同志们："))
        .add_paragraph(body("今天这个会议开得很及时。我讲三点意见。"))
        .add_paragraph(numbered(10, 0, "提高认识"))
        .add_paragraph(body("全市有残疾人11.2万、老年人63万，无障碍不是少数人的事。"))
        .add_paragraph(numbered(10, 0, "抓住重点"))
        .add_paragraph(numbered(10, 1, "改造公共场所"))
        .add_paragraph(numbered(10, 2, "医院、车站要在10月底前完成坡道改造。住建局每月通报一次进度。"))
        .add_paragraph(numbered(10, 2, "新建项目必须同步设计、同步施工、同步验收。"))
        .add_paragraph(numbered(10, 1, "改造居民小区"))
        .add_paragraph(numbered(10, 2, "多层住宅加装扶手，每户补助不超过800元。"))
        .add_paragraph(numbered(10, 2, "盲道不得占用，占用的一律清除。"))
        .add_paragraph(numbered(10, 0, "落实责任"))
        .add_paragraph(numbered(10, 1, "残联牵头，各部门配合，年底前逐项验收。"))
        .add_paragraph(body("让我们携手努力，让城市更有温度！"))
}

fn row(cells: &[&str]) -> TableRow {
    let cell = |text: &&str| TableCell::new().add_paragraph(Paragraph::new().add_run(run(text)));
    TableRow::new(cells.iter().map(cell).collect())
}

/// A table of tasks between the paragraphs, with a table inside one of its cells.
fn tables() -> Docx {
    let inner = Table::new(vec![row(&["东片", "6个村"]), row(&["西片", "9个村"])]);
    let nested = TableCell::new().add_paragraph(Paragraph::new().add_run(run("分片安排"))).add_table(inner);
    let tasks = Table::new(vec![
        row(&["任务", "牵头单位", "完成时限"]),
        row(&["整修晒场12处", "农业农村局", "9月15日前"]),
        row(&["检修烘干机86台，不得带病作业", "农机中心", "9月10日前"]),
    ]);
    page()
        .add_paragraph(centred("全县秋粮减损工作动员讲话"))
        .add_paragraph(body("同志们：秋收在即，县里决定开展为期40天的粮食减损行动。任务分工如下："))
        .add_table(tasks)
        .add_paragraph(body("各乡镇要按照分工抓好落实，每周五报送进度。严禁在公路上打场晒粮。"))
        .add_table(Table::new(vec![TableRow::new(vec![nested]), row(&["县农机中心派出机手40名"])]))
        .add_paragraph(body("丰收在望，但丰产还要丰收。希望大家颗粒归仓。"))
}

/// Insertions are read, deletions are not.
fn tracked() -> Docx {
    let inserted = |text: &str| Insert::new(run(text)).author(AUTHOR).date(DAY);
    let deleted =
        |text: &str| Delete::new().add_run(Run::new().add_delete_text(text)).author(AUTHOR).date(DAY);
    page()
        .add_paragraph(centred("在社区矫正工作例会上的讲话"))
        .add_paragraph(
            Paragraph::new()
                .add_run(run("司法所要在"))
                .add_delete(deleted("5个"))
                .add_insert(inserted("3个"))
                .add_run(run("工作日内完成入矫谈话，不得"))
                .add_delete(deleted("随意"))
                .add_run(run("拖延。")),
        )
        .add_paragraph(Paragraph::new().add_delete(deleted("此段删去，不再要求。")))
        .add_paragraph(
            Paragraph::new()
                .add_insert(inserted("建议矫正对象所在村（社区）成立帮扶小组，"))
                .add_run(run("每月走访一次。")),
        )
}

/// No styles at all: a bold, centred title, bold run-in headings before plain words, a letter-spaced name.
fn bold_runins() -> Docx {
    let runin = |head: &str, text: &str| Paragraph::new().add_run(run(head).bold()).add_run(run(text));
    page()
        .add_paragraph(Paragraph::new().add_run(run("在全市家庭医生").bold()).align(AlignmentType::Center))
        .add_paragraph(
            Paragraph::new().add_run(run("签约服务推进会上的讲话").bold()).align(AlignmentType::Center),
        )
        .add_paragraph(centred("张  某  某"))
        .add_paragraph(centred("2018年7月20日"))
        .add_paragraph(body("同志们："))
        .add_paragraph(body("签约率上来了，签而不约的问题还在。我提四点要求。"))
        .add_paragraph(runin("签约要自愿。", "不得替群众签字，不得以签约率排名压任务。"))
        .add_paragraph(runin(
            "服务要到位。",
            "每名签约医生服务不超过2000人，对高血压、糖尿病患者每季度随访一次。",
        ))
        .add_paragraph(runin("转诊要顺畅。", "市属医院应当预留20%的号源，优先接诊签约居民。"))
        .add_paragraph(runin(
            "激励要兑现。",
            "财政部门于每年1月底前拨付签约服务费，可以将其中七成用于人员薪酬。",
        ))
        .add_paragraph(body("谢谢大家！"))
}

/// What else Word counts with, a list that begins again, and one that begins at five.
fn counters() -> Docx {
    let formats = [
        ("chineseCountingThousand", "第%1条　"),
        ("ideographDigital", "%1．"),
        ("decimalEnclosedCircle", "%1"),
        ("bullet", "●"),
        ("upperRoman", "%1. "),
    ];
    let mut docx = page();
    for (i, (format, text)) in formats.iter().enumerate() {
        let id = 20 + i;
        docx = docx
            .add_abstract_numbering(AbstractNumbering::new(id).add_level(level(0, format, text)))
            .add_numbering(Numbering::new(id, id));
    }
    docx = docx
        .add_numbering(Numbering::new(30, 20).add_override(LevelOverride::new(0).start(1)))
        .add_numbering(Numbering::new(31, 21).add_override(LevelOverride::new(0).start(5)))
        .add_paragraph(centred("桐垭乡村规民约宣讲提纲"));
    for text in ["红白事简办，酒席不超过10桌。", "垃圾入桶，不准倒进河里。"] {
        docx = docx.add_paragraph(numbered(20, 0, text));
    }
    for text in ["邻里互助", "尊老爱幼"] {
        docx = docx.add_paragraph(numbered(21, 0, text));
    }
    for text in ["赡养老人是子女的义务", "不得虐待、遗弃老人"] {
        docx = docx.add_paragraph(numbered(22, 0, text));
    }
    docx = docx
        .add_paragraph(numbered(23, 0, "本约由村民会议负责解释"))
        .add_paragraph(numbered(24, 0, "附则"))
        .add_paragraph(numbered(30, 0, "违反本约的，取消当年评优资格。"))
        .add_paragraph(numbered(31, 0, "爱护公物"));
    docx
}

/// A link, a footnote, tabs and breaks, hidden words, a page number field.
fn links_notes() -> Docx {
    let mut note = Footnote::new();
    let note = note.add_content(Paragraph::new().add_run(run("数据截至2018年6月底。")));
    let link = Hyperlink::new("http://www.example.com/zc", HyperlinkType::External).add_run(run("实施办法"));
    page()
        .footer(Footer::new().add_paragraph(Paragraph::new().add_page_num(PageNum::new())))
        .add_paragraph(centred("在古树名木保护培训班上的讲话"))
        .add_paragraph(
            Paragraph::new()
                .add_run(run("全县挂牌古树412株"))
                .add_run(Run::new().add_footnote_reference(note))
                .add_run(run("。各村要按照"))
                .add_hyperlink(link)
                .add_run(run("落实一树一档。")),
        )
        .add_paragraph(
            Paragraph::new()
                .add_run(
                    run("护林员：")
                        .add_tab()
                        .add_text("每月巡查不少于4次；")
                        .add_break(BreakType::TextWrapping),
                )
                .add_run(run("林业站：").add_tab().add_text("每季度抽查一次。")),
        )
        .add_paragraph(
            Paragraph::new()
                .add_run(run("任何人不得移植、砍伐古树。"))
                .add_run(run("内部批注，不公开。").vanish()),
        )
        .add_paragraph(
            Paragraph::new().add_run(Run::new().add_break(BreakType::Page)).add_run(run("特此说明。")),
        )
}

/// One test writes or compares all of them, so that they are always made in the same order.
#[test]
fn word_pages_are_what_this_file_writes() {
    let mut stale = Vec::new();
    for (name, docx) in pages() {
        let mut bytes = Cursor::new(Vec::new());
        docx.pack(&mut bytes).unwrap();
        let path = corpus::root().join("pages").join(format!("{name}.docx"));
        if corpus::bless() {
            fs::write(&path, bytes.get_ref()).unwrap();
        } else if fs::read(&path).unwrap_or_default() != *bytes.get_ref() {
            stale.push(name);
        }
    }
    assert!(
        stale.is_empty(),
        "{stale:?} differ from what is committed: run with YAODIAN_BLESS=1 and look at the diff"
    );
}
