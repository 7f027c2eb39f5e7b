//! The log of mails.

use super::records::{DeliveryRecord, NotificationRecord, read, read_versioned, version_stamp};
use super::{Store, failure::commit_failed, failure::unreadable};
use crate::app::Error;
use crate::app::ports::{Claim, Committed, NotificationStore, Versioned};
use crate::domain::{Delivery, LoggedMail, NotificationEntry};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use firestore::{FirestoreTransactionOps, FirestoreWritePrecondition};
use slotbook_contract::documents::NOTIFICATIONS;
use slotbook_contract::{NotificationId, NotificationStatus};

#[async_trait]
impl NotificationStore for Store {
    async fn entry(&self, id: NotificationId) -> Result<Option<LoggedMail>, Error> {
        let document = self.get(None, NOTIFICATIONS, &id.to_string()).await?;
        document.map(|document| Ok(read::<NotificationRecord>(&document)?.into())).transpose()
    }

    async fn claim(
        &self,
        entry: &NotificationEntry,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Claim, Error> {
        match self.get(None, NOTIFICATIONS, &entry.id.to_string()).await? {
            None => create(self, entry, now, lease_until).await,
            Some(document) => {
                let Versioned { value, version } = read_versioned::<NotificationRecord>(&document)?;
                let LoggedMail { delivery, .. } = value.into();
                match waits(&delivery, now) {
                    None => {
                        take_over(self, entry.id, version_stamp(version), delivery, lease_until)
                            .await
                    }
                    Some(other) => Ok(other),
                }
            }
        }
    }

    async fn settle(&self, id: NotificationId, delivery: &Delivery) -> Result<(), Error> {
        let mut commit = self.atomic();
        let exists = FirestoreWritePrecondition::Exists(true);
        update(&mut commit, id, delivery, exists)?;
        commit.commit().await.map(|_| ()).map_err(unreadable)
    }
}

/// `None` if the mail waits for somebody to take it in hand.
fn waits(delivery: &Delivery, now: DateTime<Utc>) -> Option<Claim> {
    match delivery.status {
        NotificationStatus::Sent | NotificationStatus::Failed => Some(Claim::Settled),
        NotificationStatus::Sending if delivery.lease_until.is_some_and(|until| until > now) => {
            Some(Claim::Held)
        }
        NotificationStatus::Pending
        | NotificationStatus::Sending
        | NotificationStatus::Retrying => None,
    }
}

async fn create(
    store: &Store,
    entry: &NotificationEntry,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Claim, Error> {
    let delivery = in_hand(1, None, lease_until);
    let mut commit = store.atomic();
    let record = NotificationRecord::new(entry, &delivery, now);
    let is_new = Some(FirestoreWritePrecondition::Exists(false));
    commit
        .update_object(NOTIFICATIONS, entry.id.to_string(), &record, None, is_new, vec![])
        .map_err(Error::broken)?;
    won(commit.commit().await, 1)
}

async fn take_over(
    store: &Store,
    id: NotificationId,
    version: firestore::FirestoreInstant,
    before: Delivery,
    lease_until: DateTime<Utc>,
) -> Result<Claim, Error> {
    let attempt = before.attempts + 1;
    let delivery = in_hand(attempt, before.last_error, lease_until);
    let mut commit = store.atomic();
    update(&mut commit, id, &delivery, FirestoreWritePrecondition::UpdateTime(version))?;
    won(commit.commit().await, attempt)
}

fn in_hand(attempts: u32, last_error: Option<String>, until: DateTime<Utc>) -> Delivery {
    Delivery {
        status: NotificationStatus::Sending,
        attempts,
        last_error,
        lease_until: Some(until),
        sent_at: None,
    }
}

fn update(
    commit: &mut impl FirestoreTransactionOps,
    id: NotificationId,
    delivery: &Delivery,
    precondition: FirestoreWritePrecondition,
) -> Result<(), Error> {
    let fields = DeliveryRecord::FIELDS.map(str::to_owned).to_vec();
    let record = DeliveryRecord::from(delivery);
    commit
        .update_object(
            NOTIFICATIONS,
            id.to_string(),
            &record,
            Some(fields),
            Some(precondition),
            vec![],
        )
        .map(|_| ())
        .map_err(Error::broken)
}

/// Whoever loses the race for a mail sees it held by the winner.
fn won<T>(
    committed: Result<T, firestore::errors::FirestoreError>,
    attempt: u32,
) -> Result<Claim, Error> {
    let Err(cause) = committed else { return Ok(Claim::Ours { attempt }) };
    match commit_failed(cause)? {
        Committed::Done => Ok(Claim::Ours { attempt }),
        Committed::Refused => Ok(Claim::Held),
        Committed::Unknown(cause) => Err(cause),
    }
}
