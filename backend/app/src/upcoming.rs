//! Limits the number of upcoming bookings that a person may hold.
//!
//! Each upcoming booking takes one of the person's numbered entries, in its own commit, and there
//! are as many numbers as they may hold bookings: however many requests there are at once, through
//! however many instances, no more can succeed.

use super::memory::EntryChoice;
use super::ports::{BookingCommit, TakenEntry, UpcomingEntry};
use super::{App, Error};
use slotbook_contract::{BookingId, UserId};
use slotbook_domain::{Refusal, UpcomingLimit};

/// The entry for a booking; `None` if there is no limit.
///
/// # Errors
/// If the entries must be read and the store is out of reach.
pub async fn choose_entry(
    app: &App,
    user: &UserId,
    booking: BookingId,
    limit: Option<UpcomingLimit>,
) -> Result<Result<Option<UpcomingEntry>, Refusal>, Error> {
    let Some(limit) = limit else { return Ok(Ok(None)) };
    let choose = || app.memory.upcoming_entries.choose(user, booking, limit.most, app.clock.now());
    let known = choose();
    // A person whose address is not verified now may hold entries above their limit, from when it
    // was.
    let is_guess = !limit.is_verified || known == EntryChoice::Unknown;
    let choice = if is_guess && known != EntryChoice::LimitReached {
        read_entries(app, user, Some(limit)).await?;
        choose()
    } else {
        known
    };
    match choice {
        EntryChoice::Take(entry) => Ok(Ok(Some(entry))),
        EntryChoice::LimitReached => Ok(Err(Refusal::BookingLimitReached(limit))),
        EntryChoice::Unknown => Err(Error::conflict("the person's entries kept changing")),
    }
}

/// Reads which entries the person has taken, where there is a limit.
///
/// # Errors
/// If the store is out of reach.
pub async fn read_entries(
    app: &App,
    user: &UserId,
    limit: Option<UpcomingLimit>,
) -> Result<(), Error> {
    if limit.is_some() {
        let read = app.storage.taken_entries(user).await?;
        app.memory.upcoming_entries.replace(user, read);
    }
    Ok(())
}

/// Remembers the entry that a booking has taken.
pub fn remember_entry(app: &App, commit: &BookingCommit) {
    if let Some(UpcomingEntry { number, .. }) = commit.upcoming {
        let ends_at = commit.booking.ends_at;
        let taken = TakenEntry { number, ends_at, version: None };
        app.memory.upcoming_entries.add(&commit.booking.consumer.user_id, taken);
    }
}
