//! The catalogue.

use crate::{Money, ProviderId, ServiceId};
use serde::{Deserialize, Serialize};

/// Something that can be booked, as the catalogue shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The service's id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// How long one booking of it takes, in minutes that pass.
    pub duration_minutes: u16,
    /// What one booking of it costs.
    pub price: Money,
    /// IANA name of the zone in which its dates and times are meant.
    #[cfg_attr(feature = "openapi", schema(example = "Europe/London"))]
    pub time_zone: String,
    /// Who offers it.
    pub provider: ProviderSummary,
}

/// A provider as everybody may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderSummary {
    /// The provider's id.
    pub id: ProviderId,
    /// The name they show.
    pub display_name: String,
}

/// All active services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServiceList {
    /// Ordered by name.
    pub services: Vec<Service>,
}
