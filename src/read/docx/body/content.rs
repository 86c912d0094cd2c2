//! What an element in running text is: a frame around words, or what adds to them.

use super::{Body, NoteKind, Open, Row};
use crate::read::docx::paragraph::Run;
use crate::read::docx::xml::{Element, Step};

impl Body<'_> {
    /// What stands in running text.
    pub(super) fn content(&mut self, element: &Element, name: &str) -> Step {
        match name {
            "r" => {
                self.run = Run::default();
                self.passing.run_is_new = true;
                self.frame(Open::Run)
            }
            "t" => self.enter(Open::Text),
            "rPr" if self.open.last() == Some(&Open::Run) => self.enter(Open::RunProperties),
            "pPr" => {
                self.passing.strays |= !self.passing.in_paragraph;
                self.enter(Open::ParagraphProperties)
            }
            // Deleted, moved away, or no text: properties, codes, readings above a character.
            "del" | "moveFrom" | "rt" | "rubyPr" | "instrText" | "delText" | "delInstrText" | "sdtPr"
            | "sdtEndPr" | "sectPr" | "tblPr" | "tblGrid" | "tblPrEx" | "tcPr" | "rPr" => Step::Skip,
            _ => self.matter(element, name).unwrap_or_else(|| self.frame(Open::Plain)),
        }
    }

    /// What adds to the text or gives it shape; `None` for any other element.
    fn matter(&mut self, element: &Element, name: &str) -> Option<Step> {
        let strays = std::mem::replace(&mut self.passing.strays, true);
        match name {
            "p" => {
                self.passing.strays = strays;
                self.begin_paragraph();
                self.open.push(Open::Paragraph);
                self.note_beginning();
                return Some(Step::Frame);
            }
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.line_break(element),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.symbol(element),
            "fldChar" => return Some(self.field(element)),
            "ffData" => return Some(Step::Enter),
            "footnoteReference" => self.note_mark(NoteKind::Foot, element.attr("id")),
            "endnoteReference" => self.note_mark(NoteKind::End, element.attr("id")),
            "altChunk" | "subDoc" => self.embedded += 1,
            "txbxContent" => return Some(self.enter_flow(Open::TextBox)),
            "tr" => {
                self.end_paragraph();
                self.rows.push(Row::default());
                return Some(self.enter(Open::Row));
            }
            "trPr" => return Some(self.enter(Open::RowProperties)),
            "tc" => return Some(self.enter_flow(Open::Cell)),
            "footnote" | "endnote" => {
                let kind = if name == "footnote" { NoteKind::Foot } else { NoteKind::End };
                self.note = element.attr("id").unwrap_or_default();
                // The lines between text and notes have a type; notes of people have none.
                let real = matches!(element.attr("type").as_deref(), None | Some("normal"));
                return Some(if real { self.enter_flow(Open::Note(kind)) } else { Step::Skip });
            }
            _ => {
                self.passing.strays = strays;
                return None;
            }
        }
        Some(Step::Skip)
    }
}
