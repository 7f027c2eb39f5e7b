//! Displaced slots: a change of their zone's law changed the meaning of their wall time.

use crate::WallTime;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A booked slot that keeps its instant, although its wall time means another instant now.
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
    /// The date in the service's time zone at that instant, by the current rules.
    pub date_now: NaiveDate,
    /// The time in the service's time zone at that instant, by the current rules.
    pub time_now: WallTime,
}

/// The future slots of a service whose start is not the instant that their date and time mean by
/// the current rules of the time zone, because the law has changed since they were published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DisplacedSlots {
    /// How many of them are not booked; publishing the opening hours again moves these.
    pub unbooked: u32,
    /// The booked ones, by date and time; nothing moves these.
    pub booked: Vec<DisplacedBooking>,
}
