//! What the program took a line for, and why, in plain words.
