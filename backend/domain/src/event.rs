//! The event that announces a booking.

use super::{Booking, SlotRef, Trace, event_id};
use chrono::{DateTime, Utc};
use slotbook_contract::{BookingId, EventId, ProviderId};

/// A slot was booked. The event has no personal data: subscribers that need it read the booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotBooked {
    /// The event's id, the same each time it is announced.
    pub id: EventId,
    /// The booking that holds the slot.
    pub booking_id: BookingId,
    /// The slot.
    pub slot: SlotRef,
    /// The provider whose slot it is.
    pub provider_id: ProviderId,
    /// When the slot starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When the booking was made, UTC.
    pub occurred_at: DateTime<Utc>,
    /// The trace of the request that made the booking.
    pub trace: Option<Trace>,
}

impl SlotBooked {
    /// The event of this booking, made by a request with this trace.
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
