//! The key of a slot within its service.

use crate::{DateTimeSlot, WallTime};
use chrono::NaiveDate;

/// The date and time of a slot, unique within a service, like the id of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotKey {
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time: WallTime,
}

impl From<DateTimeSlot> for SlotKey {
    fn from(slot: DateTimeSlot) -> Self {
        Self { date: slot.date, time: slot.time }
    }
}
