//! Offering a new service.

use super::list_services::summary;
use super::{App, Error};
use slotbook_contract::limits::MAX_SERVICES;
use slotbook_contract::{Money, ProviderId, ServiceId};
use slotbook_domain::{Service, TimeZone};

/// A service that somebody wants to offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewService {
    /// Its key.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How long one booking takes, in minutes that pass.
    pub duration_minutes: u16,
    /// What one booking costs.
    pub price: Money,
    /// The zone in which its dates and times are meant.
    pub zone: TimeZone,
}

/// The new service as the catalogue shows it; `None` if its provider has as many as one may have.
///
/// # Errors
/// If the store is out of reach.
pub async fn offer_service(
    app: &App,
    provider: &ProviderId,
    offer: NewService,
) -> Result<Option<slotbook_contract::Service>, Error> {
    if app.storage.services_of(provider).await?.len() >= MAX_SERVICES {
        return Ok(None);
    }
    // Read before the service is made, so that nothing can fail after it.
    let summary = summary(app, provider).await?;
    let service = Service {
        id: ServiceId::new((app.random)().to_string()),
        provider_id: provider.clone(),
        name: offer.name,
        description: offer.description,
        duration_minutes: offer.duration_minutes,
        price: offer.price,
        zone: offer.zone,
        is_active: true,
    };
    app.storage.create_service(&service).await?;
    app.memory.catalogue_changed().await;
    tracing::info!(service_id = %service.id, provider_id = %provider, "service offered");
    Ok(Some(service.to_contract_with(summary)))
}
