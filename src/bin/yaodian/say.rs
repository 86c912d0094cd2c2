//! Messages for people, on standard error. Names and texts in them are other people's: what would steer a terminal
//! is shown, not done.

use std::env;
use std::fmt::{self, Write};
use std::io;

use tracing_subscriber::EnvFilter;

/// Prints one message. Line breaks inside it are shown as `\n`: a file's name cannot fake a second message.
pub(crate) fn line(message: fmt::Arguments<'_>) {
    eprintln!("yaodian: {}", plain(&message.to_string()));
}

/// The text with control characters, line ends and marks that turn the writing direction written out (`\u{1b}`).
pub(crate) fn plain(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '\n' => out.push_str("\\n"),
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => hex(&mut out, c),
            c if c.is_control() => hex(&mut out, c),
            c => out.push(c),
        }
        out
    })
}

fn hex(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", c as u32);
}

/// Starts tracing on standard error, where it is asked for: `-v` each file, `-vv` more, or as `RUST_LOG` says. What
/// comes from outside is traced in Debug's writing, which shows control characters.
pub(crate) fn trace(verbose: u8) {
    let filter = match (env::var(EnvFilter::DEFAULT_ENV), verbose) {
        (Ok(filter), _) => EnvFilter::new(filter),
        (Err(_), 0) => return,
        (Err(_), 1) => EnvFilter::new("info"),
        (Err(_), _) => EnvFilter::new("debug"),
    };
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).init();
}
