//! A week of slots as rows of times and columns of days, and the ways of the keyboard through it.

use super::slot_placement::PlacedSlot;
use super::week::Week;
use chrono::NaiveDate;
use slotbook_contract::{SlotKey, WallTime};
use std::collections::BTreeSet;

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

/// The slots of a week, laid out where they are seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekGrid {
    days: [NaiveDate; 7],
    times: Vec<WallTime>,
    /// By date, and in the order in which they begin: when clocks go back two of a day may have
    /// the same time.
    slots: Vec<PlacedSlot>,
}

impl WeekGrid {
    /// Lays out the slots that are seen in the week.
    pub fn new(week: Week, slots: &[PlacedSlot]) -> Self {
        let shown = slots.iter().filter(|placed| week.range().contains(placed.date));
        let mut slots: Vec<PlacedSlot> = shown.copied().collect();
        slots.sort_by_key(|placed| (placed.date, placed.slot.starts_at));
        let times: BTreeSet<WallTime> = slots.iter().map(|placed| placed.time).collect();
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

    /// The slots of that day at that time: one, or none, or two when clocks go back.
    pub fn slots(
        &self,
        date: NaiveDate,
        time: WallTime,
    ) -> impl Iterator<Item = PlacedSlot> + use<'_> {
        let here = self.slots.iter().filter(move |it| it.date == date && it.time == time);
        here.copied()
    }

    /// How many slots of the day are free.
    pub fn free_on(&self, date: NaiveDate) -> usize {
        self.free().filter(|placed| placed.date == date).count()
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
        let wanted = self.slots.iter().find(|placed| Some(key(placed)) == wanted);
        let found = wanted
            .or_else(|| self.free().find(|placed| Some(placed.date) == selected_date))
            .or_else(|| self.free().next())
            .or_else(|| self.slots.first());
        found.map(key)
    }

    /// Where a key leads from a slot; the slot itself if there is nothing that way.
    pub fn step(&self, from: SlotKey, way: Move) -> SlotKey {
        let Some(at) = self.slots.iter().position(|placed| key(placed) == from) else {
            return from;
        };
        let here = self.slots[at];
        let (before, after) = (&self.slots[..at], &self.slots[at + 1..]);
        let in_column = |placed: &&PlacedSlot| placed.date == here.date;
        let in_row = |placed: &&PlacedSlot| placed.time == here.time;
        let reached = match way {
            Move::Up => before.iter().rev().find(in_column),
            Move::Down => after.iter().find(in_column),
            Move::Left => before.iter().rev().find(in_row),
            Move::Right => after.iter().find(in_row),
            Move::RowStart => self.slots.iter().find(in_row),
            Move::RowEnd => self.slots.iter().rfind(in_row),
            Move::First => self.slots.first(),
            Move::Last => self.slots.last(),
        };
        reached.map_or(from, key)
    }

    fn free(&self) -> impl Iterator<Item = &PlacedSlot> {
        self.slots.iter().filter(|placed| placed.is_free())
    }
}

fn key(placed: &PlacedSlot) -> SlotKey {
    placed.slot.into()
}

#[cfg(test)]
#[path = "week_grid_tests.rs"]
mod tests;
