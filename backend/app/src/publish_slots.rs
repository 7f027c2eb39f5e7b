//! Publishes slots: makes the slots of a range match the opening hours.
//!
//! Batches of days are read one after the other, decided slot by slot and written in batches, each
//! slot at the version at which it was read. What changed meanwhile is read and decided again, so a
//! booking or a closing that comes in between is never lost. A call that is killed half-way leaves
//! only whole slots; the same call again writes the rest.

use super::ports::{SlotChange, SlotSnapshot, Versioned};
use super::publishing::{Decision, Tally, decide};
use super::{App, Error, Range};
use chrono::Days;
use slotbook_contract::limits::{MAX_PREVIEWED, MAX_PUBLISH_SLOTS};
use slotbook_contract::{PreviewedSlot, PublishOutcome, PublishPreview};
use slotbook_domain::opening_hours::{Hours, PlannedSlot, plan};
use slotbook_domain::{Service, SlotRef, publishing};
use std::collections::HashSet;

/// How many days are read and written at a time.
const BATCH_DAYS: u64 = 31;
/// How often a batch of days is decided again because something in it changed meanwhile.
const MAX_ROUNDS: u32 = 8;

/// What publishing these hours would do now. Changes nothing.
///
/// # Errors
/// If the store is out of reach.
pub async fn preview_slots(
    app: &App,
    service: &Service,
    hours: &(impl Hours + Sync),
    range: Range,
) -> Result<PublishPreview, Error> {
    let mut tally = Tally::default();
    for batch in day_batches(range, &planned(service, hours, range)) {
        let decided = plan_batch(app, service, hours, &batch).await?;
        tally.count_slots(decided.slots);
        decided.decisions.iter().for_each(|decision| tally.count_change(decision));
    }
    let mut changes: Vec<_> = tally.fates().collect();
    changes.sort_by_key(|(slot, _)| (slot.date, slot.time));
    Ok(PublishPreview {
        outcome: tally.outcome(),
        has_more: changes.len() > MAX_PREVIEWED,
        changes: changes
            .into_iter()
            .take(MAX_PREVIEWED)
            .map(|(slot, fate)| PreviewedSlot { date: slot.date, time: slot.time, fate })
            .collect(),
    })
}

/// Whether the hours make more slots of the range than one call may publish.
pub fn is_too_much(service: &Service, hours: &impl Hours, range: Range) -> bool {
    let planned = planned(service, hours, range);
    let published = planned.iter().filter(|plan| hours.is_published(plan.date));
    published.count() > MAX_PUBLISH_SLOTS
}

/// Makes the slots of `range` what `hours` say. Booked slots stay, and so do slots closed by
/// hand; the same call again changes nothing.
///
/// # Errors
/// If the store is out of reach; calling again goes on where it stopped.
pub async fn publish_slots(
    app: &App,
    service: &Service,
    hours: &(impl Hours + Sync),
    range: Range,
) -> Result<PublishOutcome, Error> {
    let _guard = app.deadline.bound(app.memory.publishing_locks.lock(&service.id)).await?;
    let mut tally = Tally::default();
    let service = begin(app, service, hours, range, &mut tally).await?;
    for batch in day_batches(range, &planned(&service, hours, range)) {
        publish_batch(app, &service, hours, &batch, &mut tally).await?;
        let (until, outcome) = (batch.range.to, tally.outcome());
        tracing::info!(service_id = %service.id, %until, of = %range.to, ?outcome, "slots published");
    }
    app.memory.slots_changed(&service.id);
    Ok(tally.outcome())
}

fn planned(service: &Service, hours: &impl Hours, range: Range) -> Vec<PlannedSlot> {
    plan(hours, service.zone, service.duration_minutes, range.from, range.to)
}

