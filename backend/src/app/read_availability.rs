//! Which slots of a service are free.

use super::{App, Error};
use chrono::NaiveDate;
use slotbook_contract::{Availability, ServiceId};

/// Dates on the wall of the service, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
}

/// What came of looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The slots.
    Slots(Availability),
    /// There is no such service, or it is not offered.
    ServiceNotFound,
}

/// The slots of a service in a range of dates, by one indexed range read.
///
/// # Errors
/// If the store is out of reach: then nothing is shown as free.
pub async fn read_availability(
    app: &App,
    service_id: &ServiceId,
    range: Range,
) -> Result<Seen, Error> {
    let (service, read) = futures::try_join!(
        app.catalogue.service(service_id),
        app.slots.slots_between(service_id, range.from, range.to),
    )?;
    let Some(service) = service.filter(|service| service.is_active) else {
        return Ok(Seen::ServiceNotFound);
    };
    let now = app.clock.now();
    Ok(Seen::Slots(Availability {
        service_id: service.id,
        time_zone: service.zone.name().to_owned(),
        from: range.from,
        to: range.to,
        as_of: read.read_at,
        slots: read.slots.iter().map(|slot| slot.value.seen_at(now)).collect(),
    }))
}
