//! The little language of the marker tables: a pattern is matched where a marker may begin.

use crate::lexicon::is_letter;

/// One step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    /// N: a Chinese number from 一 to 九十九.
    Chinese,
    /// D: an Arabic number from 1 to 99, half- or full-width.
    Arabic,
    /// l: a letter that stands for the digit 1.
    Letter,
    /// X: a masked number.
    Mask,
    /// A number in one character, counted from the given first one.
    Enclosed(char, char),
    /// An opening or closing bracket of any width.
    Open,
    Close,
    /// `,`: a separator behind a number.
    Stop,
    /// `_`: white space.
    Space,
    /// `$`: the end of the line.
    End,
    /// W: a noun of one or two characters.
    Noun,
    /// `|`: the marker ends here.
    Cut,
    /// Itself.
    Char(char),
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern {
    tokens: Vec<Token>,
    /// What may stand behind its first character.
    second: Bits,
    /// The one character that may stand behind its first number, where that is a Chinese one or opens it.
    behind: Option<char>,
    /// What may stand behind that.
    after: Bits,
}

/// Characters by the last bits of their codes, or any and none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bits(u64);

impl Bits {
    const ANY: Self = Self(u64::MAX);

    /// What the steps of a pattern can begin with.
    fn of(tokens: &[Token]) -> Self {
        match tokens {
            [] => Self::ANY,
            [Token::Cut, behind @ ..] => Self::of(behind),
            [token, ..] => token.begins().map_or(Self::ANY, |chars| {
                Self(chars.into_iter().fold(0, |bits, c| bits | 1 << (c as u32 % 64)))
            }),
        }
    }

    /// What may stand behind the first character of what the steps of a pattern fit.
    fn behind_first(tokens: &[Token]) -> Self {
        match tokens {
            [Token::Noun | Token::End | Token::Cut, ..] | [] => Self::ANY,
            [first @ (Token::Chinese | Token::Arabic | Token::Mask), behind @ ..] => {
                [Self::of(&[*first]), Self::of(behind)].into_iter().collect()
            }
            [_, behind @ ..] => Self::of(behind),
        }
    }

    /// Whether a character may be one of them; `None`: the text ends there.
    #[inline]
    pub(super) fn may_have(self, c: Option<char>) -> bool {
        self == Self::ANY || c.is_some_and(|c| self.0 >> (c as u32 % 64) & 1 != 0)
    }
}

impl FromIterator<Bits> for Bits {
    fn from_iter<I: IntoIterator<Item = Bits>>(sets: I) -> Self {
        Self(sets.into_iter().fold(0, |bits, set| bits | set.0))
    }
}

/// The numbers near the beginning of a text: nearly all patterns ask for one, and most for what stands behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    /// What it begins with.
    chinese: Option<Number>,
    arabic: Option<Number>,
    /// What its second character begins: 第三.
    second: Option<Number>,
}

/// A number in a text.
#[derive(Clone, Copy, Debug)]
struct Number {
    value: u32,
    /// Where it ends, and what stands there and behind that.
    end: usize,
    next: Option<char>,
    after: Option<char>,
}

impl Lead {
    pub(super) fn of(text: &str) -> Self {
        let behind = text.chars().next().map_or(0, char::len_utf8);
        let number = |start: usize, (value, len): (u32, usize)| {
            let mut behind = text[start + len..].chars();
            Number { value, end: start + len, next: behind.next(), after: behind.next() }
        };
        Self {
            chinese: chinese(text).map(|found| number(0, found)),
            arabic: arabic(text).map(|found| number(0, found)),
            second: chinese(&text[behind..]).map(|found| number(behind, found)),
        }
    }

    /// What stands behind its numbers.
    pub(super) fn behind(&self) -> impl Iterator<Item = char> {
        [self.chinese, self.arabic, self.second].into_iter().filter_map(|number| number?.next)
    }
}

/// Where a pattern fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    /// Length of the marker in bytes.
    pub(super) len: usize,
    /// Its number, if it has one.
    pub(super) number: Option<u32>,
}

