//! What stands among the words of a run: breaks, symbols, the marks of fields.

use super::Body;
use crate::read::docx::symbols;
use crate::read::docx::xml::{Element, Step};

impl Body<'_> {
    /// A break ends a line, but one to a new page before any text ends none.
    pub(super) fn line_break(&mut self, element: &Element) {
        let to_page = matches!(element.attr("type").as_deref(), Some("page" | "column"));
        if !(to_page && self.paragraph().is_none_or(|p| p.is_empty())) {
            self.push("\n");
        }
    }

    pub(super) fn symbol(&mut self, element: &Element) {
        let code = element.attr("char").and_then(|c| u32::from_str_radix(c.trim(), 16).ok());
        // Word may leave out the F0 that marks the code of a symbol font.
        let code = code.map(|c| if c < 0x100 { c | 0xF000 } else { c });
        if let Some(c) = code.and_then(char::from_u32) {
            self.push(symbols::shown(c).encode_utf8(&mut [0; 4]));
        }
    }

    pub(super) fn field(&mut self, element: &Element) -> Step {
        let flow = self.flow();
        let kind = element.attr("fldCharType");
        let dropped = match kind.as_deref() {
            Some("begin") => flow.fields.begin(),
            Some("separate") => flow.fields.separate(),
            Some("end") => flow.fields.end(),
            _ => false,
        };
        if dropped && let Some(paragraph) = &mut flow.paragraph {
            paragraph.drop_held();
        }
        Step::Skip
    }
}
