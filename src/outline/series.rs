//! Marks to series: which marker counts on which, and which are believed.
//!
//! The marks are read once, in order, with the series that are still open at hand. A mark counts on the innermost open
//! series whose last number is one less; what was opened inside that series since is then closed and known to lie
//! inside it. A mark numbered one opens a series. Everything else must stand where only a heading stands.

use super::form::{Family, Forms, Place};
use super::scan::Mark;

/// Marks that count on one another.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// The family of its first mark.
    pub(super) family: Family,
    /// Its marks, as indices into the list of marks, in order.
    pub(super) marks: Vec<usize>,
    /// The series that goes on behind it, inside whose then last item it lies.
    pub(super) within: Option<usize>,
    last: u32,
}

/// How many series may be open at once. Speeches have at most a handful; the bound keeps hostile texts linear.
const OPEN: usize = 24;

/// How many numbers may be missing between two items of one series.
const GAP: u32 = 4;

/// The series of a speech's marks. `promised` tells whether the words around a mark say that
/// it is a division even alone.
pub(super) fn group(forms: &Forms, marks: &[Mark], promised: impl Fn(usize) -> bool) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (i, mark) in marks.iter().enumerate().filter(|(_, m)| !m.doubtful) {
        let form = forms.get(mark.form);
        let family = form.family;
        if closes(family, mark.place) {
            open.retain(|&s| !closed_by(family, &all[s], marks));
        }
        let number = mark.number.or_else(|| wording(form.name));
        let goes_on = match number {
            _ if form.name == "sequence_last" => last_word(&all, &open, marks, mark),
            None => open.iter().rposition(|&s| all[s].family == family),
            Some(n) => next(&all, &open, marks, mark, family, n),
        };
        if let Some(position) = goes_on {
            let series = open[position];
            for inner in open.drain(position + 1..) {
                all[inner].within.get_or_insert(series);
            }
            all[series].last = number.unwrap_or(all[series].last + 1);
            all[series].marks.push(i);
        } else if opens(family, mark, number) {
            if open.len() == OPEN {
                open.remove(0);
            }
            open.push(all.len());
            all.push(Series { family, marks: vec![i], within: None, last: number.unwrap_or(1) });
        }
    }
    let believed: Vec<bool> = all.iter().map(|s| believable(forms, marks, s, &promised)).collect();
    // A series inside one that is not believed lies inside nothing.
    for series in &mut all {
        series.within = series.within.filter(|&outer| believed[outer]);
    }
    let mut new_index = vec![0; all.len()];
    let mut count = 0;
    for (s, believed) in believed.iter().enumerate() {
        new_index[s] = count;
        count += usize::from(*believed);
    }
    for series in &mut all {
        series.within = series.within.map(|s| new_index[s]);
    }
    let mut keep = believed.iter();
    all.retain(|_| keep.next().is_some_and(|&b| b));
    recover(forms, marks, &mut all);
    all
}

/// Puts doubtful marks where a number is missing among marks of their form that open lines as they do.
fn recover(forms: &Forms, marks: &[Mark], all: &mut [Series]) {
    let mut doubtful = marks.iter().enumerate().filter(|(_, m)| m.doubtful).peekable();
    if doubtful.peek().is_none() {
        return;
    }
    let bare = |m: &Mark| m.place == Place::Line && forms.get(m.form).name == "ordinal_bare";
    for series in all.iter_mut().filter(|s| s.marks.len() > 1 && s.marks.iter().all(|&m| bare(&marks[m]))) {
        let mut whole: Vec<usize> = Vec::with_capacity(series.marks.len() + 1);
        for &mark in &series.marks {
            let before = whole.last().map_or(0, |&m| marks[m].number.unwrap_or(0));
            let from = whole.last().map_or(0, |&m| m + 1);
            while doubtful.next_if(|d| d.0 < from).is_some() {}
            if marks[mark].number == Some(before + 2)
                && let Some(&(missing, _)) = doubtful.peek()
                && missing < mark
                && marks[missing].number == Some(before + 1)
            {
                whole.push(missing);
            }
            whole.push(mark);
        }
        series.marks = whole;
    }
}

/// The number that a word of sequence stands for.
pub(super) fn wording(form: &str) -> Option<u32> {
    Some(match form {
        "sequence_first" | "sequence_one" => 1,
        "sequence_next" => 2,
        "sequence_then" => 3,
        _ => return None,
    })
}

