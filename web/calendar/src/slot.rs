//! The slot that a program passes to the calendar and gets back.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use slotbook_contract::{DateTimeSlot as BoardSlot, SlotStatus};

/// A slot of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeSlot {
    /// The date, in the zone in which the program means all its dates and times.
    pub date: NaiveDate,
    /// The time at which it begins, in the same zone; to the minute, so that no two slots of a date
    /// begin within the same one.
    pub time: NaiveTime,
    /// Whether it can be chosen.
    pub status: SlotStatus,
}

impl DateTimeSlot {
    /// The slot with the status that it has by `now`, a moment in its own zone: one that has begun
    /// is available no more.
    pub fn by(self, now: NaiveDateTime) -> Self {
        let has_begun = self.date.and_time(self.time) <= now;
        match self.status {
            SlotStatus::Available if has_begun => Self { status: SlotStatus::Unavailable, ..self },
            _ => self,
        }
    }

    /// Whether the board's slot is this one.
    pub(crate) fn is_at(&self, slot: BoardSlot) -> bool {
        slot.date == self.date && slot.time == self.time.into()
    }
}

/// Its length and zone are not known, so it becomes a slot without length, in UTC.
impl From<DateTimeSlot> for BoardSlot {
    fn from(DateTimeSlot { date, time, status }: DateTimeSlot) -> Self {
        let starts_at = date.and_time(time).and_utc();
        Self { date, time: time.into(), status, starts_at, ends_at: starts_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(time: &str, status: SlotStatus) -> DateTimeSlot {
        DateTimeSlot { date: "2026-12-01".parse().unwrap(), time: time.parse().unwrap(), status }
    }

    #[test]
    fn a_slot_that_has_begun_is_available_no_more() {
        let now = "2026-12-01T10:00:00".parse().unwrap();
        let status = |time, status| slot(time, status).by(now).status;
        assert_eq!(status("10:00:00", SlotStatus::Available), SlotStatus::Unavailable);
        assert_eq!(status("10:00:01", SlotStatus::Available), SlotStatus::Available);
        assert_eq!(status("09:00:00", SlotStatus::Booked), SlotStatus::Booked);
    }

    #[test]
    fn the_board_finds_a_slot_again_to_the_minute() {
        let precise = slot("10:00:30", SlotStatus::Available);
        assert!(precise.is_at(precise.into()));
        assert!(!precise.is_at(slot("10:01:30", SlotStatus::Available).into()));
    }
}
