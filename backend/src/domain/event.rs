//! The event that tells the world of a booking.

use super::{Booking, SlotRef, event_id};
use chrono::{DateTime, Utc};
use slotbook_contract::{BookingId, EventId, ProviderId};

/// A slot was booked. Carries no personal data: whoever needs it reads the booking.
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
    /// When it was booked, UTC.
    pub booked_at: DateTime<Utc>,
}

impl SlotBooked {
    /// The event of this booking.
    pub fn of(booking: &Booking) -> Self {
        Self {
            id: event_id(booking.id),
            booking_id: booking.id,
            slot: booking.slot.clone(),
            provider_id: booking.provider_id.clone(),
            starts_at: booking.starts_at,
            booked_at: booking.created_at,
        }
    }
}
