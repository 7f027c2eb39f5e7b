//! Where to look when nothing is free in sight.

use super::placed::PlacedSlot;
use super::range::DateRange;
use chrono::{Days, NaiveDate};
use std::iter;

/// What is known of the next free day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextFree {
    /// Nothing yet.
    #[default]
    Unknown,
    /// It is being looked for.
    Searching,
    /// That is the day.
    On(NaiveDate),
    /// There is none, as far as one can look.
    Nowhere,
}

/// How many questions to the API are worth asking: half a year ahead, and nobody waits that long.
pub const MOST_QUESTIONS: usize = 3;

/// The ranges in which to look for it, one after the other, after what is known.
pub fn to_search(last_known: NaiveDate) -> impl Iterator<Item = DateRange> {
    let after = |range: &DateRange| DateRange { from: range.to + Days::new(1), to: NaiveDate::MAX };
    let first = DateRange { from: last_known + Days::new(1), to: NaiveDate::MAX }.as_asked();
    iter::successors(Some(first), move |range| Some(after(range).as_asked())).take(MOST_QUESTIONS)
}

impl NextFree {
    /// The first day after `last` on which one of the slots is free, if there is one.
    pub fn among(slots: &[PlacedSlot], last: NaiveDate) -> Option<Self> {
        let later = slots.iter().filter(|placed| placed.date > last && placed.is_free());
        later.map(|placed| placed.date).min().map(Self::On)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::placed::samples::placed;
    use slotbook_contract::SlotStatus::{Available, Booked};

    #[test]
    fn the_next_free_day_is_after_what_is_in_sight() {
        let slots = [
            placed("2026-12-01", "09:00", Available),
            placed("2026-12-08", "09:00", Booked),
            placed("2026-12-09", "09:00", Available),
        ];
        let after = |last: &str| NextFree::among(&slots, last.parse().unwrap());
        assert_eq!(after("2026-12-07"), Some(NextFree::On("2026-12-09".parse().unwrap())));
        assert_eq!(after("2026-12-09"), None);
    }

    #[test]
    fn half_a_year_is_searched_without_a_gap() {
        let ranges: Vec<_> = to_search("2026-12-05".parse().unwrap()).collect();
        let text: Vec<_> = ranges.iter().map(|it| format!("{} {}", it.from, it.to)).collect();
        assert_eq!(
            text,
            ["2026-12-06 2027-02-05", "2027-02-06 2027-04-08", "2027-04-09 2027-06-09"]
        );
    }
}
