//! Closes a whole day by hand, as for a holiday, and opens it again.

use super::own_service::{NotOwn, own_service};
use super::ports::{SlotChange, Versioned};
use super::{App, Error};
use chrono::NaiveDate;
use slotbook_contract::{DayOutcome, ProviderId, ServiceId};
use slotbook_domain::publishing::is_busy;
use slotbook_domain::{Slot, SlotRef};
use std::collections::HashSet;

/// How often the day is read again because something in it changed meanwhile.
const MAX_ROUNDS: u32 = 8;

/// Why a day was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotClosed {
    /// The service is not the caller's.
    NotOwn(NotOwn),
    /// The day has no slots, so there is nothing that could be closed.
    NoSlots,
}

/// Closes or opens every slot of a day that is not booked, whether or not it lies in the opening
/// hours: a slot that was closed by hand stays closed when hours are published. The same call again
/// changes nothing.
///
/// # Errors
/// If the store is out of reach; calling again does the rest.
pub async fn close_day(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
    date: NaiveDate,
    is_open: bool,
) -> Result<Result<DayOutcome, NotClosed>, Error> {
    if let Err(refused) = own_service(app, provider, service).await? {
        return Ok(Err(NotClosed::NotOwn(refused)));
    }
    let mut changed = HashSet::new();
    let outcome = change_day(app, service, date, is_open, &mut changed).await;
    outcome.map_err(|cause| if changed.is_empty() { cause } else { cause.after_changes() })
}

/// Counts the changes in `changed`, so that the caller knows them even if the rest fails.
async fn change_day(
    app: &App,
    service: &ServiceId,
    date: NaiveDate,
    is_open: bool,
    changed: &mut HashSet<SlotRef>,
) -> Result<Result<DayOutcome, NotClosed>, Error> {
    for _ in 0..MAX_ROUNDS {
        let slots = app.storage.slots_between(service, date, date).await?.slots;
        if slots.is_empty() {
            return Ok(Err(NotClosed::NoSlots));
        }
        let changes = changes(app, &slots, is_open).await?;
        if changes.is_empty() {
            let changed = u32::try_from(changed.len()).unwrap_or(u32::MAX);
            return Ok(Ok(DayOutcome { date, is_open, changed, booked: booked(app, &slots) }));
        }
        let wanted: Vec<SlotRef> = changes.iter().map(|change| change.slot().clone()).collect();
        let changed_now = app.storage.change_slots(changes).await;
        app.memory.slots_changed(service);
        let refused = changed_now?;
        changed.extend(wanted.into_iter().filter(|slot| !refused.contains(slot)));
    }
    Err(Error::conflict("the day kept changing under the change"))
}

async fn changes(
    app: &App,
    slots: &[Versioned<Slot>],
    is_open: bool,
) -> Result<Vec<SlotChange>, Error> {
    let free = slots.iter().filter(|slot| !slot.value.flags.is_booked);
    let mut wrong: Vec<Versioned<Slot>> =
        free.filter(|slot| slot.value.flags.is_open != is_open).cloned().collect();
    let claimed = if is_open { claimed(app, &wrong).await? } else { HashSet::new() };
    for Versioned { value: slot, .. } in &mut wrong {
        slot.flags.is_open = is_open;
        if is_open {
            slot.flags.is_busy = is_busy(slot.starts_at, slot.ends_at, &claimed);
        }
    }
    Ok(wrong.into_iter().map(SlotChange::Update).collect())
}

/// The claimed cells of the provider's time during these slots. Opening needs them to correct a
/// wrong busy mark.
async fn claimed(app: &App, slots: &[Versioned<Slot>]) -> Result<HashSet<String>, Error> {
    let slots = slots.iter().map(|slot| &slot.value);
    let begins = slots.clone().map(|slot| slot.starts_at).min();
    let ends = slots.clone().map(|slot| slot.ends_at).max();
    match (slots.clone().next(), begins, ends) {
        (Some(slot), Some(begins), Some(ends)) => {
            app.storage.claimed_between(&slot.provider_id, begins, ends).await
        }
        _ => Ok(HashSet::new()),
    }
}

fn booked(app: &App, slots: &[Versioned<Slot>]) -> Vec<slotbook_contract::Slot> {
    let now = app.clock.now();
    let booked = slots.iter().filter(|slot| slot.value.flags.is_booked);
    booked.map(|slot| slot.value.to_contract_at(now)).collect()
}
