//! The log of mails, for the notifier and for those who look into it.

use super::{CommitOutcome, Version, Versioned};
use crate::{Deadline, Error};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use slotbook_contract::{EventId, NotificationId, NotificationStatus, ProviderId};
use slotbook_domain::{Delivery, LoggedMail, NotificationEntry, SlotBooked};
use std::sync::Arc;

/// The outcome of claiming a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailClaim {
    /// This notifier may send it until the lease runs out.
    Granted {
        /// Which attempt this is, counted from 1.
        attempt: u32,
        /// The entry's version while it is ours.
        version: Version,
    },
    /// It is sent, or given up for good.
    Settled,
    /// Another notifier holds the lease.
    ClaimedElsewhere,
}

/// Whether the end of an attempt was written to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptRecord {
    /// It is in the log.
    Done,
    /// The entry is not at the version at which it was ours: it was written already, or the lease
    /// ran out and somebody took over.
    LeaseLost,
}

/// The outcome of giving up a mail whose event is a dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveUpOutcome {
    /// The log says failed.
    Done,
    /// Nothing was left to do: it is settled, or another event is to bring it to its end.
    NothingToDo,
    /// Somebody has it in hand; it is too early to say.
    ClaimedElsewhere,
}

/// Where a page of a provider's log begins: after this entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationCursor {
    /// When the last entry of the page before was made.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: NotificationId,
}

/// The log of mails.
#[async_trait]
pub trait NotificationStore: Send + Sync {
    /// The same, which sends nothing later and waits for nothing longer.
    fn until(&self, deadline: Deadline) -> Arc<dyn NotificationStore>;
    /// One entry.
    async fn entry(&self, id: NotificationId) -> Result<Option<Versioned<LoggedMail>>, Error>;
    /// Takes a mail in hand until `lease_until`: creates its entry, to be brought to its end by
    /// `event`, or takes over one that waits for another attempt or whose lease ran out before
    /// `now`.
    async fn claim(
        &self,
        entry: &NotificationEntry,
        event: EventId,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<MailClaim, Error>;
    /// Writes how an attempt ended, if the entry is still at the version at which it was ours.
    async fn record_attempt(
        &self,
        id: NotificationId,
        version: Version,
        delivery: &Delivery,
    ) -> Result<AttemptRecord, Error>;
    /// Gives a mail up, because `event`, which was to bring it to its end, is delivered no more.
    async fn give_up(
        &self,
        entry: &NotificationEntry,
        event: EventId,
        now: DateTime<Utc>,
    ) -> Result<GiveUpOutcome, Error>;
    /// In one commit: the entry, which must be at that version, waits for another attempt, and
    /// `event`, which brings it, stands in the outbox.
    async fn requeue(
        &self,
        mail: &LoggedMail,
        version: Version,
        event: &SlotBooked,
    ) -> Result<CommitOutcome, Error>;
    /// At most `count` mails about a provider's bookings, newest first.
    async fn mails_of(
        &self,
        provider: &ProviderId,
        status: Option<NotificationStatus>,
        after: Option<&NotificationCursor>,
        count: u32,
    ) -> Result<Vec<LoggedMail>, Error>;
    /// At most `count` mails about anybody's bookings, in no order that means anything.
    async fn mails(
        &self,
        status: Option<NotificationStatus>,
        count: u32,
    ) -> Result<Vec<LoggedMail>, Error>;
}
