//! A day of the calendar as a number, as Parquet and spreadsheets count.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::calendar;

/// Days since 1 January 1970; written as `2006-12-15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

impl Day {
    /// The number of days since 1 January 1970.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day that `iso` names in full (`2006-12-15`), if there is such a day.
    pub fn of(iso: &str) -> Option<Self> {
        let (year, month, day) = parts(iso)?;
        Self::at(year, month?, day?)
    }

    /// The first day of the day, month or year that `iso` names.
    pub(super) fn first(iso: &str) -> Option<Self> {
        let (year, month, day) = parts(iso)?;
        Self::at(year, month.unwrap_or(1), day.unwrap_or(1))
    }

    /// The last day of the day, month or year that `iso` names.
    pub(super) fn last(iso: &str) -> Option<Self> {
        let (year, month, day) = parts(iso)?;
        let month = month.unwrap_or(12);
        Self::at(year, month, day.unwrap_or(calendar::days_in(year, month)))
    }

    /// Year, month and day.
    pub fn date(self) -> (i32, u32, u32) {
        // The year begins in March here, so that a leap day is its last; 400 years have 146,097 days.
        let days = i64::from(self.0) + 719_468;
        let (era, in_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
        let in_year = in_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * in_year + 2) / 153;
        let day = in_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        (year as i32, month as u32, day as u32)
    }

    fn at(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=calendar::days_in(year, month)).contains(&day) {
            return None;
        }
        let year = year - i32::from(month <= 2);
        let (era, in_era) = (year.div_euclid(400), year.rem_euclid(400));
        let from_march = (month as i32 + 9) % 12;
        let in_year = (153 * from_march + 2) / 5 + day as i32 - 1;
        Some(Self(era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719_468))
    }
}

/// Year, month, day of `2006`, `2006-12` or `2006-12-15`.
fn parts(iso: &str) -> Option<(i32, Option<u32>, Option<u32>)> {
    let mut parts = iso.split('-');
    let year = parts.next()?.parse().ok().filter(|y| (0..=9999).contains(y))?;
    let mut next = || parts.next().map(|p| p.parse::<u32>().ok());
    let (month, day) = (next(), next());
    // A part that stands there and is no number spoils the date.
    if month == Some(None) || day == Some(None) || parts.next().is_some() {
        return None;
    }
    Some((year, month.flatten(), day.flatten()))
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_and_back() {
        for (iso, number) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("1900-03-01", -25_508)] {
            assert_eq!(Day::of(iso).map(Day::number), Some(number), "{iso}");
        }
        let mut last = Day::of("0999-12-31").unwrap().number();
        for year in 1000..3000 {
            for month in 1..=12 {
                for day in 1..=calendar::days_in(year, month) {
                    let iso = calendar::iso_day(year, month, day).unwrap();
                    let day = Day::of(&iso).unwrap();
                    assert_eq!(day.number(), last + 1, "{iso}");
                    assert_eq!(day.to_string(), iso);
                    last = day.number();
                }
            }
        }
    }

    #[test]
    fn months_and_years_have_a_first_and_a_last_day() {
        let shown = |day: Option<Day>| day.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(shown(Day::first("2008")), "2008-01-01");
        assert_eq!(shown(Day::last("2008")), "2008-12-31");
        assert_eq!(shown(Day::last("2008-02")), "2008-02-29");
        assert_eq!(shown(Day::last("2008-02-03")), "2008-02-03");
    }

    #[test]
    fn what_is_no_whole_day_is_none() {
        for iso in
            ["", "2006", "2006-12", "2007-02-30", "2006-13-01", "2006-xx-01", "2006-01-01-01", "-1-1-1"]
        {
            assert_eq!(Day::of(iso), None, "{iso}");
        }
    }
}
