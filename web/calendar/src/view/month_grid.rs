//! A month as weeks of days, with the free slots of each day and the keyboard navigation.

use super::month::Month;
use super::slot_placement::PlacedSlot;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use slotbook_contract::SlotStatus;
use std::collections::BTreeMap;

/// The move that a key makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMove {
    /// The same weekday of the week before.
    Up,
    /// The same weekday of the week after.
    Down,
    /// The day before.
    Left,
    /// The day after.
    Right,
    /// The first day of the week.
    WeekStart,
    /// The last day of the week.
    WeekEnd,
    /// The first day of the month.
    First,
    /// The last day of the month.
    Last,
    /// The same day of the month before.
    MonthBack,
    /// The same day of the month after.
    MonthForward,
}

/// The number of slots of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaySlots {
    /// How many slots can be chosen.
    pub free: usize,
    /// How many are booked.
    pub booked: usize,
}

/// A month, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthGrid {
    month: Month,
    first_day: Weekday,
    days: BTreeMap<NaiveDate, DaySlots>,
}

impl MonthGrid {
    /// Counts the slots that are seen in the month; its weeks begin with `first_day`.
    pub fn new(month: Month, first_day: Weekday, slots: &[PlacedSlot]) -> Self {
        let mut days = BTreeMap::<NaiveDate, DaySlots>::new();
        for placed in slots.iter().filter(|placed| month.range().contains(placed.date)) {
            let day = days.entry(placed.date).or_default();
            day.free += usize::from(placed.is_free());
            day.booked += usize::from(placed.slot.status == SlotStatus::Booked);
        }
        Self { month, first_day, days }
    }

    /// Which month it is.
    pub fn month(&self) -> Month {
        self.month
    }

    /// The rows.
    pub fn weeks(&self) -> Vec<[NaiveDate; 7]> {
        self.month.weeks(self.first_day)
    }

    /// The number of slots of a day of the month.
    pub fn day(&self, date: NaiveDate) -> DaySlots {
        self.days.get(&date).copied().unwrap_or_default()
    }

    /// The first day on which something is free.
    pub fn first_free(&self) -> Option<NaiveDate> {
        self.days.iter().find(|(_, day)| day.free > 0).map(|(date, _)| *date)
    }

    /// The day whose slots are shown: the one chosen, else the first with something free.
    pub fn open_day(&self, chosen: Option<NaiveDate>) -> Option<NaiveDate> {
        chosen.or_else(|| self.first_free())
    }

    /// The one day that the Tab key leads to: the one wanted, else the open one, else today, else
    /// the first.
    pub fn tab_stop(
        &self,
        wanted: Option<NaiveDate>,
        open: Option<NaiveDate>,
        today: NaiveDate,
    ) -> NaiveDate {
        let here = |date: &NaiveDate| self.month.range().contains(*date);
        let mut candidates = [wanted, open, Some(today)].into_iter().flatten();
        candidates.find(here).unwrap_or(self.month.first())
    }

    /// Where a key leads from a day, beyond the month too, but never before the month of `today`.
    pub fn step(&self, from: NaiveDate, way: DayMove, today: NaiveDate) -> NaiveDate {
        let into_week = u64::from(from.weekday().days_since(self.first_day));
        let reached = match way {
            DayMove::Up => from - Days::new(7),
            DayMove::Down => from + Days::new(7),
            DayMove::Left => from - Days::new(1),
            DayMove::Right => from + Days::new(1),
            DayMove::WeekStart => from - Days::new(into_week),
            DayMove::WeekEnd => from + Days::new(6 - into_week),
            DayMove::First => self.month.first(),
            DayMove::Last => self.month.last(),
            DayMove::MonthBack => from - Months::new(1),
            DayMove::MonthForward => from + Months::new(1),
        };
        if reached < Month::of(today).first() { from } else { reached }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::slot_placement::samples::placed;
    use slotbook_contract::SlotStatus::{Available, Booked};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn grid() -> MonthGrid {
        let slots = [
            placed("2026-11-30", "10:00", Available),
            placed("2026-12-01", "10:00", Booked),
            placed("2026-12-03", "10:00", Available),
            placed("2026-12-03", "10:30", Booked),
            placed("2026-12-03", "11:00", Available),
        ];
        MonthGrid::new("2026-12".parse().unwrap(), Weekday::Mon, &slots)
    }

    #[test]
    fn a_day_tells_how_many_of_its_slots_are_free() {
        assert_eq!(grid().day(day("2026-12-03")), DaySlots { free: 2, booked: 1 });
        assert_eq!(grid().day(day("2026-12-01")), DaySlots { free: 0, booked: 1 });
        assert_eq!(grid().day(day("2026-12-02")), DaySlots::default());
        assert_eq!(grid().day(day("2026-11-30")), DaySlots::default(), "another month's");
    }

    #[test]
    fn the_first_day_with_something_free_is_open_until_one_is_chosen() {
        assert_eq!(grid().open_day(None), Some(day("2026-12-03")));
        assert_eq!(grid().open_day(Some(day("2026-12-01"))), Some(day("2026-12-01")));
        let nothing = MonthGrid::new("2026-12".parse().unwrap(), Weekday::Mon, &[]);
        assert_eq!(nothing.open_day(None), None);
    }

    #[test]
    fn tab_leads_to_a_day_of_this_month() {
        let today = day("2026-12-02");
        let stop = |wanted, open| grid().tab_stop(wanted, open, today);
        assert_eq!(stop(Some(day("2026-12-09")), Some(day("2026-12-03"))), day("2026-12-09"));
        assert_eq!(stop(Some(day("2027-01-09")), Some(day("2026-12-03"))), day("2026-12-03"));
        assert_eq!(stop(None, None), today);
        assert_eq!(grid().tab_stop(None, None, day("2026-11-22")), day("2026-12-01"));
    }

    #[test]
    fn keys_lead_through_the_month_and_out_of_it() {
        let today = day("2026-11-22");
        let thursday = day("2026-12-03");
        for (way, expected) in [
            (DayMove::Up, "2026-11-26"),
            (DayMove::Down, "2026-12-10"),
            (DayMove::Left, "2026-12-02"),
            (DayMove::Right, "2026-12-04"),
            (DayMove::WeekStart, "2026-11-30"),
            (DayMove::WeekEnd, "2026-12-06"),
            (DayMove::First, "2026-12-01"),
            (DayMove::Last, "2026-12-31"),
            (DayMove::MonthBack, "2026-11-03"),
            (DayMove::MonthForward, "2027-01-03"),
        ] {
            assert_eq!(grid().step(thursday, way, today), day(expected), "{way:?}");
        }
    }

    #[test]
    fn no_key_leads_before_the_month_of_today() {
        let today = day("2026-12-02");
        for way in [DayMove::Up, DayMove::MonthBack, DayMove::WeekStart] {
            let at = day("2026-12-03");
            assert_eq!(grid().step(at, way, today), at, "{way:?}");
        }
    }
}
