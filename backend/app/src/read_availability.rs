//! Which slots of a service are free.

use super::memory::CachedSlots;
use super::{App, Error};
use chrono::{DateTime, Days, NaiveDate, Utc};
use slotbook_contract::limits::MAX_DAYS_AHEAD;
use slotbook_contract::{Availability, ServiceId};
use slotbook_domain::Service;

/// How many days before today slots are still shown.
const DAYS_BEHIND: u64 = 1;

/// Dates on the wall of the service, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
}

impl Range {
    /// Those of the dates that slots are shown of on a day: the others are long over, or so far
    /// ahead that nobody publishes for them.
    fn shown_on(self, today: NaiveDate) -> Option<Self> {
        let first = today.checked_sub_days(Days::new(DAYS_BEHIND)).unwrap_or(today);
        let last = today.checked_add_days(Days::new(MAX_DAYS_AHEAD)).unwrap_or(today);
        let shown = Self { from: self.from.max(first), to: self.to.min(last) };
        (shown.from <= shown.to).then_some(shown)
    }
}

/// The outcome of reading availability.
#[expect(clippy::large_enum_variant, reason = "one a request, matched at once")]
pub enum AvailabilityOutcome<R> {
    /// The slots.
    Slots(AvailableSlots),
    /// They would have to be read, and the caller may not have that done now.
    NotAdmitted(R),
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

/// The slots of a service in a range of dates, from memory where they are held. `admit` is asked
/// whether so many windows may be opened for the caller.
///
/// # Errors
/// If they must be read and the store is out of reach: then nothing is shown as free.
pub async fn read_availability<R>(
    app: &App,
    service_id: &ServiceId,
    range: Range,
    admit: impl FnOnce(usize) -> Result<(), R>,
) -> Result<AvailabilityOutcome<R>, Error> {
    // Only for what is offered a window is opened: others may ask for anything.
    let Some(service) = app.memory.offered(&*app.storage, service_id).await? else {
        return Ok(AvailabilityOutcome::ServiceNotFound);
    };
    let today = service.zone.wall_time(app.clock.now()).date_naive();
    let slots = &app.memory.slot_cache;
    let view = match range.shown_on(today) {
        None => CachedSlots::none(range, app.memory.catalogue_cache.as_of().await?),
        Some(shown) => match admit(slots.count_closed(service_id, shown)) {
            Err(refused) => return Ok(AvailabilityOutcome::NotAdmitted(refused)),
            Ok(()) => slots.read(service_id, shown).await?,
        },
    };
    Ok(AvailabilityOutcome::Slots(AvailableSlots { service, range, view }))
}
