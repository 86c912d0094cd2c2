//! The closed lists of names, as the record's JSON writes them.

use super::{Cell, Kind, Typed};
use crate::record::{DeadlineKind, DiagnosticSeverity, Format, Modality, SectionKind, SpeechKind};

macro_rules! names {
    ($($type:ident { $($variant:ident = $name:literal),+ })+) => { $(
        impl Typed for $type {
            const KIND: Kind = Kind::Name(&[$($name),+]);

            fn cell(&self) -> Cell<'_> {
                Cell::Name(match self { $(Self::$variant => $name),+ })
            }
        }

        #[cfg(test)]
        impl $type {
            /// Each with its name here.
            pub(super) const NAMED: &'static [(Self, &'static str)] = &[$((Self::$variant, $name)),+];
        }
    )+ };
}

names! {
    Format { Txt = "txt", Docx = "docx" }
    SpeechKind { Speech = "speech", Report = "report", News = "news", Essay = "essay", Other = "other" }
    SectionKind { Heading = "heading", Runin = "runin", Point = "point" }
    Modality {
        Prohibition = "prohibition", Obligation = "obligation", Commitment = "commitment",
        Recommendation = "recommendation", Permission = "permission", Exhortation = "exhortation"
    }
    DeadlineKind { Calendar = "calendar", Frequency = "frequency", Event = "event", Duration = "duration" }
    DiagnosticSeverity { Info = "info", Warning = "warning", Error = "error" }
}
