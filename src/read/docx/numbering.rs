//! Lists as they are defined: `numbering.xml`.

use std::collections::BTreeMap;

use super::styles::{Styles, level};
use super::xml::{Element, Sink, Step};

/// Word has nine levels.
pub(super) const LEVELS: usize = 9;

/// What stands between a number and its paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Suffix {
    /// A tab or a space: written as one space.
    #[default]
    Gap,
    Nothing,
}

/// A level of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Level {
    /// The first number; 0 where the file does not say (ISO/IEC 29500-1, 17.9.25).
    pub(super) start: u32,
    /// The number format's name.
    pub(super) format: String,
    /// The label, with %1 to %9 for the numbers.
    pub(super) text: String,
    /// It restarts after this level (from 1) or a higher one; 0 is never, `None` after any higher one.
    pub(super) restart: Option<u8>,
    pub(super) suffix: Suffix,
    /// Whether all numbers in its label are decimals.
    pub(super) legal: bool,
    /// The paragraph style that stands for this level.
    pub(super) style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            format: "decimal".into(),
            text: String::new(),
            restart: None,
            suffix: Suffix::Gap,
            legal: false,
            style: None,
        }
    }
}

/// A list's look: several lists can share one, and then they count on together.
#[derive(Clone, Debug, Default)]
pub(super) struct Abstract {
    levels: BTreeMap<u8, Level>,
    /// A style whose list gives the levels.
    link: Option<String>,
}

/// A list.
#[derive(Clone, Debug, Default)]
pub(super) struct Num {
    /// The look, and with it the counter.
    pub(super) look: String,
    levels: BTreeMap<u8, Level>,
    starts: BTreeMap<u8, u32>,
}

/// All lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    looks: BTreeMap<String, Abstract>,
    nums: BTreeMap<String, Num>,
    path: Vec<At>,
}

/// Where in the part we are.
#[derive(Clone, Debug, PartialEq)]
enum At {
    Root,
    Look(String),
    Num(String),
    Override(u8),
    Level(u8),
    Inside,
}

impl Numbering {
    /// A list, by its number.
    pub(super) fn num(&self, id: &str) -> Option<&Num> {
        self.nums.get(id)
    }

    /// The look of a list, found through style links, and its name.
    pub(super) fn look<'a>(&'a self, num: &'a Num, styles: &Styles) -> Option<(&'a str, &'a Abstract)> {
        let mut name = num.look.as_str();
        // A link that leads through more than a few styles leads in a circle.
        for _ in 0..8 {
            let look = self.looks.get(name)?;
            let Some(style) = look.link.as_deref().filter(|_| look.levels.is_empty()) else {
                return Some((name, look));
            };
            name = &self.nums.get(styles.get(Some(style)).num.as_deref()?)?.look;
        }
        None
    }

    /// The level that stands for a paragraph style.
    pub(super) fn level_of_style(&self, num: &Num, look: &Abstract, style: &str) -> Option<u8> {
        let mut levels = num.levels.iter().chain(&look.levels);
        levels.find(|(_, l)| l.style.as_deref() == Some(style)).map(|(at, _)| *at)
    }
}

impl Num {
    /// A level of this list: its own, or its look's.
    pub(super) fn level<'a>(&'a self, look: &'a Abstract, at: u8) -> Option<&'a Level> {
        self.levels.get(&at).or_else(|| look.levels.get(&at))
    }

    /// The number that this list begins with, where it does not go on counting.
    pub(super) fn start(&self, at: u8) -> Option<u32> {
        self.starts.get(&at).copied()
    }
}

impl Sink for Numbering {
    fn start(&mut self, element: &Element) -> Step {
        let Some(name) = element.w() else { return Step::Skip };
        let number = || element.val().and_then(|v| v.trim().parse::<u32>().ok());
        let ilvl =
            || element.attr("ilvl").and_then(|v| v.trim().parse().ok()).filter(|n| usize::from(*n) < LEVELS);
        let next = match (self.path.last(), name) {
            (None, _) => At::Root,
            (Some(At::Root), "abstractNum") => {
                let id = element.attr("abstractNumId").unwrap_or_default();
                self.looks.insert(id.clone(), Abstract::default());
                At::Look(id)
            }
            (Some(At::Root), "num") => {
                let id = element.attr("numId").unwrap_or_default();
                self.nums.insert(id.clone(), Num::default());
                At::Num(id)
            }
            (Some(At::Look(id)), "numStyleLink") => {
                if let Some(look) = self.looks.get_mut(id) {
                    look.link = element.val();
                }
                At::Inside
            }
            (Some(At::Num(id)), "abstractNumId") => {
                if let Some(num) = self.nums.get_mut(id) {
                    num.look = element.val().unwrap_or_default();
                }
                At::Inside
            }
            (Some(At::Num(_)), "lvlOverride") => ilvl().map_or(At::Inside, At::Override),
            (Some(At::Override(at)), "startOverride") => {
                let at = *at;
                if let (Some(num), Some(start)) = (self.open_num(), number()) {
                    num.starts.insert(at, start);
                }
                At::Inside
            }
            (Some(At::Look(_) | At::Override(_)), "lvl") => match ilvl() {
                Some(at) => {
                    self.levels().insert(at, Level::default());
                    At::Level(at)
                }
                None => At::Inside,
            },
            (Some(At::Level(at)), _) => {
                let at = *at;
                let level = self.levels().entry(at).or_default();
                set(level, name, element, number());
                At::Inside
            }
            _ => return Step::Skip,
        };
        self.path.push(next);
        Step::Enter
    }

    fn end(&mut self) {
        self.path.pop();
    }
}

impl Numbering {
    fn open_num(&mut self) -> Option<&mut Num> {
        let id = self.path.iter().find_map(|at| if let At::Num(id) = at { Some(id) } else { None })?;
        self.nums.get_mut(id)
    }

    /// The levels that are being defined.
    fn levels(&mut self) -> &mut BTreeMap<u8, Level> {
        match self.path.get(1) {
            Some(At::Num(id)) => &mut self.nums.entry(id.clone()).or_default().levels,
            Some(At::Look(id)) => &mut self.looks.entry(id.clone()).or_default().levels,
            _ => &mut self.looks.entry(String::new()).or_default().levels,
        }
    }
}

fn set(target: &mut Level, name: &str, element: &Element, number: Option<u32>) {
    match name {
        "start" => target.start = number.unwrap_or(1),
        "numFmt" => target.format = element.val().unwrap_or_default(),
        "lvlText" => target.text = element.val().unwrap_or_default(),
        "lvlRestart" => target.restart = level(element),
        "isLgl" => target.legal = element.on(),
        "pStyle" => target.style = element.val(),
        "suff" if element.val().as_deref() == Some("nothing") => target.suffix = Suffix::Nothing,
        _ => {}
    }
}
