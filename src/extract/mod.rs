//! Units and sections to requirements.
//!
//! A speech becomes a row of items (`context`), each read clause by clause (`clause`, on the cues of `cue`). Where an
//! item stands (`stand`) and what it says make its features (`features`, named in `space`); a table of weights, learnt
//! from labelled speeches by `examples/train_requirements`, turns them into scores, and a chain over all items
//! (`chain`) into probabilities. What is then a requirement gets its modality, addressee, deadline and the rest.

mod action;
mod addressee;
mod agent;
pub mod chain;
mod clause;
mod context;
mod cue;
mod deadline;
mod ending;
mod features;
mod modality;
mod names;
mod opening;
mod party;
mod quantity;
mod reader;
mod relay;
mod resolve;
mod skip;
mod space;
mod stand;
mod strength;

use std::collections::BTreeMap;

use crate::document::{
    Addressee, Deadline, Evidence, LineRole, Modality, Party, PassedOver, Quantity, Requirement, Segments,
    Speech,
};
use crate::edit::Text;
use crate::lexicon;
use crate::span::Span;

pub use features::Features;
pub use space::Space;

/// The cues and the weights, with their tables loaded.
#[derive(Debug)]
pub struct Extractor {
    reader: reader::Reader,
    stands: stand::Stands,
    limits: deadline::Limits,
    measures: quantity::Measures,
    roles: party::Roles,
    strengths: strength::Strengths,
    space: Space,
    weights: Vec<f64>,
}

impl Default for Extractor {
    fn default() -> Self {
        Self::new()
    }
}

impl Extractor {
    /// Loads the tables.
    pub fn new() -> Self {
        let space = Space::new();
        let table: BTreeMap<&str, f64> = lexicon::rows(include_str!("../lexicon/requirement_weights.tsv"))
            .filter_map(|[name, weight]| Some((name, weight.parse().ok()?)))
            .collect();
        let weights =
            (0..space.len()).map(|i| table.get(space.name(i as u16)).copied().unwrap_or(0.0)).collect();
        Self {
            reader: reader::Reader::new(),
            stands: stand::Stands::new(),
            limits: deadline::Limits::new(),
            measures: quantity::Measures::new(),
            roles: party::Roles::new(),
            strengths: strength::Strengths::new(),
            space,
            weights,
        }
    }

    /// The same with other weights, a number for each feature of [`Self::space`].
    #[doc(hidden)]
    pub fn with_weights(self, weights: Vec<f64>) -> Self {
        assert_eq!(weights.len(), self.space.len(), "a weight for each feature");
        Self { weights, ..self }
    }

    /// All features, by name.
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The features of every unit of a speech that could be a requirement, for training.
    #[doc(hidden)]
    pub fn features(
        &self,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
    ) -> Vec<Features> {
        let items = context::items(&self.reader, &self.limits, &self.stands, text, segments, roles, speech);
        features::features(&self.space, text, speech, &items)
    }

    /// The scores that the weights give.
    fn scores(&self, features: &[Features]) -> Vec<chain::Score> {
        let sum = |ids: &[u16]| ids.iter().map(|&id| self.weights[usize::from(id)]).sum();
        features.iter().map(|f| chain::Score { own: sum(&f.own), link: sum(&f.link) }).collect()
    }

    /// Every unit of a speech, judged.
    fn judge(&self, text: &Text, segments: &Segments, roles: &[LineRole], speech: &Speech) -> Judged {
        let items = context::items(&self.reader, &self.limits, &self.stands, text, segments, roles, speech);
        let features = features::features(&self.space, text, speech, &items);
        let scores = self.scores(&features);
        let yes = chain::marginals(&scores, &[]).yes;
        Judged { items, features, scores, yes }
    }

