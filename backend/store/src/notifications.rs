//! The log of mails: which notifier sends which mail, and with what outcome.

use super::Store;
use super::atomic::{Commit, Sent};
use super::records::{DeliveryRecord, NotificationRecord, OutboxRecord, decode, version_stamp};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use firestore::{FirestoreInstant, FirestoreTransactionOps, FirestoreWritePrecondition};
use slotbook_app::ports::{
    AttemptRecord, CommitOutcome, GiveUpOutcome, MailClaim, NotificationCursor, NotificationStore,
    Version, Versioned,
};
use slotbook_app::{Deadline, Error};
use slotbook_contract::documents::{NOTIFICATIONS, OUTBOX};
use slotbook_contract::{EventId, NotificationId, NotificationStatus, ProviderId};
use slotbook_domain::{Delivery, LoggedMail, NotificationEntry, SlotBooked};
use std::sync::Arc;

/// What the log says of a mail whose event the broker gave up.
const GIVEN_UP: &str = "given up after the last attempt";

#[async_trait]
impl NotificationStore for Store {
    fn until(&self, deadline: Deadline) -> Arc<dyn NotificationStore> {
        Arc::new(self.with_deadline(deadline))
    }

    async fn entry(&self, id: NotificationId) -> Result<Option<Versioned<LoggedMail>>, Error> {
        self.get_decoded(None, NOTIFICATIONS, &id.to_string(), decode::mail).await
    }

