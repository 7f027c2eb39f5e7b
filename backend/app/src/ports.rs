//! What the use cases and the notifier need from the outside, as traits.
//!
//! `store` and `events` implement them. What a test replaces to inject a fault is a small trait of
//! its own (the clock, the announcer, the outbox, the sources of changes, the commit of a booking);
//! everything else that the store does is one trait, [`Storage`].

mod mails;
mod sources;
mod storage;

pub use mails::{AttemptRecord, GiveUpOutcome, MailClaim, NotificationCursor, NotificationStore};
pub use sources::{ChangeEvent, ChangeStream, Snapshot, Source, Sources};
pub use storage::{
    BookingCursor, DueRule, RuleSnapshot, SlotChange, SlotSnapshot, Storage, StoredRule,
};

use super::{Deadline, Error};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use slotbook_contract::{EventId, UserId};
use slotbook_domain::{Booking, Cell, SlotBooked, SlotRef};
use std::sync::Arc;

/// The version of a document: the instant of the commit that wrote it last, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub DateTime<Utc>);

/// A value with the version at which it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// What was seen.
    pub value: T,
    /// At which version.
    pub version: Version,
}

/// Everything that one booking writes, all or nothing.
#[derive(Clone, Debug)]
pub struct BookingCommit {
    /// The booking; must not exist.
    pub booking: Booking,
    /// The version at which its slot was seen free; must still be that.
    pub slot_version: Version,
    /// The cells of the provider's time; none may be claimed.
    pub cells: Vec<Cell>,
    /// The provider's overlapping slots, to be shown busy; must exist.
    pub overlapping: Vec<SlotRef>,
    /// The event to announce.
    pub event: SlotBooked,
    /// The entry of the person's upcoming bookings that this one takes; `None` if they may hold as
    /// many as they like.
    pub upcoming: Option<UpcomingEntry>,
}

/// One of the numbered entries of a person's upcoming bookings. There are as many numbers as they
/// may hold bookings, so the ids of these documents are the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpcomingEntry {
    /// Its number, from 0 on.
    pub number: u32,
    /// The version at which the booking in it was seen to be over; `None` if the entry must not
    /// exist.
    pub replaces: Option<Version>,
}

/// An entry that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenEntry {
    /// Its number.
    pub number: u32,
    /// When the booking in it is over, UTC.
    pub ends_at: DateTime<Utc>,
    /// At which version; `None` if this instance wrote it and did not read it since.
    pub version: Option<Version>,
}

/// The outcome of a commit.
#[derive(Debug)]
pub enum CommitOutcome {
    /// It is done.
    Done,
    /// A precondition failed, so nothing was written. Which one it was has to be read.
    Refused,
    /// No answer came: it may be done or not. Retrying is safe, because ids are derived.
    Unknown(Error),
}

/// Writes bookings. Apart from [`Storage`], so that a test can lose a commit's answer.
#[async_trait]
pub trait BookingCommits: Send + Sync {
    /// The same, which sends nothing later.
    fn until(&self, deadline: Deadline) -> Arc<dyn BookingCommits>;
    /// Writes a booking in one commit.
    async fn commit(&self, commit: &BookingCommit) -> Result<CommitOutcome, Error>;
}

/// Events that wait to be announced.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// At most `most` events from this id on, by id.
    async fn waiting(&self, from: EventId, most: u32) -> Result<Vec<SlotBooked>, Error>;
    /// Deletes events that the broker has; deleting one twice does no harm.
    async fn delete(&self, events: &[EventId]) -> Result<(), Error>;
}

/// Publishes events.
pub trait Announcer: Send + Sync {
    /// Announces an event behind the answer. What cannot be announced stays in the outbox.
    fn announce(&self, event: SlotBooked);
}

/// Whether a dependency answers.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Fails if it does not.
    async fn probe(&self) -> Result<(), Error>;
}

/// Somebody's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Their uid.
    pub id: UserId,
    /// Their address.
    pub email: String,
    /// Their name, if they gave one.
    pub name: Option<String>,
}

/// The accounts of the people who may sign in.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The account of this address.
    async fn with_email(&self, email: &str) -> Result<Option<Account>, Error>;
    /// Gives somebody the role of a provider; doing it again changes nothing.
    async fn grant(&self, id: &UserId) -> Result<(), Error>;
    /// Takes the role of a provider away; doing it again changes nothing.
    async fn revoke(&self, id: &UserId) -> Result<(), Error>;
    /// Deletes somebody's account; doing it again changes nothing.
    async fn delete(&self, id: &UserId) -> Result<(), Error>;
}
