//! Publishing: the slots of a range become what the opening hours say.
//!
//! A stretch of days after the other is read, decided slot by slot and written in batches, each
//! slot at the version it was seen at. What changed meanwhile is read and decided again, so a
//! booking or a closing that comes in between is never lost. Whoever is killed half-way leaves
//! whole slots behind; the same call again does the rest.

use super::own_service::{NotOwn, own_service};
use super::ports::{SlotChange, Versioned};
use super::publishing::{Decision, Tally, decide};
use super::{App, Error, Range};
use crate::domain::opening_hours::{PlannedSlot, WeeklyHours, plan};
use crate::domain::{Service, SlotRef, publishing};
use chrono::Days;
use slotbook_contract::limits::{MAX_PREVIEWED, MAX_PUBLISH_SLOTS};
use slotbook_contract::{PreviewedSlot, ProviderId, PublishOutcome, PublishPreview, ServiceId};
use std::collections::HashSet;

/// How many days are read and written at a time.
const STRETCH_DAYS: u64 = 31;
/// How often a stretch is decided again because something moved meanwhile.
const MAX_ROUNDS: u32 = 8;

/// Why nothing was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPublished {
    /// The service is not the caller's to publish.
    NotOwn(NotOwn),
    /// The hours make more slots than one call may publish.
    TooManySlots,
}

/// Publishes a provider's opening hours: what `publish_slots` does, for whose service it is.
///
/// # Errors
/// If the store is out of reach; calling again goes on where it stopped.
pub async fn publish_opening_hours(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
    hours: &WeeklyHours,
    range: Range,
) -> Result<Result<PublishOutcome, NotPublished>, Error> {
    let service = match to_publish(app, provider, service, hours, range).await? {
        Ok(service) => service,
        Err(refused) => return Ok(Err(refused)),
    };
    publish_slots(app, &service, hours, range).await.map(Ok)
}

/// What publishing these hours would do, now; it changes nothing.
///
/// # Errors
/// If the store is out of reach.
pub async fn preview_opening_hours(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
    hours: &WeeklyHours,
    range: Range,
) -> Result<Result<PublishPreview, NotPublished>, Error> {
    let service = match to_publish(app, provider, service, hours, range).await? {
        Ok(service) => service,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut tally = Tally::default();
    for stretch in stretches(range, &planned(&service, hours, range)) {
        let decided = look(app, &service, &stretch).await?;
        tally.saw(decided.slots);
        decided.decisions.iter().for_each(|decision| tally.did(decision));
    }
    let mut changes: Vec<_> = tally.fates().collect();
    changes.sort_by_key(|(slot, _)| (slot.date, slot.time));
    Ok(Ok(PublishPreview {
        outcome: tally.outcome(),
        has_more: changes.len() > MAX_PREVIEWED,
        changes: changes
            .into_iter()
            .take(MAX_PREVIEWED)
            .map(|(slot, fate)| PreviewedSlot { date: slot.date, time: slot.time, fate })
            .collect(),
    }))
}

/// Makes the slots of `range` what `hours` say. Booked slots stay, and so do slots closed by
/// hand; the same call again changes nothing.
///
/// # Errors
/// If the store is out of reach; calling again goes on where it stopped.
pub async fn publish_slots(
    app: &App,
    service: &Service,
    hours: &WeeklyHours,
    range: Range,
) -> Result<PublishOutcome, Error> {
    let _turn = app.memory.publishing.wait(&service.id).await;
    let mut tally = Tally::default();
    let service = begin(app, service, hours, range, &mut tally).await?;
    for stretch in stretches(range, &planned(&service, hours, range)) {
        publish_stretch(app, &service, &stretch, &mut tally).await?;
        let (until, outcome) = (stretch.range.to, tally.outcome());
        tracing::info!(service_id = %service.id, %until, of = %range.to, ?outcome, "slots published");
    }
    app.memory.slots_changed(&service.id);
    Ok(tally.outcome())
}

/// The service, if these hours may be published for it.
async fn to_publish(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
    hours: &WeeklyHours,
    range: Range,
) -> Result<Result<Service, NotPublished>, Error> {
    Ok(match own_service(app, provider, service).await? {
        Err(refused) => Err(NotPublished::NotOwn(refused)),
        Ok(service) if planned(&service.value, hours, range).len() > MAX_PUBLISH_SLOTS => {
            Err(NotPublished::TooManySlots)
        }
        Ok(service) => Ok(service.value),
    })
}

fn planned(service: &Service, hours: &WeeklyHours, range: Range) -> Vec<PlannedSlot> {
    plan(hours, service.zone, service.duration_minutes, range.from, range.to)
}

/// Creates a service's very first slot in one commit with a new version of the service. From
/// then on its zone and duration are settled; until then somebody may change them under us, and
/// the slots are planned anew.
async fn begin(
    app: &App,
    service: &Service,
    hours: &WeeklyHours,
    range: Range,
    tally: &mut Tally,
) -> Result<Service, Error> {
    if app.slots.has_slots(&service.id).await? {
        return Ok(service.clone());
    }
    for _ in 0..MAX_ROUNDS {
        let found = app.catalogue.versioned_service(&service.id).await?;
        let service = found.ok_or_else(|| Error::broken("the service to publish is gone"))?;
        let first = planned(&service.value, hours, range).into_iter().next();
        let Some(first) = first else { return Ok(service.value) };
        // Whether the provider is busy then is put right with the rest of the stretch.
        let slot = publishing::made(&service.value, &first, true, false, (app.random)());
        if app.slots.create_first(&service, &slot).await? {
            tally.did(&Decision::create(slot));
            return Ok(service.value);
        }
        if app.slots.has_slots(&service.value.id).await? {
            return Ok(service.value);
        }
    }
    Err(Error::unavailable("the service kept changing under the publishing"))
}

/// Some days of the range, and what the hours make of them.
struct Stretch {
    range: Range,
    planned: Vec<PlannedSlot>,
}

fn stretches(range: Range, planned: &[PlannedSlot]) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut from = range.from;
    while from <= range.to {
        let last = from.checked_add_days(Days::new(STRETCH_DAYS - 1)).unwrap_or(range.to);
        let to = last.min(range.to);
        let of_these = planned.iter().filter(|plan| (from..=to).contains(&plan.date));
        stretches.push(Stretch { range: Range { from, to }, planned: of_these.copied().collect() });
        let Some(next) = to.succ_opt() else { break };
        from = next;
    }
    stretches
}

