//! Bookings.

use crate::{BookingId, Money, ProviderId, ServiceId, WallTime};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a person sends to book a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BookingRequest {
    /// The service wanted.
    pub service_id: ServiceId,
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time: WallTime,
}

/// Whether a booking holds its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum BookingStatus {
    /// It holds the slot; bookings are never cancelled.
    Booked,
    /// A failed attempt: somebody else had the slot, or it was not available.
    Failed,
}

/// A booking as shown to the person who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Booking {
    /// The booking's id.
    pub booking_id: BookingId,
    /// The service that is booked.
    pub service_id: ServiceId,
    /// The provider it is with.
    pub provider_id: ProviderId,
    /// The date in `time_zone`.
    pub date: NaiveDate,
    /// The time in `time_zone`.
    pub time: WallTime,
    /// When it starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub ends_at: DateTime<Utc>,
    /// IANA name of the service's zone.
    pub time_zone: String,
    /// The price when it was booked.
    pub price: Money,
    /// Always `booked` in answers to consumers.
    pub status: BookingStatus,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
}

/// The person who booked, as shown to the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BookingConsumer {
    /// Their name; null if they gave none.
    pub name: Option<String>,
    /// Their mail address.
    pub email: String,
}

/// A booking as shown to its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderBooking {
    /// The booking as shown to the person who made it.
    #[serde(flatten)]
    pub booking: Booking,
    /// The service's name when it was booked.
    pub service_name: String,
    /// Who booked.
    pub consumer: BookingConsumer,
}

/// The bookings made with a provider in a range of dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderBookingList {
    /// Ordered by start.
    pub bookings: Vec<ProviderBooking>,
}

/// A page of the caller's own bookings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BookingPage {
    /// Newest first.
    pub bookings: Vec<Booking>,
    /// Send it back as `pageToken` for the next page; null on the last one.
    pub next_page_token: Option<String>,
}
