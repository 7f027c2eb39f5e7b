//! Erases a person who leaves: the account at once, and stored personal data as soon as nobody
//! needs it any more.
//!
//! First a note is stored that the person leaves. If the rest is interrupted, the next API or
//! notifier that looks for due erasures continues it. Every step may be repeated.

use super::ports::{Accounts, StoredRule, Versioned};
use super::{App, Error};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use slotbook_contract::limits::MAX_DAYS_AHEAD;
use slotbook_contract::{ProviderId, UserId};
use slotbook_domain::{ErasedPerson, NAMELESS, Provider, Service};

/// For how long one instance erases a person before another takes it over.
const LEASE: Duration = Duration::minutes(5);
/// How many people one look takes.
const PAGE: u32 = 20;

/// The outcome of a request to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasureOutcome {
    /// The person has left.
    Erased,
    /// People have booked with them; nothing was changed.
    HasUpcomingBookings,
}

/// Erases a person.
///
/// # Errors
/// If the accounts or the store are out of reach. What was begun is finished later.
pub async fn erase_person(
    app: &App,
    accounts: &dyn Accounts,
    user: &UserId,
) -> Result<ErasureOutcome, Error> {
    let (provider, now) = (ProviderId::new(user.as_str()), app.clock.now());
    if has_upcoming_bookings(app, &provider, now).await? {
        return Ok(ErasureOutcome::HasUpcomingBookings);
    }
    let person = ErasedPerson { user_id: user.clone(), erased_at: now };
    app.storage.keep_erasure(&person, Some(now), None).await?;
    app.memory.person_left().await;
    // What is not done in time is done by the instance that next looks for due erasures.
    erase_all(app, accounts, &person).await.map_err(Error::after_changes)?;
    Ok(ErasureOutcome::Erased)
}

/// Erases the data that is due for erasure, of everybody who has left.
///
/// # Errors
/// If the due erasures cannot be read. A person who cannot be erased is logged, and is due again.
pub async fn erase_due_people(app: &App, accounts: &dyn Accounts) -> Result<(), Error> {
    for person in app.storage.due_erasures(app.clock.now(), PAGE).await? {
        // By uid and not by name: the log carries ids.
        let user_id = person.value.user_id.clone();
        match take_and_erase(app, accounts, person).await {
            Ok(()) => {}
            Err(cause) => {
                tracing::error!(%user_id, cause = cause.chain(), "a person was not erased");
            }
        }
    }
    Ok(())
}

async fn take_and_erase(
    app: &App,
    accounts: &dyn Accounts,
    person: Versioned<ErasedPerson>,
) -> Result<(), Error> {
    let lease_end = app.clock.now() + LEASE;
    let Versioned { value, version } = &person;
    if app.storage.keep_erasure(value, Some(lease_end), Some(*version)).await? {
        erase_all(app, accounts, value).await?;
    }
    Ok(())
}

async fn erase_all(app: &App, accounts: &dyn Accounts, person: &ErasedPerson) -> Result<(), Error> {
    let user = &person.user_id;
    app.deadline.bound(accounts.delete(user)).await??;
    erase_provider(app, &ProviderId::new(user.as_str())).await?;
    let data = app.storage.personal_data(user).await?;
    let (steps, next) = person.due(&data, app.clock.now());
    app.storage.erase(user, &steps).await?;
    app.storage.keep_erasure(person, next, None).await.map(|_| ())
}

async fn has_upcoming_bookings(
    app: &App,
    provider: &ProviderId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    if app.storage.provider(provider).await?.is_none() {
        return Ok(false);
    }
    // A day more on either side, because dates are those of the services' zones.
    let today = now.date_naive();
    let from = today.checked_sub_days(Days::new(2)).unwrap_or(today);
    let to = today.checked_add_days(Days::new(MAX_DAYS_AHEAD + 2)).unwrap_or(NaiveDate::MAX);
    let bookings = app.storage.bookings_with(provider, from, to).await?;
    Ok(bookings.iter().any(|booking| booking.ends_at > now))
}

/// Their services stay stored, because bookings name them, but are offered no more; nothing public
/// names the person.
async fn erase_provider(app: &App, id: &ProviderId) -> Result<(), Error> {
    let Some(profile) = app.storage.provider(id).await? else { return Ok(()) };
    let nameless = Provider { display_name: NAMELESS.into(), is_revoked: true, ..profile };
    app.storage.put_profile(&nameless).await?;
    app.storage.delete_contact(id).await?;
    for service in app.storage.services_of(id).await? {
        stop_publishing(app, &service).await?;
        switch_off(app, &service).await?;
    }
    Ok(())
}

async fn switch_off(app: &App, service: &Service) -> Result<(), Error> {
    let Some(Versioned { value, version }) = app.storage.service(&service.id).await? else {
        return Ok(());
    };
    let off = Service { is_active: false, description: String::new(), ..value };
    let is_done = app.storage.change_service(&Versioned { value: off, version }).await?;
    if is_done { Ok(()) } else { Err(Error::conflict("the service was changed meanwhile")) }
}

async fn stop_publishing(app: &App, service: &Service) -> Result<(), Error> {
    let rules = app.storage.rules(&service.id, NaiveDate::MIN).await?.rules;
    for Versioned { value: rule, version } in rules {
        let done = StoredRule { due_at: None, ..rule };
        app.storage.keep_rule(&service.id, &done, Some(version)).await?;
    }
    Ok(())
}
