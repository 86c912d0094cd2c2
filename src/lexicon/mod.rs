//! Tables of words, characters, cues and weights: data, no logic. Each row has a reason or an example.
