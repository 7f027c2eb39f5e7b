//! Checks that a service belongs to the provider who wants to change it.

use super::ports::Versioned;
use super::{App, Error};
use slotbook_contract::{ProviderId, ServiceId};
use slotbook_domain::Service;

/// Why a provider may not change a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOwn {
    /// There is no such service.
    NotFound,
    /// It is another provider's.
    NotTheirs,
}

/// The service and its version, if it is this provider's.
///
/// # Errors
/// If the store is out of reach.
pub async fn own_service(
    app: &App,
    provider: &ProviderId,
    id: &ServiceId,
) -> Result<Result<Versioned<Service>, NotOwn>, Error> {
    Ok(match app.storage.service(id).await? {
        None => Err(NotOwn::NotFound),
        Some(service) if service.value.provider_id != *provider => Err(NotOwn::NotTheirs),
        Some(service) => Ok(service),
    })
}
