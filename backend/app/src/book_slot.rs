//! Books a slot: the first commit that Firestore accepts gets it.

mod unanswered;

use super::overlapping::overlapping;
use super::ports::{BookingCommit, CommitOutcome, UpcomingEntry, Versioned};
use super::upcoming::{choose_entry, read_entries, remember_entry};
use super::{App, BackOff, Error, Range};
use chrono::{DateTime, Duration, Utc};
use futures::future::OptionFuture;
use slotbook_contract::SlotStatus;
use slotbook_domain::{
    Booking, Consumer, FailedAttempt, Refusal, Service, Slot, SlotBooked, SlotRef, UpcomingLimit,
    booking_id, cells, nearest_free,
};
use std::time::Duration as StdDuration;
use tokio::time::Instant;
use unanswered::Unanswered;

/// For how long one request goes on while its commits are refused and the slot is still free:
/// it changed between reading and writing, or others write what overlaps with it.
const RETRY_FOR: StdDuration = StdDuration::from_secs(15);
/// How many free slots a refusal offers at most.
const ALTERNATIVES: usize = 3;
/// How far around the wanted slot a refusal looks for free ones, in days: near first, and wider
/// only if there are too few.
const ALTERNATIVES_WITHIN_DAYS: [i64; 3] = [1, 7, 30];
/// How long a refusal waits for them at most.
const ALTERNATIVES_LIMIT: StdDuration = StdDuration::from_secs(3);
/// How long to wait before another commit.
const BACK_OFF: BackOff = BackOff::new(StdDuration::from_millis(20), StdDuration::from_millis(500));

/// The outcome of a booking request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The slot is theirs now.
    Booked(Booking),
    /// The slot was theirs already.
    AlreadyHeld(Booking),
    /// They do not get it.
    Refused(Refused),
}

/// A refusal and the nearest alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub reason: Refusal,
    /// For a slot that exists and is not free: the nearest free slots of the service.
    pub alternatives: Option<Vec<slotbook_contract::Slot>>,
}

/// Books `wanted` for `consumer`, in one atomic commit, and has it announced, unless they hold as
/// many upcoming bookings as `limit` says.
///
/// Of the requests to this instance for the same slot, one at a time sends a commit and the others
/// wait for its outcome. The commit decides who gets the slot, not the order of the requests.
///
/// # Errors
/// If the store is out of reach. The booking is never half made, and asking again is safe. The
/// error says whether the booking may have been made.
pub async fn book_slot(
    app: &App,
    consumer: &Consumer,
    limit: Option<UpcomingLimit>,
    wanted: &SlotRef,
) -> Result<Outcome, Error> {
    let service = app.memory.offered(&*app.storage, &wanted.service_id);
    let service = app.deadline.bound(service).await??;
    let Some(service) = service else { return Ok(refused(Refusal::ServiceNotFound)) };
    let outcome = match remembered(app, consumer, &service, wanted) {
        Some(outcome) => outcome,
        None => book_in_turn(app, consumer, limit, &service, wanted).await?,
    };
    match outcome {
        Outcome::Refused(refused) if refused.reason.counts_as_demand() => {
            record_failed_attempt(app, consumer, &service, wanted, refused.reason);
            Ok(Outcome::Refused(with_alternatives(app, wanted, refused).await))
        }
        outcome => Ok(outcome),
    }
}

fn record_failed_attempt(
    app: &App,
    consumer: &Consumer,
    service: &Service,
    wanted: &SlotRef,
    reason: Refusal,
) {
    let attempt = FailedAttempt::of(wanted, service, consumer, reason, app.clock.now());
    if app.memory.is_first_attempt(attempt.booking.id) {
        (app.record_attempt)(attempt);
    }
}

/// The answer for a slot that this instance knows to be booked. Bookings are final, so the store
/// need not be asked.
fn remembered(
    app: &App,
    consumer: &Consumer,
    service: &Service,
    wanted: &SlotRef,
) -> Option<Outcome> {
    let booking = app.memory.booking_of(wanted)?;
    Some(if booking.is_held_by(&consumer.user_id) {
        Outcome::AlreadyHeld((*booking).clone())
    } else if wanted.has_begun(service.zone, app.clock.now()) {
        refused(Refusal::SlotInPast)
    } else if service.is_offered_by(&consumer.user_id) {
        refused_own()
    } else {
        refused(Refusal::SlotTaken)
    })
}

