//! Changing a service, or no longer offering it.

use super::list_services::summary;
use super::own_service::{NotOwn, own_service};
use super::ports::Versioned;
use super::{App, Error};
use slotbook_contract::{Money, ProviderId, ServiceId};
use slotbook_domain::{Service, TimeZone};

/// How often the change is tried while others change the service.
const MAX_TRIES: u32 = 4;

/// The changes; a field that is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceChange {
    /// The name that everybody sees.
    pub name: Option<String>,
    /// The description that everybody sees.
    pub description: Option<String>,
    /// How long one booking takes, in minutes that pass.
    pub duration_minutes: Option<u16>,
    /// What one booking costs from now on.
    pub price: Option<Money>,
    /// The zone in which its dates and times are meant.
    pub zone: Option<TimeZone>,
    /// Whether it is offered.
    pub is_active: Option<bool>,
}

/// Why a service stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotChanged {
    /// It is not the caller's.
    NotOwn(NotOwn),
    /// The service has slots, whose times follow from its duration and its zone.
    HasSlots {
        /// The duration was to be changed.
        duration: bool,
        /// The zone was to be changed.
        zone: bool,
    },
}

/// Changes a service of `provider`'s and answers it as the catalogue shows it. The zone and the
/// duration can be changed as long as it has no slots.
///
/// # Errors
/// If the store is out of reach.
pub async fn change_service(
    app: &App,
    provider: &ProviderId,
    id: &ServiceId,
    change: &ServiceChange,
) -> Result<Result<slotbook_contract::Service, NotChanged>, Error> {
    // Read before the service is changed, so that nothing can fail after it.
    let summary = summary(app, provider).await?;
    for _ in 0..MAX_TRIES {
        let seen = match own_service(app, provider, id).await? {
            Ok(seen) => seen,
            Err(refused) => return Ok(Err(NotChanged::NotOwn(refused))),
        };
        let wanted = changed(&seen.value, change);
        let duration = wanted.duration_minutes != seen.value.duration_minutes;
        let zone = wanted.zone != seen.value.zone;
        if (duration || zone) && app.storage.has_slots(id).await? {
            return Ok(Err(NotChanged::HasSlots { duration, zone }));
        }
        let is_same = wanted == seen.value;
        let wanted = Versioned { value: wanted, version: seen.version };
        if is_same || app.storage.change_service(&wanted).await? {
            app.memory.catalogue_changed().await;
            return Ok(Ok(wanted.value.to_contract_with(summary)));
        }
    }
    Err(Error::conflict("the service kept changing under the change"))
}

fn changed(service: &Service, change: &ServiceChange) -> Service {
    let ServiceChange { name, description, duration_minutes, price, zone, is_active } =
        change.clone();
    Service {
        id: service.id.clone(),
        provider_id: service.provider_id.clone(),
        name: name.unwrap_or_else(|| service.name.clone()),
        description: description.unwrap_or_else(|| service.description.clone()),
        duration_minutes: duration_minutes.unwrap_or(service.duration_minutes),
        price: price.unwrap_or_else(|| service.price.clone()),
        zone: zone.unwrap_or(service.zone),
        is_active: is_active.unwrap_or(service.is_active),
    }
}
