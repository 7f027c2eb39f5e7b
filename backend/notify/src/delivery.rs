//! One mail: taken in hand in the log, handed to the mail server, and the end written down.

use super::plan::PlannedMail;
use super::rate_limit::RateLimit;
use super::verdict::Verdict;
use chrono::TimeDelta;
use slotbook_app::ports::{AttemptRecord, MailClaim, NotificationStore, Storage, Version};
use slotbook_app::{Clock, Error};
use slotbook_contract::NotificationStatus;
use slotbook_domain::{Delivery, SlotBooked};
use slotbook_mail::{Mailer, OutgoingMail, SendFailure, render};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How long what is being sent may go on once the notifier is told to end; the platform kills it
/// after ten seconds.
const LAST_SECONDS: Duration = Duration::from_secs(6);
/// How long to wait before the second try to write down how a mail ended.
const FIRST_RETRY: Duration = Duration::from_millis(100);

/// What the notifier works with.
#[derive(Clone)]
pub struct Notifier {
    /// Where bookings, providers and their addresses are.
    pub storage: Arc<dyn Storage>,
    /// The log of mails.
    pub log: Arc<dyn NotificationStore>,
    /// The way to the mail server.
    pub mailer: Mailer,
    /// How fast mails may go out.
    pub rate_limit: RateLimit,
    /// For how long a notifier holds a mail before another one may take it over. One attempt takes
    /// at most a third of it; the rest is for writing down how it ended, and for clocks that differ.
    pub lease: Duration,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Cancelled when the notifier is to end.
    pub stop: CancellationToken,
}

/// The mail was not taken before its time ran out, so nobody knows whether it was.
#[derive(Debug, thiserror::Error)]
enum OutOfTime {
    #[error("the mail server did not take it in time")]
    TooSlow,
    #[error("the notifier was told to end")]
    Ending,
}

/// Sends one mail once. Each mail stands alone: what becomes of it does not hold up the other.
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
    let now = notifier.clock.now();
    let lease_until = now + TimeDelta::from_std(notifier.lease).map_err(Error::broken)?;
    let give_up_at = Instant::now() + notifier.lease;
    match notifier.log.claim(&mail.entry, event.id, now, lease_until).await? {
        MailClaim::Settled => Ok(Verdict::Done),
        MailClaim::HeldByAnother => Ok(Verdict::Retry),
        MailClaim::Ours { attempt, version } => {
            let sent = send(notifier, mail).await;
            count(notifier, mail, event, attempt, &sent);
            let end = end(notifier, attempt, &sent);
            let settled = record_attempt(notifier, mail, version, &end, give_up_at).await?;
            let verdict = report(mail, attempt, &sent);
            Ok(if settled == AttemptRecord::Done { verdict } else { Verdict::Retry })
        }
    }
}

/// Waits until the pace allows one more mail; `false` if the notifier ends before. A mail that is
/// settled already takes no turn.
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

async fn send(notifier: &Notifier, mail: &PlannedMail) -> Result<(), SendFailure> {
    let content = render(mail.entry.email_type, &mail.appointment)
        .map_err(|cause| SendFailure::ForGood(cause.into()))?;
    let outgoing = OutgoingMail {
        message_id: mail.entry.id.to_string(),
        to: (mail.recipient_name.clone(), mail.entry.recipient.clone()),
        reply_to: mail.reply_to.clone(),
        content,
    };
    let begin = Instant::now();
    let sent = tokio::select! {
        sent = tokio::time::timeout(notifier.lease / 3, notifier.mailer.send(&outgoing)) => {
            sent.unwrap_or_else(|_| Err(SendFailure::ForNow(OutOfTime::TooSlow.into())))
        }
        () = last_seconds_over(&notifier.stop) => {
            Err(SendFailure::ForNow(OutOfTime::Ending.into()))
        }
    };
    metrics::histogram!("mail_send_duration_seconds", "result" => result(&sent))
        .record(begin.elapsed());
    sent
}

async fn last_seconds_over(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(LAST_SECONDS).await;
}

/// Writes down how it ended. A store that is away for a moment is asked again, as long as the mail
/// is ours: what is sent and not written down would be sent again.
async fn record_attempt(
    notifier: &Notifier,
    mail: &PlannedMail,
    version: Version,
    end: &Delivery,
    give_up_at: Instant,
) -> Result<AttemptRecord, Error> {
    let mut wait = FIRST_RETRY;
    loop {
        match notifier.log.record_attempt(mail.entry.id, version, end).await {
            Err(cause) if Instant::now() + wait < give_up_at => {
                tracing::warn!(notification_id = %mail.entry.id, ?cause, "mail log out of reach; tried again");
                tokio::time::sleep(wait.mul_f64(rand::random_range(0.5..1.0))).await;
                wait *= 2;
            }
            settled => return settled,
        }
    }
}

fn end(notifier: &Notifier, attempts: u32, sent: &Result<(), SendFailure>) -> Delivery {
    let (status, sent_at) = match sent {
        Ok(()) => (NotificationStatus::Sent, Some(notifier.clock.now())),
        Err(SendFailure::ForNow(_)) => (NotificationStatus::Retrying, None),
        Err(SendFailure::ForGood(_)) => (NotificationStatus::Failed, None),
    };
    let last_error = sent.as_ref().err().map(error_text);
    Delivery { status, attempts, last_error, lease_until: None, sent_at }
}

fn error_text(failure: &SendFailure) -> String {
    let (SendFailure::ForNow(cause) | SendFailure::ForGood(cause)) = failure;
    format!("{failure}: {cause}")
}

/// The name of the result in metrics: the state that the log's entry takes.
fn result(sent: &Result<(), SendFailure>) -> &'static str {
    match sent {
        Ok(()) => NotificationStatus::Sent.as_str(),
        Err(SendFailure::ForNow(_)) => NotificationStatus::Retrying.as_str(),
        Err(SendFailure::ForGood(_)) => NotificationStatus::Failed.as_str(),
    }
}

fn count(
    notifier: &Notifier,
    mail: &PlannedMail,
    event: &SlotBooked,
    attempt: u32,
    sent: &Result<(), SendFailure>,
) {
    let email_type = mail.entry.email_type.as_str();
    metrics::counter!("mails_total", "email_type" => email_type, "status" => result(sent))
        .increment(1);
    if attempt > 1 {
        metrics::counter!("mail_retries_total", "email_type" => email_type).increment(1);
    }
    if sent.is_ok() {
        let lag = (notifier.clock.now() - event.occurred_at).to_std().unwrap_or_default();
        metrics::histogram!("mail_lag_seconds", "email_type" => email_type).record(lag);
    }
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
            tracing::warn!(%notification_id, email_type, attempt, error = code(failure), "mail will be tried again");
            Verdict::Retry
        }
        Err(failure @ SendFailure::ForGood(_)) => {
            tracing::error!(%notification_id, email_type, attempt, error = code(failure), "mail given up");
            Verdict::Done
        }
    }
}

/// What of a failure may stand in the process's log: a mail server's words may hold an address,
/// so they stand in the mail's own log entry only.
fn code(failure: &SendFailure) -> String {
    let (SendFailure::ForNow(cause) | SendFailure::ForGood(cause)) = failure;
    match slotbook_mail::status_of(&**cause) {
        Some(status) => format!("{failure}: status {status}"),
        None => failure.to_string(),
    }
}