/// Waits for the person's other requests and for the slot's lock, in this order, so that one
/// person's many requests hold up nobody else; then asks the store, unless somebody has booked the
/// slot meanwhile.
async fn book_in_turn(
    app: &App,
    consumer: &Consumer,
    limit: Option<UpcomingLimit>,
    service: &Service,
    wanted: &SlotRef,
) -> Result<Outcome, Error> {
    let turn = limit.map(|_| app.memory.upcoming_entries.take_turn(&consumer.user_id));
    let _turn = app.deadline.bound(OptionFuture::from(turn)).await?;
    let _guard = app.deadline.bound(app.memory.booking_locks.lock(wanted)).await?;
    if let Some(outcome) = remembered(app, consumer, service, wanted) {
        return Ok(outcome);
    }
    let mut unanswered = Unanswered::default();
    let booking = book_with_retries(app, consumer, limit, service, wanted, &mut unanswered);
    let outcome = booking.await;
    unanswered.judge(outcome)
}

/// Sends the commit, again and again as long as the slot looks free and the commit is not made.
async fn book_with_retries(
    app: &App,
    consumer: &Consumer,
    limit: Option<UpcomingLimit>,
    service: &Service,
    wanted: &SlotRef,
    unanswered: &mut Unanswered,
) -> Result<Outcome, Error> {
    let begin = Instant::now();
    // The same instant in every commit of this request tells its booking from another request's.
    let made_at = app.clock.now();
    for attempt in 0.. {
        app.deadline.bound(BACK_OFF.pause(attempt)).await?;
        let seen = read_slot(app, wanted, attempt).await?;
        unanswered.settle(seen.as_ref());
        if let Some(outcome) =
            not_free(app, consumer, service, wanted, seen.as_ref(), made_at).await?
        {
            return Ok(outcome);
        }
        let Some(seen) = seen else { return Ok(refused(Refusal::SlotNotFound)) };
        let booking = Booking::of(&seen.value, service, consumer, made_at);
        let upcoming = match choose_entry(app, &consumer.user_id, booking.id, limit).await? {
            Ok(upcoming) => upcoming,
            Err(reason) => return Ok(refused(reason)),
        };
        let commit = booking_commit(app, &seen, booking, upcoming);
        let commit = app.deadline.bound(commit).await??;
        match app.booking_commits.commit(&commit).await? {
            CommitOutcome::Done => {
                app.memory.slot_cache.apply_booking(&commit).await;
                remember_entry(app, &commit);
                return Ok(booked(app, commit.booking));
            }
            CommitOutcome::Unknown(cause) => unanswered.note(seen.version, cause)?,
            CommitOutcome::Refused => {
                read_entries(app, &consumer.user_id, limit).await?;
                if is_claimed_by_another(app, &commit).await? {
                    unanswered.settle_all();
                    return Ok(refused(Refusal::SlotUnavailable));
                }
                if begin.elapsed() > RETRY_FOR {
                    break;
                }
            }
        }
    }
    Err(Error::conflict("the slot kept changing under the commits"))
}

/// The slot as it is now. The first attempt trusts a cached slot that is free, because the commit
/// fails if it is not; in every other case the store is asked.
async fn read_slot(
    app: &App,
    wanted: &SlotRef,
    attempt: u32,
) -> Result<Option<Versioned<Slot>>, Error> {
    let known = if attempt == 0 { app.memory.slot_cache.slot(wanted).await } else { None };
    if let Some(known) = known.filter(|known| known.value.flags.is_free()) {
        return Ok(Some((*known).clone()));
    }
    let seen = app.storage.slot(wanted).await?;
    if let Some(seen) = &seen {
        app.memory.slot_cache.apply(seen).await;
    }
    Ok(seen)
}

