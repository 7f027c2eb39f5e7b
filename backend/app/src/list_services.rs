//! The catalogue.

use super::{App, Error};
use futures::future::try_join_all;
use slotbook_contract::{ProviderId, ProviderService, ProviderSummary, ServiceId};
use slotbook_domain::{NAMELESS, Service, visible_name};

/// All services that are offered, ordered by name.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_services(app: &App) -> Result<Vec<slotbook_contract::Service>, Error> {
    let revoked = app.memory.catalogue_cache.revoked_providers().await?;
    let is_offered =
        |service: &Service| service.is_active && !revoked.contains(&service.provider_id);
    let services = app.memory.catalogue_cache.services(is_offered).await?;
    let shown = services.iter().map(|service| show(app, &service.value));
    let mut shown = try_join_all(shown).await?;
    shown.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    Ok(shown)
}

/// One service, if it is offered.
///
/// # Errors
/// If the store is out of reach.
pub async fn read_service(
    app: &App,
    id: &ServiceId,
) -> Result<Option<slotbook_contract::Service>, Error> {
    match app.memory.offered(&*app.storage, id).await? {
        Some(service) => show(app, &service).await.map(Some),
        None => Ok(None),
    }
}

/// A provider's own services, ordered by name, those that are not offered included.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_own_services(
    app: &App,
    provider: &ProviderId,
) -> Result<Vec<ProviderService>, Error> {
    let (services, summary) =
        futures::try_join!(app.storage.services_of(provider), summary(app, provider))?;
    let mut shown: Vec<ProviderService> = services
        .iter()
        .map(|service| ProviderService {
            service: service.to_contract_with(summary.clone()),
            is_active: service.is_active,
        })
        .collect();
    shown.sort_by_key(|one| (one.service.name.clone(), one.service.id.clone()));
    Ok(shown)
}

/// A service as the catalogue shows it.
async fn show(app: &App, service: &Service) -> Result<slotbook_contract::Service, Error> {
    Ok(service.to_contract_with(summary(app, &service.provider_id).await?))
}

/// What a service shows of its provider.
///
/// # Errors
/// If the store is out of reach.
pub async fn summary(app: &App, id: &ProviderId) -> Result<ProviderSummary, Error> {
    let provider = app.memory.provider(&*app.storage, id).await?;
    let name = provider.and_then(|provider| visible_name(&provider.display_name));
    let display_name = name.unwrap_or_else(|| NAMELESS.into());
    Ok(ProviderSummary { id: id.clone(), display_name })
}
