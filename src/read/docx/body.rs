//! A document's words in the order in which a reader sees them.
//!
//! One pass over the events with a stack of open elements; what is read so far is kept at every moment, so a broken
//! file gives all that came before the break.

use std::collections::BTreeMap;

use super::counter::{Counter, Membership};
use super::fields::Fields;
use super::flow::{self, Lines};
use super::known::{Known, NoteKind};
use super::paragraph::{Paragraph, Run};
use super::passages::Rest;
use super::xml::{Element, Ns, Sink, Step};

mod content;
mod inline;
mod properties;

use properties::{Kept, Passing};

/// What an open element is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Open {
    Plain,
    Paragraph,
    ParagraphProperties,
    ListProperties,
    /// The properties of the paragraph's mark, not of its text.
    MarkProperties,
    Run,
    RunProperties,
    Text,
    Row,
    RowProperties,
    Cell,
    TextBox,
    Note(NoteKind),
}

/// A stretch of paragraphs: the body, a cell, a text box, a note.
#[derive(Debug, Default)]
struct Flow {
    lines: Lines,
    paragraph: Option<Paragraph>,
    /// Text of a paragraph whose end was deleted: the next one goes on with it.
    joined: Option<Paragraph>,
    fields: Fields,
    /// Lines of text boxes and notes of the open paragraph or row.
    after: Lines,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<Lines>,
    deleted: bool,
}

/// Reads a main part, or a part of notes.
#[derive(Debug)]
pub(super) struct Body<'a> {
    known: &'a mut Known,
    counter: Counter,
    open: Vec<Open>,
    flows: Vec<Flow>,
    rows: Vec<Row>,
    run: Run,
    /// Room for the text of the next paragraph.
    buffer: String,
    /// What passages did by their slot ([`Sink::keep`]), and what is seen of the one being read.
    kept: Vec<Kept>,
    passing: Passing,
    /// The number of the note being read.
    note: String,
    notes_seen: u32,
    /// The notes of a part of notes.
    pub(super) found: BTreeMap<(NoteKind, String), Lines>,
    /// Whether the root is one of a Word document.
    pub(super) is_word: bool,
    /// How many embedded parts were met that are not read (`w:altChunk`).
    pub(super) embedded: u32,
    /// How many characters of hidden text were left out.
    pub(super) hidden: u32,
}

impl<'a> Body<'a> {
    pub(super) fn new(known: &'a mut Known) -> Self {
        Self {
            known,
            counter: Counter::default(),
            open: Vec::new(),
            flows: vec![Flow::default()],
            rows: Vec::new(),
            run: Run::default(),
            buffer: String::new(),
            kept: Vec::new(),
            passing: Passing::default(),
            note: String::new(),
            notes_seen: 0,
            found: BTreeMap::new(),
            is_word: false,
            embedded: 0,
            hidden: 0,
        }
    }

    /// The lines, after whatever is still open was closed.
    pub(super) fn finish(&mut self) -> Lines {
        while !self.open.is_empty() {
            self.end();
        }
        self.leave_flow()
    }

    /// The innermost flow. The outermost one is never taken away.
    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        let last = self.flows.len() - 1;
        &mut self.flows[last]
    }

    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.flow().paragraph.as_mut()
    }

    /// Adds words to the open paragraph, as the open run says.
    fn push(&mut self, text: &str) {
        self.passing.strays = true;
        if self.is_hidden() {
            self.hidden = self.hidden.saturating_add(text.chars().count() as u32);
            return;
        }
        let bold = self.is_bold();
        let flow = self.flow();
        let Some(paragraph) = &mut flow.paragraph else { return };
        if flow.fields.in_code() {
            paragraph.hold(text);
        } else {
            paragraph.push(text, bold);
        }
    }

    fn is_bold(&self) -> bool {
        let styles = &self.known.styles;
        let by_run = self.run.bold.or_else(|| styles.get(self.run.style.as_deref()).bold);
        by_run.unwrap_or_else(|| {
            let paragraph = self.flows.last().and_then(|flow| flow.paragraph.as_ref());
            let named = paragraph.and_then(|p| p.is.style.as_deref());
            styles.get(styles.paragraph(named)).bold == Some(true)
        })
    }

    fn is_hidden(&self) -> bool {
        let style = self.run.style.as_deref();
        self.run.hidden.or_else(|| self.known.styles.get(style).hidden) == Some(true)
    }

    fn begin_paragraph(&mut self) {
        // A paragraph inside a paragraph is damage: the outer one ends here.
        self.end_paragraph();
        let buffer = std::mem::take(&mut self.buffer);
        let flow = self.flow();
        flow.paragraph = Some(flow.joined.take().unwrap_or_else(|| Paragraph::within(buffer)));
    }

    fn end_paragraph(&mut self) {
        let flow = self.flow();
        let Some(mut paragraph) = flow.paragraph.take() else { return };
        if flow.fields.give_up() {
            paragraph.release();
        }
        if paragraph.is.mark_deleted {
            paragraph.is.mark_deleted = false;
            flow.joined = Some(paragraph);
            return;
        }
        let in_cell = !self.rows.is_empty();
        self.describe(&mut paragraph);
        let flow = self.flow();
        let buffer = paragraph.write(&mut flow.lines);
        if !in_cell && !flow.after.text.is_empty() {
            flow.lines.append(std::mem::take(&mut flow.after));
        }
        self.buffer = buffer;
    }

    /// Gives a paragraph its number, and what its style says.
    fn describe(&mut self, paragraph: &mut Paragraph) {
        let Known { styles, numbering, .. } = &*self.known;
        let named = styles.paragraph(paragraph.is.style.as_deref());
        let style = styles.get(named);
        if let Some(num) = paragraph.is.num.as_deref().or(style.num.as_deref()).filter(|n| *n != "0") {
            let level = paragraph.is.ilvl.or(style.ilvl);
            let label = self.counter.label(numbering, styles, Membership { num, level, style: named });
            paragraph.label = label.unwrap_or_default();
        }
        paragraph.is.outline = paragraph.is.outline.or(style.outline);
        paragraph.is.centred = paragraph.is.centred.or(style.centred);
    }

    /// Appends lines behind the paragraph that holds a text box or a note's mark.
    fn put_after(&mut self, lines: Lines) {
        self.flow().after.append(lines);
    }

    fn note_mark(&mut self, kind: NoteKind, id: Option<String>) {
        let Some(lines) = id.and_then(|id| self.known.notes.remove(&(kind, id))) else { return };
        self.notes_seen += 1;
        let text = format!("[{}] {}", self.notes_seen, lines.text.trim_start());
        // Notes stand behind the paragraph or the row of the outermost flow, lest they tear a table apart.
        if let Some(flow) = self.flows.first_mut() {
            flow.after.append(Lines { text, hints: Vec::new() });
        }
    }

    fn paragraph_property(&mut self, element: &Element, name: &str) -> Step {
        match name {
            "numPr" => return self.enter(Open::ListProperties),
            "rPr" => return self.enter(Open::MarkProperties),
            _ => {}
        }
        if let Some(paragraph) = self.paragraph() {
            paragraph.is.property(element, name);
        }
        Step::Skip
    }

    fn enter(&mut self, open: Open) -> Step {
        self.open.push(open);
        Step::Enter
    }

    /// Enters an element of whose attributes nothing is asked.
    fn frame(&mut self, open: Open) -> Step {
        self.open.push(open);
        Step::Frame
    }

    fn enter_flow(&mut self, open: Open) -> Step {
        self.flows.push(Flow::default());
        self.enter(open)
    }

    fn leave_flow(&mut self) -> Lines {
        self.end_paragraph();
        let flow = if self.flows.len() > 1 {
            self.flows.pop().unwrap_or_default()
        } else {
            std::mem::take(self.flow())
        };
        let mut lines = flow.lines;
        if let Some(paragraph) = flow.joined {
            paragraph.write(&mut lines);
        }
        lines.append(flow.after);
        lines
    }
}

