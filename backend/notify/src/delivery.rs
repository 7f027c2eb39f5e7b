//! The delivery of one mail: claims its log entry, sends it, and records the outcome.

use super::plan::PlannedMail;
use super::rate_limit::RateLimit;
use super::verdict::Verdict;
use chrono::TimeDelta;
use slotbook_app::ports::{AttemptRecord, MailClaim, NotificationStore, Storage, Version};
use slotbook_app::{BackOff, Clock, Error};
use slotbook_contract::NotificationStatus;
use slotbook_domain::{Delivery, SlotBooked};
use slotbook_mail::{Connection, Mailer, OutgoingMail, SendFailure, render};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

/// How long a mail that is being sent may take after the notifier was told to stop; the platform
/// kills the process after ten seconds.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(6);
/// How long to wait before another attempt to record an outcome.
const BACK_OFF: BackOff = BackOff::new(Duration::from_millis(100), Duration::from_secs(15));

/// The dependencies and settings of the notifier.
#[derive(Clone)]
pub struct Notifier {
    /// Reads bookings, providers and their addresses.
    pub storage: Arc<dyn Storage>,
    /// The log of mails.
    pub log: Arc<dyn NotificationStore>,
    /// Sends mails through the mail server.
    pub mailer: Mailer,
    /// How fast mails may go out.
    pub rate_limit: RateLimit,
    /// For how long a notifier's claim of a mail is valid. One attempt takes at most a third of it;
    /// the rest is for recording the outcome, and for clocks that differ.
    pub lease: Duration,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Cancelled when the notifier has to stop.
    pub stop: CancellationToken,
}

/// The attempt was cut off before the mail server answered, so its result is unknown.
#[derive(Debug, thiserror::Error)]
enum SendInterrupted {
    #[error("the mail server did not take it in time")]
    TimedOut,
    #[error("the notifier was told to end")]
    ShuttingDown,
}

/// Sends one mail once. The two mails of a booking are independent: a problem with one does not
/// delay the other.
pub async fn deliver(notifier: &Notifier, mail: &PlannedMail, event: &SlotBooked) -> Verdict {
    match try_deliver(notifier, mail, event).await {
        Ok(verdict) => verdict,
        Err(cause) => {
            tracing::warn!(notification_id = %mail.entry.id, ?cause, "mail log out of reach");
            Verdict::Retry
        }
    }
}

async fn try_deliver(
    notifier: &Notifier,
    mail: &PlannedMail,
    event: &SlotBooked,
) -> Result<Verdict, Error> {
    if !wait_for_rate_limit(notifier, mail).await? {
        return Ok(Verdict::Retry);
    }
    // Before the mail is claimed, so that the time of an attempt is not spent waiting.
    let Some(connection) = notifier.stop.run_until_cancelled(notifier.mailer.connection()).await
    else {
        return Ok(Verdict::Retry);
    };
    let now = notifier.clock.now();
    let lease_until = now + TimeDelta::from_std(notifier.lease).map_err(Error::broken)?;
    let lease_end = Instant::now() + notifier.lease;
    match notifier.log.claim(&mail.entry, event.id, now, lease_until).await? {
        MailClaim::Settled => Ok(Verdict::Done),
        MailClaim::ClaimedElsewhere => Ok(Verdict::Retry),
        MailClaim::Granted { attempt, version } => {
            let sent = send(notifier, connection, mail).await;
            record_metrics(notifier, mail, event, attempt, &sent);
            let outcome = outcome(notifier, attempt, &sent);
            let settled = record_attempt(notifier, mail, version, &outcome, lease_end).await?;
            let verdict = log_outcome(mail, attempt, &sent);
            Ok(if settled == AttemptRecord::Done { verdict } else { Verdict::Retry })
        }
    }
}

/// Waits until the rate limit allows one more mail; `false` if the notifier stops first. A mail
/// that is already sent or failed does not count against the limit.
async fn wait_for_rate_limit(notifier: &Notifier, mail: &PlannedMail) -> Result<bool, Error> {
    if notifier.rate_limit.is_unbounded() {
        return Ok(true);
    }
    let known = notifier.log.entry(mail.entry.id).await?;
    if known.is_some_and(|known| known.value.delivery.is_settled()) {
        return Ok(true);
    }
    tokio::select! {
        () = notifier.rate_limit.acquire() => Ok(true),
        () = notifier.stop.cancelled() => Ok(false),
    }
}

