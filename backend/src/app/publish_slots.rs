//! Publishing: the slots of a range become what the opening hours say.

use super::ports::{Mark, SlotChange, Versioned};
use super::{App, Error, Range};
use crate::domain::opening_hours::{PlannedSlot, WeeklyHours, plan};
use crate::domain::{Service, Slot, SlotRef, cells};
use slotbook_contract::SlotFlags;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Slots that did not exist.
    pub created: usize,
    /// Slots left as they were.
    pub kept: usize,
    /// Slots that are in the hours no more.
    pub closed: usize,
    /// Slots that are in the hours again.
    pub reopened: usize,
}

/// Makes the slots of `range` what `hours` say. Booked slots stay, and so do slots closed by
/// hand; the same call again changes nothing. `random` makes the new slots' availability ids.
///
/// # Errors
/// If the store is out of reach; calling again goes on where it stopped.
pub async fn publish_slots(
    app: &App,
    service: &Service,
    hours: &WeeklyHours,
    range: Range,
    random: &(dyn Fn() -> Uuid + Sync),
) -> Result<Published, Error> {
    let planned = plan(hours, service.zone, service.duration_minutes, range.from, range.to);
    let existing = app.slots.slots_between(&service.id, range.from, range.to).await?.slots;
    let claimed = claimed(app, service, &planned).await?;
    let (changes, published) = changes(service, &planned, existing, &claimed, random);
    app.slots.change_slots(changes).await?;
    Ok(published)
}

/// The cells of the provider's time that are claimed while these slots last.
async fn claimed(
    app: &App,
    service: &Service,
    planned: &[PlannedSlot],
) -> Result<HashSet<String>, Error> {
    match (planned.first(), planned.last()) {
        (Some(first), Some(last)) => {
            let provider = &service.provider_id;
            app.bookings.claimed_between(provider, first.starts_at, last.ends_at).await
        }
        _ => Ok(HashSet::new()),
    }
}

fn changes(
    service: &Service,
    planned: &[PlannedSlot],
    existing: Vec<Versioned<Slot>>,
    claimed: &HashSet<String>,
    random: &dyn Fn() -> Uuid,
) -> (Vec<SlotChange>, Published) {
    let mut done = Published::default();
    let mut changes = Vec::new();
    let mut existing: HashMap<SlotRef, Versioned<Slot>> =
        existing.into_iter().map(|slot| (slot.value.reference.clone(), slot)).collect();
    for plan in planned {
        let is_busy = cells(plan.starts_at, plan.ends_at)
            .iter()
            .any(|cell| claimed.contains(&cell.to_string()));
        let slot = new_slot(service, plan, is_busy, random);
        match existing.remove(&slot.reference) {
            None => {
                done.created += 1;
                changes.push(SlotChange::Create(slot));
            }
            Some(known) => {
                let is_published = known.value.flags.is_published;
                *(if is_published { &mut done.kept } else { &mut done.reopened }) += 1;
                changes.extend(in_the_hours(known, is_busy));
            }
        }
    }
    for known in existing.into_values() {
        if known.value.flags.is_booked || !known.value.flags.is_published {
            done.kept += 1;
        } else {
            done.closed += 1;
            let marks = vec![(Mark::Published, false)];
            changes.push(SlotChange::Mark(known.value.reference, known.version, marks));
        }
    }
    (changes, done)
}

/// What has to change of a slot that lies in the hours. A wrong mark of a busy provider is put
/// right, unless the slot is booked: then the claims are its own.
fn in_the_hours(known: Versioned<Slot>, is_busy: bool) -> Option<SlotChange> {
    let Versioned { value: slot, version } = known;
    let mut marks = Vec::new();
    if !slot.flags.is_published {
        marks.push((Mark::Published, true));
    }
    if !slot.flags.is_booked && slot.flags.is_busy != is_busy {
        marks.push((Mark::Busy, is_busy));
    }
    (!marks.is_empty()).then_some(SlotChange::Mark(slot.reference, version, marks))
}

fn new_slot(
    service: &Service,
    plan: &PlannedSlot,
    is_busy: bool,
    random: &dyn Fn() -> Uuid,
) -> Slot {
    Slot {
        reference: SlotRef { service_id: service.id.clone(), date: plan.date, time: plan.time },
        availability_id: random(),
        provider_id: service.provider_id.clone(),
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
        flags: SlotFlags { is_booked: false, is_published: true, is_open: true, is_busy },
    }
}