/// Creates a service's very first slot in one commit with a new version of the service. From
/// then on its zone and duration are settled; until then somebody may change them under us, and
/// the slots are planned anew.
async fn begin(
    app: &App,
    service: &Service,
    hours: &(impl Hours + Sync),
    range: Range,
    tally: &mut Tally,
) -> Result<Service, Error> {
    for _ in 0..MAX_ROUNDS {
        // Checked before the service is read: if there are slots, the zone and duration that are
        // read afterwards are settled, even if the caller read others before.
        let has_slots = app.storage.has_slots(&service.id).await?;
        let found = app.storage.service(&service.id).await?;
        let service = found.ok_or_else(|| Error::broken("the service to publish is gone"))?;
        if has_slots {
            return Ok(service.value);
        }
        let mut planned = planned(&service.value, hours, range).into_iter();
        let first = planned.find(|plan| hours.is_published(plan.date));
        let Some(first) = first else { return Ok(service.value) };
        // Whether the provider is busy then is corrected with the rest of the batch.
        let slot = publishing::new_slot(&service.value, &first, true, false, (app.random)());
        if app.storage.create_first_slot(&service, &slot).await? {
            tally.count_change(&Decision::create(slot));
            return Ok(service.value);
        }
    }
    Err(Error::conflict("the service kept changing under the publishing"))
}

/// Some days of the range, and what the hours make of them.
struct DayBatch {
    range: Range,
    planned: Vec<PlannedSlot>,
}

fn day_batches(range: Range, planned: &[PlannedSlot]) -> Vec<DayBatch> {
    let mut day_batches = Vec::new();
    let mut from = range.from;
    while from <= range.to {
        let last = from.checked_add_days(Days::new(BATCH_DAYS - 1)).unwrap_or(range.to);
        let to = last.min(range.to);
        let of_these = planned.iter().filter(|plan| (from..=to).contains(&plan.date));
        day_batches
            .push(DayBatch { range: Range { from, to }, planned: of_these.copied().collect() });
        let Some(next) = to.succ_opt() else { break };
        from = next;
    }
    day_batches
}

async fn publish_batch(
    app: &App,
    service: &Service,
    hours: &(impl Hours + Sync),
    batch: &DayBatch,
    tally: &mut Tally,
) -> Result<(), Error> {
    for round in 0..MAX_ROUNDS {
        let looked = plan_batch(app, service, hours, batch).await?;
        if round == 0 {
            tally.count_slots(looked.slots);
        }
        if looked.decisions.is_empty() {
            return Ok(());
        }
        let changes: Vec<SlotChange> =
            looked.decisions.iter().map(|decision| decision.change.clone()).collect();
        let changed = app.storage.change_slots(changes).await;
        app.memory.slots_changed(&service.id);
        let refused = changed?;
        let done = looked.decisions.iter().filter(|one| !refused.contains(one.slot()));
        done.for_each(|decision| tally.count_change(decision));
        // Somebody may have booked another service meanwhile, whose commit could not mark as
        // busy what was not there yet.
        let is_settled = || async { Ok(claimed(app, service, batch).await? == looked.claimed) };
        if refused.is_empty() && is_settled().await? {
            return Ok(());
        }
    }
    Err(Error::conflict("the slots kept changing under the publishing"))
}

/// The decisions for a batch of days, and how many slots it has.
struct BatchPlan {
    /// How many slots there are or will be.
    slots: usize,
    claimed: HashSet<String>,
    decisions: Vec<Decision>,
}

async fn plan_batch(
    app: &App,
    service: &Service,
    hours: &(impl Hours + Sync),
    batch: &DayBatch,
) -> Result<BatchPlan, Error> {
    let Range { from, to } = batch.range;
    let claimed = claimed(app, service, batch).await?;
    let SlotSnapshot { slots: existing, undecodable, .. } =
        app.storage.slots_between(&service.id, from, to).await?;
    let there: HashSet<SlotRef> =
        existing.iter().map(|Versioned { value, .. }| value.reference.clone()).collect();
    let mut decisions = decide(service, &batch.planned, existing, &claimed, &*app.random);
    decisions.retain(|decision| hours.is_published(decision.slot().date) || !decision.opens());
    decisions.retain(|decision| !undecodable.contains(decision.slot()));
    let new = decisions.iter().filter(|decision| !there.contains(decision.slot())).count();
    Ok(BatchPlan { slots: there.len() + new, claimed, decisions })
}

/// The cells of the provider's time that are claimed while these slots last.
async fn claimed(app: &App, service: &Service, batch: &DayBatch) -> Result<HashSet<String>, Error> {
    match (batch.planned.first(), batch.planned.last()) {
        (Some(first), Some(last)) => {
            let provider = &service.provider_id;
            app.storage.claimed_between(provider, first.starts_at, last.ends_at).await
        }
        _ => Ok(HashSet::new()),
    }
}
