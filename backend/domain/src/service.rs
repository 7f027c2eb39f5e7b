//! Services and who offers them.

use super::TimeZone;
use slotbook_contract::{Money, ProviderId, ProviderSummary, ServiceId, UserId};

/// A service as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// The provider who offers it.
    pub provider_id: ProviderId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How long one booking takes, in elapsed minutes.
    pub duration_minutes: u16,
    /// What one booking costs.
    pub price: Money,
    /// The time zone of its dates and times.
    pub zone: TimeZone,
    /// Whether it is offered.
    pub is_active: bool,
}

impl Service {
    /// Whether this person offers it. A provider's id is their user id.
    pub fn is_offered_by(&self, person: &UserId) -> bool {
        self.provider_id.as_str() == person.as_str()
    }

    /// The service as the catalogue shows it.
    pub fn to_contract_with(&self, provider: ProviderSummary) -> slotbook_contract::Service {
        slotbook_contract::Service {
            id: self.id.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            duration_minutes: self.duration_minutes,
            price: self.price.clone(),
            time_zone: self.zone.name().to_owned(),
            provider,
        }
    }
}

/// The public profile of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Their id.
    pub id: ProviderId,
    /// The name they are shown with.
    pub display_name: String,
    /// The zone they usually work in.
    pub zone: TimeZone,
    /// Whether the provider's role was revoked: they can then do nothing as a provider, and none of
    /// their services is offered.
    pub is_revoked: bool,
}

/// A provider's mail address; not public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderContact {
    /// Their address.
    pub email: String,
    /// How a mail addresses them.
    pub name: String,
}
