//! What the store keeps and answers: services, providers, slots, opening hours, bookings.

use super::{Deadline, Error, TakenEntry, Version, Versioned};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::{BookingId, ProviderId, ServiceId, UserId};
use slotbook_domain::schedule::{DateSpan, Rule};
use slotbook_domain::{
    Booking, Cell, ErasedPerson, ErasureStep, PersonalData, Provider, ProviderContact, Service,
    Slot, SlotRef,
};
use std::collections::HashSet;
use std::sync::Arc;

/// Slots as they were at one instant.
#[derive(Clone, Debug)]
pub struct SlotSnapshot {
    /// Ordered by date and time.
    pub slots: Vec<Versioned<Slot>>,
    /// The slots whose documents cannot be decoded; whatever they are, they are there.
    pub undecodable: Vec<SlotRef>,
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

/// Where a page of bookings begins: after this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingCursor {
    /// When the last booking of the page before was made.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: BookingId,
}

/// A rule, and what is still to be done for the slots to be as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRule {
    /// The rule.
    pub rule: Rule,
    /// The dates whose slots may not be as it says yet.
    pub unpublished: Option<DateSpan>,
    /// When it has to be looked at again, UTC: somebody who began may have been killed, or another
    /// day has come. `None` if there is nothing more to do.
    pub due_at: Option<DateTime<Utc>>,
}

/// The rules of a service as they were at one instant.
#[derive(Clone, Debug)]
pub struct RuleSnapshot {
    /// Those that can be decoded.
    pub rules: Vec<Versioned<StoredRule>>,
    /// Whether these are all.
    pub is_whole: bool,
}

/// A rule that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRule {
    /// Of which service.
    pub service_id: ServiceId,
    /// The rule's id.
    pub id: String,
}

/// The store, apart from the commit of a booking ([`super::BookingCommits`]) and the log of mails
/// ([`super::NotificationStore`]). A document that cannot be decoded counts as one that is not there;
/// the store tells the operator of it.
#[async_trait]
pub trait Storage: Send + Sync {
    /// The same, which sends nothing later and waits for nothing longer.
    fn until(&self, deadline: Deadline) -> Arc<dyn Storage>;

    /// One service, offered or not.
    async fn service(&self, id: &ServiceId) -> Result<Option<Versioned<Service>>, Error>;
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
    /// Writes a provider's public profile, over what was there.
    async fn put_profile(&self, provider: &Provider) -> Result<(), Error>;
    /// Writes what is given of a provider's public profile and contact, where it does not exist.
    async fn create_missing_profile(
        &self,
        id: &ProviderId,
        profile: Option<&Provider>,
        contact: Option<&ProviderContact>,
    ) -> Result<(), Error>;
    /// Deletes where a provider's mail goes.
    async fn delete_contact(&self, id: &ProviderId) -> Result<(), Error>;
    /// Notes that a person has left, and when something of them is to be erased the next time, `None`
    /// for never; over what was there, or only if the note is still at a version. False if it is not.
    async fn keep_erasure(
        &self,
        person: &ErasedPerson,
        due_at: Option<DateTime<Utc>>,
        seen: Option<Version>,
    ) -> Result<bool, Error>;
    /// At most `most` people of whom something is to be erased now.
    async fn due_erasures(
        &self,
        now: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Versioned<ErasedPerson>>, Error>;
    /// What is stored of a person.
    async fn personal_data(&self, user: &UserId) -> Result<PersonalData, Error>;
    /// Takes these steps; taking one again changes nothing.
    async fn erase(&self, user: &UserId, steps: &[ErasureStep]) -> Result<(), Error>;

    /// The public profile of a provider.
    async fn provider(&self, id: &ProviderId) -> Result<Option<Provider>, Error>;
    /// Where a provider's mail goes.
    async fn contact(&self, id: &ProviderId) -> Result<Option<ProviderContact>, Error>;

    /// One slot.
    async fn slot(&self, slot: &SlotRef) -> Result<Option<Versioned<Slot>>, Error>;
    /// The slots of a service from one date to another, both included.
    async fn slots_between(
        &self,
        service: &ServiceId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<SlotSnapshot, Error>;
    /// The slots of a service that share an instant with that stretch of time.
    async fn overlapping_slots(
        &self,
        service: &Service,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<Vec<Slot>, Error>;
    /// Whether a service has any slots, published or not.
    async fn has_slots(&self, service: &ServiceId) -> Result<bool, Error>;
    /// Creates a service's first slot if the service is still at this version, which it gives a
    /// new one: a change of the service that was decided while it had no slots fails. False if the
    /// service or the slot is not as expected.
    async fn create_first_slot(
        &self,
        service: &Versioned<Service>,
        slot: &Slot,
    ) -> Result<bool, Error>;
    /// Makes these changes, in batches; each is made wholly or, if the slot is not as expected,
    /// not at all. Answers the slots that were not.
    async fn change_slots(&self, changes: Vec<SlotChange>) -> Result<HashSet<SlotRef>, Error>;
    /// Shows a slot's provider as busy.
    async fn mark_busy(&self, slot: &SlotRef) -> Result<(), Error>;

    /// The rules of a service: the standing hours, and the exceptions that begin on this date or
    /// later.
    async fn rules(&self, service: &ServiceId, from: NaiveDate) -> Result<RuleSnapshot, Error>;
    /// Writes a rule if it is still at this version, `None` standing for one that must not exist;
    /// false if it is not.
    async fn keep_rule(
        &self,
        service: &ServiceId,
        rule: &StoredRule,
        seen: Option<Version>,
    ) -> Result<bool, Error>;
    /// At most `most` rules of all services that are due, the one that has waited longest first.
    async fn due_rules(&self, now: DateTime<Utc>, most: u32) -> Result<Vec<DueRule>, Error>;

    /// One booking that holds its slot.
    async fn booking(&self, id: BookingId) -> Result<Option<Booking>, Error>;
    /// At most `count` bookings of a person, newest first.
    async fn bookings_of(
        &self,
        user: &UserId,
        after: Option<&BookingCursor>,
        count: u32,
    ) -> Result<Vec<Booking>, Error>;
    /// The entries of a person's upcoming bookings, those that are over included.
    async fn taken_entries(&self, user: &UserId) -> Result<Vec<TakenEntry>, Error>;
    /// The bookings made with a provider for slots from one date to another, both included.
    async fn bookings_with(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Booking>, Error>;
    /// Whether any of these cells of the provider's time is claimed.
    async fn any_claimed(&self, provider: &ProviderId, cells: &[Cell]) -> Result<bool, Error>;
    /// The claimed cells of the provider's time that touch this stretch of it.
    async fn claimed_between(
        &self,
        provider: &ProviderId,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<HashSet<String>, Error>;
    /// Which of a provider's slots people tried in vain to book, and who, between two dates, both
    /// included; at most `most` attempts.
    async fn failed_attempts(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
        most: u32,
    ) -> Result<Vec<(SlotRef, UserId)>, Error>;
}
