//! Ranges of dates: those that are shown, and those that are requested so that the next page is
//! loaded before it is shown.

use crate::limits::MAX_RANGE_DAYS;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// Dates from `from` to `to`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
}

impl DateRange {
    /// Whether the date lies in the range.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }

    /// Whether all of `other` lies in the range.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// The dates that lie in both ranges.
    pub fn shared_with(self, other: Self) -> Option<Self> {
        let shared = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (shared.from <= shared.to).then_some(shared)
    }

    /// The range, extended by this many days on both sides.
    pub fn wider_by(self, days: u64) -> Self {
        Self { from: self.from - Days::new(days), to: self.to + Days::new(days) }
    }

    /// The range without the dates before `date`; `date` alone if nothing is left.
    pub fn not_before(self, date: NaiveDate) -> Self {
        Self { from: self.from.max(date), to: self.to.max(date) }
    }

    /// The beginning of the range, cut to as many days as one request to the API may ask for.
    pub fn as_asked(self) -> Self {
        let furthest = self.from + TimeDelta::days(MAX_RANGE_DAYS - 1);
        Self { from: self.from, to: self.to.min(furthest) }
    }

    /// All dates that may be today in some time zone. The zone of a service arrives with the
    /// service, and waiting for it would delay the first paint by a round trip. No zone is more
    /// than 12 hours behind or 14 hours ahead of UTC.
    pub fn todays(now: DateTime<Utc>) -> Self {
        let from = (now - TimeDelta::hours(12)).date_naive();
        Self { from, to: (now + TimeDelta::hours(14)).date_naive() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, to: &str) -> DateRange {
        DateRange { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn ranges_share_the_dates_that_both_have() {
        let december = range("2026-12-01", "2026-12-31");
        let turn = range("2026-12-28", "2027-01-03");
        assert_eq!(december.shared_with(turn), Some(range("2026-12-28", "2026-12-31")));
        assert_eq!(december.shared_with(range("2027-01-01", "2027-01-02")), None);
        assert!(december.covers(range("2026-12-01", "2026-12-31")) && !december.covers(turn));
    }

    #[test]
    fn one_question_asks_for_no_more_than_the_api_answers() {
        let year = range("2026-12-01", "2027-11-30");
        assert_eq!(year.as_asked(), range("2026-12-01", "2027-01-31"));
        let week = range("2026-12-01", "2026-12-07");
        assert_eq!(week.as_asked(), week);
    }

    #[test]
    fn every_today_there_is_lies_within_two_or_three_dates() {
        for (now, from, to) in [
            ("2026-11-22T00:00:00Z", "2026-11-21", "2026-11-22"),
            ("2026-11-22T11:59:00Z", "2026-11-21", "2026-11-23"),
            ("2026-11-22T23:00:00Z", "2026-11-22", "2026-11-23"),
        ] {
            assert_eq!(DateRange::todays(now.parse().unwrap()), range(from, to), "{now}");
        }
    }
}
