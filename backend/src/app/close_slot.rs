//! Closing a slot by hand, and opening it again.

use super::ports::{Mark, SlotChange};
use super::{App, Error};
use crate::domain::{Slot, SlotRef, cells};
use slotbook_contract::ProviderId;

/// How often the change is tried while the slot changes under it.
const MAX_TRIES: u32 = 4;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// The slot is as was wanted.
    Done(Slot),
    /// There is no such service.
    ServiceNotFound,
    /// The service is another provider's.
    NotTheirs,
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
) -> Result<Closing, Error> {
    match app.catalogue.service(&slot.service_id).await? {
        None => return Ok(Closing::ServiceNotFound),
        Some(service) if service.provider_id != *provider => return Ok(Closing::NotTheirs),
        Some(_) => {}
    }
    for _ in 0..MAX_TRIES {
        let Some(seen) = app.slots.slot(slot).await? else { return Ok(Closing::SlotNotFound) };
        if seen.value.flags.is_booked {
            return Ok(Closing::SlotTaken);
        }
        let marks = marks(app, &seen.value, is_open).await?;
        if marks.is_empty() {
            return Ok(Closing::Done(seen.value));
        }
        let change = SlotChange::Mark(slot.clone(), seen.version, marks);
        app.slots.change_slots(vec![change]).await?;
    }
    Err(Error::unavailable("the slot kept changing under the change"))
}

/// What has to change for the slot to be as wanted. Opening puts a wrong mark of a busy provider
/// right too: their claims are the truth.
async fn marks(app: &App, slot: &Slot, is_open: bool) -> Result<Vec<(Mark, bool)>, Error> {
    let mut marks = Vec::new();
    if slot.flags.is_open != is_open {
        marks.push((Mark::Open, is_open));
    }
    if is_open {
        let cells = cells(slot.starts_at, slot.ends_at);
        let is_busy = app.bookings.any_claimed(&slot.provider_id, &cells).await?;
        if slot.flags.is_busy != is_busy {
            marks.push((Mark::Busy, is_busy));
        }
    }
    Ok(marks)
}