/// Whether a mark ends series that lie below it in any document.
fn closes(family: Family, place: Place) -> bool {
    place == Place::Line && matches!(family, Family::Han | Family::Paren | Family::Digit)
        || place <= Place::Colon && family == Family::Han
}

fn closed_by(family: Family, series: &Series, marks: &[Mark]) -> bool {
    let point = series.marks.last().is_some_and(|&m| marks[m].place != Place::Line);
    match family {
        Family::Han => series.family != Family::Han,
        Family::Paren if series.family.written() => series.family > Family::Paren,
        _ => point && !series.family.written(),
    }
}

/// Whether a family's item may follow in a series of another.
fn compatible(series: Family, item: Family) -> bool {
    use Family::{Ordinal, Sequence, Spoken};
    series == item
        || series == Sequence && matches!(item, Ordinal | Spoken)
        || item == Sequence && matches!(series, Ordinal | Spoken)
}

/// The open series that `number` counts on, as a position in `open`.
fn next(
    all: &[Series],
    open: &[usize],
    marks: &[Mark],
    mark: &Mark,
    family: Family,
    number: u32,
) -> Option<usize> {
    let last_mark = |s: usize| all[s].marks.last().map(|&m| &marks[m]);
    let on_line = |s: usize| last_mark(s).is_some_and(|m| m.place == Place::Line);
    let loose = |s: usize| last_mark(s).is_some_and(|m| m.place == Place::Inside);
    // The weaker the place, the nearer the item before must be: a list in running text is not taken up pages later.
    let near = |s: usize| {
        last_mark(s).is_some_and(|m| match mark.place {
            Place::Clause | Place::Inside => m.line == mark.line,
            _ if family.written() || m.place == Place::Line => true,
            _ => mark.line - m.line <= 2,
        })
    };
    // How well a series fits, best highest; among equals the innermost.
    let fitness = |s: usize| {
        let same = all[s].family == family;
        let alike = on_line(s) == (mark.place == Place::Line);
        let behind = all[s].last.wrapping_add(1) == number;
        let gap = number > all[s].last && number - all[s].last <= GAP || number == all[s].last && number > 1;
        if !near(s) {
            None
        } else if behind && compatible(all[s].family, family) {
            Some(3 + u8::from(same) * 4 + u8::from(!loose(s)) * 2 + u8::from(alike))
        } else if gap && same && alike && mark.place <= Place::Unit {
            Some(0)
        } else {
            None
        }
    };
    let fits = open.iter().enumerate().filter_map(|(p, &s)| Some((fitness(s)?, p)));
    fits.max().map(|(_, p)| p)
}

/// 最后 counts on a list in words of at least two items, in its own paragraph or on a line like theirs.
fn last_word(all: &[Series], open: &[usize], marks: &[Mark], mark: &Mark) -> Option<usize> {
    open.iter().rposition(|&s| {
        let first = marks[all[s].marks[0]];
        let near = all[s].marks.last().is_some_and(|&m| {
            marks[m].line == mark.line || marks[m].place == Place::Line && mark.place == Place::Line
        });
        all[s].family == Family::Sequence && first.number.is_none() && all[s].marks.len() >= 2 && near
    })
}

/// Whether a mark that counts on nothing may open a series.
fn opens(family: Family, mark: &Mark, number: Option<u32>) -> bool {
    match number {
        Some(1) => true,
        Some(_) if family == Family::Sequence => false,
        Some(_) => mark.place <= Place::Note,
        None => family.uncounted(),
    }
}

/// Highest number at which a series is believed to have lost all its other items.
const ALONE: u32 = 12;

fn believable(forms: &Forms, marks: &[Mark], series: &Series, promised: impl Fn(usize) -> bool) -> bool {
    if series.marks.len() > 1 {
        return true;
    }
    let mark = &marks[series.marks[0]];
    let form = forms.get(mark.form);
    // The last items of a list whose beginning was lost.
    let survivor = mark.number.is_some_and(|n| n > 1)
        && match form.name {
            "spoken_is" | "ordinal" => mark.place <= Place::Unit,
            "spoken_must" => mark.place == Place::Line,
            "han_note" => mark.place == Place::Note,
            _ => false,
        };
    let fits = form.alone.is_some_and(|weakest| mark.place <= weakest) || survivor;
    mark.number.is_none_or(|n| n <= ALONE) && (fits || promised(series.marks[0]))
}
