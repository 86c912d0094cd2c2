//! The tables of the model that guesses tags.

use super::Codes;
use super::jieba::Guess;

/// States that may stand before a state of each position (B, M, E, S): those of two positions, 128 in all.
const BEFORE: [[u8; 2]; 4] = [[2, 3], [0, 1], [0, 1], [2, 3]];

/// Rows (per code: where its entries begin), entries (state, then eight bytes of emission), and the moves: 256 start
/// weights, then for each state 128 weights, one for each state that may stand before it.
pub(crate) fn tables(guess: &Guess, codes: &Codes) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let (mut rows, mut entries, mut at) = (Vec::new(), Vec::new(), 0u32);
    let none = Vec::new();
    let of_code = codes.chars.iter().map(|c| guess.rows.get(c).unwrap_or(&none));
    for row in std::iter::once(&none).chain(of_code) {
        rows.extend(at.to_le_bytes());
        for (state, weight) in row {
            entries.push(*state);
            entries.extend(weight.to_le_bytes());
        }
        at += row.len() as u32;
    }
    rows.extend(at.to_le_bytes());
    let mut moves = vec![-3.14e100; 256 * 128];
    for &(from, to, weight) in &guess.moves {
        let position =
            BEFORE[usize::from(to / 64)].iter().position(|&p| p == from / 64).expect("a legal move");
        moves[usize::from(to) * 128 + position * 64 + usize::from(from % 64)] = weight;
    }
    let moves = guess.start.iter().chain(&moves).flat_map(|w| w.to_le_bytes()).collect();
    (rows, entries, moves)
}