impl Pattern {
    /// Compiles a table's field.
    pub(super) fn new(field: &str) -> Self {
        let tokens: Vec<Token> = field
            .chars()
            .map(|c| match c {
                'N' => Token::Chinese,
                'D' => Token::Arabic,
                'l' => Token::Letter,
                'X' => Token::Mask,
                'O' => Token::Enclosed('①', '⑳'),
                '㈠' => Token::Enclosed('㈠', '㈩'),
                '⑴' => Token::Enclosed('⑴', '⒇'),
                '⒈' => Token::Enclosed('⒈', '⒛'),
                '(' => Token::Open,
                ')' => Token::Close,
                ',' => Token::Stop,
                '_' => Token::Space,
                '$' => Token::End,
                'W' => Token::Noun,
                '|' => Token::Cut,
                c => Token::Char(c),
            })
            .collect();
        let (behind, after) = match &tokens[..] {
            [Token::Chinese | Token::Arabic, Token::Char(c), after @ ..]
            | [_, Token::Chinese, Token::Char(c), after @ ..]
                if !c.is_ascii() =>
            {
                (Some(*c), Bits::of(after))
            }
            _ => (None, Bits::ANY),
        };
        Self { second: Bits::behind_first(&tokens), tokens, behind, after }
    }

    /// The characters that a marker of this pattern can begin with; `None` where any may.
    pub(super) fn begins(&self) -> Option<Vec<char>> {
        self.tokens.first()?.begins()
    }

    /// The one character that may stand behind its first number, where only one may.
    pub(super) fn behind(&self) -> Option<char> {
        self.behind
    }

    /// What may stand behind the first character of a marker of this pattern.
    pub(super) fn second(&self) -> Bits {
        self.second
    }

    /// Fits the pattern to the beginning of `text`, which ends with its line and has the numbers `lead`.
    #[inline]
    pub(super) fn fit(&self, text: &str, lead: Lead) -> Option<Hit> {
        let (number, before) = match *self.tokens {
            [Token::Chinese, ..] => (lead.chinese, 0),
            [Token::Arabic, ..] => (lead.arabic, 0),
            [Token::Char(_) | Token::Open, Token::Chinese, ..] => (lead.second, 1),
            _ => return Self::fit_behind(None, &self.tokens, text),
        };
        let number = number?;
        if self.behind.is_some() && (number.next != self.behind || !self.after.may_have(number.after)) {
            return None;
        }
        let (before, behind) = self.tokens.split_at(before);
        before.iter().all(|token| token.eat(text).is_some()).then_some(())?;
        Self::fit_behind(Some(number), &behind[1..], text)
    }

    /// Fits what stands behind the first number.
    fn fit_behind(number: Option<Number>, tokens: &[Token], text: &str) -> Option<Hit> {
        let (mut at, mut number) = number.map_or((0, None), |number| (number.end, Some(number.value)));
        let mut cut = None;
        for token in tokens {
            match token {
                Token::End if at == text.len() => {}
                Token::Cut => cut = Some(at),
                _ => {
                    let (len, value) = token.eat(&text[at..])?;
                    at += len;
                    number = number.or(value);
                }
            }
        }
        Some(Hit { len: cut.unwrap_or(at), number })
    }
}

impl Token {
    /// The characters that it can begin with; `None` where any may.
    fn begins(self) -> Option<Vec<char>> {
        Some(match self {
            Self::Chinese => "一二三四五六七八九十".chars().collect(),
            Self::Arabic => ('0'..='9').chain('０'..='９').collect(),
            Self::Letter => vec!['l', 'I', 'i'],
            Self::Mask => MASKS.to_vec(),
            Self::Enclosed(first, last) => (first..=last).collect(),
            Self::Open => OPEN.to_vec(),
            Self::Close => CLOSE.to_vec(),
            Self::Stop => STOPS.to_vec(),
            Self::Char(own) => WIDE.iter().filter(|w| w.1 == own).map(|w| w.0).chain([own]).collect(),
            Self::Space | Self::End | Self::Noun | Self::Cut => return None,
        })
    }

