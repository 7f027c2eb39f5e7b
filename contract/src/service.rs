//! The catalogue.

use crate::{Money, PriceDraft, ProviderId, ServiceId};
use serde::{Deserialize, Serialize};

/// A service as shown in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The service's id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// A description, in a sentence or two.
    pub description: String,
    /// How long one booking takes, in elapsed minutes.
    pub duration_minutes: u16,
    /// What one booking of it costs.
    pub price: Money,
    /// IANA name of the time zone of its dates and times.
    #[cfg_attr(feature = "openapi", schema(example = "Europe/London"))]
    pub time_zone: String,
    /// The provider who offers it.
    pub provider: ProviderSummary,
}

/// The public profile of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderSummary {
    /// The provider's id.
    pub id: ProviderId,
    /// The name they are shown with.
    pub display_name: String,
}

/// A service as shown to its provider.
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
    /// Ordered by name, inactive ones included.
    pub services: Vec<ProviderService>,
}

/// What a provider sends to offer a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceDraft {
    /// Its name: one line of at most 200 characters, with at least one visible character.
    pub name: String,
    /// A description of at most 2000 characters; may contain line breaks, may be empty.
    pub description: String,
    /// How long one booking takes, in elapsed minutes: 5 to 480, a multiple of 5.
    pub duration_minutes: u16,
    /// What one booking of it costs.
    pub price: PriceDraft,
    /// IANA name of the time zone of its dates and times.
    #[cfg_attr(feature = "openapi", schema(example = "Europe/London"))]
    pub time_zone: String,
}

/// What a provider changes about a service; omitted fields stay as they are. The zone and the
/// duration can be changed only while the service has no slots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServicePatch {
    /// Its name: one line of at most 200 characters, with at least one visible character.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A description of at most 2000 characters; may contain line breaks, may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How long one booking takes, in elapsed minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u16>,
    /// What one booking costs from now on; existing bookings keep their price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceDraft>,
    /// IANA name of the time zone of its dates and times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Whether it is offered. An inactive service keeps its bookings.
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
