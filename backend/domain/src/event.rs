//! The event that tells the world of a booking.

use super::{Booking, SlotRef, Trace, event_id};
use chrono::{DateTime, Utc};
use slotbook_contract::{BookingId, EventId, ProviderId};

/// A slot was booked. Carries no personal data: a subscriber that needs it reads the booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotBooked {
    /// The event's id, the same however often it is announced.
    pub id: EventId,
    /// The booking that holds the slot.
    pub booking_id: BookingId,
    /// The slot.
    pub slot: SlotRef,
    /// Whose time it is.
    pub provider_id: ProviderId,
    /// When the slot starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When what it tells of happened, UTC.
    pub occurred_at: DateTime<Utc>,
    /// The request that it comes of.
    pub trace: Option<Trace>,
}

impl SlotBooked {
    /// The event of this booking, made by a request of `trace`.
    pub fn of(booking: &Booking, trace: Option<Trace>) -> Self {
        Self {
            id: event_id(booking.id),
            booking_id: booking.id,
            slot: booking.slot.clone(),
            provider_id: booking.provider_id.clone(),
            starts_at: booking.starts_at,
            occurred_at: booking.created_at,
            trace,
        }
    }
}
