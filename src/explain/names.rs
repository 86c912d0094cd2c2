//! The kinds of things, in both languages.

use crate::document::{Modality, PartyRole, Role, SectionKind, SpeechKind};
use crate::notice::Severity;

pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Noise => "杂项 noise",
        Role::Label => "合集编号 label",
        Role::Title => "标题 title",
        Role::Byline => "署名、日期 byline",
        Role::Salutation => "称呼 salutation",
        Role::Body => "正文 body",
    }
}

pub(super) fn speech_kind(kind: SpeechKind) -> &'static str {
    match kind {
        SpeechKind::Speech => "讲话 speech",
        SpeechKind::Report => "报告 report",
        SpeechKind::News => "新闻 news",
        SpeechKind::Essay => "文章 essay",
        SpeechKind::Other => "其他 other",
    }
}

pub(super) fn section_kind(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Heading => "独行标题 heading",
        SectionKind::Runin => "段首标题 runin",
        SectionKind::Point => "文中要点 point",
    }
}

pub(super) fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Prohibition => "禁止 prohibition",
        Modality::Obligation => "义务 obligation",
        Modality::Commitment => "承诺 commitment",
        Modality::Recommendation => "建议 recommendation",
        Modality::Permission => "许可 permission",
        Modality::Exhortation => "号召 exhortation",
    }
}

pub(super) fn party(role: PartyRole) -> &'static str {
    match role {
        PartyRole::Lead => "牵头 lead",
        PartyRole::Responsible => "负责 responsible",
        PartyRole::Support => "配合 support",
        PartyRole::Principal => "主要负责人 principal",
    }
}

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "说明 info",
        Severity::Warning => "警告 warning",
        Severity::Error => "错误 error",
    }
}