    /// How much of `text` it takes, and the number it reads there.
    fn eat(self, text: &str) -> Option<(usize, Option<u32>)> {
        let c = text.chars().next()?;
        let one = |yes: bool| yes.then_some((c.len_utf8(), None));
        match self {
            Self::Chinese => chinese(text).map(|(n, len)| (len, Some(n))),
            Self::Arabic => arabic(text).map(|(n, len)| (len, Some(n))),
            Self::Letter => matches!(c, 'l' | 'I' | 'i').then_some((1, Some(1))),
            Self::Mask => {
                let len: usize = text.chars().take_while(|&c| mask(c)).map(char::len_utf8).sum();
                (len > 0 && text[..len].chars().count() <= 4).then_some((len, None))
            }
            Self::Enclosed(first, last) => {
                (first..=last).contains(&c).then(|| (c.len_utf8(), Some(c as u32 - first as u32 + 1)))
            }
            Self::Open => one(OPEN.contains(&c)),
            Self::Close => one(CLOSE.contains(&c)),
            Self::Stop => one(STOPS.contains(&c)),
            Self::Space => one(c.is_whitespace()),
            Self::Noun => {
                let noun = text.chars().take(2).take_while(|&c| is_letter(c));
                let len: usize = noun.map(char::len_utf8).sum();
                (len > 0).then_some((len, None))
            }
            Self::End | Self::Cut => None,
            Self::Char(own) => one(c == own || own.is_ascii() && folded(c) == Some(own)),
        }
    }
}

/// Brackets that open a number.
const OPEN: [char; 4] = ['(', '（', '〔', '﹙'];
/// Those that close it.
const CLOSE: [char; 4] = [')', '）', '〕', '﹚'];
/// What parts a number from its words.
const STOPS: [char; 7] = ['、', '，', ',', '．', '.', '：', ':'];
/// Characters that hide a number.
pub(super) const MASKS: [char; 9] = ['×', 'X', 'x', 'Ｘ', '*', '＊', '#', '＃', '_'];
/// Full-width marks and what tables write for them.
const WIDE: [(char, char); 4] = [('；', ';'), ('．', '.'), ('：', ':'), ('－', '-')];

/// The half-width form of the marks that archives write in either width.
fn folded(c: char) -> Option<char> {
    WIDE.iter().find(|w| w.0 == c).map(|w| w.1)
}

/// A character that hides a number.
pub(super) fn mask(c: char) -> bool {
    MASKS.contains(&c)
}

/// The value of 一 to 十 as headings count; 两, 〇 and the rest count nothing there.
pub(super) fn counting(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

fn chinese(text: &str) -> Option<(u32, usize)> {
    let mut chars = text.chars();
    let first = counting(chars.next()?)?;
    if chars.next().and_then(counting).is_none() {
        return Some((first, '一'.len_utf8()));
    }
    let len: usize = text.chars().take(4).take_while(|&c| counting(c).is_some()).map(char::len_utf8).sum();
    let (n, read) = crate::numeral::prefix(&text[..len])?;
    // 一一 and 二三 are no numbers: two characters or more count with 十.
    (text[..len].contains('十') && read == len && (1..=99).contains(&n)).then_some((n as u32, len))
}

fn arabic(text: &str) -> Option<(u32, usize)> {
    let (mut n, mut len) = (0, 0);
    for c in text.chars().take(3) {
        let Some(digit) = crate::numeral::arabic(c) else { break };
        n = n * 10 + digit as u32;
        len += c.len_utf8();
    }
    (1..=99).contains(&n).then_some((n, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(pattern: &str, text: &str) -> Option<(usize, Option<u32>)> {
        Pattern::new(pattern).fit(text, Lead::of(text)).map(|h| (h.len, h.number))
    }

    #[test]
    fn numbers_and_brackets_of_any_width() {
        assert_eq!(fit("N、", "十二、修路"), Some((9, Some(12))));
        assert_eq!(fit("(N)", "（三）修路"), Some((9, Some(3))));
        assert_eq!(fit("D,", "２．修路"), Some((6, Some(2))));
        assert_eq!(fit("D、", "2006、修路"), None);
        assert_eq!(fit("(l)", "(l)修路"), Some((3, Some(1))));
        assert_eq!(fit("O", "③修路"), Some((3, Some(3))));
        assert_eq!(fit("X、", "××、修路"), Some((7, None)));
        assert_eq!(fit("第N|要", "第三要修路"), Some((6, Some(3))));
        assert_eq!(fit("N$", "一"), Some((3, Some(1))));
        assert_eq!(fit("N$", "一切"), None);
        assert_eq!(fit("N是", "一一是"), None);
    }
}
