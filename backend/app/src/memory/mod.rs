//! The memory of one instance, which saves reads of Firestore: the slots of the months that people
//! look at, the catalogue, and known bookings.
//!
//! Nothing here decides who gets a slot: only the commit does. Every cache is bounded; what can
//! change is followed by a listener, and is not shown once it is older than `max_age`.

mod catalogue_cache;
mod erased_people;
mod keyed_mutex;
mod live_cache;
mod lookup_budget;
mod slot_cache;
mod upcoming_entries;

pub use lookup_budget::OpeningLimit;
pub use slot_cache::CachedSlots;
pub use upcoming_entries::EntryChoice;

use super::Error;
use super::ports::{Sources, Storage};
use crate::{Clock, Supervisor};
use catalogue_cache::CatalogueCache;
use erased_people::ErasedPeople;
use keyed_mutex::KeyedMutex;
use live_cache::CacheContext;
use lookup_budget::{ServiceLookups, WindowOpenings};
use moka::sync::Cache;
use slot_cache::SlotCache;
use slotbook_contract::{BookingId, ProviderId, ServiceId, UserId};
use slotbook_domain::{Booking, Provider, Service, SlotRef};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use upcoming_entries::UpcomingEntries;

/// How many booked slots are remembered at most.
const MAX_BOOKED: u64 = 50_000;
/// How many failed attempts are remembered at most.
const MAX_ATTEMPTS: u64 = 50_000;
/// How many providers are remembered at most.
const MAX_PROVIDERS: u64 = 10_000;
/// How many services without displaced slots are remembered at most.
const MAX_WITHOUT_DISPLACED: u64 = 50_000;
/// For how long such a service is remembered. An instance with older time zone rules may still
/// publish while a new one starts.
const WITHOUT_DISPLACED_FOR: Duration = Duration::from_hours(24);

/// How much an instance caches, and how old it may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How many windows, a month of a service each, are kept at most.
    pub windows: NonZeroU32,
    /// The greatest age of cached documents that may be shown.
    pub max_age: Duration,
    /// A listener that delivers nothing for this long is opened again.
    pub max_silence: Duration,
    /// How many windows an instance opens for all requests together.
    pub openings: OpeningLimit,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            windows: NonZeroU32::MIN.saturating_add(299),
            max_age: Duration::from_secs(45),
            max_silence: Duration::from_mins(2),
            openings: OpeningLimit {
                per_minute: NonZeroU32::MIN.saturating_add(239),
                burst: NonZeroU32::MIN.saturating_add(2_999),
            },
        }
    }
}

/// The memory of one instance.
pub struct Memory {
    /// Known bookings by slot. A booking is final, so an entry is never out of date.
    booked: Cache<SlotRef, Arc<Booking>>,
    /// Lets one request for a slot commit at a time.
    pub(super) booking_locks: KeyedMutex<SlotRef>,
    /// The entries that people's upcoming bookings have taken.
    pub(super) upcoming_entries: UpcomingEntries,
    /// Lets one call at a time publish the slots of a service.
    pub(super) publishing_locks: KeyedMutex<ServiceId>,
    /// Providers whose profile and contact documents are known to exist.
    pub(super) known_providers: Cache<ProviderId, ()>,
    /// Services known to have no slot displaced by a change of their zone's offset.
    pub(super) without_displaced: Cache<ServiceId, ()>,
    /// The slots of the months that people look at.
    pub(super) slot_cache: SlotCache,
    /// Failed attempts of people that this instance has recorded.
    recorded_attempts: Cache<BookingId, ()>,
    service_lookups: ServiceLookups,
    erased_people: ErasedPeople,
    /// All services and providers.
    pub(super) catalogue_cache: CatalogueCache,
}

