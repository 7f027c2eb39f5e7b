//! What the use cases and the notifier need from the outside, as traits.
//!
//! `store` and `events` implement them; the tests inject faults through them.

mod hours;
mod mails;
mod sources;

pub use hours::{DueRule, HoursStore, KeptRule};
pub use mails::{Burial, Claim, NotificationCursor, NotificationStore, Settling};
pub use sources::{Changes, Read, Source, Sources, Told};

use super::Error;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_domain::{
    Booking, Cell, FailedAttempt, Provider, ProviderContact, Service, Slot, SlotBooked, SlotRef,
};
use std::collections::HashSet;

use slotbook_contract::{BookingId, EventId, ProviderId, ServiceId, UserId};

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

/// Services and who offers them.
#[async_trait]
pub trait Catalogue: Send + Sync {
    /// One service, offered or not.
    async fn service(&self, id: &ServiceId) -> Result<Option<Service>, Error>;
    /// One service, offered or not, and its version.
    async fn versioned_service(&self, id: &ServiceId) -> Result<Option<Versioned<Service>>, Error>;
    /// All services of a provider, offered or not.
    async fn services_of(&self, provider: &ProviderId) -> Result<Vec<Service>, Error>;
    /// Writes a service, which must not exist.
    async fn create_service(&self, service: &Service) -> Result<(), Error>;
    /// Makes a service so, if it is still at this version; false if it is not.
    async fn change_service(&self, service: &Versioned<Service>) -> Result<bool, Error>;
    /// Writes a provider's public profile and contact, over what was there.
    async fn put_provider(
        &self,
        provider: &Provider,
        contact: &ProviderContact,
    ) -> Result<(), Error>;
    /// Writes what is given of a provider's public profile and contact, where it does not exist.
    async fn introduce(
        &self,
        id: &ProviderId,
        profile: Option<&Provider>,
        contact: Option<&ProviderContact>,
    ) -> Result<(), Error>;
    /// The public profile of a provider.
    async fn provider(&self, id: &ProviderId) -> Result<Option<Provider>, Error>;
    /// Where a provider's mail goes.
    async fn contact(&self, id: &ProviderId) -> Result<Option<ProviderContact>, Error>;
}

/// Slots as they were at one instant.
#[derive(Clone, Debug)]
pub struct SlotsRead {
    /// Ordered by date and time.
    pub slots: Vec<Versioned<Slot>>,
    /// The store's own time of the read, UTC.
    pub read_at: DateTime<Utc>,
}

/// A change to a service's slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotChange {
    /// Write this slot, which must not exist.
    Create(Slot),
    /// Make the slot so, if it is still at this version: when it is, and all marks but the one
    /// that it is booked, which only a booking sets.
    Update(Versioned<Slot>),
}

impl SlotChange {
    /// Of which slot.
    pub fn slot(&self) -> &SlotRef {
        match self {
            Self::Create(slot) | Self::Update(Versioned { value: slot, .. }) => &slot.reference,
        }
    }
}

/// Slots.
#[async_trait]
pub trait SlotStore: Send + Sync {
    /// One slot.
    async fn slot(&self, slot: &SlotRef) -> Result<Option<Versioned<Slot>>, Error>;
    /// The slots of a service from one date to another, both included.
    async fn slots_between(
        &self,
        service: &ServiceId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<SlotsRead, Error>;
    /// The slots of a service that share an instant with that stretch of time.
    async fn overlapping(
        &self,
        service: &Service,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<Vec<Slot>, Error>;
    /// Whether a service has any slots, published or not.
    async fn has_slots(&self, service: &ServiceId) -> Result<bool, Error>;
    /// Creates a service's first slot if the service is still at this version, which it leaves:
    /// whoever saw the service without slots can no longer change it as if it had none. False if
    /// the service or the slot is not as expected.
    async fn create_first(&self, service: &Versioned<Service>, slot: &Slot) -> Result<bool, Error>;
    /// Makes these changes, in batches; each is made wholly or, if the slot is not as expected,
    /// not at all. Answers the slots that were not.
    async fn change_slots(&self, changes: Vec<SlotChange>) -> Result<HashSet<SlotRef>, Error>;
    /// Shows a slot's provider as busy.
    async fn mark_busy(&self, slot: &SlotRef) -> Result<(), Error>;
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
}

/// What became of a commit.
#[derive(Debug)]
pub enum Committed {
    /// It is done.
    Done,
    /// Nothing was written, because something was not as the commit expected. Which of its
    /// expectations failed, only reading again tells.
    Refused,
    /// No answer came: it may be done or not. The ids make asking again safe.
    Unknown(Error),
}

/// Where a page of bookings begins: after this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingCursor {
    /// When the last booking of the page before was made.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: BookingId,
}

/// Bookings, claims, and the commit that writes them.
#[async_trait]
pub trait BookingStore: Send + Sync {
    /// One booking that holds its slot.
    async fn booking(&self, id: BookingId) -> Result<Option<Booking>, Error>;
    /// At most `count` bookings of a person, newest first.
    async fn bookings_of(
        &self,
        user: &UserId,
        after: Option<&BookingCursor>,
        count: u32,
    ) -> Result<Vec<Booking>, Error>;
    /// The bookings made with a provider for slots from one date to another, both included.
    async fn bookings_with(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Booking>, Error>;
    /// Writes a booking in one commit.
    async fn commit(&self, commit: &BookingCommit) -> Result<Committed, Error>;
    /// Whether any of these cells of the provider's time is claimed.
    async fn any_claimed(&self, provider: &ProviderId, cells: &[Cell]) -> Result<bool, Error>;
    /// The claimed cells of the provider's time that touch this stretch of it.
    async fn claimed_between(
        &self,
        provider: &ProviderId,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<HashSet<String>, Error>;
}

/// Events that wait to be announced.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// At most `most` events from this id on, by id.
    async fn waiting(&self, from: EventId, most: u32) -> Result<Vec<SlotBooked>, Error>;
    /// Forgets events that the broker has; those that are forgotten already do no harm.
    async fn forget(&self, events: &[EventId]) -> Result<(), Error>;
}

/// Keeps attempts that failed, behind the answer.
#[async_trait]
pub trait Attempts: Send + Sync {
    /// Notes an attempt; never waits, and drops it where too many are on their way.
    fn note(&self, attempt: FailedAttempt);
    /// Who tried in vain for which of a provider's slots, between two dates, both included; at
    /// most `most` attempts.
    async fn noted(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
        most: u32,
    ) -> Result<Vec<(SlotRef, UserId)>, Error>;
}

/// Tells the world.
pub trait Announcer: Send + Sync {
    /// Announces an event behind the answer. What cannot be announced stays in the outbox.
    fn announce(&self, event: SlotBooked);
}

/// Says whether a dependency answers.
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
}
