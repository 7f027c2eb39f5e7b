//! A slot: a period of a provider's time that can be booked once.

use super::TimeZone;
use super::wall_clock::{instant_of, reached_at};
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::{ProviderId, ServiceId, SlotFlags, WallTime, documents};
use uuid::Uuid;

/// The key of a slot, from which a booking's id is derived.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SlotRef {
    /// The service it belongs to.
    pub service_id: ServiceId,
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time: WallTime,
}

impl SlotRef {
    /// The id of its document under the service.
    pub fn document_id(&self) -> String {
        documents::slot_document_id(self.date, self.time)
    }

    /// `{service_id}/{date}T{HHMM}`, from which ids are derived.
    pub fn key(&self) -> String {
        format!("{}/{}", self.service_id, self.document_id())
    }

    /// Whether its time in `zone` has come, even if there is no such slot.
    pub fn has_begun(&self, zone: TimeZone, now: DateTime<Utc>) -> bool {
        reached_at(zone, self.date, self.time) <= now
    }

    /// When it starts in `zone`; `None` for a time that does not exist there.
    pub fn starts_at(&self, zone: TimeZone) -> Option<DateTime<Utc>> {
        instant_of(zone, self.date, self.time)
    }
}

/// A slot as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its key.
    pub reference: SlotRef,
    /// Random, made when the slot is first published.
    pub availability_id: Uuid,
    /// The provider whose time it is.
    pub provider_id: ProviderId,
    /// When it starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub ends_at: DateTime<Utc>,
    /// The facts from which its status follows.
    pub flags: SlotFlags,
}

impl Slot {
    /// The slot as the API returns it at `now`.
    pub fn to_contract_at(&self, now: DateTime<Utc>) -> slotbook_contract::Slot {
        slotbook_contract::Slot {
            date: self.reference.date,
            time: self.reference.time,
            status: self.flags.status(self.starts_at, now),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        }
    }

    /// Whether this slot and `starts_at..ends_at` have an instant in common.
    pub fn overlaps(&self, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> bool {
        self.starts_at < ends_at && starts_at < self.ends_at
    }
}
