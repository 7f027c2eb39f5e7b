//! Demand: slots that people tried to book and did not get.

use crate::{ServiceId, WallTime};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How many people wanted a slot and did not get it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SlotDemand {
    /// The service they wanted.
    pub service_id: ServiceId,
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time: WallTime,
    /// How many people; a person who tried twice counts once.
    pub attempts: u32,
}

/// The demand for a provider's slots in a range of dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Demand {
    /// By date and time; slots without failed attempts are left out.
    pub slots: Vec<SlotDemand>,
}
