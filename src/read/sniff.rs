//! What kind of file the first bytes say it is.

use std::sync::LazyLock;

use super::ReadError;
use crate::lexicon;

/// What to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Read it as text.
    Text,
    /// A zip file: perhaps a Word document.
    Zip,
}

const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// What no text begins with: where, the bytes, and what to say of it.
struct Magic {
    offset: usize,
    bytes: Vec<u8>,
    row: [&'static str; 5],
}

static TABLE: LazyLock<Vec<Magic>> = LazyLock::new(|| {
    let byte = |hex: &str| u8::from_str_radix(hex, 16).expect("hexadecimal");
    let rows = lexicon::rows::<7>(include_str!("../lexicon/magic.tsv"));
    rows.map(|[offset, hex, code, zh, en, zh_do, en_do]| Magic {
        offset: offset.parse().expect("an offset"),
        bytes: (0..hex.len() / 2).map(|i| byte(&hex[2 * i..2 * i + 2])).collect(),
        row: [code, zh, en, zh_do, en_do],
    })
    .collect()
});

/// Sorts a file by its first bytes; what is neither text nor zip is refused by name.
pub(super) fn sniff(bytes: &[u8]) -> Result<Kind, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Zip);
    }
    if bytes.starts_with(OLE2) {
        return Err(ole2(bytes));
    }
    for Magic { offset, bytes: magic, row: [code, zh, en, zh_do, en_do] } in &*TABLE {
        if bytes.get(*offset..).is_some_and(|there| there.starts_with(magic)) {
            let zh = format!("这是{zh},不是文本;{zh_do}。");
            return Err(ReadError::new(code, &zh, &format!("This is {en}, not text: {en_do}.")));
        }
    }
    Ok(Kind::Text)
}

/// OLE2 is the container of old .doc files and of encrypted .docx files; the names in its directory tell which.
fn ole2(bytes: &[u8]) -> ReadError {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|w| w == name)
    };
    if has("EncryptedPackage") {
        return ReadError::new(
            "encrypted",
            "文档已加密;请用密码打开,取消密码后另存为 .docx。",
            "The document is encrypted: open it with its password and save it as .docx without one.",
        );
    }
    ReadError::new(
        "old_doc",
        "这是旧版 Office 文件(如 .doc);请在 Word 或 WPS 中另存为 .docx。",
        "This is an old Office file (such as .doc): save it as .docx in Word or WPS.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named() {
        let code = |bytes: &[u8]| sniff(bytes).unwrap_err().code;
        assert_eq!(code(b"%PDF-1.7\n..."), "pdf");
        assert_eq!(code(b"\x89PNG\r\n\x1a\n"), "image");
        assert_eq!(code(OLE2), "old_doc");
        let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(code(&[OLE2, &package].concat()), "encrypted");
        assert_eq!(sniff("同志们:".as_bytes()), Ok(Kind::Text));
        assert_eq!(sniff(b""), Ok(Kind::Text));
        assert_eq!(sniff(b"PK\x03\x04"), Ok(Kind::Zip));
    }
}
