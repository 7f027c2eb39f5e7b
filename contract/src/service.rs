//! The catalogue.

use crate::{Money, PriceDraft, ProviderId, ServiceId};
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

/// A service as its provider sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderService {
    /// The service as the catalogue shows it.
    #[serde(flatten)]
    pub service: Service,
    /// Whether the catalogue shows it and it can be booked.
    pub is_active: bool,
}

/// A provider's own services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderServiceList {
    /// Ordered by name, those that are not offered included.
    pub services: Vec<ProviderService>,
}

/// What a provider sends to offer a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceDraft {
    /// Its name: one line of at most 200 characters, some of which can be seen.
    pub name: String,
    /// What it is, in at most 2000 characters; may have lines, may be empty.
    pub description: String,
    /// How long one booking of it takes, in minutes that pass: 5 to 480, whole multiples of 5.
    pub duration_minutes: u16,
    /// What one booking of it costs.
    pub price: PriceDraft,
    /// IANA name of the zone in which its dates and times are meant.
    #[cfg_attr(feature = "openapi", schema(example = "Europe/London"))]
    pub time_zone: String,
}

/// What a provider changes of a service; what is left out stays. The zone and the duration can be
/// changed as long as the service has no slots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServicePatch {
    /// Its name: one line of at most 200 characters, some of which can be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is, in at most 2000 characters; may have lines, may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How long one booking of it takes, in minutes that pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u16>,
    /// What one booking of it costs from now on; bookings keep the price they were made at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceDraft>,
    /// IANA name of the zone in which its dates and times are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Whether it is offered. A service that is not keeps its bookings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
}

/// All active services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServiceList {
    /// Ordered by name.
    pub services: Vec<Service>,
}
