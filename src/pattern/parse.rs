//! Patterns as they are written, to trees.

use super::class::{Class, HAN};

/// A pattern, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    /// A character of a set.
    Class(Box<Class>),
    /// A character.
    Char(char),
    /// `.`: any character of a line.
    Any,
    /// `^`.
    Start,
    /// `$`.
    End,
    /// `\b`.
    Border,
    /// One behind the other.
    Row(Vec<Tree>),
    /// The first that lets the rest fit.
    Either(Vec<Tree>),
    /// `?`, `*`, `+`, `{m,n}`; as many as may be, or as few.
    Repeat(Box<Tree>, u32, Option<u32>, bool),
    /// A named group.
    Named(String, Box<Tree>),
}

/// Reads a pattern.
///
/// # Errors
/// What it does not understand.
pub(super) fn parse(source: &str) -> Result<Tree, String> {
    let mut parser = Parser { rest: source };
    let tree = parser.either()?;
    if parser.rest.is_empty() { Ok(tree) } else { Err(format!("nothing opens {}", parser.rest)) }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Result<char, String> {
        let c = self.peek().ok_or("the pattern breaks off")?;
        self.rest = &self.rest[c.len_utf8()..];
        Ok(c)
    }

    fn eat(&mut self, words: &str) -> bool {
        let rest = self.rest.strip_prefix(words);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn either(&mut self) -> Result<Tree, String> {
        let mut all = vec![self.row()?];
        while self.eat("|") {
            all.push(self.row()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Tree::Either(all) })
    }

    fn row(&mut self) -> Result<Tree, String> {
        let mut all = Vec::new();
        while self.peek().is_some_and(|c| !matches!(c, '|' | ')')) {
            let one = self.one()?;
            all.push(self.repeated(one)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Tree::Row(all) })
    }

    fn one(&mut self) -> Result<Tree, String> {
        Ok(match self.next()? {
            '(' => {
                let name = if self.eat("?P<") || self.eat("?<") {
                    let (name, rest) = self.rest.split_once('>').ok_or("a name breaks off")?;
                    self.rest = rest;
                    Some(name.to_owned())
                } else {
                    // What is not named is never asked for.
                    let _ = self.eat("?:");
                    None
                };
                let inner = self.either()?;
                if !self.eat(")") {
                    return Err("a group is not closed".to_owned());
                }
                match name {
                    Some(name) => Tree::Named(name, Box::new(inner)),
                    None => inner,
                }
            }
            '[' => Tree::Class(Box::new(self.class()?)),
            '.' => Tree::Any,
            '^' => Tree::Start,
            '$' => Tree::End,
            '\\' => match self.escape()? {
                Escape::Border => Tree::Border,
                Escape::Char(c) => Tree::Char(c),
                Escape::Class(class) => Tree::Class(Box::new(class)),
            },
            c if matches!(c, '*' | '+' | '?' | '{') => return Err(format!("nothing stands before {c}")),
            c => Tree::Char(c),
        })
    }

    fn repeated(&mut self, one: Tree) -> Result<Tree, String> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let (inside, rest) = self.rest[1..].split_once('}').ok_or("a count is not closed")?;
                let number = |s: &str| s.parse::<u32>().map_err(|e| format!("{{{inside}}}: {e}"));
                let counts = match inside.split_once(',') {
                    None => (number(inside)?, Some(number(inside)?)),
                    Some((least, "")) => (number(least)?, None),
                    Some((least, most)) => (number(least)?, Some(number(most)?)),
                };
                // As if a single character stood there, which is stepped over below.
                self.rest = &self.rest[self.rest.len() - rest.len() - 1..];
                counts
            }
            _ => return Ok(one),
        };
        self.next()?;
        let greedy = !self.eat("?");
        Ok(Tree::Repeat(Box::new(one), least, most, greedy))
    }

    fn escape(&mut self) -> Result<Escape, String> {
        Ok(match self.next()? {
            'd' => Escape::Class(digits()),
            'D' => Escape::Class(Class { negated: true, ..digits() }),
            's' => Escape::Class(blanks()),
            'b' => Escape::Border,
            'n' => Escape::Char('\n'),
            't' => Escape::Char('\t'),
            'p' => Escape::Class(self.kind()?),
            c if c.is_ascii_alphanumeric() => return Err(format!("\\{c} is not known")),
            c => Escape::Char(c),
        })
    }

    /// What `\p` names.
    fn kind(&mut self) -> Result<Class, String> {
        Ok(if self.eat("{Han}") {
            HAN.iter().copied().collect()
        } else if self.eat("{L}") {
            Class::of_letters()
        } else if self.eat("{N}") {
            Class::of_numbers()
        } else {
            return Err(format!("no such kind of characters: \\p{}", self.rest));
        })
    }

    fn class(&mut self) -> Result<Class, String> {
        let (mut class, mut ranges) = (Class::default(), Vec::new());
        let negated = self.eat("^");
        let mut first = true;
        loop {
            let c = match self.next()? {
                ']' if !first => break,
                '\\' => match self.escape()? {
                    Escape::Char(c) => c,
                    Escape::Class(inner) if !inner.negated => {
                        class.absorb(&inner);
                        first = false;
                        continue;
                    }
                    _ => return Err("a set holds what no set can".to_owned()),
                },
                c => c,
            };
            first = false;
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            if is_range {
                self.next()?;
                let last = match self.next()? {
                    '\\' => match self.escape()? {
                        Escape::Char(c) => c,
                        _ => return Err("a range ends in a set".to_owned()),
                    },
                    c => c,
                };
                if last < c {
                    return Err(format!("a range runs backwards: {c}-{last}"));
                }
                ranges.push((c, last));
            } else {
                ranges.push((c, c));
            }
        }
        class.extend(ranges);
        class.negated = negated;
        Ok(class)
    }
}

enum Escape {
    Char(char),
    Class(Class),
    Border,
}

/// Digits of either width; those of other scripts count nothing here.
fn digits() -> Class {
    Class::from_iter([('0', '9'), ('０', '９')])
}

fn blanks() -> Class {
    Class::from_iter([
        ('\t', '\r'),
        (' ', ' '),
        ('\u{85}', '\u{85}'),
        ('\u{A0}', '\u{A0}'),
        ('\u{1680}', '\u{1680}'),
        ('\u{2000}', '\u{200A}'),
        ('\u{2028}', '\u{2029}'),
        ('\u{202F}', '\u{202F}'),
        ('\u{205F}', '\u{205F}'),
        ('\u{3000}', '\u{3000}'),
    ])
}
