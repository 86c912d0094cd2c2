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
mod marks;
mod modality;
mod names;
mod opening;
mod party;
mod quantity;
mod reader;
mod readings;
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
use clause::Bytes;
use context::{Context, Item};
use readings::Readings;

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
        let weights: Vec<f64> =
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
        let mut readings = Readings::default();
        let context = Context { text, segments, roles, speech };
        let items = context::items(&self.reader, &self.limits, &self.stands, &context, &mut readings);
        let sheet = features::features(&self.space, text, speech, &items);
        let features = items.iter().zip(sheet.iter());
        features
            .map(|(item, (own, link))| Features { unit: item.unit, own: own.to_vec(), link: link.to_vec() })
            .collect()
    }

    /// Every unit of a speech, judged; what they say goes to `readings`.
    fn judge<'a>(&self, context: &Context, readings: &'a mut Readings) -> Judged<'a> {
        let items = context::items(&self.reader, &self.limits, &self.stands, context, readings);
        let features = features::features(&self.space, context.text, context.speech, &items);
        let sum = |ids: &[u16]| ids.iter().map(|&id| self.weights[usize::from(id)]).sum();
        let scores: Vec<chain::Score> =
            features.iter().map(|(own, link)| chain::Score { own: sum(own), link: sum(link) }).collect();
        let yes = chain::yes(&scores);
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
        let mut readings = Readings::default();
        let judged = self.judge(&Context { text, segments, roles, speech }, &mut readings);
        // Each part of all requirements before the next part, as in `reader`.
        let mut out: Vec<Requirement> = Vec::with_capacity(judged.wanted().count());
        out.extend(judged.wanted().map(|(i, item)| Requirement {
            span: item.span,
            section: item.section,
            modality: modality::modality(item),
            relayed_from: None,
            addressee: None,
            parties: Vec::new(),
            strength: strength::WISH,
            action: item.span,
            deadline: None,
            quantities: Vec::new(),
            confidence: judged.yes[i] as f32,
            evidence: Vec::new(),
        }));
        let own = judged.said(text).map(|(words, item)| addressee::addressee(words, &item.reading));
        let own: Vec<Option<Bytes>> = own.collect();
        let mut named = Named::default();
        let mut asked = out.iter_mut().zip(&own);
        for (item, &yes) in judged.items.iter().zip(&judged.yes) {
            if item.in_paragraph.0 == 0 {
                named = Named::default();
            }
            if yes >= REQUIRED
                && let Some((requirement, own)) = asked.next()
            {
                requirement.addressee = named.next(item, own.map(|own| item.place(own)));
            }
        }
        for (requirement, (words, item)) in out.iter_mut().zip(judged.said(text)) {
            requirement.relayed_from = relay::relayed_from(words, &item.reading).map(|from| item.place(from));
        }
        for (requirement, (words, item)) in out.iter_mut().zip(judged.said(text)) {
            let parties = self.roles.parties(words, &item.reading).into_iter();
            requirement.parties =
                parties.map(|(span, role)| Party { span: item.place(span), role }).collect();
        }
        for ((requirement, own), (words, item)) in out.iter_mut().zip(own).zip(judged.said(text)) {
            let modality = requirement.modality;
            requirement.action = item.place(action::action(words, &item.reading, modality, own));
            if !matches!(modality, Modality::Recommendation | Modality::Permission) {
                requirement.strength = self.strengths.of(words, &item.reading);
            }
        }
        for (requirement, (words, item)) in out.iter_mut().zip(judged.said(text)) {
            requirement.quantities = self.quantities(words, item);
            requirement.deadline = item.limit.as_ref().map(|limit| Deadline {
                span: item.place((limit.start, limit.end)),
                kind: limit.kind,
                iso: resolve::iso(&words[limit.start..limit.end], limit.kind, speech.date.as_ref()),
            });
        }
        out
    }

    /// The amounts of a unit that are no part of its limit.
    fn quantities(&self, words: &str, item: &Item) -> Vec<Quantity> {
        let limit = item.limit.as_ref();
        let free =
            |a: &quantity::Amount| limit.is_none_or(|l| a.range.end <= l.start || l.end <= a.range.start);
        let amounts = self.measures.amounts(words).into_iter().filter(free);
        amounts
            .map(|amount| Quantity {
                span: item.place((amount.range.start, amount.range.end)),
                value: amount.value,
                unit: item.place((amount.unit.start, amount.unit.end)),
            })
            .collect()
    }

    /// Tells the reasons: what spoke for and against each requirement of a speech ([`Requirement::evidence`]), and what
    /// it says and does not ask for ([`Speech::passed_over`]).
    pub fn explain(&self, text: &Text, segments: &Segments, roles: &[LineRole], speech: &mut Speech) {
        let mut readings = Readings::default();
        let judged = self.judge(&Context { text, segments, roles, speech }, &mut readings);
        let evidence: Vec<Vec<Evidence>> = judged.wanted().map(|(i, _)| self.evidence(&judged, i)).collect();
        let passed = judged.items.iter().enumerate().filter(|&(i, _)| judged.yes[i] < REQUIRED);
        let passed = passed.map(|(i, item)| PassedOver {
            span: item.span,
            probability: judged.yes[i] as f32,
            evidence: self.evidence(&judged, i),
        });
        speech.passed_over = passed.collect();
        for (requirement, evidence) in speech.requirements.iter_mut().zip(evidence) {
            requirement.evidence = evidence;
        }
    }

    /// What spoke for and against an item, strongest first.
    fn evidence(&self, judged: &Judged, item: usize) -> Vec<Evidence> {
        const SHOWN: usize = 6;
        let mut ids = judged.features.own(item).to_vec();
        let weight = |id: u16| self.weights[usize::from(id)];
        // By weight, and in their order where that is equal.
        ids.sort_by(|&a, &b| weight(b).abs().total_cmp(&weight(a).abs()));
        ids.truncate(SHOWN);
        let mut out: Vec<Evidence> = ids
            .into_iter()
            .map(|id| Evidence { cue: self.space.name(id).to_owned(), weight: weight(id) as f32 })
            .collect();
        let (yes, own) = (judged.yes[item].clamp(1e-9, 1.0 - 1e-9), judged.scores[item].own);
        out.push(Evidence { cue: "neighbours".to_owned(), weight: ((yes / (1.0 - yes)).ln() - own) as f32 });
        out.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        out.truncate(SHOWN);
        out
    }
}

