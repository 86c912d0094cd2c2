//! What kind of file the first bytes say it is.

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

/// Sorts a file by its first bytes; what is neither text nor zip is refused by name.
pub(super) fn sniff(bytes: &[u8]) -> Result<Kind, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Zip);
    }
    if bytes.starts_with(OLE2) {
        return Err(ole2(bytes));
    }
    for [offset, hex, code, zh, en, zh_do, en_do] in lexicon::rows::<7>(include_str!("../lexicon/magic.tsv"))
    {
        let offset: usize = offset.parse().expect("an offset");
        let magic =
            (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hexadecimal"));
        let there = bytes.get(offset..).unwrap_or_default();
        if there.len() >= hex.len() / 2 && magic.zip(there).all(|(a, &b)| a == b) {
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
