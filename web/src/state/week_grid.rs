//! A week of slots as rows of times and columns of days, and the ways of the keyboard through it.

use super::slot_key::SlotKey;
use super::week::Week;
use chrono::NaiveDate;
use slotbook_contract::{DateTimeSlot, SlotStatus, WallTime};
use std::collections::{BTreeMap, BTreeSet};

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The nearest slot above, on the same day.
    Up,
    /// The nearest slot below, on the same day.
    Down,
    /// The nearest slot to the left, at the same time.
    Left,
    /// The nearest slot to the right, at the same time.
    Right,
    /// The first slot at the same time.
    RowStart,
    /// The last slot at the same time.
    RowEnd,
    /// The first slot of the first day.
    First,
    /// The last slot of the last day.
    Last,
}

/// The slots of a week, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekGrid {
    days: [NaiveDate; 7],
    times: Vec<WallTime>,
    slots: BTreeMap<SlotKey, SlotStatus>,
}

impl WeekGrid {
    /// Lays out the slots that lie in the week.
    pub fn new(week: Week, slots: &[DateTimeSlot]) -> Self {
        let shown = slots.iter().filter(|slot| week.range().contains(slot.date));
        let slots: BTreeMap<SlotKey, SlotStatus> =
            shown.map(|slot| (SlotKey::from(*slot), slot.status)).collect();
        let times: BTreeSet<WallTime> = slots.keys().map(|key| key.time).collect();
        Self { days: week.days(), times: times.into_iter().collect(), slots }
    }

    /// The columns.
    pub fn days(&self) -> [NaiveDate; 7] {
        self.days
    }

    /// The rows: every time at which a slot of some day begins.
    pub fn times(&self) -> &[WallTime] {
        &self.times
    }

    /// The slot of that day at that time, if there is one.
    pub fn slot(&self, date: NaiveDate, time: WallTime) -> Option<DateTimeSlot> {
        let status = *self.slots.get(&SlotKey { date, time })?;
        Some(DateTimeSlot { date, time, status })
    }

    /// How many slots of the day are free.
    pub fn free_on(&self, date: NaiveDate) -> usize {
        self.free().filter(|key| key.date == date).count()
    }

    /// Whether there is nothing to choose.
    pub fn has_nothing_free(&self) -> bool {
        self.free().next().is_none()
    }

    /// The one slot that the Tab key leads to: the one wanted, else the first free one of the
    /// selected date, else the first free one, else the first.
    pub fn tab_stop(
        &self,
        wanted: Option<SlotKey>,
        selected_date: Option<NaiveDate>,
    ) -> Option<SlotKey> {
        wanted
            .filter(|key| self.slots.contains_key(key))
            .or_else(|| self.free().find(|key| Some(key.date) == selected_date))
            .or_else(|| self.free().next())
            .or_else(|| self.slots.keys().next().copied())
    }

    /// Where a key leads from a slot; the slot itself if there is nothing that way.
    pub fn step(&self, from: SlotKey, way: Move) -> SlotKey {
        let keys = || self.slots.keys().copied();
        let column = || keys().filter(|key| key.date == from.date);
        let row = || keys().filter(|key| key.time == from.time);
        let reached = match way {
            Move::Up => column().take_while(|key| *key < from).last(),
            Move::Down => column().find(|key| *key > from),
            Move::Left => row().take_while(|key| *key < from).last(),
            Move::Right => row().find(|key| *key > from),
            Move::RowStart => row().next(),
            Move::RowEnd => row().next_back(),
            Move::First => keys().next(),
            Move::Last => keys().next_back(),
        };
        reached.unwrap_or(from)
    }

    fn free(&self) -> impl Iterator<Item = SlotKey> + '_ {
        let free = self.slots.iter().filter(|(_, status)| **status == SlotStatus::Available);
        free.map(|(key, _)| *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn key(date: &str, time: &str) -> SlotKey {
        SlotKey { date: day(date), time: time.parse().unwrap() }
    }

    fn slot(date: &str, time: &str, status: SlotStatus) -> DateTimeSlot {
        DateTimeSlot { date: day(date), time: time.parse().unwrap(), status }
    }

    /// Tuesday: 09:00 booked, 10:00 free; Wednesday: nothing at 10:00; Thursday: 09:00, 10:00 free.
    fn grid() -> WeekGrid {
        let slots = [
            slot("2026-12-01", "09:00", SlotStatus::Booked),
            slot("2026-12-01", "10:00", SlotStatus::Available),
            slot("2026-12-02", "09:00", SlotStatus::Unavailable),
            slot("2026-12-03", "09:00", SlotStatus::Available),
            slot("2026-12-03", "10:00", SlotStatus::Available),
            slot("2026-12-20", "08:00", SlotStatus::Available),
        ];
        WeekGrid::new(Week::starting(day("2026-12-01")), &slots)
    }

    #[test]
    fn only_the_weeks_own_slots_are_laid_out() {
        let times: Vec<_> = grid().times().iter().map(ToString::to_string).collect();
        assert_eq!(times, ["09:00", "10:00"]);
        assert_eq!(grid().slot(day("2026-12-02"), "10:00".parse().unwrap()), None);
        assert_eq!(grid().free_on(day("2026-12-03")), 2);
    }

    #[test]
    fn keys_lead_over_gaps_and_stay_at_the_edge() {
        let ten = key("2026-12-01", "10:00");
        for (way, expected) in [
            (Move::Up, key("2026-12-01", "09:00")),
            (Move::Down, ten),
            (Move::Left, ten),
            (Move::Right, key("2026-12-03", "10:00")),
            (Move::RowStart, ten),
            (Move::RowEnd, key("2026-12-03", "10:00")),
            (Move::First, key("2026-12-01", "09:00")),
            (Move::Last, key("2026-12-03", "10:00")),
        ] {
            assert_eq!(grid().step(ten, way), expected, "{way:?}");
        }
    }

    #[test]
    fn tab_leads_to_the_slot_last_visited_or_else_to_a_free_one() {
        let visited = key("2026-12-02", "09:00");
        assert_eq!(grid().tab_stop(Some(visited), None), Some(visited));
        let gone = key("2026-12-02", "11:00");
        assert_eq!(grid().tab_stop(Some(gone), None), Some(key("2026-12-01", "10:00")));
        let thursday = Some(day("2026-12-03"));
        assert_eq!(grid().tab_stop(None, thursday), Some(key("2026-12-03", "09:00")));
    }

    #[test]
    fn nothing_is_free_when_all_is_booked_or_there_is_nothing() {
        assert!(!grid().has_nothing_free());
        let week = Week::starting(day("2026-12-01"));
        assert!(WeekGrid::new(week, &[]).has_nothing_free());
        let booked = [slot("2026-12-01", "09:00", SlotStatus::Booked)];
        assert!(WeekGrid::new(week, &booked).has_nothing_free());
    }
}
