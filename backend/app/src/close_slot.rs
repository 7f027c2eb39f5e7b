//! Closes a slot by hand, and opens it again.

use super::own_service::{NotOwn, own_service};
use super::ports::{SlotChange, Versioned};
use super::{App, Error};
use slotbook_contract::ProviderId;
use slotbook_domain::{Slot, SlotRef, cells};

/// How often the change is tried while others change the slot.
const MAX_TRIES: u32 = 4;

/// The outcome of closing or opening a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseOutcome {
    /// The slot is closed or open, as requested.
    Done(Slot),
    /// The service is not the caller's.
    NotOwn(NotOwn),
    /// The service has no such slot.
    SlotNotFound,
    /// Somebody has booked it.
    SlotTaken,
}

/// Closes or opens a slot of `provider`'s. The version decides between this and a booking that is
/// made at the same time: one of the two wins, cleanly.
///
/// # Errors
/// If the store is out of reach.
pub async fn close_slot(
    app: &App,
    provider: &ProviderId,
    slot: &SlotRef,
    is_open: bool,
) -> Result<CloseOutcome, Error> {
    if let Err(refused) = own_service(app, provider, &slot.service_id).await? {
        return Ok(CloseOutcome::NotOwn(refused));
    }
    let mut is_changed = false;
    let outcome = change_slot(app, slot, is_open, &mut is_changed).await;
    outcome.map_err(|cause| if is_changed { cause.after_changes() } else { cause })
}

/// Sets `is_changed` once the change is made, so that the caller knows it even if a later read
/// fails.
async fn change_slot(
    app: &App,
    slot: &SlotRef,
    is_open: bool,
    is_changed: &mut bool,
) -> Result<CloseOutcome, Error> {
    for _ in 0..MAX_TRIES {
        let Some(seen) = app.storage.slot(slot).await? else {
            return Ok(CloseOutcome::SlotNotFound);
        };
        app.memory.slot_cache.apply(&seen).await;
        if seen.value.flags.is_booked {
            return Ok(CloseOutcome::SlotTaken);
        }
        let wanted = wanted(app, &seen.value, is_open).await?;
        if wanted == seen.value {
            return Ok(CloseOutcome::Done(wanted));
        }
        let change = SlotChange::Update(Versioned { value: wanted, version: seen.version });
        *is_changed |= app.storage.change_slots(vec![change]).await?.is_empty();
    }
    Err(Error::conflict("the slot kept changing under the change"))
}

/// The slot as it has to be. Opening also corrects a wrong busy mark: the provider's claims decide.
async fn wanted(app: &App, seen: &Slot, is_open: bool) -> Result<Slot, Error> {
    let mut slot = seen.clone();
    slot.flags.is_open = is_open;
    if is_open {
        let cells = cells(slot.starts_at, slot.ends_at);
        slot.flags.is_busy = app.storage.any_claimed(&slot.provider_id, &cells).await?;
    }
    Ok(slot)
}
