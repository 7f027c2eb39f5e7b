//! Sends a mail again that was given up.

use super::ports::{CommitOutcome, Versioned};
use super::{App, Error};
use slotbook_contract::{NotificationId, NotificationStatus, ProviderId};
use slotbook_domain::{LoggedMail, SlotBooked, replay_event_id};

/// Who asks for a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayRequester {
    /// A provider, about bookings with them.
    Provider(ProviderId),
    /// An operator, about the bookings of every provider.
    Operator,
}

/// The outcome of a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayOutcome {
    /// A notifier will send the mail again.
    Accepted,
    /// The mail has not failed: it was sent, or is still being sent.
    NotFailed,
    /// There is no such mail, or it is about a booking with another provider.
    NotFound,
}

/// Makes a notifier send a failed mail exactly once more.
///
/// One commit puts the entry back and an event of its own into the outbox. The version decides
/// between two who ask at once, and the entry, not the event, decides what is sent: however often
/// this or an older event is delivered, the notifier that claims the entry first sends it.
///
/// # Errors
/// If the store is out of reach. Asking again is safe.
pub async fn replay_notification(
    app: &App,
    asked_by: &ReplayRequester,
    id: NotificationId,
) -> Result<ReplayOutcome, Error> {
    loop {
        let found = app.notifications.entry(id).await?;
        let Some(Versioned { value: mail, version }) =
            found.filter(|it| concerns(asked_by, &it.value))
        else {
            return Ok(ReplayOutcome::NotFound);
        };
        if mail.delivery.status != NotificationStatus::Failed {
            return Ok(ReplayOutcome::NotFailed);
        }
        let booking = app.storage.booking(mail.entry.booking_id).await?;
        let booking = booking.ok_or_else(|| Error::broken("the mail's booking is not there"))?;
        let event = SlotBooked {
            id: replay_event_id(id, version.0),
            occurred_at: app.clock.now(),
            ..SlotBooked::of(&booking, app.trace)
        };
        match app.notifications.requeue(&mail, version, &event).await? {
            CommitOutcome::Done => {
                app.announcer.announce(event);
                return Ok(ReplayOutcome::Accepted);
            }
            // Another request was faster; the entry says what it did.
            CommitOutcome::Refused => {}
            CommitOutcome::Unknown(cause) => return Err(Error::outcome_unknown(cause)),
        }
    }
}

fn concerns(asked_by: &ReplayRequester, mail: &LoggedMail) -> bool {
    match asked_by {
        ReplayRequester::Operator => true,
        ReplayRequester::Provider(provider) => mail.entry.provider_id == *provider,
    }
}
