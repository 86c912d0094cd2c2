//! What office files have in common: which characters they can hold, how Word files are packed, Chinese fonts.

/// Without what XML cannot hold: control characters and the two code points that are none become spaces.
pub(crate) fn plain(text: &str) -> String {
    let bad = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if bad(c) { ' ' } else { c }).collect()
}

#[cfg(feature = "docx")]
pub(crate) use word::{fonts, footer, pack};

#[cfg(feature = "docx")]
mod word {
    use std::io::{self, Cursor, Write};

    use docx_rs::{AlignmentType, Footer, NumPages, PageNum, Paragraph, Run, RunFonts, XMLDocx};
    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipArchive, ZipWriter};

    /// A Chinese font, and what stands beside it for Latin letters and digits.
    pub(crate) fn fonts(chinese: &str) -> RunFonts {
        RunFonts::new().east_asia(chinese).ascii("Times New Roman").hi_ansi("Times New Roman")
    }

    /// 第 3 页,共 9 页.
    pub(crate) fn footer() -> Footer {
        let words = |text: &str| Run::new().size(18).fonts(fonts("宋体")).add_text(text);
        let line = Paragraph::new().align(AlignmentType::Center).add_run(words("第 "));
        let line = line.add_page_num(PageNum::new()).add_run(words(" 页，共 "));
        Footer::new().add_paragraph(line.add_num_pages(NumPages::new()).add_run(words(" 页")))
    }

    /// The file's bytes, compressed (docx-rs stores), the same for the same document.
    pub(crate) fn pack(document: XMLDocx) -> io::Result<Vec<u8>> {
        let mut stored = Cursor::new(Vec::new());
        document.pack(&mut stored).map_err(io::Error::other)?;
        let mut from = ZipArchive::new(stored)?;
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for index in 0..from.len() {
            let mut file = from.by_index(index)?;
            if file.is_dir() {
                continue;
            }
            let name = file.name()?.into_owned();
            to.start_file(name, options)?;
            io::copy(&mut file, &mut to)?;
        }
        to.flush()?;
        Ok(to.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_a_space() {
        assert_eq!(plain("要\u{0}抓\u{b}紧\t。\u{ffff}€𠀀"), "要 抓 紧 。 €𠀀");
    }
}
