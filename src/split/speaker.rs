//! Who speaks: from a byline, from the title, from a report's own words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fold::Folded;
use crate::calendar;
use crate::lexicon;
use crate::pattern::{Chars, Gate, Pattern};

/// Family names that a bare name in a title must begin with; the hundred commonest, and the double ones.
const SURNAMES: &str = "[王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习温]";

/// Where a speaker stands, as ranges of the line that was searched.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) post: Option<Range<usize>>,
    pub(super) name: Option<Range<usize>>,
}

impl Found {
    /// Post and name together.
    pub(super) fn whole(&self) -> Option<Range<usize>> {
        let parts = [&self.post, &self.name];
        let start = parts.iter().filter_map(|p| p.as_ref().map(|r| r.start)).min()?;
        let end = parts.iter().filter_map(|p| p.as_ref().map(|r| r.end)).max()?;
        Some(start..end)
    }
}

/// The table of where speakers are named, loaded.
#[derive(Debug)]
pub(super) struct Speakers {
    patterns: BTreeMap<&'static str, (Gate, Vec<Pattern>)>,
    named_again: Pattern,
    /// A family name, or letters that are spaced or masked.
    named: Pattern,
    /// An office at the end of a clause.
    office: Pattern,
}

impl Speakers {
    pub(super) fn load() -> Self {
        let words: Vec<&str> =
            lexicon::rows(include_str!("../lexicon/post.tsv")).map(|[word, _]: [&str; 2]| word).collect();
        let word = format!("副?(?:{})", words.join("|"));
        let mut patterns: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for [place, _, pattern, _] in rows() {
            let pattern = pattern
                .replace("{post}", &format!(r"(?:[^,。;:!?()“”《》\d 在][^,。;:!?()“”《》在]{{0,28}}?)?{word}(?:[、兼 ]{{0,2}}[^,。;:!?()“”《》在 ]{{1,12}}?{word}){{0,2}}"))
                .replace("{word}", &word)
                .replace("{name}", r"[\p{Han}×x*#_○·](?: {0,3}[\p{Han}×x*#_○·]){0,4}")
                .replace("{surname}", SURNAMES)
                .replace("{when}", r"(?:[\dx×*#〇零一二三四五六七八九十]{2,4}年(?:[\d×x]{1,2}月)?(?:[\d×x]{1,2}日)?)?");
            patterns.entry(place).or_default().push(pattern);
        }
        let gated = |(place, sources): (_, Vec<String>)| {
            let gate = Gate::new(sources.iter().map(String::as_str));
            (place, (gate, sources.into_iter().map(Pattern::new).collect()))
        };
        let named_again = r"(?:^|[,。;:“])(?P<name>\p{Han}{2,3}?)(?:同志)?(?:指出|强调|要求|表示|说)[,:]";
        Self {
            patterns: patterns.into_iter().map(gated).collect(),
            named_again: Pattern::new(named_again),
            named: Pattern::new(format!(r"^{SURNAMES}|[×x*# ]|某")),
            office: Pattern::new(format!("(?:{word})$")),
        }
    }

    /// The speaker in a byline.
    pub(super) fn in_byline(&self, line: &str) -> Option<Found> {
        // Dates come out first, with the brackets around them.
        let mut rest = 0..line.len();
        for date in calendar::dates(line) {
            if line[..date.range.start].trim_matches(['(', '（', ' ', '\u{3000}']).is_empty() {
                rest.start = date.range.end;
            } else {
                rest.end = rest.end.min(date.range.start);
            }
        }
        if rest.start >= rest.end {
            return None;
        }
        let edges =
            |c: char| c.is_whitespace() || matches!(c, '(' | '（' | ')' | '）' | ',' | '，' | '—' | '-');
        let part = &line[rest.clone()];
        let at = rest.start + part.len() - part.trim_start_matches(edges).len();
        let part = part.trim_matches(edges);
        // Behind a date a bare word is a place or a weekday, unless it reads as a name.
        let comma = line[rest.start..at].contains([',', '，']);
        let place = |f: &Found| {
            rest.start > 0 && f.post.is_none() && (comma || !self.named.is_match(&Chars::of(part)))
        };
        shifted(self.find("byline", part).filter(|f| !place(f))?, at)
    }

    /// The speaker in a title: 副县长在…上的讲话.
    pub(super) fn in_title(&self, title: &str) -> Option<Found> {
        self.find("title", title)
    }

    /// The speaker in brackets behind a title: …上的讲话(县长).
    pub(super) fn in_brackets(&self, line: &str) -> Option<Found> {
        self.find("brackets", line)
    }

