//! What to do: the verb phrase of a requirement.

use super::clause::{Opening, Reading};

/// The bytes of the unit from the verb on, the modal left out, final marks too.
pub(super) fn action(words: &str, reading: &Reading) -> (usize, usize) {
    let main = &reading.clauses[reading.main];
    let start = match main.cue {
        Some(k) if main.opening.is_modal() => reading.cues[k].end,
        Some(k) if matches!(main.opening, Opening::Ba | Opening::Verb) => reading.cues[k].start,
        _ => main.start,
    };
    let is_mark = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '“' | '”' | '《' | '》' | '(' | ')' | '（' | '）' | '%' | '％')
    };
    let end = words.trim_end_matches(is_mark).len();
    let lead = words[start.min(end)..end].trim_start_matches(is_mark);
    if lead.is_empty() { (0, words.len()) } else { (end - lead.len(), end) }
}
