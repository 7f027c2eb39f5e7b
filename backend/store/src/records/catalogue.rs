//! Services, providers and their contacts as they are stored.

use super::zone;
use serde::{Deserialize, Serialize};
use slotbook_app::Error;
use slotbook_contract::{Money, ProviderId, ServiceId};
use slotbook_domain::{Provider, ProviderContact, Service};

/// `services/{service_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct ServiceRecord {
    service_id: ServiceId,
    provider_id: ProviderId,
    name: String,
    description: String,
    duration_minutes: u16,
    price_minor: i64,
    currency: String,
    time_zone: String,
    is_active: bool,
}

impl From<&Service> for ServiceRecord {
    fn from(service: &Service) -> Self {
        Self {
            service_id: service.id.clone(),
            provider_id: service.provider_id.clone(),
            name: service.name.clone(),
            description: service.description.clone(),
            duration_minutes: service.duration_minutes,
            price_minor: service.price.amount_minor,
            currency: service.price.currency.clone(),
            time_zone: service.zone.name().to_owned(),
            is_active: service.is_active,
        }
    }
}

impl TryFrom<ServiceRecord> for Service {
    type Error = Error;

    fn try_from(record: ServiceRecord) -> Result<Self, Error> {
        Ok(Self {
            zone: zone(&record.time_zone)?,
            id: record.service_id,
            provider_id: record.provider_id,
            name: record.name,
            description: record.description,
            duration_minutes: record.duration_minutes,
            price: Money::new(record.price_minor, record.currency),
            is_active: record.is_active,
        })
    }
}

/// `providers/{provider_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct ProviderRecord {
    display_name: String,
    time_zone: String,
    #[serde(default)]
    is_revoked: bool,
}

impl From<&Provider> for ProviderRecord {
    fn from(provider: &Provider) -> Self {
        Self {
            display_name: provider.display_name.clone(),
            time_zone: provider.zone.name().to_owned(),
            is_revoked: provider.is_revoked,
        }
    }
}

impl ProviderRecord {
    /// The provider of this id.
    pub fn of(self, id: &ProviderId) -> Result<Provider, Error> {
        let zone = zone(&self.time_zone)?;
        Ok(Provider {
            id: id.clone(),
            display_name: self.display_name,
            zone,
            is_revoked: self.is_revoked,
        })
    }
}

/// `provider_contacts/{provider_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct ContactRecord {
    email: String,
    name: String,
}

impl From<&ProviderContact> for ContactRecord {
    fn from(contact: &ProviderContact) -> Self {
        Self { email: contact.email.clone(), name: contact.name.clone() }
    }
}

impl From<ContactRecord> for ProviderContact {
    fn from(record: ContactRecord) -> Self {
        Self { email: record.email, name: record.name }
    }
}
