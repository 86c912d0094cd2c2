//! Dates in Chinese text: the words, and the ISO date they mean.
