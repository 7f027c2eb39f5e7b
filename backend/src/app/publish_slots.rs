//! Publishing: the slots of a range become what the opening hours say.

use super::ports::{SlotChange, Versioned};
use super::{App, Error, Range};
use crate::domain::opening_hours::{PlannedSlot, WeeklyHours, plan};
use crate::domain::{Service, Slot, SlotRef};
use slotbook_contract::SlotFlags;
use std::collections::HashMap;
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
    let (changes, published) = changes(service, &planned, existing, random);
    app.slots.change_slots(changes).await?;
    Ok(published)
}

fn changes(
    service: &Service,
    planned: &[PlannedSlot],
    existing: Vec<Versioned<Slot>>,
    random: &dyn Fn() -> Uuid,
) -> (Vec<SlotChange>, Published) {
    let mut done = Published::default();
    let mut changes = Vec::new();
    let mut existing: HashMap<SlotRef, Versioned<Slot>> =
        existing.into_iter().map(|slot| (slot.value.reference.clone(), slot)).collect();
    for plan in planned {
        let slot = new_slot(service, plan, random);
        match existing.remove(&slot.reference) {
            None => {
                done.created += 1;
                changes.push(SlotChange::Create(slot));
            }
            Some(known) if known.value.flags.is_published => done.kept += 1,
            Some(known) => {
                done.reopened += 1;
                changes.push(SlotChange::SetPublished(slot.reference, known.version, true));
            }
        }
    }
    for known in existing.into_values() {
        if known.value.flags.is_booked || !known.value.flags.is_published {
            done.kept += 1;
        } else {
            done.closed += 1;
            let slot = known.value.reference;
            changes.push(SlotChange::SetPublished(slot, known.version, false));
        }
    }
    (changes, done)
}

fn new_slot(service: &Service, plan: &PlannedSlot, random: &dyn Fn() -> Uuid) -> Slot {
    Slot {
        reference: SlotRef { service_id: service.id.clone(), date: plan.date, time: plan.time },
        availability_id: random(),
        provider_id: service.provider_id.clone(),
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
        flags: SlotFlags { is_booked: false, is_published: true, is_open: true, is_busy: false },
    }
}