/// The answer if the slot cannot be booked as it was seen; `None` if it looks free.
///
/// A booked slot may be the caller's own, made by another of their requests or by a commit of
/// this one whose answer was lost; that counts even when its time has come.
async fn not_free(
    app: &App,
    consumer: &Consumer,
    service: &Service,
    wanted: &SlotRef,
    seen: Option<&Versioned<Slot>>,
    made_at: DateTime<Utc>,
) -> Result<Option<Outcome>, Error> {
    let is_booked = seen.is_some_and(|slot| slot.value.flags.is_booked);
    let held = if is_booked { app.storage.booking(booking_id(wanted)).await? } else { None };
    if let Some(booking) = &held {
        app.memory.remember(booking);
    }
    let now = app.clock.now();
    Ok(match (held.filter(|booking| booking.is_held_by(&consumer.user_id)), seen) {
        (Some(booking), _) if booking.created_at == made_at => Some(booked(app, booking)),
        (Some(booking), _) => Some(Outcome::AlreadyHeld(booking)),
        (None, _) if wanted.has_begun(service.zone, now) => Some(refused(Refusal::SlotInPast)),
        (None, _) if service.is_offered_by(&consumer.user_id) => Some(refused_own()),
        (None, None) => Some(refused(Refusal::SlotNotFound)),
        (None, Some(slot)) => match slot.value.flags.status(slot.value.starts_at, now) {
            SlotStatus::Available => None,
            SlotStatus::Unavailable => Some(refused(Refusal::SlotUnavailable)),
            SlotStatus::Booked => Some(refused(Refusal::SlotTaken)),
        },
    })
}

fn booked(app: &App, booking: Booking) -> Outcome {
    app.memory.remember(&booking);
    app.announcer.announce(SlotBooked::of(&booking, app.trace));
    Outcome::Booked(booking)
}

async fn booking_commit(
    app: &App,
    seen: &Versioned<Slot>,
    booking: Booking,
    upcoming: Option<UpcomingEntry>,
) -> Result<BookingCommit, Error> {
    let slot = &seen.value;
    Ok(BookingCommit {
        slot_version: seen.version,
        cells: cells(slot.starts_at, slot.ends_at),
        overlapping: overlapping(app, slot).await?,
        event: SlotBooked::of(&booking, app.trace),
        booking,
        upcoming,
    })
}

/// Whether the provider's time is claimed by a booking of another slot.
///
/// The next attempt reads the wanted slot again, but that does not show a claim whose slot is not
/// marked busy. Claims decide, so the mark is corrected here.
async fn is_claimed_by_another(app: &App, commit: &BookingCommit) -> Result<bool, Error> {
    let booking = &commit.booking;
    if !app.storage.any_claimed(&booking.provider_id, &commit.cells).await? {
        return Ok(false);
    }
    // Read after the claims: a booking of this slot is committed together with its claims.
    if app.storage.booking(booking.id).await?.is_some() {
        return Ok(false);
    }
    if let Err(cause) = app.storage.mark_busy(&booking.slot).await {
        // If the mark cannot be written, the next request finds the same.
        let slot = booking.slot.key();
        tracing::warn!(slot, cause = cause.chain(), "a busy slot still looks free");
    }
    Ok(true)
}

/// Adds the nearest free slots to a refusal of a slot that exists. Where they cannot be read soon,
/// the refusal has none.
async fn with_alternatives(app: &App, wanted: &SlotRef, refusal: Refused) -> Refused {
    let soon = app.deadline.sooner(ALTERNATIVES_LIMIT);
    let found = soon.bound(alternatives(app, wanted)).await.flatten();
    let alternatives = found.unwrap_or_else(|cause| {
        tracing::warn!(slot = wanted.key(), cause = cause.chain(), "no alternatives can be read");
        Vec::new()
    });
    Refused { alternatives: Some(alternatives), ..refusal }
}

async fn alternatives(app: &App, wanted: &SlotRef) -> Result<Vec<slotbook_contract::Slot>, Error> {
    let mut found = Vec::new();
    for days in ALTERNATIVES_WITHIN_DAYS {
        found = free_around(app, wanted, Duration::days(days)).await?;
        if found.len() == ALTERNATIVES {
            break;
        }
    }
    Ok(found)
}

/// The nearest free slots, as the calendar shows them.
async fn free_around(
    app: &App,
    wanted: &SlotRef,
    around: Duration,
) -> Result<Vec<slotbook_contract::Slot>, Error> {
    let range = Range { from: wanted.date - around, to: wanted.date + around };
    let slots = app.memory.slot_cache.read(&wanted.service_id, range).await?.slots();
    let middle = slots.iter().find(|slot| slot.value.reference == *wanted);
    let now = app.clock.now();
    let middle = middle.map_or(now, |slot| slot.value.starts_at);
    Ok(nearest_free(slots.iter().map(|slot| &slot.value), middle, now, ALTERNATIVES))
}

/// There are no alternatives: no slot of the service would do.
fn refused_own() -> Outcome {
    Outcome::Refused(Refused { reason: Refusal::OwnService, alternatives: Some(Vec::new()) })
}

fn refused(reason: Refusal) -> Outcome {
    Outcome::Refused(Refused { reason, alternatives: None })
}
