//! What a page's split leaves to be told: speeches that the page cut off, and pages without any.

use std::sync::LazyLock;

use super::view::View;
use crate::document::{LineRole, Role, Segments, Speech};
use crate::edit::Text;
use crate::notice::Notice;
use crate::pattern::Pattern;

/// Reports lines that say that text is missing, and a text that holds no speech.
pub(super) fn report(
    text: &Text,
    segments: &Segments,
    views: &[View],
    roles: &[LineRole],
    speeches: &[Speech],
    out: &mut Vec<Notice>,
) {
    // (未完,全文共900字) / (此处隐藏2687个字,阅读全文请下载): the words of a page that sells the rest.
    static CUT_OFF: LazyLock<Pattern> = LazyLock::new(|| {
        let words = r"未完|隐藏 ?\d*个?字|(?:剩余|余下|省略)(?:全文|内容|部分|\d+)|仅?显示(?:前)?\d+字|(?:全文|本文)共\d+字|(?:预览|试读)结束";
        Pattern::new(words)
    });
    for ((view, role), line) in views.iter().zip(roles).zip(&segments.lines) {
        if role.role == Role::Noise && view.is_short() && CUT_OFF.is_match(view.head) {
            out.push(Notice::warning(
                "text_cut_off",
                Some(text.to_source(line.span)),
                "网页在此处截去了正文,内容不全 / the page cuts the text off here: words are missing",
            ));
        }
    }
    if speeches.is_empty() && !segments.lines.is_empty() {
        out.push(Notice::info(
            "no_speech",
            None,
            "没有找到讲话,全部是网页杂项 / no speech was found: all lines are page furniture",
        ));
    }
}