    /// The reported leader in a paragraph of a news report.
    pub(super) fn in_news(&self, paragraph: &str) -> Option<Found> {
        let (mut at, mut clauses) = (0, Vec::<&str>::new());
        for piece in paragraph.split_inclusive(['。', '，', ',', ';', '；', '、', '“']) {
            // Two offices of one person are one clause: 局党组书记、局长.
            let start = at - clauses.last().filter(|c| self.office_goes_on(c)).map_or(0, |c| c.len());
            if start < at {
                clauses.pop();
            }
            at += piece.len();
            clauses.push(&paragraph[start..at]);
        }
        at = 0;
        for clause in clauses {
            // 县长丁小禾所作的报告 was made elsewhere.
            let elsewhere = |f: &Found| {
                f.name
                    .as_ref()
                    .is_some_and(|r| clause[r.clone()].ends_with('所') || clause[r.end..].starts_with("所"))
            };
            if let Some(found) = self.find("news", clause).filter(|f| !elsewhere(f)) {
                return shifted(drop_lead(clause, found), at);
            }
            at += clause.len();
        }
        None
    }

    /// A leader whose words a report gives by name alone (丁小禾强调,), with the office that stood before it earlier.
    pub(super) fn named_again(&self, paragraph: &str) -> Option<String> {
        let folded = Folded::of(paragraph);
        let name = self.named_again.captures(&folded.chars)?.name("name")?;
        Some(folded.chars[name].iter().collect())
    }

    /// The first place where a name stands behind an office.
    pub(super) fn office_of(&self, paragraph: &str, name: &str) -> Option<Found> {
        let at = paragraph.find(name)?;
        let start = paragraph[..at]
            .rfind(['。', '，', ',', ';', '；', '、', '“', ':', '：'])
            .map_or(0, |i| i + paragraph[i..].chars().next().map_or(0, char::len_utf8));
        let clause = &paragraph[start..at + name.len()];
        shifted(drop_lead(clause, self.find("byline", clause)?), start).filter(|f| f.post.is_some())
    }

    /// Whether a clause ends in an office and the mark that joins it to another.
    fn office_goes_on(&self, clause: &str) -> bool {
        clause.strip_suffix('、').is_some_and(|c| self.office.is_match(&Chars::of(c)))
    }

    fn find(&self, place: &str, line: &str) -> Option<Found> {
        let folded = Folded::of(line);
        let (gate, patterns) = self.patterns.get(place)?;
        gate.open(&folded.chars).find_map(|i| {
            let groups = patterns[i].captures(&folded.chars)?;
            let group = |name| groups.name(name).map(|r: Range<usize>| folded.original(r));
            Some(Found { post: group("post"), name: group("name") }).filter(|f| f.whole().is_some())
        })
    }
}

/// Words before an office that are not part of it: 该镇党委书记, 由县长.
fn drop_lead(clause: &str, mut found: Found) -> Found {
    if let Some(post) = &mut found.post {
        let words = &clause[post.clone()];
        let lead = ["邀请了", "邀请", "该", "由", "请", "和", "及", "与", "会上", "时任"];
        if let Some(lead) = lead.iter().find(|lead| words.starts_with(**lead)) {
            post.start += lead.len();
        }
    }
    found
}

/// The same place in a longer text.
pub(super) fn shifted(found: Found, by: usize) -> Option<Found> {
    let shift = |r: Range<usize>| r.start + by..r.end + by;
    Some(Found { post: found.post.map(shift), name: found.name.map(shift) })
}

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    lexicon::rows(include_str!("../lexicon/speaker.tsv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_are_found_where_they_stand() {
        let speakers = Speakers::load();
        let whole =
            |line: &str, found: Option<Found>| found.and_then(|f| f.whole()).map(|r| line[r].to_owned());
        for (line, who) in [
            ("丁 小 禾 2004年3月8日", Some("丁 小 禾")),
            ("河湾县人民政府县长 丁小禾", Some("河湾县人民政府县长 丁小禾")),
            ("镇长 ××", Some("镇长 ××")),
            ("中共河湾县委书记丁小禾（2004年3月8日）", Some("中共河湾县委书记丁小禾")),
            ("2014年 月 日", None),
        ] {
            assert_eq!(whole(line, speakers.in_byline(line)).as_deref(), who, "{line}");
        }
        for (line, who) in [
            ("副县长在全县春耕会议上的讲话", Some("副县长")),
            ("2023年县委副书记在春耕会议上讲话", Some("县委副书记")),
            ("在全县春耕会议上的讲话", None),
            ("丁小禾在春耕会议上的讲话", Some("丁小禾")),
            ("河湾县县长丁小禾同志在春耕会议上的讲话", Some("河湾县县长丁小禾")),
            ("河湾县政府工作报告", None),
        ] {
            assert_eq!(whole(line, speakers.in_title(line)).as_deref(), who, "{line}");
        }
        for (line, who) in [
            ("会议在县城召开，县长丁小禾出席并讲话。", Some("县长丁小禾")),
            ("该镇党委书记丁小禾在会上指出，春耕要早。", Some("镇党委书记丁小禾")),
            ("会议指出，春耕要早。", None),
        ] {
            assert_eq!(whole(line, speakers.in_news(line)).as_deref(), who, "{line}");
        }
    }
}
