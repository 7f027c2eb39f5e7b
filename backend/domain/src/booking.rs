//! Bookings, their derived ids, and the reasons for which a booking is refused.

use super::{Service, Slot, SlotRef, TimeZone, UpcomingLimit, reached_at};
use chrono::{DateTime, Duration, Utc};
use slotbook_contract::{
    BookingConsumer, BookingId, BookingStatus, EventId, Money, ProviderBooking, ProviderId, UserId,
};
use uuid::{Uuid, uuid};

/// The namespace of booking ids (UUID version 5, RFC 9562), which never changes.
const BOOKING_NAMESPACE: Uuid = uuid!("096208a4-7e7a-5d3a-b2de-6474c12f3f4e");

/// The id of the one booking that can hold this slot.
pub fn booking_id(slot: &SlotRef) -> BookingId {
    BookingId(Uuid::new_v5(&BOOKING_NAMESPACE, slot.key().as_bytes()))
}

/// The id of the one record of a person's failed attempts at this slot.
fn failed_attempt_id(slot: &SlotRef, user: &UserId) -> BookingId {
    BookingId(Uuid::new_v5(&booking_id(slot).0, user.as_str().as_bytes()))
}

/// The id of the event that announces this booking, the same each time it is announced.
pub fn event_id(booking: BookingId) -> EventId {
    EventId(Uuid::new_v5(&booking.0, b"SlotBooked"))
}

/// The person who books, as their ID token describes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// Their Firebase uid.
    pub user_id: UserId,
    /// Where their mail goes.
    pub email: String,
    /// Their name, if they gave one.
    pub name: Option<String>,
}

/// A booking: who has which slot, and on which terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id, derived from the slot ([`booking_id`]) if the booking was made.
    pub id: BookingId,
    /// The slot that is booked.
    pub slot: SlotRef,
    /// The provider it is with.
    pub provider_id: ProviderId,
    /// The person who holds the slot.
    pub consumer: Consumer,
    /// The service's name when it was booked.
    pub service_name: String,
    /// When it starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub ends_at: DateTime<Utc>,
    /// The service's zone.
    pub zone: TimeZone,
    /// The price when it was booked.
    pub price: Money,
    /// When it was made, UTC, in whole microseconds, as Firestore stores it.
    pub created_at: DateTime<Utc>,
}

impl Booking {
    /// The booking that `consumer` gets if the commit succeeds.
    pub fn of(slot: &Slot, service: &Service, consumer: &Consumer, now: DateTime<Utc>) -> Self {
        Self {
            id: booking_id(&slot.reference),
            slot: slot.reference.clone(),
            provider_id: slot.provider_id.clone(),
            consumer: consumer.clone(),
            service_name: service.name.clone(),
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            zone: service.zone,
            price: service.price.clone(),
            created_at: now,
        }
    }

    /// Whether this person holds it.
    pub fn is_held_by(&self, user: &UserId) -> bool {
        self.consumer.user_id == *user
    }

    /// The booking as shown to the person who made it.
    pub fn to_contract(&self) -> slotbook_contract::Booking {
        slotbook_contract::Booking {
            booking_id: self.id,
            service_id: self.slot.service_id.clone(),
            provider_id: self.provider_id.clone(),
            date: self.slot.date,
            time: self.slot.time,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            time_zone: self.zone.name().to_owned(),
            price: self.price.clone(),
            status: BookingStatus::Booked,
            created_at: self.created_at,
        }
    }

    /// The booking as shown to its provider.
    pub fn to_provider_contract(&self) -> ProviderBooking {
        let Consumer { name, email, .. } = self.consumer.clone();
        ProviderBooking {
            booking: self.to_contract(),
            service_name: self.service_name.clone(),
            consumer: BookingConsumer { name, email },
        }
    }
}

/// A failed attempt to book a slot: a record of demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedAttempt {
    /// The booking that the person would have got. Its id is derived from the slot and the person,
    /// so that demand counts people, however often they try.
    pub booking: Booking,
    /// Why the attempt failed.
    pub reason: Refusal,
}

impl FailedAttempt {
    /// The record that `consumer` asked for this slot at `now`.
    pub fn of(
        slot: &SlotRef,
        service: &Service,
        consumer: &Consumer,
        reason: Refusal,
        now: DateTime<Utc>,
    ) -> Self {
        let starts_at = reached_at(service.zone, slot.date, slot.time);
        let booking = Booking {
            id: failed_attempt_id(slot, &consumer.user_id),
            slot: slot.clone(),
            provider_id: service.provider_id.clone(),
            consumer: consumer.clone(),
            service_name: service.name.clone(),
            starts_at,
            ends_at: starts_at + Duration::minutes(service.duration_minutes.into()),
            zone: service.zone,
            price: service.price.clone(),
            created_at: now,
        };
        Self { booking, reason }
    }
}

/// Why a person cannot book a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The service does not exist, or is not offered any more.
    ServiceNotFound,
    /// The service has no slot at that time.
    SlotNotFound,
    /// The slot has begun.
    SlotInPast,
    /// Somebody else has it.
    SlotTaken,
    /// It is closed, or its provider is busy with another booking.
    SlotUnavailable,
    /// The service is the person's own.
    OwnService,
    /// The person has reached their limit of upcoming bookings.
    BookingLimitReached(UpcomingLimit),
}

impl Refusal {
    /// The reason's name, the same in answers, records and metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ServiceNotFound => "service_not_found",
            Self::SlotNotFound => "slot_not_found",
            Self::SlotInPast => "slot_in_past",
            Self::SlotTaken => "slot_already_booked",
            Self::SlotUnavailable => "slot_unavailable",
            Self::OwnService => "own_service",
            Self::BookingLimitReached(_) => "booking_limit_reached",
        }
    }

    /// Whether the slot exists and has not begun, but is not available. Only such refusals are
    /// recorded as demand.
    pub fn counts_as_demand(self) -> bool {
        matches!(self, Self::SlotTaken | Self::SlotUnavailable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::ServiceId;

    #[test]
    fn the_booking_id_is_the_one_the_contract_names() {
        let slot = SlotRef {
            service_id: ServiceId::new("consultation"),
            date: "2026-12-01".parse().unwrap(),
            time: "10:00".parse().unwrap(),
        };
        assert_eq!(booking_id(&slot).to_string(), "a3d1caf2-76ee-5e76-bb25-a284b5f7e678");
    }
}
