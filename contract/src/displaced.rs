//! Slots that a new law of their zone has left behind.

use crate::WallTime;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A booked slot that keeps its instant although its time on the wall means another one now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DisplacedBooking {
    /// The date that was booked, in the service's time zone.
    pub date: NaiveDate,
    /// The time that was booked, in the service's time zone.
    pub time: WallTime,
    /// When it starts, UTC: the instant that was booked.
    pub starts_at: DateTime<Utc>,
    /// The date in the service's time zone at that instant, by the rules of today.
    pub date_now: NaiveDate,
    /// The time in the service's time zone at that instant, by the rules of today.
    pub time_now: WallTime,
}

/// The slots ahead of a service that start at another instant than their time means by the rules
/// that its time zone has today: the law has changed since they were published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DisplacedSlots {
    /// How many nobody has booked; publishing the opening hours again moves them.
    pub unbooked: u32,
    /// Those that are booked, by date and time; nothing moves them.
    pub booked: Vec<DisplacedBooking>,
}
