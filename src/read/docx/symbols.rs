//! Characters of symbol fonts, as text can show them.

use std::sync::LazyLock;

use crate::lexicon;

static SYMBOLS: LazyLock<Vec<(u32, char)>> = LazyLock::new(|| {
    let row = |[code, shown]: [&str; 2]| {
        let code = u32::from_str_radix(code, 16).expect("hexadecimal");
        (code, shown.chars().next().expect("a character"))
    };
    lexicon::rows::<2>(include_str!("../../lexicon/symbols.tsv")).map(row).collect()
});

/// What a character of a symbol font shows. Other characters stay as they are.
pub(super) fn shown(c: char) -> char {
    let code = u32::from(c);
    if !(0xF000..0xF100).contains(&code) {
        return c;
    }
    SYMBOLS.iter().find(|(known, _)| *known == code & 0xFF).map_or(c, |(_, shown)| *shown)
}

/// A bullet: where a font's sign is unknown, any bullet will do.
pub(super) fn bullet(text: &str) -> String {
    text.chars().map(shown).map(|c| if ('\u{E000}'..='\u{F8FF}').contains(&c) { '•' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_shown() {
        assert_eq!(shown('\u{F0FC}'), '✓');
        assert_eq!(shown('一'), '一');
        assert_eq!(bullet("\u{F0B7}"), "•");
        assert_eq!(bullet("\u{F001}"), "•");
        assert_eq!(bullet("——"), "——");
    }
}
