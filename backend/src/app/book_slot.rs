//! The booking: whoever asks first gets the slot.

use super::ports::{BookingCommit, Committed, Versioned};
use super::{App, Error};
use crate::domain::{
    Booking, Consumer, Refusal, Service, Slot, SlotBooked, SlotRef, booking_id, cells, nearest_free,
};
use chrono::{DateTime, Duration, Utc};
use slotbook_contract::SlotStatus;

/// How many commits one request sends at most. More than one is sent only if the slot changed
/// between reading and writing and is still free, or if the outcome of a commit is unknown.
const MAX_COMMITS: usize = 3;
/// How many free slots a refusal offers at most.
const ALTERNATIVES: usize = 3;
/// How far around the wanted slot a refusal looks for free ones, in days.
const ALTERNATIVES_WITHIN_DAYS: i64 = 14;

/// What came of asking for a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The slot is theirs now.
    Booked(Booking),
    /// The slot was theirs already.
    AlreadyHeld(Booking),
    /// They do not get it.
    Refused(Refused),
}

/// A refusal and the nearest way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub reason: Refusal,
    /// For a slot that exists and is not free: the nearest free slots of the service.
    pub alternatives: Option<Vec<slotbook_contract::Slot>>,
}

/// Books `wanted` for `consumer`, in one atomic commit, and has it announced.
///
/// # Errors
/// If the store is out of reach. Nothing is half done then, and asking again is safe.
pub async fn book_slot(app: &App, consumer: &Consumer, wanted: &SlotRef) -> Result<Outcome, Error> {
    let (service, held) = futures::try_join!(
        app.catalogue.service(&wanted.service_id),
        app.bookings.booking(booking_id(wanted)),
    )?;
    let Some(service) = service.filter(|service| service.is_active) else {
        return Ok(refused(Refusal::ServiceNotFound));
    };
    if let Some(booking) = held.filter(|booking| booking.is_held_by(&consumer.user_id)) {
        return Ok(Outcome::AlreadyHeld(booking));
    }
    if wanted.has_begun(service.zone, app.clock.now()) {
        return Ok(refused(Refusal::SlotInPast));
    }
    match take(app, consumer, &service, wanted).await? {
        Outcome::Refused(refusal) => help(app, wanted, refusal).await.map(Outcome::Refused),
        outcome => Ok(outcome),
    }
}

/// Sends the commit, and again as long as the slot is seen free and the commit is not done.
async fn take(
    app: &App,
    consumer: &Consumer,
    service: &Service,
    wanted: &SlotRef,
) -> Result<Outcome, Error> {
    let mut last_cause = None;
    // The same instant in every commit of this request tells its booking from another request's.
    let made_at = app.clock.now();
    for _ in 0..MAX_COMMITS {
        let Some(seen) = app.slots.slot(wanted).await? else {
            return Ok(refused(Refusal::SlotNotFound));
        };
        if let Some(reason) = known_refusal(&seen.value, app.clock.now()) {
            return not_free(app, consumer, &seen.value, made_at, reason).await;
        }
        let booking = Booking::of(&seen.value, service, consumer, made_at);
        let commit = prepare(app, &seen, booking).await?;
        match app.bookings.commit(&commit).await? {
            Committed::Done => return Ok(booked(app, commit.booking)),
            Committed::Unknown(cause) => last_cause = Some(cause),
            Committed::Refused => {
                if is_claimed_by_another(app, &commit).await? {
                    return Ok(refused(Refusal::SlotUnavailable));
                }
            }
        }
    }
    Err(last_cause.unwrap_or_else(|| Error::unavailable("the slot kept changing under the commit")))
}

/// Why this slot cannot be booked as it stands; `None` if it looks free.
fn known_refusal(slot: &Slot, now: DateTime<Utc>) -> Option<Refusal> {
    match slot.flags.status(slot.starts_at, now) {
        SlotStatus::Available => None,
        SlotStatus::Unavailable => Some(Refusal::SlotUnavailable),
        SlotStatus::Booked => Some(Refusal::SlotTaken),
    }
}

/// The answer for a slot that is not free: a booked one may be the caller's own, made by another
/// of their requests or by a commit of this one whose answer was lost.
async fn not_free(
    app: &App,
    consumer: &Consumer,
    slot: &Slot,
    made_at: DateTime<Utc>,
    reason: Refusal,
) -> Result<Outcome, Error> {
    if reason != Refusal::SlotTaken {
        return Ok(refused(reason));
    }
    let held = app.bookings.booking(booking_id(&slot.reference)).await?;
    Ok(match held.filter(|booking| booking.is_held_by(&consumer.user_id)) {
        Some(booking) if booking.created_at == made_at => booked(app, booking),
        Some(booking) => Outcome::AlreadyHeld(booking),
        None => refused(reason),
    })
}

fn booked(app: &App, booking: Booking) -> Outcome {
    app.announcer.announce(SlotBooked::of(&booking));
    Outcome::Booked(booking)
}

async fn prepare(
    app: &App,
    seen: &Versioned<Slot>,
    booking: Booking,
) -> Result<BookingCommit, Error> {
    let slot = &seen.value;
    let overlapping =
        app.slots.overlapping(&slot.provider_id, slot.starts_at, slot.ends_at).await?;
    Ok(BookingCommit {
        slot_version: seen.version,
        cells: cells(slot.starts_at, slot.ends_at),
        overlapping: overlapping
            .into_iter()
            .map(|other| other.reference)
            .filter(|other| *other != slot.reference)
            .collect(),
        event: SlotBooked::of(&booking),
        booking,
    })
}

/// Whether the provider's time is claimed by a booking of another slot.
///
/// The wanted slot itself is read again by the next try. What that would not show is a claim
/// whose slot is not marked busy: claims are the truth, so the mark is put right.
async fn is_claimed_by_another(app: &App, commit: &BookingCommit) -> Result<bool, Error> {
    let booking = &commit.booking;
    let (held, is_claimed) = futures::try_join!(
        app.bookings.booking(booking.id),
        app.bookings.any_claimed(&booking.provider_id, &commit.cells),
    )?;
    let by_another = is_claimed && held.is_none();
    if by_another {
        app.slots.mark_busy(&booking.slot).await?;
    }
    Ok(by_another)
}

/// Adds the nearest free slots to a refusal of a slot that exists.
async fn help(app: &App, wanted: &SlotRef, refusal: Refused) -> Result<Refused, Error> {
    if !matches!(refusal.reason, Refusal::SlotTaken | Refusal::SlotUnavailable) {
        return Ok(refusal);
    }
    let around = Duration::days(ALTERNATIVES_WITHIN_DAYS);
    let (from, to) = (wanted.date - around, wanted.date + around);
    let read = app.slots.slots_between(&wanted.service_id, from, to).await?;
    let slots: Vec<Slot> = read.slots.into_iter().map(|slot| slot.value).collect();
    let middle = slots.iter().find(|slot| slot.reference == *wanted).map(|slot| slot.starts_at);
    let now = app.clock.now();
    let alternatives = nearest_free(&slots, middle.unwrap_or(now), now, ALTERNATIVES);
    Ok(Refused { alternatives: Some(alternatives), ..refusal })
}

fn refused(reason: Refusal) -> Outcome {
    Outcome::Refused(Refused { reason, alternatives: None })
}
