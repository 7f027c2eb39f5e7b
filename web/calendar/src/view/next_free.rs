//! The next day with a free slot, for when none is in sight.

use super::slot_placement::PlacedSlot;
use chrono::NaiveDate;

/// What is known about the next free day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextFree {
    /// Nothing yet.
    #[default]
    Unknown,
    /// It is being searched for.
    Searching,
    /// The day.
    On(NaiveDate),
    /// There is none within the horizon.
    Nowhere,
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
    use crate::view::slot_placement::samples::placed;
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
}