impl Memory {
    /// An empty memory.
    pub fn new(
        bounds: Bounds,
        sources: Arc<dyn Sources>,
        clock: Arc<dyn Clock>,
        supervisor: Supervisor,
    ) -> Self {
        let Bounds { windows, max_age, max_silence, openings } = bounds;
        let states = AtomicU64::new(0);
        let context = Arc::new(CacheContext { max_age, max_silence, clock, supervisor, states });
        Self {
            booked: Cache::new(MAX_BOOKED),
            booking_locks: KeyedMutex::default(),
            upcoming_entries: UpcomingEntries::default(),
            publishing_locks: KeyedMutex::default(),
            known_providers: Cache::new(MAX_PROVIDERS),
            without_displaced: Cache::builder()
                .max_capacity(MAX_WITHOUT_DISPLACED)
                .time_to_live(WITHOUT_DISPLACED_FOR)
                .build(),
            catalogue_cache: CatalogueCache::new(&*sources, context.clone()),
            recorded_attempts: Cache::new(MAX_ATTEMPTS),
            service_lookups: ServiceLookups::default(),
            erased_people: ErasedPeople::new(&*sources, context.clone()),
            slot_cache: SlotCache::new(
                windows.get().into(),
                WindowOpenings::new(openings),
                sources,
                context,
            ),
        }
    }

    /// The booking of this slot, if this instance knows it.
    pub fn booking_of(&self, slot: &SlotRef) -> Option<Arc<Booking>> {
        self.booked.get(slot)
    }

    /// Caches the booking of a slot.
    pub fn remember(&self, booking: &Booking) {
        self.booked.insert(booking.slot.clone(), Arc::new(booking.clone()));
    }

    /// Whether this failed attempt is the first of its person and slot here.
    pub fn is_first_attempt(&self, id: BookingId) -> bool {
        self.recorded_attempts.entry(id).or_insert(()).is_fresh()
    }

    /// A service that is offered. A service that is not in the catalogue here is looked up in the
    /// store, because it may have been added or switched on a moment ago. The number of lookups is
    /// bounded, because anybody can make up ids; the catalogue's listener delivers new services
    /// anyway.
    ///
    /// # Errors
    /// If it must be read and the store is out of reach.
    pub async fn offered(
        &self,
        storage: &dyn Storage,
        id: &ServiceId,
    ) -> Result<Option<Service>, Error> {
        let known = self.catalogue_cache.service(id).await?;
        let offered = match known.filter(|known| known.value.is_active) {
            Some(known) => Some(known.value.clone()),
            None => self.look_up(storage, id).await?,
        };
        let Some(service) = offered else { return Ok(None) };
        Ok((!self.is_revoked(&service.provider_id).await?).then_some(service))
    }

    /// A service that the catalogue's listener has not delivered, if it may be looked up now.
    async fn look_up(
        &self,
        storage: &dyn Storage,
        id: &ServiceId,
    ) -> Result<Option<Service>, Error> {
        if !self.service_lookups.admit(id) {
            return Ok(None);
        }
        let found = storage.service(id).await?.map(|found| found.value);
        let offered = found.filter(|service| service.is_active);
        if offered.is_none() {
            self.service_lookups.note_absent(id);
        }
        Ok(offered)
    }

    /// Whether the role was taken away from a provider.
    ///
    /// # Errors
    /// If the providers must be read and the store is out of reach.
    pub async fn is_revoked(&self, id: &ProviderId) -> Result<bool, Error> {
        let known = self.catalogue_cache.provider(id).await?;
        Ok(known.is_some_and(|provider| provider.value.is_revoked))
    }

    /// A provider; read from the store if not known here.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn provider(
        &self,
        storage: &dyn Storage,
        id: &ProviderId,
    ) -> Result<Option<Provider>, Error> {
        match self.catalogue_cache.provider(id).await? {
            Some(known) => Ok(Some(known.value.clone())),
            None => storage.provider(id).await,
        }
    }

    /// Whether a person has left; then requests with their token are refused.
    ///
    /// # Errors
    /// If that must be read and the store is out of reach.
    pub async fn has_left(&self, user: &UserId) -> Result<bool, Error> {
        self.erased_people.contains(user).await
    }

    /// Call after a person has left: from then on [`Memory::has_left`] says so.
    pub async fn person_left(&self) {
        self.erased_people.expect_change().await;
        self.catalogue_cache.expect_change().await;
    }

    /// Call after a use case changed slots of this service: the cache shows nothing older again.
    pub fn slots_changed(&self, service: &ServiceId) {
        self.slot_cache.expect_change(service);
    }

    /// Call after a use case changed the catalogue: the cache shows nothing older again.
    pub async fn catalogue_changed(&self) {
        self.catalogue_cache.expect_change().await;
    }
}
