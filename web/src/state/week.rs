//! Ranges of dates: the week that is shown and the range that is asked for.

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

    /// A range that holds the first week to be shown, whatever the service's zone is.
    ///
    /// The zone comes with the service, and to wait for it would cost a round trip before anything
    /// is painted. No zone is more than 12 hours behind or 14 ahead of UTC, so two days more than
    /// the week cover every today there is.
    pub fn around_first_week(now: DateTime<Utc>) -> Self {
        let earliest_today = (now - TimeDelta::hours(12)).date_naive();
        let latest_today = (now + TimeDelta::hours(14)).date_naive();
        Self { from: earliest_today, to: latest_today + Days::new(6) }
    }
}

/// Seven days in a row, beginning with any day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    first: NaiveDate,
}

impl Week {
    /// The week that begins with this date.
    pub fn starting(first: NaiveDate) -> Self {
        Self { first }
    }

    /// Its first date.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last date.
    pub fn last(self) -> NaiveDate {
        self.first + Days::new(6)
    }

    /// Its dates, in order.
    pub fn days(self) -> [NaiveDate; 7] {
        [0, 1, 2, 3, 4, 5, 6].map(|after| self.first + Days::new(after))
    }

    /// The week after.
    pub fn next(self) -> Self {
        Self::starting(self.first + Days::new(7))
    }

    /// The week before, but none that begins before `today`: the past cannot be booked.
    pub fn previous(self, today: NaiveDate) -> Option<Self> {
        (self.first > today).then(|| Self::starting((self.first - Days::new(7)).max(today)))
    }

    /// What to ask for in order to show it.
    pub fn range(self) -> DateRange {
        DateRange { from: self.first, to: self.last() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_has_seven_days_whatever_day_it_begins_with() {
        let week = Week::starting(day("2026-12-29"));
        assert_eq!(week.days()[6], day("2027-01-04"));
        assert_eq!(week.range(), DateRange { from: day("2026-12-29"), to: day("2027-01-04") });
    }

    #[test]
    fn going_back_ends_at_today() {
        let today = day("2026-11-22");
        assert_eq!(Week::starting(today).previous(today), None);
        let shown = Week::starting(today).next();
        assert_eq!(shown.previous(today), Some(Week::starting(today)));
        let after_midnight = day("2026-11-23");
        assert_eq!(shown.previous(after_midnight), Some(Week::starting(after_midnight)));
    }

    #[test]
    fn the_first_range_holds_the_week_of_every_zones_today() {
        for (now, earliest, latest) in [
            ("2026-11-22T00:00:00Z", "2026-11-21", "2026-11-22"),
            ("2026-11-22T11:59:00Z", "2026-11-21", "2026-11-23"),
            ("2026-11-22T23:00:00Z", "2026-11-22", "2026-11-23"),
        ] {
            let range = DateRange::around_first_week(now.parse().unwrap());
            assert_eq!(range.from, day(earliest), "{now}");
            assert_eq!(range.to, Week::starting(day(latest)).last(), "{now}");
        }
    }
}
