//! Styles: what a paragraph or run is by the name of its style, with all that the style builds on.

use std::collections::BTreeMap;

use super::xml::{Element, Sink, Step};

/// A style that builds on more than this many others builds on itself.
const MAX_CHAIN: usize = 32;

/// What a style says, or what one says with all it builds on. `None` where nothing is said.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    based_on: Option<String>,
    name: String,
    /// The list it belongs to; "0" is none.
    pub(super) num: Option<String>,
    /// Its level in the list.
    pub(super) ilvl: Option<u8>,
    /// Outline level from 0; 9 is body text.
    pub(super) outline: Option<u8>,
    pub(super) centred: Option<bool>,
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// As they stand in the part; after [`Styles::resolve`], each with all that it builds on.
    styles: BTreeMap<String, Style>,
    /// What a style says that does not exist.
    none: Style,
    /// The style of paragraphs that name none.
    default: Option<String>,
    open: Option<(String, Style)>,
    /// How many elements are open inside the open style.
    depth: usize,
}

impl Styles {
    /// Gives each style all that it builds on. To be called once, after the part was read.
    pub(super) fn resolve(&mut self) {
        let resolved = self.styles.keys().map(|id| (id.clone(), self.chain(id))).collect();
        self.styles = resolved;
    }

    /// A paragraph's style, or a run's.
    pub(super) fn get(&self, id: Option<&str>) -> &Style {
        id.and_then(|id| self.styles.get(id)).unwrap_or(&self.none)
    }

    fn chain(&self, id: &str) -> Style {
        let mut out = Style::default();
        let mut id = Some(id);
        for _ in 0..MAX_CHAIN {
            let Some(style) = id.and_then(|id| self.styles.get(id)) else { break };
            out.num = out.num.or_else(|| style.num.clone());
            out.ilvl = out.ilvl.or(style.ilvl);
            out.outline = out.outline.or(style.outline).or_else(|| heading(&style.name));
            out.centred = out.centred.or(style.centred);
            out.bold = out.bold.or(style.bold);
            out.hidden = out.hidden.or(style.hidden);
            id = style.based_on.as_deref();
        }
        out
    }

    /// The style a paragraph has: the one it names, or the default one.
    pub(super) fn paragraph<'a>(&'a self, named: Option<&'a str>) -> Option<&'a str> {
        named.or(self.default.as_deref())
    }
}

/// The outline level of the built-in headings, which some writers leave out.
fn heading(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let digit = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?.trim();
    digit.parse::<u8>().ok().filter(|n| (1..=9).contains(n)).map(|n| n - 1)
}

impl Sink for Styles {
    fn start(&mut self, element: &Element) -> Step {
        let Some(name) = element.w() else { return Step::Skip };
        let Some((_, style)) = &mut self.open else {
            if name == "docDefaults" || name == "latentStyles" {
                return Step::Skip;
            }
            if name == "style" {
                let id = element.attr("styleId").unwrap_or_default();
                let on = matches!(element.attr("default").as_deref(), Some("1" | "true" | "on"));
                if on && element.attr("type").as_deref() == Some("paragraph") {
                    self.default = Some(id.clone());
                }
                self.open = Some((id, Style::default()));
            }
            return Step::Enter;
        };
        match name {
            "name" => style.name = element.val().unwrap_or_default(),
            "basedOn" => style.based_on = element.val(),
            "pPr" | "rPr" | "numPr" => {
                self.depth += 1;
                return Step::Enter;
            }
            "numId" => style.num = element.val(),
            "ilvl" => style.ilvl = level(element),
            "outlineLvl" => style.outline = level(element),
            "jc" => style.centred = Some(element.val().as_deref() == Some("center")),
            "b" => style.bold = Some(element.on()),
            "vanish" => style.hidden = Some(element.on()),
            _ => {}
        }
        Step::Skip
    }

    fn end(&mut self) {
        if self.depth > 0 {
            self.depth -= 1;
        } else if let Some((id, style)) = self.open.take() {
            self.styles.insert(id, style);
        }
    }
}

/// A level from 0 to 9.
pub(super) fn level(element: &Element) -> Option<u8> {
    element.val()?.trim().parse().ok().filter(|n| *n <= 9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::docx::xml;

    #[test]
    fn styles_build_on_others() {
        let xml = "<w:styles xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'>
            <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>
            <w:style w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/>
              <w:pPr><w:numPr><w:numId w:val='3'/></w:numPr><w:jc w:val='center'/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:styleId='2'><w:name w:val='My'/><w:basedOn w:val='1'/>
              <w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr><w:rPr><w:b w:val='0'/></w:rPr></w:style>
            <w:style w:styleId='x'><w:basedOn w:val='y'/></w:style><w:style w:styleId='y'><w:basedOn w:val='x'/></w:style>
            </w:styles>";
        let mut styles = Styles::default();
        xml::read(xml.as_bytes(), &mut styles).unwrap();
        styles.resolve();
        let style = styles.get(Some("2"));
        assert_eq!((style.num.as_deref(), style.ilvl, style.outline), (Some("3"), Some(1), Some(0)));
        assert_eq!((style.bold, style.centred), (Some(false), Some(true)));
        assert_eq!(styles.paragraph(None), Some("a"));
        assert!(styles.get(Some("x")).num.is_none());
    }
}
