//! Seven days in a row.

use chrono::{Days, NaiveDate};
use slotbook_contract::DateRange;

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

    /// Its dates as a range.
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
}
