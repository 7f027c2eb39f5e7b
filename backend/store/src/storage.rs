//! The port through which the use cases reach Firestore. Each method does what the method of the
//! same name does in the file of its subject: `catalogue.rs`, `slots.rs`, `hours.rs`,
//! `bookings.rs`, `attempts.rs`, `people.rs`.

use super::{Store, publish};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_app::ports::{
    BookingCursor, DueRule, Probe, RuleSnapshot, SlotChange, SlotSnapshot, Storage, StoredRule,
    TakenEntry, Version, Versioned,
};
use slotbook_app::{Deadline, Error};
use slotbook_contract::documents::SERVICES;
use slotbook_contract::{BookingId, ProviderId, ServiceId, UserId};
use slotbook_domain::{
    Booking, Cell, ErasedPerson, ErasureStep, PersonalData, Provider, ProviderContact, Service,
    Slot, SlotRef,
};
use std::collections::HashSet;
use std::sync::Arc;

#[async_trait]
impl Probe for Store {
    async fn probe(&self) -> Result<(), Error> {
        self.get(None, SERVICES, "probe").await.map(|_| ())
    }
}

#[async_trait]
impl Storage for Store {
    fn until(&self, deadline: Deadline) -> Arc<dyn Storage> {
        Arc::new(self.with_deadline(deadline))
    }

    async fn service(&self, id: &ServiceId) -> Result<Option<Versioned<Service>>, Error> {
        self.service(id).await
    }

    async fn services_of(&self, provider: &ProviderId) -> Result<Vec<Service>, Error> {
        self.services_of(provider).await
    }

    async fn create_service(&self, service: &Service) -> Result<(), Error> {
        self.create_service(service).await
    }

    async fn change_service(&self, service: &Versioned<Service>) -> Result<bool, Error> {
        self.change_service(service).await
    }

    async fn put_provider(
        &self,
        provider: &Provider,
        contact: &ProviderContact,
    ) -> Result<(), Error> {
        self.put_provider(provider, contact).await
    }

    async fn delete_contact(&self, id: &ProviderId) -> Result<(), Error> {
        self.delete_contact(id).await
    }

    async fn keep_erasure(
        &self,
        person: &ErasedPerson,
        due_at: Option<DateTime<Utc>>,
        seen: Option<Version>,
    ) -> Result<bool, Error> {
        self.keep_erasure(person, due_at, seen).await
    }

    async fn due_erasures(
        &self,
        now: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Versioned<ErasedPerson>>, Error> {
        self.due_erasures(now, most).await
    }

    async fn personal_data(&self, user: &UserId) -> Result<PersonalData, Error> {
        Box::pin(self.personal_data(user)).await
    }

    async fn erase(&self, user: &UserId, steps: &[ErasureStep]) -> Result<(), Error> {
        self.erase(user, steps).await
    }

    async fn put_profile(&self, provider: &Provider) -> Result<(), Error> {
        self.put_profile(provider).await
    }

    async fn create_missing_profile(
        &self,
        id: &ProviderId,
        profile: Option<&Provider>,
        contact: Option<&ProviderContact>,
    ) -> Result<(), Error> {
        self.create_missing_profile(id, profile, contact).await
    }

    async fn provider(&self, id: &ProviderId) -> Result<Option<Provider>, Error> {
        self.provider(id).await
    }

    async fn contact(&self, id: &ProviderId) -> Result<Option<ProviderContact>, Error> {
        self.contact(id).await
    }

    async fn slot(&self, slot: &SlotRef) -> Result<Option<Versioned<Slot>>, Error> {
        self.slot(slot).await
    }

    async fn slots_between(
        &self,
        service: &ServiceId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<SlotSnapshot, Error> {
        self.slots_between(service, from, to).await
    }

    async fn overlapping_slots(
        &self,
        service: &Service,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<Vec<Slot>, Error> {
        self.overlapping_slots(service, starts_at, ends_at).await
    }

    async fn has_slots(&self, service: &ServiceId) -> Result<bool, Error> {
        self.has_slots(service).await
    }

    async fn create_first_slot(
        &self,
        service: &Versioned<Service>,
        slot: &Slot,
    ) -> Result<bool, Error> {
        publish::create_first(self, service, slot).await
    }

    async fn change_slots(&self, changes: Vec<SlotChange>) -> Result<HashSet<SlotRef>, Error> {
        publish::change_slots(self, &changes).await
    }

    async fn mark_busy(&self, slot: &SlotRef) -> Result<(), Error> {
        self.mark_busy(slot).await
    }

    async fn rules(&self, service: &ServiceId, from: NaiveDate) -> Result<RuleSnapshot, Error> {
        self.rules(service, from).await
    }

    async fn keep_rule(
        &self,
        service: &ServiceId,
        rule: &StoredRule,
        seen: Option<Version>,
    ) -> Result<bool, Error> {
        self.keep_rule(service, rule, seen).await
    }

    async fn due_rules(&self, now: DateTime<Utc>, most: u32) -> Result<Vec<DueRule>, Error> {
        self.due_rules(now, most).await
    }

    async fn booking(&self, id: BookingId) -> Result<Option<Booking>, Error> {
        self.booking(id).await
    }

    async fn bookings_of(
        &self,
        user: &UserId,
        after: Option<&BookingCursor>,
        count: u32,
    ) -> Result<Vec<Booking>, Error> {
        self.bookings_of(user, after, count).await
    }

    async fn taken_entries(&self, user: &UserId) -> Result<Vec<TakenEntry>, Error> {
        self.taken_entries(user).await
    }

    async fn bookings_with(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Booking>, Error> {
        self.bookings_with(provider, from, to).await
    }

    async fn any_claimed(&self, provider: &ProviderId, cells: &[Cell]) -> Result<bool, Error> {
        self.any_claimed(provider, cells).await
    }

    async fn claimed_between(
        &self,
        provider: &ProviderId,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<HashSet<String>, Error> {
        self.claimed_between(provider, starts_at, ends_at).await
    }

    async fn failed_attempts(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
        most: u32,
    ) -> Result<Vec<(SlotRef, UserId)>, Error> {
        self.failed_attempts(provider, from, to, most).await
    }
}
