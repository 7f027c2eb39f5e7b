//! One message: from the event to two mails and what to tell the broker.

use super::plan::{PlannedMail, plan};
use crate::app::Error;
use crate::app::ports::{BookingStore, Catalogue, Claim, NotificationStore};
use crate::clock::Clock;
use crate::domain::{Delivery, Provider, ProviderContact, SlotBooked};
use crate::events;
use crate::mail::{Mailer, Outgoing, SendFailure, render};
use chrono::Duration;
use slotbook_contract::NotificationStatus;
use std::sync::Arc;

/// For how long a notifier holds a mail before another one may take it over; longer than all
/// time limits of one attempt together.
const LEASE_MINUTES: i64 = 2;

/// What the notifier works with.
#[derive(Clone)]
pub struct Notifier {
    /// Where bookings are.
    pub bookings: Arc<dyn BookingStore>,
    /// Where providers and their addresses are.
    pub catalogue: Arc<dyn Catalogue>,
    /// The log of mails.
    pub log: Arc<dyn NotificationStore>,
    /// The way to the mail server.
    pub mailer: Mailer,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// What to tell the broker about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything about it is settled.
    Done,
    /// Deliver it again after a while.
    Retry,
}

/// Deals with one message.
pub async fn step(notifier: &Notifier, message: &[u8]) -> Verdict {
    let event = match events::read(message) {
        Ok(event) => event,
        Err(cause) => {
            // It stays with the broker, which makes it a dead letter that people can look at.
            tracing::error!(%cause, "message is not an event of ours");
            return Verdict::Retry;
        }
    };
    match mails(notifier, &event).await {
        Ok(mails) => {
            let [one, other] = &mails;
            let verdicts = tokio::join!(deliver(notifier, one), deliver(notifier, other));
            both(verdicts.0, verdicts.1)
        }
        Err(cause) => {
            tracing::warn!(event_id = %event.id, ?cause, "booking cannot be read");
            Verdict::Retry
        }
    }
}

fn both(one: Verdict, other: Verdict) -> Verdict {
    if one == Verdict::Done { other } else { one }
}

async fn mails(notifier: &Notifier, event: &SlotBooked) -> Result<[PlannedMail; 2], Error> {
    let (booking, provider, contact) = tokio::try_join!(
        notifier.bookings.booking(event.booking_id),
        notifier.catalogue.provider(&event.provider_id),
        notifier.catalogue.contact(&event.provider_id),
    )?;
    let booking = booking.ok_or_else(|| Error::broken("the event's booking is not there"))?;
    let provider: Provider = provider.ok_or_else(|| Error::broken("its provider is not there"))?;
    let contact: ProviderContact =
        contact.ok_or_else(|| Error::broken("its provider has no address"))?;
    Ok(plan(&booking, &provider, &contact))
}

/// Sends one mail once. Each mail stands alone: what becomes of it does not hold up the other.
async fn deliver(notifier: &Notifier, mail: &PlannedMail) -> Verdict {
    match try_deliver(notifier, mail).await {
        Ok(verdict) => verdict,
        Err(cause) => {
            tracing::warn!(notification_id = %mail.entry.id, ?cause, "mail log out of reach");
            Verdict::Retry
        }
    }
}

async fn try_deliver(notifier: &Notifier, mail: &PlannedMail) -> Result<Verdict, Error> {
    let now = notifier.clock.now();
    let lease_until = now + Duration::minutes(LEASE_MINUTES);
    match notifier.log.claim(&mail.entry, now, lease_until).await? {
        Claim::Settled => Ok(Verdict::Done),
        Claim::Held => Ok(Verdict::Retry),
        Claim::Ours { attempt } => {
            let sent = send(notifier, mail).await;
            let delivery = delivery(notifier, attempt, &sent);
            notifier.log.settle(mail.entry.id, &delivery).await?;
            Ok(report(mail, attempt, &sent))
        }
    }
}

async fn send(notifier: &Notifier, mail: &PlannedMail) -> Result<(), SendFailure> {
    let content = render(mail.entry.email_type, &mail.appointment)
        .map_err(|cause| SendFailure::ForGood(cause.into()))?;
    let outgoing = Outgoing {
        message_id: mail.entry.id.to_string(),
        to: (mail.recipient_name.clone(), mail.entry.recipient.clone()),
        reply_to: mail.reply_to.clone(),
        content,
    };
    notifier.mailer.send(&outgoing).await
}

fn delivery(notifier: &Notifier, attempts: u32, sent: &Result<(), SendFailure>) -> Delivery {
    let (status, sent_at) = match sent {
        Ok(()) => (NotificationStatus::Sent, Some(notifier.clock.now())),
        Err(SendFailure::ForNow(_)) => (NotificationStatus::Retrying, None),
        Err(SendFailure::ForGood(_)) => (NotificationStatus::Failed, None),
    };
    let last_error = sent.as_ref().err().map(why);
    Delivery { status, attempts, last_error, lease_until: None, sent_at }
}

fn why(failure: &SendFailure) -> String {
    let (SendFailure::ForNow(cause) | SendFailure::ForGood(cause)) = failure;
    format!("{failure}: {cause}")
}

fn report(mail: &PlannedMail, attempt: u32, sent: &Result<(), SendFailure>) -> Verdict {
    let notification_id = mail.entry.id;
    let email_type = mail.entry.email_type.as_str();
    match sent {
        Ok(()) => {
            tracing::info!(%notification_id, email_type, attempt, "mail sent");
            Verdict::Done
        }
        Err(failure @ SendFailure::ForNow(_)) => {
            tracing::warn!(%notification_id, email_type, attempt, error = why(failure), "mail will be tried again");
            Verdict::Retry
        }
        Err(failure @ SendFailure::ForGood(_)) => {
            tracing::error!(%notification_id, email_type, attempt, error = why(failure), "mail given up");
            Verdict::Done
        }
    }
}