    /// What one speech (whose sections are known) asks for, in text order.
    #[inline(never)] // a name of its own for `.ci/instructions`
    pub fn extract(
        &self,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
    ) -> Vec<Requirement> {
        let Judged { items, features, scores, yes } = self.judge(text, segments, roles, speech);
        let mut out: Vec<Requirement> = Vec::new();
        let mut named = Named::default();
        for (i, item) in items.iter().enumerate() {
            if item.in_paragraph.0 == 0 {
                named = Named::default();
            }
            if yes[i] < 0.5 {
                continue;
            }
            let words = text.slice(item.span);
            let place = |(start, end): (usize, usize)| {
                Span::new(item.span.start() + start as u32, item.span.start() + end as u32)
            };
            let limit = item.limit.as_ref();
            let free =
                |a: &quantity::Amount| limit.is_none_or(|l| a.range.end <= l.start || l.end <= a.range.start);
            let quantities = self.measures.amounts(words).into_iter().filter(free).map(|amount| Quantity {
                span: place((amount.range.start, amount.range.end)),
                value: amount.value,
                unit: place((amount.unit.start, amount.unit.end)),
            });
            let modality = modality::modality(item);
            let own = addressee::addressee(words, &item.reading);
            out.push(Requirement {
                span: item.span,
                section: item.section,
                modality,
                relayed_from: relay::relayed_from(words, &item.reading).map(place),
                addressee: named.next(item, own.map(place)),
                parties: self
                    .roles
                    .parties(words, &item.reading)
                    .into_iter()
                    .map(|(span, role)| Party { span: place(span), role })
                    .collect(),
                strength: match modality {
                    Modality::Recommendation | Modality::Permission => strength::WISH,
                    _ => self.strengths.of(words, &item.reading),
                },
                action: place(action::action(words, &item.reading, modality, own)),
                quantities: quantities.collect(),
                deadline: limit.map(|limit| Deadline {
                    span: place((limit.start, limit.end)),
                    kind: limit.kind,
                    iso: resolve::iso(&words[limit.start..limit.end], limit.kind, speech.date.as_ref()),
                }),
                confidence: yes[i] as f32,
                evidence: self.evidence(&features[i], scores[i].own, yes[i]),
            });
        }
        out
    }

    /// What one speech says and does not ask for, with the reasons.
    pub fn passed_over(
        &self,
        text: &Text,
        segments: &Segments,
        roles: &[LineRole],
        speech: &Speech,
    ) -> Vec<PassedOver> {
        let Judged { items, features, scores, yes } = self.judge(text, segments, roles, speech);
        let judged = items.iter().enumerate().filter(|&(i, _)| yes[i] < 0.5);
        judged
            .map(|(i, item)| PassedOver {
                span: item.span,
                probability: yes[i] as f32,
                evidence: self.evidence(&features[i], scores[i].own, yes[i]),
            })
            .collect()
    }

    /// What spoke for and against, strongest first.
    fn evidence(&self, features: &Features, own: f64, yes: f64) -> Vec<Evidence> {
        const SHOWN: usize = 6;
        let weight = |id: u16| self.weights[usize::from(id)];
        // By weight, and in their order where that is equal.
        let mut ids: Vec<(usize, u16)> = features.own.iter().copied().enumerate().collect();
        let heavier = |a: &(usize, u16), b: &(usize, u16)| {
            weight(b.1).abs().total_cmp(&weight(a.1).abs()).then(a.0.cmp(&b.0))
        };
        if ids.len() > SHOWN {
            ids.select_nth_unstable_by(SHOWN, heavier);
            ids.truncate(SHOWN);
        }
        ids.sort_unstable_by(heavier);
        let mut out: Vec<Evidence> = ids
            .into_iter()
            .map(|(_, id)| Evidence { cue: self.space.name(id).to_owned(), weight: weight(id) as f32 })
            .collect();
        let yes = yes.clamp(1e-9, 1.0 - 1e-9);
        out.push(Evidence { cue: "neighbours".to_owned(), weight: ((yes / (1.0 - yes)).ln() - own) as f32 });
        out.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        out.truncate(SHOWN);
        out
    }
}

