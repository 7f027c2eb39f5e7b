//! The slots of one day in rows of a few, and the ways of the keyboard through them.

use super::slot_placement::PlacedSlot;
use super::week_grid::Move;
use chrono::NaiveDate;
use slotbook_contract::SlotKey;

/// How many slots stand beside one another.
pub const COLUMNS: usize = 3;

/// The slots of a day, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayGrid {
    slots: Vec<PlacedSlot>,
}

impl DayGrid {
    /// Lays out the slots that are seen on the day, in the order in which they begin.
    pub fn new(day: NaiveDate, slots: &[PlacedSlot]) -> Self {
        let shown = slots.iter().filter(|placed| placed.date == day);
        let mut slots: Vec<PlacedSlot> = shown.copied().collect();
        slots.sort_by_key(|placed| placed.slot.starts_at);
        Self { slots }
    }

    /// The rows; the last may be shorter than the others.
    pub fn rows(&self) -> impl Iterator<Item = &[PlacedSlot]> {
        self.slots.chunks(COLUMNS)
    }

    /// Whether there is nothing to choose.
    pub fn has_nothing_free(&self) -> bool {
        !self.slots.iter().any(PlacedSlot::is_free)
    }

    /// The one slot that the Tab key leads to: the one wanted, else the first free one, else the
    /// first.
    pub fn tab_stop(&self, wanted: Option<SlotKey>) -> Option<SlotKey> {
        let wanted = self.slots.iter().find(|placed| Some(placed.slot.into()) == wanted);
        let found = wanted
            .or_else(|| self.slots.iter().find(|placed| placed.is_free()))
            .or_else(|| self.slots.first());
        found.map(|placed| placed.slot.into())
    }

    /// Where a key leads from a slot; the slot itself if there is nothing that way.
    pub fn step(&self, from: SlotKey, way: Move) -> SlotKey {
        let at = self.slots.iter().position(|placed| SlotKey::from(placed.slot) == from);
        let Some(at) = at else { return from };
        let row = at - at % COLUMNS;
        let reached = match way {
            Move::Up => at.checked_sub(COLUMNS),
            Move::Down => Some(at + COLUMNS),
            Move::Left => at.checked_sub(1),
            Move::Right => Some(at + 1),
            Move::RowStart => Some(row),
            Move::RowEnd => Some((row + COLUMNS).min(self.slots.len()) - 1),
            Move::First => Some(0),
            Move::Last => self.slots.len().checked_sub(1),
        };
        let reached = reached.and_then(|at| self.slots.get(at));
        reached.map_or(from, |placed| placed.slot.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::slot_placement::samples::placed;
    use slotbook_contract::SlotStatus::{Available, Booked};

    fn key(time: &str) -> SlotKey {
        SlotKey { date: "2026-12-01".parse().unwrap(), time: time.parse().unwrap() }
    }

    /// 09:00 booked, 10:00, 11:00; 12:00, 13:00; and one of the day after.
    fn grid() -> DayGrid {
        let slots = [
            placed("2026-12-01", "09:00", Booked),
            placed("2026-12-01", "10:00", Available),
            placed("2026-12-01", "11:00", Available),
            placed("2026-12-01", "12:00", Booked),
            placed("2026-12-01", "13:00", Available),
            placed("2026-12-02", "09:00", Available),
        ];
        DayGrid::new("2026-12-01".parse().unwrap(), &slots)
    }

    #[test]
    fn keys_lead_along_the_rows_and_stay_at_the_edge() {
        for (from, way, expected) in [
            ("10:00", Move::Down, "13:00"),
            ("11:00", Move::Down, "11:00"),
            ("13:00", Move::Up, "10:00"),
            ("10:00", Move::Up, "10:00"),
            ("11:00", Move::Right, "12:00"),
            ("09:00", Move::Left, "09:00"),
            ("13:00", Move::Right, "13:00"),
            ("13:00", Move::RowStart, "12:00"),
            ("12:00", Move::RowEnd, "13:00"),
            ("09:00", Move::RowEnd, "11:00"),
            ("12:00", Move::First, "09:00"),
            ("09:00", Move::Last, "13:00"),
        ] {
            assert_eq!(grid().step(key(from), way), key(expected), "{from} {way:?}");
        }
    }

    #[test]
    fn tab_leads_to_the_slot_last_visited_or_else_to_a_free_one() {
        assert_eq!(grid().tab_stop(None), Some(key("10:00")));
        assert_eq!(grid().tab_stop(Some(key("12:00"))), Some(key("12:00")));
        assert_eq!(grid().tab_stop(Some(key("23:00"))), Some(key("10:00")));
    }

    #[test]
    fn rows_hold_what_the_day_has() {
        let lengths: Vec<_> = grid().rows().map(<[_]>::len).collect();
        assert_eq!(lengths, [3, 2]);
        assert!(!grid().has_nothing_free());
        let booked = [placed("2026-12-01", "09:00", Booked)];
        assert!(DayGrid::new("2026-12-01".parse().unwrap(), &booked).has_nothing_free());
    }
}
