//! Word documents: the text as Word shows it, one paragraph a line.
//!
//! [`package`] opens the zip file, [`relations`] find the parts, [`xml`] reads them from what [`scan`] finds, but for [`passages`] that come
//! again; [`styles`] and [`numbering`] say
//! what paragraphs are; [`body`] puts the words in order and [`counter`] numbers them. What is read and what is not:
//! `docs/reading.md`.

use super::{Limits, ReadError};
use crate::notice::Notice;

mod body;
mod counter;
mod element;
mod fields;
mod flow;
mod format;
mod known;
mod numbering;
mod package;
mod paragraph;
mod passages;
mod relations;
mod scan;
mod styles;
mod symbols;
#[cfg(test)]
mod tests;
mod xml;

use body::Body;
use flow::Lines;
use known::Known;
use package::Package;
use relations::Relations;
use xml::{Sink, Stop};

/// Reads a zip file as a Word document.
pub(super) fn read(bytes: &[u8], limits: &Limits, notices: &mut Vec<Notice>) -> Result<Lines, ReadError> {
    let mut package = Package::open(bytes, limits);
    let mut damaged = !package.is_whole();
    if damaged {
        package.salvage();
    }
    let main = main_part(&mut package)?;
    let relations = Relations::of(&mut package, &main)?;
    let mut known = Known::default();
    let mut side = |kind, sink: &mut dyn Sink| {
        let name = relations.target(kind).map_or_else(|| format!("word/{kind}.xml"), String::from);
        match package.part(&name)?.map(|part| xml::read(part, sink)) {
            None | Some(Ok(())) => Ok(()),
            Some(Err(Stop::TooLarge)) => Err(too_large(limits)),
            Some(Err(Stop::Broken(why))) => {
                notices.push(broken(&name, &why));
                Ok(())
            }
        }
    };
    side("styles", &mut known.styles)?;
    known.styles.resolve();
    side("numbering", &mut known.numbering)?;
    for kind in ["footnotes", "endnotes"] {
        let mut notes = Body::new(&mut known);
        side(kind, &mut notes)?;
        notes.finish();
        let found = std::mem::take(&mut notes.found);
        known.notes.extend(found);
    }
    let mut body = Body::new(&mut known);
    let result = match package.part(&main)? {
        Some(part) => xml::read(part, &mut body),
        None => Err(Stop::Broken("the part cannot be opened".into())),
    };
    let lines = body.finish();
    let (is_word, embedded, hidden) = (body.is_word, body.embedded, body.hidden);
    match result {
        Ok(()) => {}
        Err(Stop::TooLarge) => return Err(too_large(limits)),
        Err(Stop::Broken(why)) => {
            damaged = true;
            if lines.text.trim().is_empty() {
                return Err(beyond_repair(&why));
            }
            notices.push(broken(&main, &why));
        }
    }
    if !is_word {
        return Err(not_docx("其主文档不是 Word 文档", "its main part is no Word document"));
    }
    if damaged {
        notices.push(Notice::warning(
            "docx_damaged",
            None,
            "文件已损坏,只读出了损坏处以前的文字。The file is damaged: the text was read up to the break.",
        ));
    }
    if embedded > 0 {
        notices.push(Notice::warning(
            "embedded_part",
            None,
            format!(
                "嵌入的 {embedded} 个文档未读取。{embedded} embedded documents (altChunk) were not read."
            ),
        ));
    }
    if hidden > 0 {
        notices.push(Notice::info(
            "hidden_text",
            None,
            format!("略去 {hidden} 个隐藏字符。{hidden} characters of hidden text were left out."),
        ));
    }
    Ok(lines)
}

/// The name of the main part: by the package's relationships, or by the name it has in nearly all files.
fn main_part(package: &mut Package) -> Result<String, ReadError> {
    const USUAL: &str = "word/document.xml";
    let relations = Relations::of(package, "")?;
    if let Some(main) = relations.target("officeDocument").filter(|main| package.has(main)) {
        return Ok(main.into());
    }
    if package.has(USUAL) {
        return Ok(USUAL.into());
    }
    if package.is_whole() {
        return Err(not_docx("里面没有 Word 正文", "it holds no Word document"));
    }
    Err(beyond_repair("no main part"))
}

fn broken(part: &str, why: &str) -> Notice {
    Notice::warning(
        "part_damaged",
        None,
        format!("部件 {part} 已损坏({why})。The part {part} is damaged ({why})."),
    )
}

fn beyond_repair(why: &str) -> ReadError {
    ReadError::new(
        "docx_unreadable",
        &format!("文档损坏严重,读不出文字({why})。"),
        &format!("The document is damaged beyond reading ({why})."),
    )
}

fn not_docx(zh: &str, en: &str) -> ReadError {
    ReadError::new(
        "not_docx",
        &format!("这是 zip 文件,但不是 .docx:{zh}。"),
        &format!("This is a zip file but no .docx: {en}."),
    )
}

fn too_large(limits: &Limits) -> ReadError {
    let may = limits.inflated_bytes;
    ReadError::new(
        "docx_too_large",
        &format!("文档解压后超过上限 {may} 字节。"),
        &format!("The document inflates to more than {may} bytes."),
    )
}