/// The units of a speech and how likely each is a requirement.
struct Judged {
    items: Vec<context::Item>,
    features: Vec<Features>,
    scores: Vec<chain::Score>,
    yes: Vec<f64>,
}

/// Who was named last in a paragraph, for the sentences that go on without a name.
#[derive(Default)]
struct Named(Option<Span>);

impl Named {
    /// The addressee of the next requirement: its own, or the one before where the sentence plainly goes on (a modal
    /// or a verb and nobody before it).
    fn next(&mut self, item: &context::Item, own: Option<Span>) -> Option<Addressee> {
        let reading = &item.reading;
        if let Some(span) = own {
            // 推进医共体建设,每个镇…: who is named in passing is not who goes on.
            let at = span.start().saturating_sub(item.span.start()) as usize;
            let opens = reading.clauses.iter().all(|c| c.end > at || !c.opening.is_order());
            self.0 = own.filter(|_| opens);
            return Some(Addressee { span, carried: false });
        }
        if item.opens_point {
            self.0 = None;
        }
        // 鼓励…, 可以…, 严禁… open of themselves and speak of others; so do 对…的,取消… and any new subject.
        let opening = reading.opening();
        let others = matches!(opening, clause::Opening::Hope | clause::Opening::Allow | clause::Opening::Ban);
        let first = reading.clauses.iter().find(|c| c.opening != clause::Opening::Prep);
        let bare = first.is_some_and(|c| c.opening.is_order() && c.subject == clause::Subject::None);
        let goes_on = bare && !others && !reading.has(cue::Class::Sanction);
        if !goes_on && !others {
            // Another subject: the sentence behind it speaks of that.
            self.0 = None;
        }
        self.0.filter(|_| goes_on).map(|span| Addressee { span, carried: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DeadlineKind, Role};
    use crate::segment::segment;

    /// The requirements of a speech of our own making that has no headings.
    fn said(lines: &str) -> (String, Vec<Requirement>) {
        let text = Text::new(lines.to_owned());
        let segments = segment(&text);
        let roles = vec![LineRole { role: Role::Body, rule: "test" }; segments.lines.len()];
        let speech =
            Speech { span: Span::of(0..lines.len()), lines: 0..segments.lines.len(), ..Speech::default() };
        (lines.to_owned(), Extractor::new().extract(&text, &segments, &roles, &speech))
    }

    #[test]
    fn duties_and_what_was_done() {
        let (text, found) = said(
            "去年以来,全镇水利工作取得了明显成效,修建了三座水库,受到了群众好评。\n\
             下面,我讲两点意见。\n\
             各村党支部要在10月底前把清淤任务落实到人,每段确定3名责任人。严禁向河道倾倒垃圾。\n\
             希望大家回去后抓好落实。",
        );
        let words: Vec<&str> = found.iter().map(|r| r.span.of_text(&text)).collect();
        assert_eq!(words.len(), 3, "{words:?}");
        let first = &found[0];
        assert_eq!(first.modality, Modality::Obligation);
        assert_eq!(first.addressee.map(|a| a.span.of_text(&text)), Some("各村党支部"));
        let deadline = first.deadline.as_ref().unwrap();
        assert_eq!((deadline.span.of_text(&text), deadline.kind), ("10月底前", DeadlineKind::Calendar));
        assert_eq!(first.quantities[0].span.of_text(&text), "3名");
        assert_eq!(found[1].modality, Modality::Prohibition);
        assert_eq!(found[2].modality, Modality::Recommendation);
        assert!(found.iter().all(|r| !r.evidence.is_empty() && (0.5..=1.0).contains(&r.confidence)));
    }

    #[test]
    fn any_text_is_text() {
        for text in
            ["", "。", "要", "将", "“”,,;", "1、", "各,要", "××年××月", "(一", "让我们", "每", "百分之"]
        {
            said(text);
        }
    }
}
