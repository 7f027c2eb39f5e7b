//! What tells one slot of a service from another.

use crate::{DateTimeSlot, WallTime};
use chrono::NaiveDate;

/// Where a slot stands on the wall; unique within a service, like its document's id.
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