async fn send(
    notifier: &Notifier,
    connection: Connection<'_>,
    mail: &PlannedMail,
) -> Result<(), SendFailure> {
    let content = render(mail.entry.email_type, &mail.appointment)
        .map_err(|cause| SendFailure::Permanent(cause.into()))?;
    let outgoing = OutgoingMail {
        message_id: mail.entry.id.to_string(),
        to: (mail.recipient_name.clone(), mail.entry.recipient.clone()),
        reply_to: mail.reply_to.clone(),
        content,
    };
    let begin = Instant::now();
    let sending = connection.send(&outgoing).instrument(tracing::debug_span!("smtp"));
    let sent = tokio::select! {
        sent = tokio::time::timeout(notifier.lease / 3, sending) => {
            sent.unwrap_or_else(|_| Err(SendFailure::Temporary(SendInterrupted::TimedOut.into())))
        }
        () = shutdown_grace_over(&notifier.stop) => {
            Err(SendFailure::Temporary(SendInterrupted::ShuttingDown.into()))
        }
    };
    metrics::histogram!("mail_send_duration_seconds", "result" => status_label(&sent))
        .record(begin.elapsed());
    sent
}

async fn shutdown_grace_over(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(SHUTDOWN_GRACE).await;
}

/// Records the outcome. If the store is unavailable, retries as long as the lease is valid, because
/// a mail that was sent but not recorded would be sent again.
async fn record_attempt(
    notifier: &Notifier,
    mail: &PlannedMail,
    version: Version,
    outcome: &Delivery,
    lease_end: Instant,
) -> Result<AttemptRecord, Error> {
    let mut failures = 0;
    loop {
        failures += 1;
        let wait = BACK_OFF.wait(failures);
        match notifier.log.record_attempt(mail.entry.id, version, outcome).await {
            Err(cause) if Instant::now() + wait < lease_end => {
                tracing::warn!(notification_id = %mail.entry.id, ?cause, "mail log out of reach; retrying");
                tokio::time::sleep(wait).await;
            }
            settled => return settled,
        }
    }
}

fn outcome(notifier: &Notifier, attempts: u32, sent: &Result<(), SendFailure>) -> Delivery {
    let (status, sent_at) = match sent {
        Ok(()) => (NotificationStatus::Sent, Some(notifier.clock.now())),
        Err(SendFailure::Temporary(_)) => (NotificationStatus::Retrying, None),
        Err(SendFailure::Permanent(_)) => (NotificationStatus::Failed, None),
    };
    let last_error = sent.as_ref().err().map(error_text);
    Delivery { status, attempts, last_error, lease_until: None, sent_at }
}

fn error_text(failure: &SendFailure) -> String {
    let (SendFailure::Temporary(cause) | SendFailure::Permanent(cause)) = failure;
    format!("{failure}: {cause}")
}

/// The status label of the metrics: the new state of the log entry.
fn status_label(sent: &Result<(), SendFailure>) -> &'static str {
    match sent {
        Ok(()) => NotificationStatus::Sent.as_str(),
        Err(SendFailure::Temporary(_)) => NotificationStatus::Retrying.as_str(),
        Err(SendFailure::Permanent(_)) => NotificationStatus::Failed.as_str(),
    }
}

fn record_metrics(
    notifier: &Notifier,
    mail: &PlannedMail,
    event: &SlotBooked,
    attempt: u32,
    sent: &Result<(), SendFailure>,
) {
    let email_type = mail.entry.email_type.as_str();
    metrics::counter!("mails_total", "email_type" => email_type, "status" => status_label(sent))
        .increment(1);
    if attempt > 1 {
        metrics::counter!("mail_retries_total", "email_type" => email_type).increment(1);
    }
    if sent.is_ok() {
        let lag = (notifier.clock.now() - event.occurred_at).to_std().unwrap_or_default();
        metrics::histogram!("mail_lag_seconds", "email_type" => email_type).record(lag);
    }
}

fn log_outcome(mail: &PlannedMail, attempt: u32, sent: &Result<(), SendFailure>) -> Verdict {
    let notification_id = mail.entry.id;
    let email_type = mail.entry.email_type.as_str();
    match sent {
        Ok(()) => {
            tracing::info!(%notification_id, email_type, attempt, "mail sent");
            Verdict::Done
        }
        Err(failure @ SendFailure::Temporary(_)) => {
            tracing::warn!(%notification_id, email_type, attempt, error = loggable_error(failure), "mail will be retried");
            Verdict::Retry
        }
        Err(failure @ SendFailure::Permanent(_)) => {
            tracing::error!(%notification_id, email_type, attempt, error = loggable_error(failure), "mail failed");
            Verdict::Done
        }
    }
}

/// The part of a failure that may be written to the process's log. The mail server's own words may
/// contain an address, so they are stored only in the mail's log entry.
fn loggable_error(failure: &SendFailure) -> String {
    let (SendFailure::Temporary(cause) | SendFailure::Permanent(cause)) = failure;
    match slotbook_mail::status_of(&**cause) {
        Some(status) => format!("{failure}: status {status}"),
        None => failure.to_string(),
    }
}
