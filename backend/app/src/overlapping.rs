//! Finds the slots that a booking makes unavailable: those of the provider's other services that
//! overlap with it.
//!
//! Slots are never deleted, and their instants change only if the law of their time zone changes
//! and they are published again. So the cached slots are hardly ever wrong, but slots that were
//! published a moment ago may be missing. The claims decide about a provider's time: they refuse a
//! slot that only looks free, and then it is marked busy.

use super::{App, Error, Range};
use chrono::Duration;
use futures::future::try_join_all;
use slotbook_domain::{Service, Slot, SlotRef};

/// The provider's other slots that overlap with this one.
///
/// # Errors
/// If they must be read and the store is out of reach.
pub async fn overlapping(app: &App, slot: &Slot) -> Result<Vec<SlotRef>, Error> {
    let offers = &app.memory.catalogue_cache;
    let services = offers.services(|service| service.provider_id == slot.provider_id).await?;
    let found = services.iter().map(|service| of_service(app, &service.value, slot));
    let found = try_join_all(found).await?.into_iter().flatten();
    Ok(found.filter(|other| *other != slot.reference).collect())
}

async fn of_service(app: &App, service: &Service, slot: &Slot) -> Result<Vec<SlotRef>, Error> {
    let (starts_at, ends_at) = (slot.starts_at, slot.ends_at);
    let on_the_wall = |at: chrono::DateTime<chrono::Utc>| service.zone.wall_time(at).date_naive();
    let longest = Duration::minutes(service.duration_minutes.into());
    let range = Range { from: on_the_wall(starts_at - longest), to: on_the_wall(ends_at) };
    if let Some(view) = app.memory.slot_cache.cached(&service.id, range).await {
        let slots = view.slots();
        let slots = slots.iter().map(|slot| &slot.value);
        let slots = slots.filter(|other| other.overlaps(starts_at, ends_at));
        return Ok(slots.map(|other| other.reference.clone()).collect());
    }
    let slots = app.storage.overlapping_slots(service, starts_at, ends_at).await?;
    Ok(slots.into_iter().map(|other| other.reference).collect())
}
