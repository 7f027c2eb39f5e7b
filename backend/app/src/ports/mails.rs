//! The log of mails, for the notifier and for those who look into it.

use super::{Committed, Version, Versioned};
use crate::Error;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use slotbook_contract::{EventId, NotificationId, NotificationStatus, ProviderId};
use slotbook_domain::{Delivery, LoggedMail, NotificationEntry, SlotBooked};

/// What became of the attempt to take a mail in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours to send, until the lease runs out.
    Ours {
        /// Which attempt this is, counted from 1.
        attempt: u32,
        /// The entry's version while it is ours.
        version: Version,
    },
    /// It is sent, or given up for good.
    Settled,
    /// Another notifier has it in hand.
    Held,
}

/// What became of writing how an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    /// It is in the log.
    Done,
    /// The entry is not at the version at which it was ours: it was written already, or the lease
    /// ran out and somebody took over.
    NotOurs,
}

/// What became of giving a mail up with its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Burial {
    /// The log says failed.
    Done,
    /// Nothing was left to do: it is settled, or another event is to bring it to its end.
    NothingToDo,
    /// Somebody has it in hand; it is too early to say.
    Held,
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
    ) -> Result<Claim, Error>;
    /// Writes how an attempt ended, if the entry is still at the version at which it was ours.
    async fn settle(
        &self,
        id: NotificationId,
        version: Version,
        delivery: &Delivery,
    ) -> Result<Settling, Error>;
    /// Gives a mail up, because `event`, which was to bring it to its end, is delivered no more.
    async fn bury(
        &self,
        entry: &NotificationEntry,
        event: EventId,
        now: DateTime<Utc>,
    ) -> Result<Burial, Error>;
    /// In one commit: the entry, which must be at that version, waits for another attempt, and
    /// `event`, which brings it, stands in the outbox.
    async fn revive(
        &self,
        mail: &LoggedMail,
        version: Version,
        event: &SlotBooked,
    ) -> Result<Committed, Error>;
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