async fn publish_stretch(
    app: &App,
    service: &Service,
    stretch: &Stretch,
    tally: &mut Tally,
) -> Result<(), Error> {
    for round in 0..MAX_ROUNDS {
        let looked = look(app, service, stretch).await?;
        if round == 0 {
            tally.saw(looked.slots);
        }
        if looked.decisions.is_empty() {
            return Ok(());
        }
        let changes: Vec<SlotChange> =
            looked.decisions.iter().map(|decision| decision.change.clone()).collect();
        let changed = app.slots.change_slots(changes).await;
        app.memory.slots_changed(&service.id);
        let refused = changed?;
        let done = looked.decisions.iter().filter(|one| !refused.contains(one.slot()));
        done.for_each(|decision| tally.did(decision));
        // Somebody may have booked another service meanwhile, whose commit could not mark as
        // busy what was not there yet.
        let is_settled = || async { Ok(claimed(app, service, stretch).await? == looked.claimed) };
        if refused.is_empty() && is_settled().await? {
            return Ok(());
        }
    }
    Err(Error::unavailable("the slots kept changing under the publishing"))
}

/// What was seen of a stretch, and what has to be done about it.
struct Looked {
    /// How many slots there are or will be.
    slots: usize,
    claimed: HashSet<String>,
    decisions: Vec<Decision>,
}

async fn look(app: &App, service: &Service, stretch: &Stretch) -> Result<Looked, Error> {
    let Range { from, to } = stretch.range;
    let claimed = claimed(app, service, stretch).await?;
    let existing = app.slots.slots_between(&service.id, from, to).await?.slots;
    let there: HashSet<SlotRef> =
        existing.iter().map(|Versioned { value, .. }| value.reference.clone()).collect();
    let decisions = decide(service, &stretch.planned, existing, &claimed, &*app.random);
    let new = decisions.iter().filter(|decision| !there.contains(decision.slot())).count();
    Ok(Looked { slots: there.len() + new, claimed, decisions })
}

/// The cells of the provider's time that are claimed while these slots last.
async fn claimed(
    app: &App,
    service: &Service,
    stretch: &Stretch,
) -> Result<HashSet<String>, Error> {
    match (stretch.planned.first(), stretch.planned.last()) {
        (Some(first), Some(last)) => {
            let provider = &service.provider_id;
            app.bookings.claimed_between(provider, first.starts_at, last.ends_at).await
        }
        _ => Ok(HashSet::new()),
    }
}
