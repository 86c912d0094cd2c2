//! Every place of a speech where a marker may begin, line by line, in one pass.

use super::form::{Forms, Place};
use std::sync::LazyLock;

use super::pattern::{MASKS, counting, mask};
use super::title::final_mark;
use crate::document::Segments;
use crate::lexicon::{CharSet, is_letter};
use crate::numeral::arabic;

/// A marker as it stands, believed or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    /// First byte.
    pub(super) at: usize,
    /// The byte behind the marker.
    pub(super) end: usize,
    /// Its row in the table of forms.
    pub(super) form: usize,
    pub(super) number: Option<u32>,
    pub(super) place: Place,
    /// Whether it looks like something else.
    pub(super) doubtful: bool,
    /// Its line and unit, as indices into the segments.
    pub(super) line: usize,
    pub(super) unit: usize,
}

/// The marks of one line, in order.
pub(super) fn line(forms: &Forms, text: &str, segments: &Segments, line: usize, out: &mut Vec<Mark>) {
    let whole = &segments.lines[line];
    let std::ops::Range { start, end } = whole.span.range();
    for unit in whole.units.clone() {
        let span = segments.units[unit].span.range();
        let mut taken = span.start;
        // A line may begin with any.
        let words = &text[span.clone()];
        let opening = words.chars().next().filter(|_| span.start == start).map(|c| (0, c));
        let others = BEGIN.places(words).filter(|&(i, _)| i > 0 || opening.is_none());
        for (i, c) in opening.into_iter().chain(others) {
            let at = span.start + i;
            if at < taken {
                continue;
            }
            let before = &text[span.start..at];
            let last = before.chars().next_back();
            let place = if at == start {
                Place::Line
            } else if last.is_some_and(|last| one_number(last, c)) {
                continue;
            } else if at == span.start {
                Place::Unit
            } else {
                let space = last.is_some_and(char::is_whitespace);
                let solid = if space { before.trim_end().chars().next_back() } else { last };
                match place_behind(last, solid) {
                    Place::Inside if glued(last, &text[at..end], whole.units.len()) => Place::Unit,
                    Place::Clause if note(before) => Place::Note,
                    place => place,
                }
            };
            if let Some((form, hit, doubtful)) = forms.fit(&text[at..end], place)
                && (place <= Place::Unit || !forms.barred(before))
            {
                taken = at + hit.len;
                out.push(Mark { at, end: taken, form, number: hit.number, place, line, unit, doubtful });
            }
        }
    }
}

/// What a marker can begin with.
static BEGIN: LazyLock<CharSet> = LazyLock::new(|| {
    let numbers = "一二三四五六七八九十".chars().chain('0'..='9').chain('０'..='９');
    let signs = "第首其再还另最(（〔﹙lIi—-－―─●■◆★▲•·".chars().chain(MASKS);
    numbers.chain('①'..='⒛').chain('㈠'..='㈩').chain(signs).collect()
});

/// Whether a character goes on with the number before it: inside one no marker begins.
fn one_number(last: char, c: char) -> bool {
    counting(last).is_some() && counting(c).is_some()
        || (arabic(last).is_some() || matches!(last, '.' | '．')) && arabic(c).is_some()
        || mask(last) && mask(c)
}

/// Whether the words before a mark are one note in brackets: excerpts of several speeches close with their sources.
fn note(before: &str) -> bool {
    const SHORTEST: usize = 10;
    let inner = before.trim_end().strip_prefix(['(', '（']).and_then(|b| b.strip_suffix([')', '）']));
    inner.is_some_and(|i| !i.contains(['(', '（', ')', '）']) && i.chars().nth(SHORTEST).is_some())
}

/// Whether a heading's first item ran into it at the end of its line: 当前的几项工作1.摸清底数
fn glued(last: Option<char>, rest: &str, units: usize) -> bool {
    const LONGEST: usize = 20;
    if units != 1 {
        return false;
    }
    let number = rest.trim_start_matches(|c| arabic(c).is_some());
    let words = number.strip_prefix(['.', '．', '、']);
    number.len() < rest.len()
        && last.is_some_and(|l| is_letter(l) && !l.is_ascii())
        && rest.chars().take(LONGEST + 1).count() <= LONGEST
        && !rest.ends_with(final_mark)
        && words.is_some_and(|w| w.starts_with(|c: char| is_letter(c) && !c.is_ascii()))
}

fn place_behind(last: Option<char>, solid: Option<char>) -> Place {
    match (last, solid) {
        (_, Some(':' | '：')) => Place::Colon,
        (_, Some(',' | '，' | '、' | ';' | '；' | ')' | '）' | '》' | '”' | '】' | '。')) => {
            Place::Clause
        }
        (Some(l), _) if l.is_whitespace() => Place::Clause,
        _ => Place::Inside,
    }
}
