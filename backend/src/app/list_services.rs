//! The catalogue.

use super::{App, Error};
use crate::domain::Service;
use futures::future::try_join_all;
use slotbook_contract::{ProviderSummary, ServiceId};

/// All services that are offered, ordered by name.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_services(app: &App) -> Result<Vec<slotbook_contract::Service>, Error> {
    let services = app.catalogue.active_services().await?;
    let mut shown = try_join_all(services.iter().map(|service| show(app, service))).await?;
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
    match app.catalogue.service(id).await?.filter(|service| service.is_active) {
        Some(service) => show(app, &service).await.map(Some),
        None => Ok(None),
    }
}

async fn show(app: &App, service: &Service) -> Result<slotbook_contract::Service, Error> {
    let provider = app.catalogue.provider(&service.provider_id).await?;
    Ok(service.shown_with(ProviderSummary {
        id: service.provider_id.clone(),
        display_name: provider.map(|provider| provider.display_name).unwrap_or_default(),
    }))
}
