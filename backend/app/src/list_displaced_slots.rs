//! Lists the slots of a service that a change of its time zone's law has displaced.

use super::own_service::{NotOwn, own_service};
use super::{App, Error};
use chrono::NaiveDate;
use slotbook_contract::{DisplacedBooking, DisplacedSlots, ProviderId, ServiceId, WallTime};
use slotbook_domain::{DisplacedSlot, Service, displaced};

/// The last date whose year has four digits, as the contract demands.
const LAST_DATE: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("it is a date");

/// The displaced slots of a provider's service.
///
/// Reads all future slots of the service. If none is displaced, the service is not read again for a
/// day: publishing cannot displace a slot, because it uses the current rules.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_displaced_slots(
    app: &App,
    provider: &ProviderId,
    id: &ServiceId,
) -> Result<Result<DisplacedSlots, NotOwn>, Error> {
    let service = match own_service(app, provider, id).await? {
        Ok(service) => service.value,
        Err(refused) => return Ok(Err(refused)),
    };
    let is_known = app.memory.without_displaced.contains_key(id);
    let found = if is_known { Vec::new() } else { read(app, &service).await? };
    if found.is_empty() {
        app.memory.without_displaced.insert(id.clone(), ());
    }
    let (booked, unbooked): (Vec<_>, Vec<_>) = found.into_iter().partition(|slot| slot.is_booked);
    Ok(Ok(DisplacedSlots {
        unbooked: u32::try_from(unbooked.len()).unwrap_or(u32::MAX),
        booked: booked.iter().map(|slot| displaced_booking(slot, &service)).collect(),
    }))
}

async fn read(app: &App, service: &Service) -> Result<Vec<DisplacedSlot>, Error> {
    let now = app.clock.now();
    let today = service.zone.wall_time(now).date_naive();
    let ahead = app.storage.slots_between(&service.id, today, LAST_DATE).await?.slots;
    Ok(displaced(ahead.iter().map(|slot| &slot.value), service.zone, now))
}

fn displaced_booking(slot: &DisplacedSlot, service: &Service) -> DisplacedBooking {
    let now_on_the_wall = service.zone.wall_time(slot.starts_at);
    DisplacedBooking {
        date: slot.slot.date,
        time: slot.slot.time,
        starts_at: slot.starts_at,
        date_now: now_on_the_wall.date_naive(),
        time_now: WallTime::from(now_on_the_wall.time()),
    }
}
