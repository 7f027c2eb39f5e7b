//! Handles one message: plans and sends its two mails, and decides whether to acknowledge it.

use super::delivery::{Notifier, deliver};
use super::plan::{PlannedMail, plan};
use super::verdict::Verdict;
use slotbook_app::Error;
use slotbook_app::ports::GiveUpOutcome;
use slotbook_domain::{Provider, ProviderContact, SlotBooked, Trace};
use slotbook_events as events;
use tracing::{Instrument, Span};

/// Handles one event: sends its mails, independently of each other.
pub async fn handle_event(notifier: &Notifier, message: &[u8]) -> Verdict {
    let event = match events::read(message) {
        Ok(event) => event,
        Err(cause) => {
            // The broker will make it a dead letter, which operators can look at.
            tracing::error!(%cause, "message is not an event of ours");
            return Verdict::Retry;
        }
    };
    send_mails(notifier, &event).instrument(span("mail", &event)).await
}

/// Handles one dead letter: records in the log that its mails have failed.
pub async fn handle_dead_letter(notifier: &Notifier, message: &[u8]) -> Verdict {
    match events::read(message) {
        Ok(event) => fail_mails(notifier, &event).instrument(span("dead_letter", &event)).await,
        Err(cause) => {
            tracing::error!(%cause, "a dead letter is not an event of ours");
            Verdict::Done
        }
    }
}

/// The fields that every log line about an event has.
fn span(what: &'static str, event: &SlotBooked) -> Span {
    let (trace_id, parent_span_id) = (event.trace.map(Trace::id), event.trace.map(Trace::step_id));
    let (event_id, booking_id) = (event.id, event.booking_id);
    tracing::info_span!("event", what, trace_id, parent_span_id, %event_id, %booking_id)
}

async fn send_mails(notifier: &Notifier, event: &SlotBooked) -> Verdict {
    match planned_mails(notifier, event).await {
        Ok([one, other]) => {
            let verdicts =
                tokio::join!(deliver(notifier, &one, event), deliver(notifier, &other, event));
            verdicts.0.and(verdicts.1)
        }
        Err(cause) => {
            tracing::warn!(?cause, "booking cannot be read");
            Verdict::Retry
        }
    }
}

async fn fail_mails(notifier: &Notifier, event: &SlotBooked) -> Verdict {
    match planned_mails(notifier, event).await {
        Ok([one, other]) => {
            fail_mail(notifier, &one, event).await.and(fail_mail(notifier, &other, event).await)
        }
        Err(cause @ Error::Broken(_)) => {
            tracing::error!(?cause, "a dead letter is about no booking that can be read");
            Verdict::Done
        }
        Err(cause) => {
            tracing::warn!(?cause, "booking cannot be read");
            Verdict::Retry
        }
    }
}

async fn fail_mail(notifier: &Notifier, mail: &PlannedMail, event: &SlotBooked) -> Verdict {
    let notification_id = mail.entry.id;
    match notifier.log.give_up(&mail.entry, event.id, notifier.clock.now()).await {
        Ok(GiveUpOutcome::Done) => {
            let email_type = mail.entry.email_type.as_str();
            tracing::error!(%notification_id, email_type, "mail failed after the last attempt");
            metrics::counter!("mails_total", "email_type" => email_type, "status" => "failed")
                .increment(1);
            Verdict::Done
        }
        Ok(GiveUpOutcome::NothingToDo) => Verdict::Done,
        Ok(GiveUpOutcome::ClaimedElsewhere) => Verdict::Retry,
        Err(cause) => {
            tracing::warn!(%notification_id, ?cause, "mail log out of reach");
            Verdict::Retry
        }
    }
}

async fn planned_mails(notifier: &Notifier, event: &SlotBooked) -> Result<[PlannedMail; 2], Error> {
    let (booking, provider, contact) = tokio::try_join!(
        notifier.storage.booking(event.booking_id),
        notifier.storage.provider(&event.provider_id),
        notifier.storage.contact(&event.provider_id),
    )?;
    let booking = booking.ok_or_else(|| Error::broken("the event's booking is not there"))?;
    let provider: Provider = provider.ok_or_else(|| Error::broken("its provider is not there"))?;
    let contact: ProviderContact =
        contact.ok_or_else(|| Error::broken("its provider has no address"))?;
    Ok(plan(&booking, &provider, &contact))
}