impl Sink for Body<'_> {
    fn start(&mut self, element: &Element) -> Step {
        match (element.ns, element.name()) {
            (Ns::Math, "t") => {
                return self.enter(Open::Text);
            }
            // Word art: how old documents set their red heads.
            (Ns::Vml, "textpath") => {
                self.passing.strays = true;
                let text = element.attr("string").unwrap_or_default();
                self.put_after(Lines::plain(&text));
            }
            _ => {}
        }
        let Some(name) = element.w() else { return self.frame(Open::Plain) };
        match self.open.last() {
            None => self.is_word = matches!(name, "document" | "footnotes" | "endnotes"),
            Some(Open::ParagraphProperties) => return self.paragraph_property(element, name),
            Some(Open::ListProperties) => {
                if let Some(paragraph) = self.paragraph() {
                    paragraph.is.list_property(element, name);
                }
            }
            Some(Open::RunProperties) => self.run.property(element, name),
            Some(Open::MarkProperties) => {
                if let ("del" | "moveFrom", Some(paragraph)) = (name, self.paragraph()) {
                    paragraph.is.mark_deleted = true;
                }
            }
            Some(Open::RowProperties) => {
                if let ("del", Some(row)) = (name, self.rows.last_mut()) {
                    row.deleted = true;
                }
            }
            _ => return self.content(element, name),
        }
        if self.open.is_empty() { self.enter(Open::Plain) } else { Step::Skip }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Run) => {
                self.run = Run::default();
                self.passing.run_is_new = true;
            }
            Some(Open::Paragraph) => {
                self.note_end();
                self.end_paragraph();
            }
            Some(Open::TextBox) => {
                let lines = self.leave_flow();
                self.put_after(lines);
            }
            Some(Open::Cell) => {
                let lines = self.leave_flow();
                let Some(row) = self.rows.last_mut() else { return self.flow().lines.append(lines) };
                row.cells.push(lines);
                if row.cells.len() >= flow::MAX_CELLS {
                    let cells = std::mem::take(&mut row.cells);
                    self.flow().lines.append(flow::row(cells));
                }
            }
            Some(Open::Row) => {
                let row = self.rows.pop().unwrap_or_default();
                let outermost = self.rows.is_empty();
                let flow = self.flow();
                if !row.deleted {
                    flow.lines.append(flow::row(row.cells));
                }
                if outermost {
                    flow.lines.append(std::mem::take(&mut flow.after));
                }
            }
            Some(Open::Note(kind)) => {
                let lines = self.leave_flow();
                self.found.insert((kind, std::mem::take(&mut self.note)), lines);
            }
            _ => {}
        }
    }

    fn hears(&self) -> bool {
        self.open.last() == Some(&Open::Text)
    }

    fn text(&mut self, text: &str) {
        self.push(text);
    }

    fn rest(&self) -> Option<Rest> {
        self.at_rest()
    }

    fn set_out(&mut self, from: Rest) {
        self.begin_passage(from);
    }

    fn keep(&mut self, slot: usize, opened: usize) -> bool {
        self.keep_passage(slot, opened)
    }

    fn recall(&mut self, slot: usize, closed: usize) {
        self.recall_passage(slot, closed);
    }
}
