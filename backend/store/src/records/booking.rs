//! Bookings, and what is written with them, as they are stored.

use super::{instant, stamp, zone};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use firestore::FirestoreTimestamp;
use serde::{Deserialize, Serialize};
use slotbook_app::Error;
use slotbook_contract::{BookingId, EventId, Money, ProviderId, ServiceId, UserId, WallTime};
use slotbook_domain::{Booking, Consumer, FailedAttempt, SlotBooked, SlotRef, Trace};

/// The `status` of a booking that holds its slot.
pub const BOOKED: &str = "booked";
/// The `status` of the record of an attempt that failed.
pub const FAILED: &str = "failed";

/// For how long after its slot the record of a failed attempt is kept before the store may delete
/// it: last quarter's demand can still be looked at.
const ATTEMPTS_KEPT_DAYS: i64 = 90;

/// `bookings/{booking_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct BookingRecord {
    booking_id: BookingId,
    user_id: UserId,
    user_email: String,
    user_name: Option<String>,
    service_id: ServiceId,
    service_name: String,
    provider_id: ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    ends_at: FirestoreTimestamp,
    time_zone: String,
    price_minor: i64,
    currency: String,
    status: String,
    failure_reason: Option<String>,
    created_at: FirestoreTimestamp,
    /// From when on the store may delete it; a booking that holds its slot has no such field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<FirestoreTimestamp>,
}

impl BookingRecord {
    /// The slot it is of, and who wanted it.
    pub fn wanted(self) -> (SlotRef, UserId) {
        let slot = SlotRef { service_id: self.service_id, date: self.date, time: self.time_slot };
        (slot, self.user_id)
    }

    /// Its id.
    pub fn id(&self) -> BookingId {
        self.booking_id
    }

    /// When its appointment is over.
    pub fn ends_at(&self) -> DateTime<Utc> {
        instant(self.ends_at)
    }

    /// Whether it holds its slot, and is no record of a failed attempt.
    pub fn is_booked(&self) -> bool {
        self.status == BOOKED
    }
}

impl From<&Booking> for BookingRecord {
    fn from(booking: &Booking) -> Self {
        Self {
            booking_id: booking.id,
            user_id: booking.consumer.user_id.clone(),
            user_email: booking.consumer.email.clone(),
            user_name: booking.consumer.name.clone(),
            service_id: booking.slot.service_id.clone(),
            service_name: booking.service_name.clone(),
            provider_id: booking.provider_id.clone(),
            date: booking.slot.date,
            time_slot: booking.slot.time,
            starts_at: stamp(booking.starts_at),
            ends_at: stamp(booking.ends_at),
            time_zone: booking.zone.name().to_owned(),
            price_minor: booking.price.amount_minor,
            currency: booking.price.currency.clone(),
            status: BOOKED.to_owned(),
            failure_reason: None,
            created_at: stamp(booking.created_at),
            expires_at: None,
        }
    }
}

impl From<&FailedAttempt> for BookingRecord {
    fn from(attempt: &FailedAttempt) -> Self {
        let ends_at = attempt.booking.ends_at;
        Self {
            status: FAILED.to_owned(),
            failure_reason: Some(attempt.reason.as_str().to_owned()),
            expires_at: Some(stamp(ends_at + Duration::days(ATTEMPTS_KEPT_DAYS))),
            ..Self::from(&attempt.booking)
        }
    }
}

impl TryFrom<BookingRecord> for Booking {
    type Error = Error;

    fn try_from(record: BookingRecord) -> Result<Self, Error> {
        Ok(Self {
            zone: zone(&record.time_zone)?,
            id: record.booking_id,
            slot: SlotRef {
                service_id: record.service_id,
                date: record.date,
                time: record.time_slot,
            },
            provider_id: record.provider_id,
            consumer: Consumer {
                user_id: record.user_id,
                email: record.user_email,
                name: record.user_name,
            },
            service_name: record.service_name,
            starts_at: instant(record.starts_at),
            ends_at: instant(record.ends_at),
            price: Money::new(record.price_minor, record.currency),
            created_at: instant(record.created_at),
        })
    }
}

/// `providers/{provider_id}/claims/{cell}`
#[derive(Debug, Serialize)]
pub struct ClaimRecord {
    /// The booking that holds the cell.
    pub booking_id: BookingId,
    /// From when on the store may delete it.
    pub expires_at: FirestoreTimestamp,
}

/// `outbox/{event_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct OutboxRecord {
    event_id: EventId,
    booking_id: BookingId,
    service_id: ServiceId,
    provider_id: ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    traceparent: Option<String>,
    created_at: FirestoreTimestamp,
}

impl From<OutboxRecord> for SlotBooked {
    fn from(record: OutboxRecord) -> Self {
        Self {
            id: record.event_id,
            booking_id: record.booking_id,
            slot: SlotRef {
                service_id: record.service_id,
                date: record.date,
                time: record.time_slot,
            },
            provider_id: record.provider_id,
            starts_at: instant(record.starts_at),
            occurred_at: instant(record.created_at),
            trace: record.traceparent.and_then(|text| text.parse().ok()),
        }
    }
}

impl From<&SlotBooked> for OutboxRecord {
    fn from(event: &SlotBooked) -> Self {
        Self {
            event_id: event.id,
            booking_id: event.booking_id,
            service_id: event.slot.service_id.clone(),
            provider_id: event.provider_id.clone(),
            date: event.slot.date,
            time_slot: event.slot.time,
            starts_at: stamp(event.starts_at),
            traceparent: event.trace.as_ref().map(Trace::to_string),
            created_at: stamp(event.occurred_at),
        }
    }
}
