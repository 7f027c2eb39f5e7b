//! What publishing decides, slot by slot, and the account of what was done.

use super::ports::{SlotChange, Versioned};
use slotbook_contract::{PublishOutcome, SlotFate};
use slotbook_domain::opening_hours::PlannedSlot;
use slotbook_domain::publishing::{
    closed_days, is_busy, new_slot, slot_in_hours, slot_outside_hours,
};
use slotbook_domain::{Service, Slot, SlotRef};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A change, and what it means for the slot.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What is written.
    pub change: SlotChange,
    /// What becomes of the slot; `None` if only a mark or the end of it is put right.
    fate: Option<SlotFate>,
}

impl Decision {
    /// A slot that does not exist yet.
    pub fn create(slot: Slot) -> Self {
        Self { change: SlotChange::Create(slot), fate: Some(SlotFate::Created) }
    }

    /// Of a known slot and what it has to be; `None` if it is that already.
    fn update(known: Versioned<Slot>, wanted: Slot) -> Option<Self> {
        if known.value == wanted {
            return None;
        }
        let fate = match (known.value.flags.is_published, wanted.flags.is_published) {
            (true, false) => Some(SlotFate::Closed),
            (false, true) => Some(SlotFate::Reopened),
            _ if known.value.starts_at != wanted.starts_at => Some(SlotFate::Moved),
            _ => None,
        };
        let change = SlotChange::Update(Versioned { value: wanted, version: known.version });
        Some(Self { change, fate })
    }

    /// Whether the slot can be booked from then on, unless it was closed by hand.
    pub fn opens(&self) -> bool {
        matches!(self.fate, Some(SlotFate::Created | SlotFate::Reopened))
    }

    /// Of which slot.
    pub fn slot(&self) -> &SlotRef {
        self.change.slot()
    }
}

/// What has to change for these slots to be as planned.
pub fn decide(
    service: &Service,
    planned: &[PlannedSlot],
    existing: Vec<Versioned<Slot>>,
    claimed: &HashSet<String>,
    random: &dyn Fn() -> Uuid,
) -> Vec<Decision> {
    let closed = closed_days(existing.iter().map(|known| &known.value));
    let mut existing: HashMap<_, _> = existing
        .into_iter()
        .map(|known| ((known.value.reference.date, known.value.reference.time), known))
        .collect();
    let mut decisions = Vec::new();
    for plan in planned {
        let is_busy = is_busy(plan.starts_at, plan.ends_at, claimed);
        decisions.extend(if let Some(known) = existing.remove(&(plan.date, plan.time)) {
            let wanted = slot_in_hours(&known.value, plan, is_busy);
            Decision::update(known, wanted)
        } else {
            let is_open = !closed.contains(&plan.date);
            Some(Decision::create(new_slot(service, plan, is_open, is_busy, random())))
        });
    }
    decisions.extend(existing.into_values().filter_map(|known| {
        let wanted = slot_outside_hours(&known.value);
        Decision::update(known, wanted)
    }));
    decisions
}

/// What was done so far.
#[derive(Default)]
pub struct Tally {
    slots: usize,
    fates: HashMap<SlotRef, SlotFate>,
}

impl Tally {
    /// Counts slots that there are, changed or not.
    pub fn count_slots(&mut self, slots: usize) {
        self.slots += slots;
    }

    /// Counts a decision that was carried out.
    pub fn count_change(&mut self, decision: &Decision) {
        if let Some(fate) = decision.fate {
            self.fates.insert(decision.slot().clone(), fate);
        }
    }

    /// What became of the slots that changed.
    pub fn fates(&self) -> impl Iterator<Item = (&SlotRef, SlotFate)> {
        self.fates.iter().map(|(slot, fate)| (slot, *fate))
    }

    /// All of it in numbers.
    pub fn outcome(&self) -> PublishOutcome {
        let count = |wanted| self.fates.values().filter(|fate| **fate == wanted).count();
        let moved = count(SlotFate::Moved);
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        PublishOutcome {
            created: whole(count(SlotFate::Created)),
            kept: whole(self.slots.saturating_sub(self.fates.len()) + moved),
            moved: whole(moved),
            closed: whole(count(SlotFate::Closed)),
            reopened: whole(count(SlotFate::Reopened)),
        }
    }
}
