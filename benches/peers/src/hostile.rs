//! `hostile CORPUS OUT MB`: each text of the hostile corpus repeated up to MB megabytes, and texts made to be slow.

use std::fs;
use std::path::Path;

use crate::files::files;

pub fn main() {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let [corpus, out, megabytes] = arguments.as_slice() else { panic!("hostile CORPUS OUT MB") };
    let bytes = megabytes.parse::<usize>().expect("megabytes") * 1_000_000;
    fs::create_dir_all(out).expect("a folder");
    let write = |name: &str, text: &[u8]| fs::write(Path::new(out).join(name), text).expect("room to write");
    for path in files(Path::new(corpus)) {
        let content = fs::read(&path).expect("a file");
        if path.extension().is_some_and(|e| e == "txt") && content.len() > 3 {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            write(&name, &content.repeat(bytes / content.len() + 1)[..bytes]);
        }
    }
    let repeated = |piece: &str| piece.repeat(bytes / piece.len());
    for (name, piece) in [
        ("openers", "（“《"),
        ("closers", "）”》"),
        ("markers_one_line", "一、二、（一）1."),
        ("headings", "一、抓落实\n"),
        ("salutations", "同志们:\n"),
        ("titles", "在全县工作会议上的讲话\n"),
        ("labels", "第一篇:在全县工作会议上的讲话\n"),
        ("cues_no_stop", "必须要确保不得严禁"),
        ("cues", "各乡镇要在6月10日前必须完成。\n"),
        ("dates", "2007年5月16日"),
        ("numerals", "一百二十三万四千"),
        ("commas", "要,"),
        ("glosses", "會(huì)議(yì)"),
        ("slips", "?,F?肮睬鄨"),
        ("brackets", "("),
        ("spaces", "县 长 张 某 "),
        ("entities", "&nbsp;&amp;<br/>"),
        ("question_marks", "??"),
        ("one_sentence", "要抓紧落实工作责任"),
        ("latin", "a"),
        ("masks", "×××"),
        ("furniture", "上一页 下一页 首页 > 范文 > 讲话稿\n"),
    ] {
        write(&format!("made_{name}.txt"), repeated(piece).as_bytes());
    }
}
