//! Which slots are free.

use crate::{ServiceId, WallTime};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Whether a slot can be booked, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SlotStatus {
    /// It can be booked.
    Available,
    /// It is booked.
    Booked,
    /// It cannot be booked, and nobody has booked it: it is closed, it has begun, or its provider
    /// is busy.
    Unavailable,
}

/// The stored facts about a slot; its status follows from them and from the current time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts, each a field of the slot's document"
)]
pub struct SlotFlags {
    /// Somebody has booked it.
    pub is_booked: bool,
    /// It lies in the opening hours.
    pub is_published: bool,
    /// The provider has not closed it by hand.
    pub is_open: bool,
    /// The provider has a booking of another slot that overlaps with it.
    pub is_busy: bool,
}

impl SlotFlags {
    /// Whether it can be booked, as long as it has not begun.
    pub fn is_free(self) -> bool {
        self.is_published && self.is_open && !self.is_busy && !self.is_booked
    }

    /// The status, at `now`, of a slot with these flags that starts at `starts_at`.
    pub fn status(self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> SlotStatus {
        if self.is_booked {
            SlotStatus::Booked
        } else if self.is_free() && starts_at > now {
            SlotStatus::Available
        } else {
            SlotStatus::Unavailable
        }
    }
}

/// A slot as the calendar shows it: its date and time in the service's time zone, its status, and
/// its instants, from which readers in other zones get their own times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeSlot {
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time: WallTime,
    /// Whether it can be chosen.
    pub status: SlotStatus,
    /// When it starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub ends_at: DateTime<Utc>,
}

/// A slot in an answer of the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time: WallTime,
    /// Whether it can be booked.
    pub status: SlotStatus,
    /// When it starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub ends_at: DateTime<Utc>,
}

impl From<&Slot> for DateTimeSlot {
    fn from(slot: &Slot) -> Self {
        let Slot { date, time, status, starts_at, ends_at } = *slot;
        Self { date, time, status, starts_at, ends_at }
    }
}

/// A slot as its provider sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderSlot {
    /// The slot as everybody sees it.
    #[serde(flatten)]
    pub slot: Slot,
    /// Whether it is not closed by hand.
    pub is_open: bool,
}

/// What a provider can change about a slot, or about all slots of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotPatch {
    /// False closes it by hand, true opens it again.
    pub is_open: bool,
}

/// The result of closing or opening a whole day by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DayOutcome {
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// Whether the day's slots are open now. Booked slots were left alone.
    pub is_open: bool,
    /// How many slots changed.
    pub changed: u32,
    /// The booked slots of the day, which stay as they are, by time.
    pub booked: Vec<Slot>,
}

/// The slots of one service in a range of dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    /// The service that the slots belong to.
    pub service_id: ServiceId,
    /// IANA name of the time zone of all dates and times.
    pub time_zone: String,
    /// The first date of the range.
    pub from: NaiveDate,
    /// The last date of the range, inclusive.
    pub to: NaiveDate,
    /// The Firestore read time as of which the slots are correct, UTC.
    pub as_of: DateTime<Utc>,
    /// Ordered by date and time.
    pub slots: Vec<Slot>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: SlotFlags =
        SlotFlags { is_booked: false, is_published: true, is_open: true, is_busy: false };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn status_before_start(flags: SlotFlags) -> SlotStatus {
        flags.status(at("2026-12-01T10:00:00Z"), at("2026-12-01T09:59:59Z"))
    }

    #[test]
    fn a_slot_is_available_only_if_published_open_not_busy_and_ahead() {
        assert_eq!(status_before_start(FREE), SlotStatus::Available);
        assert_eq!(
            status_before_start(SlotFlags { is_published: false, ..FREE }),
            SlotStatus::Unavailable
        );
        assert_eq!(
            status_before_start(SlotFlags { is_open: false, ..FREE }),
            SlotStatus::Unavailable
        );
        assert_eq!(
            status_before_start(SlotFlags { is_busy: true, ..FREE }),
            SlotStatus::Unavailable
        );
        let begun = FREE.status(at("2026-12-01T10:00:00Z"), at("2026-12-01T10:00:00Z"));
        assert_eq!(begun, SlotStatus::Unavailable);
    }

    #[test]
    fn a_booked_slot_is_booked_whatever_else_it_is() {
        let flags =
            SlotFlags { is_booked: true, is_published: false, is_open: false, is_busy: true };
        assert_eq!(status_before_start(flags), SlotStatus::Booked);
    }
}
