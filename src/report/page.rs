//! The page itself: markup, style and script out of `web/`, and the policy that lets nothing else run.
//!
//! The scripts are ES modules for their readers. A page opened from a disk may not load modules, so they are joined into
//! one script: lines that import are left out, `export` is dropped. All top-level names are therefore different.

use std::fmt::Write as _;

use super::Part;

const MARKUP: &str = include_str!("../../web/page.html");
const STYLE: &str = include_str!("../../web/style.css");

/// The modules, each after those it uses.
const MODULES: &[&str] = &[
    include_str!("../../web/words.js"),
    include_str!("../../web/dom.js"),
    include_str!("../../web/data.js"),
    include_str!("../../web/virtual.js"),
    include_str!("../../web/filter.js"),
    include_str!("../../web/panel.js"),
    include_str!("../../web/lists.js"),
    include_str!("../../web/annotate.js"),
    include_str!("../../web/compare.js"),
    include_str!("../../web/speech.js"),
    include_str!("../../web/pictures.js"),
    include_str!("../../web/review.js"),
    include_str!("../../web/app.js"),
];

/// SHA-256 of the joined script and of the style, in base64, one a line. `YAODIAN_BLESS=1 cargo test page` writes them.
const HASHES: &str = include_str!("../../web/hashes.txt");

/// Where the page finds its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In itself.
    File,
    /// In script files beside it.
    Folder,
    /// With the server it came from, which also takes corrections.
    Review,
}

impl Mode {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
            Self::Review => "review",
        }
    }
}

/// What may run and be loaded: our script and our style, by their hashes, and nothing else. In a folder our script may
/// load the data scripts; under review it may speak with its own server.
pub fn policy(mode: Mode) -> String {
    let mut hashes = HASHES.lines();
    let (script, style) = (hashes.next().unwrap_or_default(), hashes.next().unwrap_or_default());
    let more = match mode {
        Mode::File => "",
        Mode::Folder => " 'strict-dynamic'",
        Mode::Review => "; connect-src 'self'",
    };
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types \
         yaodian; style-src 'sha256-{style}'; script-src 'sha256-{script}'{more}"
    )
}

/// The page in three pieces: between them go index and parts.
#[derive(Clone, Debug)]
pub struct Page {
    /// Up to and with the index and the script; enough to show the first view.
    pub head: String,
    /// What closes it.
    pub tail: &'static str,
}

impl Page {
    /// The page around an index.
    pub fn new(mode: Mode, index: &str) -> Self {
        let mut head = String::new();
        let (before, rest) = MARKUP.split_once("<!-- policy -->").unwrap_or((MARKUP, ""));
        let (between, rest) = rest.split_once("<!-- style -->").unwrap_or((rest, ""));
        let (body, tail) = rest.split_once("<!-- data -->").unwrap_or((rest, ""));
        // Writing to a string does not fail.
        let _ = write!(
            head,
            "{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">{between}<style>{STYLE}</style>{body}\
             <script type=\"text/plain\" id=\"index\">{index}</script>\n<script>{}</script>\n",
            policy(mode),
            script()
        );
        Self { head, tail }
    }

    /// A part as it lies in a page of its own.
    pub fn inlined(part: &Part) -> String {
        format!("<script type=\"text/plain\" id=\"{}\">{}</script>\n", part.name(), part.data)
    }
}

/// All modules in one strict function.
fn script() -> String {
    let mut out = String::from("(() => {\n\"use strict\";\n");
    for line in MODULES.iter().flat_map(|module| module.lines()) {
        if !line.starts_with("import ") {
            out.push_str(line.strip_prefix("export ").unwrap_or(line));
            out.push('\n');
        }
    }
    out.push_str("})();\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_policy_names_the_page_as_it_is() {
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
        let now = format!("{}\n{}\n", hash(&script()), hash(STYLE));
        if std::env::var_os("YAODIAN_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/web/hashes.txt"), &now).unwrap();
        } else {
            assert_eq!(now, HASHES, "web/ changed: run YAODIAN_BLESS=1 cargo test page");
        }
    }

    #[test]
    fn the_page_holds_nothing_that_reaches_out() {
        let page = Page::new(Mode::File, "");
        for word in
            ["http:", "//cdn", "@import", "url(", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval("]
        {
            let allowed = ["http://www.w3.org/2000/svg"];
            let text = allowed.iter().fold(page.head.clone(), |text, a| text.replace(a, ""));
            assert!(!text.contains(word), "the page says {word}");
        }
        assert_eq!(script().matches("</script").count(), 0);
    }
}
