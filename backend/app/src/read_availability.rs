//! Which slots of a service are free.

use super::memory::CachedSlots;
use super::{App, Error};
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::{Availability, ServiceId};
use slotbook_domain::Service;

/// Dates on the wall of the service, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
}

/// The outcome of reading availability.
pub enum AvailabilityOutcome {
    /// The slots.
    Slots(AvailableSlots),
    /// There is no such service, or it is not offered.
    ServiceNotFound,
}

/// The slots of a service in a range, as cached by this instance.
pub struct AvailableSlots {
    service: Service,
    range: Range,
    view: CachedSlots,
}

impl AvailableSlots {
    /// Whose slots they are.
    pub fn service_id(&self) -> &ServiceId {
        &self.service.id
    }

    /// Of which dates.
    pub fn range(&self) -> Range {
        self.range
    }

    /// A number that no other state of these slots has. What it was asked for before is at least
    /// that state.
    pub fn state(&self) -> u64 {
        self.view.state()
    }

    /// The instant, the store's own, for which the slots are true; whatever is written down after
    /// asking for it shows all that was committed before.
    pub fn as_of(&self) -> DateTime<Utc> {
        self.view.as_of()
    }

    /// The slots as they look at `now`.
    pub fn availability(&self, now: DateTime<Utc>) -> Availability {
        let as_of = self.as_of();
        let slots = self.view.slots();
        Availability {
            service_id: self.service.id.clone(),
            time_zone: self.service.zone.name().to_owned(),
            from: self.range.from,
            to: self.range.to,
            as_of,
            slots: slots.iter().map(|slot| slot.value.to_contract_at(now)).collect(),
        }
    }
}

/// The slots of a service in a range of dates, from memory where they are held.
///
/// # Errors
/// If they must be read and the store is out of reach: then nothing is shown as free.
pub async fn read_availability(
    app: &App,
    service_id: &ServiceId,
    range: Range,
) -> Result<AvailabilityOutcome, Error> {
    // Only for what is offered a window is opened: others may ask for anything.
    let Some(service) = app.memory.offered(&*app.storage, service_id).await? else {
        return Ok(AvailabilityOutcome::ServiceNotFound);
    };
    let view = app.memory.slot_cache.read(service_id, range).await?;
    Ok(AvailabilityOutcome::Slots(AvailableSlots { service, range, view }))
}