/// From this probability on a unit is a requirement.
const REQUIRED: f64 = 0.5;

/// The units of a speech and how likely each is a requirement.
struct Judged<'a> {
    items: Vec<Item<'a>>,
    features: features::Sheet,
    scores: Vec<chain::Score>,
    yes: Vec<f64>,
}

impl<'a> Judged<'a> {
    /// The items that are requirements, and their places.
    fn wanted(&self) -> impl Iterator<Item = (usize, &Item<'a>)> {
        self.items.iter().enumerate().filter(|&(i, _)| self.yes[i] >= REQUIRED)
    }

    /// The same with their words.
    fn said<'t>(&self, text: &'t Text) -> impl Iterator<Item = (&'t str, &Item<'a>)> {
        self.wanted().map(|(_, item)| (text.slice(item.span), item))
    }
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
        assert!(found.iter().all(|r| (0.5..=1.0).contains(&r.confidence)));
    }

    #[test]
    fn reasons_where_they_are_asked_for() {
        let lines = "各村必须抓好清淤。\n天气很好。";
        let text = Text::new(lines.to_owned());
        let segments = segment(&text);
        let roles = vec![LineRole { role: Role::Body, rule: "test" }; segments.lines.len()];
        let mut speech =
            Speech { span: Span::of(0..lines.len()), lines: 0..segments.lines.len(), ..Speech::default() };
        let extractor = Extractor::new();
        speech.requirements = extractor.extract(&text, &segments, &roles, &speech);
        assert_eq!((speech.requirements.len(), speech.requirements[0].evidence.len()), (1, 0));
        extractor.explain(&text, &segments, &roles, &mut speech);
        let told = &speech.requirements[0].evidence;
        assert!(
            told.iter().any(|e| e.weight > 0.0) && told.is_sorted_by_key(|e| -e.weight.abs()),
            "{told:?}"
        );
        let [passed] = &speech.passed_over[..] else { panic!("{:?}", speech.passed_over) };
        assert!(passed.probability < 0.5 && !passed.evidence.is_empty());
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