    async fn claim(
        &self,
        entry: &NotificationEntry,
        event: EventId,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<MailClaim, Error> {
        // Nearly every mail is claimed for the first time, which needs no read.
        let ours = in_hand(1, None, lease_until);
        if let WriteOutcome::At(version) = create(self, entry, event, &ours, now).await? {
            return Ok(MailClaim::Granted { attempt: 1, version });
        }
        // An entry that is there and cannot be decoded may say that the mail is sent: it is left
        // until an operator has mended it.
        let Some(found) = self.entry(entry.id).await? else {
            return Ok(MailClaim::ClaimedElsewhere);
        };
        if let Some(other) = held_or_settled(&found.value.delivery, now) {
            return Ok(other);
        }
        let attempt = found.value.delivery.attempts + 1;
        let ours = in_hand(attempt, found.value.delivery.last_error, lease_until);
        // The address may have been corrected since the last attempt.
        let mail = NotificationRecord::new(entry, found.value.event_id, &ours, now);
        let fields = DeliveryRecord::FIELDS.into_iter().chain(["recipient"]);
        Ok(claimed(change(self, found.version, &mail, fields).await?, attempt))
    }

    async fn record_attempt(
        &self,
        id: NotificationId,
        version: Version,
        delivery: &Delivery,
    ) -> Result<AttemptRecord, Error> {
        let mut commit = self.atomic();
        update(&mut commit, id, version, &DeliveryRecord::from(delivery), DeliveryRecord::FIELDS)?;
        match sent(self, commit).await? {
            WriteOutcome::At(_) => Ok(AttemptRecord::Done),
            WriteOutcome::Refused => Ok(AttemptRecord::LeaseLost),
        }
    }

    async fn give_up(
        &self,
        entry: &NotificationEntry,
        event: EventId,
        now: DateTime<Utc>,
    ) -> Result<GiveUpOutcome, Error> {
        let written = match self.entry(entry.id).await? {
            None => match create(self, entry, event, &given_up(0, None), now).await? {
                // It is there, and cannot be decoded.
                WriteOutcome::Refused if self.entry(entry.id).await?.is_none() => {
                    return Ok(GiveUpOutcome::NothingToDo);
                }
                written => written,
            },
            Some(found) if found.value.event_id.is_some_and(|other| other != event) => {
                return Ok(GiveUpOutcome::NothingToDo);
            }
            Some(found) => {
                let before = found.value.delivery;
                match held_or_settled(&before, now) {
                    Some(MailClaim::Settled) => return Ok(GiveUpOutcome::NothingToDo),
                    Some(_) => return Ok(GiveUpOutcome::ClaimedElsewhere),
                    None => {}
                }
                let end = given_up(before.attempts, before.last_error);
                let mut commit = self.atomic();
                let end = DeliveryRecord::from(&end);
                update(&mut commit, entry.id, found.version, &end, DeliveryRecord::FIELDS)?;
                sent(self, commit).await?
            }
        };
        Ok(if matches!(written, WriteOutcome::At(_)) {
            GiveUpOutcome::Done
        } else {
            GiveUpOutcome::ClaimedElsewhere
        })
    }

    async fn requeue(
        &self,
        mail: &LoggedMail,
        version: Version,
        event: &SlotBooked,
    ) -> Result<CommitOutcome, Error> {
        let waits = Delivery {
            status: NotificationStatus::Retrying,
            lease_until: None,
            ..mail.delivery.clone()
        };
        let record = NotificationRecord::new(&mail.entry, Some(event.id), &waits, mail.created_at);
        let mut commit = self.atomic();
        let fields = DeliveryRecord::FIELDS.into_iter().chain(["event_id"]);
        update(&mut commit, mail.entry.id, version, &record, fields)?;
        let is_new = Some(FirestoreWritePrecondition::Exists(false));
        let announced = OutboxRecord::from(event);
        commit
            .update_object(OUTBOX, event.id.to_string(), &announced, None, is_new, vec![])
            .map_err(Error::broken)?;
        self.send(commit).await.map(CommitOutcome::from)
    }

    async fn mails_of(
        &self,
        provider: &ProviderId,
        status: Option<NotificationStatus>,
        after: Option<&NotificationCursor>,
        count: u32,
    ) -> Result<Vec<LoggedMail>, Error> {
        super::notification_pages::of_provider(self, provider, status, after, count).await
    }

    async fn mails(
        &self,
        status: Option<NotificationStatus>,
        count: u32,
    ) -> Result<Vec<LoggedMail>, Error> {
        super::notification_pages::of_all(self, status, count).await
    }
}

/// `None` if the mail waits for a notifier to claim it.
fn held_or_settled(delivery: &Delivery, now: DateTime<Utc>) -> Option<MailClaim> {
    match delivery.status {
        NotificationStatus::Sent | NotificationStatus::Failed => Some(MailClaim::Settled),
        NotificationStatus::Sending if delivery.lease_until.is_some_and(|until| until > now) => {
            Some(MailClaim::ClaimedElsewhere)
        }
        NotificationStatus::Pending
        | NotificationStatus::Sending
        | NotificationStatus::Retrying => None,
    }
}

fn in_hand(attempts: u32, last_error: Option<String>, until: DateTime<Utc>) -> Delivery {
    let status = NotificationStatus::Sending;
    Delivery { status, attempts, last_error, lease_until: Some(until), sent_at: None }
}

fn given_up(attempts: u32, last_error: Option<String>) -> Delivery {
    let last_error = match last_error {
        Some(cause) => format!("{GIVEN_UP}: {cause}"),
        None => GIVEN_UP.to_owned(),
    };
    let (status, last_error) = (NotificationStatus::Failed, Some(last_error));
    Delivery { status, attempts, last_error, lease_until: None, sent_at: None }
}

/// Whether a commit was done, and at which version the entry is then.
enum WriteOutcome {
    At(Version),
    Refused,
}

/// A notifier that loses the race for a mail finds it claimed by the winner.
fn claimed(written: WriteOutcome, attempt: u32) -> MailClaim {
    match written {
        WriteOutcome::At(version) => MailClaim::Granted { attempt, version },
        WriteOutcome::Refused => MailClaim::ClaimedElsewhere,
    }
}

async fn create(
    store: &Store,
    entry: &NotificationEntry,
    event: EventId,
    delivery: &Delivery,
    now: DateTime<Utc>,
) -> Result<WriteOutcome, Error> {
    let mut commit = store.atomic();
    let record = NotificationRecord::new(entry, Some(event), delivery, now);
    let is_new = Some(FirestoreWritePrecondition::Exists(false));
    commit
        .update_object(NOTIFICATIONS, entry.id.to_string(), &record, None, is_new, vec![])
        .map_err(Error::broken)?;
    sent(store, commit).await
}

async fn change(
    store: &Store,
    version: Version,
    record: &NotificationRecord,
    fields: impl IntoIterator<Item = &'static str>,
) -> Result<WriteOutcome, Error> {
    let mut commit = store.atomic();
    update(&mut commit, record.id(), version, record, fields)?;
    sent(store, commit).await
}

/// Adds the change of these fields of an entry that is still at this version.
fn update<T: serde::Serialize + Sync + Send>(
    commit: &mut Commit,
    id: NotificationId,
    version: Version,
    record: &T,
    fields: impl IntoIterator<Item = &'static str>,
) -> Result<(), Error> {
    let fields = fields.into_iter().map(str::to_owned).collect();
    let version: FirestoreInstant = version_stamp(version);
    let still = Some(FirestoreWritePrecondition::UpdateTime(version));
    commit
        .update_object(NOTIFICATIONS, id.to_string(), record, Some(fields), still, vec![])
        .map(|_| ())
        .map_err(Error::broken)
}

async fn sent(store: &Store, commit: Commit) -> Result<WriteOutcome, Error> {
    match store.send(commit).await? {
        Sent::Done(written) => {
            let written = written.first().and_then(|write| write.update_time);
            let version = written.ok_or_else(|| Error::broken("a commit has no time"))?;
            Ok(WriteOutcome::At(super::records::version(version)))
        }
        Sent::Refused(_) | Sent::Contended(_) => Ok(WriteOutcome::Refused),
        Sent::Unknown(cause) => Err(cause),
    }
}
