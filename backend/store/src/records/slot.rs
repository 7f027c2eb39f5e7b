//! Slots as they are stored.

use super::{instant, stamp};
use chrono::NaiveDate;
use firestore::FirestoreTimestamp;
use serde::{Deserialize, Serialize};
use slotbook_contract::{ProviderId, ServiceId, SlotFlags, WallTime};
use slotbook_domain::{Slot, SlotRef};
use uuid::Uuid;

/// `services/{service_id}/slots/{date}T{HHMM}` without `updated_at`, which the server sets.
#[derive(Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of the document, one for one")]
pub struct SlotRecord {
    availability_id: Uuid,
    service_id: ServiceId,
    provider_id: ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    ends_at: FirestoreTimestamp,
    is_booked: bool,
    is_published: bool,
    is_open: bool,
    is_busy: bool,
}

impl From<&Slot> for SlotRecord {
    fn from(slot: &Slot) -> Self {
        Self {
            availability_id: slot.availability_id,
            service_id: slot.reference.service_id.clone(),
            provider_id: slot.provider_id.clone(),
            date: slot.reference.date,
            time_slot: slot.reference.time,
            starts_at: stamp(slot.starts_at),
            ends_at: stamp(slot.ends_at),
            is_booked: slot.flags.is_booked,
            is_published: slot.flags.is_published,
            is_open: slot.flags.is_open,
            is_busy: slot.flags.is_busy,
        }
    }
}

impl From<SlotRecord> for Slot {
    fn from(record: SlotRecord) -> Self {
        Self {
            reference: SlotRef {
                service_id: record.service_id,
                date: record.date,
                time: record.time_slot,
            },
            availability_id: record.availability_id,
            provider_id: record.provider_id,
            starts_at: instant(record.starts_at),
            ends_at: instant(record.ends_at),
            flags: SlotFlags {
                is_booked: record.is_booked,
                is_published: record.is_published,
                is_open: record.is_open,
                is_busy: record.is_busy,
            },
        }
    }
}
