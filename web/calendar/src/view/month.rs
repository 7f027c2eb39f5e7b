//! A month of the calendar.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use slotbook_contract::{DateRange, wall_date};
use std::fmt;
use std::str::FromStr;

/// A month of the calendar; written `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month in which a date lies.
    pub fn of(date: NaiveDate) -> Self {
        Self { first: date - Days::new(u64::from(date.day0())) }
    }

    /// Its first date.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last date.
    pub fn last(self) -> NaiveDate {
        self.next().first - Days::new(1)
    }

    /// The month after.
    pub fn next(self) -> Self {
        Self { first: self.first + Months::new(1) }
    }

    /// The month before, but none before that of `today`: the past cannot be booked.
    pub fn previous(self, today: NaiveDate) -> Option<Self> {
        (self.first > today).then(|| Self { first: self.first - Months::new(1) })
    }

    /// Its dates as a range.
    pub fn range(self) -> DateRange {
        DateRange { from: self.first, to: self.last() }
    }

    /// Its weeks as they stand on a calendar whose weeks begin with `first_day`; the first and the
    /// last of them lend days from the months beside it.
    pub fn weeks(self, first_day: Weekday) -> Vec<[NaiveDate; 7]> {
        let lead = self.first.weekday().days_since(first_day);
        let start = self.first - Days::new(u64::from(lead));
        let weeks = start.iter_weeks().take_while(|day| *day <= self.last());
        weeks.map(|day| [0, 1, 2, 3, 4, 5, 6].map(|after| day + Days::new(after))).collect()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{:02}", self.first.year(), self.first.month())
    }
}

/// The text was no `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthError;

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let first = wall_date(&format!("{text}-01")).ok_or(MonthError)?;
        Ok(Self { first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_knows_its_days() {
        let february = Month::of(day("2028-02-17"));
        assert_eq!(february.to_string(), "2028-02");
        assert_eq!((february.first(), february.last()), (day("2028-02-01"), day("2028-02-29")));
        assert_eq!(month("2026-12").next(), month("2027-01"));
    }

    #[test]
    fn going_back_ends_at_the_month_of_today() {
        let today = day("2026-11-22");
        assert_eq!(month("2026-12").previous(today), Some(month("2026-11")));
        assert_eq!(month("2026-11").previous(today), None);
    }

    #[test]
    fn its_weeks_begin_where_the_readers_do() {
        let weeks = month("2026-11").weeks(Weekday::Mon);
        assert_eq!(
            (weeks.len(), weeks[0][0], weeks[5][6]),
            (6, day("2026-10-26"), day("2026-12-06"))
        );
        let weeks = month("2026-11").weeks(Weekday::Sun);
        assert_eq!(
            (weeks.len(), weeks[0][0], weeks[4][6]),
            (5, day("2026-11-01"), day("2026-12-05"))
        );
        let weeks = month("2027-02").weeks(Weekday::Mon);
        assert_eq!(
            (weeks.len(), weeks[0][0], weeks[3][6]),
            (4, day("2027-02-01"), day("2027-02-28"))
        );
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in
            ["", "2026", "2026-13", "2026-12-01", "December", "2026-1", "+2026-12", "2026-1 "]
        {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text:?}");
        }
    }
}
