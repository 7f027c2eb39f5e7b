//! What an instance remembers between requests, so that the store is asked once and not once a
//! head: the slots that are looked at, what is offered, and what is booked.
//!
//! Nothing here decides who gets a slot: that does the commit, whatever is remembered. Everything
//! is bounded; what can change is listened to, and not shown once it is older than its bound.

mod mirror;
mod offers;
mod turns;
mod windows;

pub use windows::View;

use super::Error;
use super::ports::{Catalogue, Sources};
use crate::Clock;
use mirror::Surroundings;
use moka::sync::Cache;
use offers::Offers;
use slotbook_contract::{ProviderId, ServiceId};
use slotbook_domain::{Booking, Provider, Service, SlotRef};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use turns::Turns;
use windows::Windows;

/// How many booked slots are remembered at most.
const MAX_BOOKED: u64 = 50_000;
/// How many providers are remembered at most.
const MAX_PROVIDERS: u64 = 10_000;
/// How many services without displaced slots are remembered at most.
const MAX_UNDISPLACED: u64 = 50_000;
/// For how long: an instance with older rules may still run and publish while a new one starts.
const UNDISPLACED_FOR: Duration = Duration::from_hours(24);

/// How much is kept, and how old it may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How many windows, a month of a service each, are kept at most.
    pub windows: NonZeroU32,
    /// How old what is shown may be.
    pub max_age: Duration,
    /// After how long a silence a listener is opened anew.
    pub max_silence: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            windows: NonZeroU32::MIN.saturating_add(299),
            max_age: Duration::from_secs(45),
            max_silence: Duration::from_mins(2),
        }
    }
}

/// The memory of one instance.
pub struct Memory {
    /// Bookings are final, so this is never wrong.
    booked: Cache<SlotRef, Arc<Booking>>,
    /// Who asks for a slot, one at a time.
    pub(super) turns: Turns<SlotRef>,
    /// Whose hours are being published, one call at a time.
    pub(super) publishing: Turns<ServiceId>,
    /// Providers whose profile and contact are known to be there.
    pub(super) introduced: Cache<ProviderId, ()>,
    /// Services none of whose slots a new law of their zone has left behind.
    pub(super) undisplaced: Cache<ServiceId, ()>,
    /// The slots that are looked at.
    pub(super) windows: Windows,
    /// What is offered.
    pub(super) offers: Offers,
}

impl Memory {
    /// Knows nothing yet.
    pub fn new(bounds: Bounds, sources: Arc<dyn Sources>, clock: Arc<dyn Clock>) -> Self {
        let Bounds { windows, max_age, max_silence } = bounds;
        let states = AtomicU64::new(0);
        let surroundings = Arc::new(Surroundings { max_age, max_silence, clock, states });
        Self {
            booked: Cache::new(MAX_BOOKED),
            turns: Turns::default(),
            publishing: Turns::default(),
            introduced: Cache::new(MAX_PROVIDERS),
            undisplaced: Cache::builder()
                .max_capacity(MAX_UNDISPLACED)
                .time_to_live(UNDISPLACED_FOR)
                .build(),
            offers: Offers::new(&*sources, surroundings.clone()),
            windows: Windows::new(windows.get().into(), sources, surroundings),
        }
    }

    /// The booking that holds this slot, if this instance has seen it.
    pub fn booking_of(&self, slot: &SlotRef) -> Option<Arc<Booking>> {
        self.booked.get(slot)
    }

    /// Remembers who holds a slot.
    pub fn remember(&self, booking: &Booking) {
        self.booked.insert(booking.slot.clone(), Arc::new(booking.clone()));
    }

    /// A service that is offered. What is not known here as offered is asked of the store: it may
    /// have been added or switched on a moment ago.
    ///
    /// # Errors
    /// If it must be read and the store is out of reach.
    pub async fn offered(
        &self,
        catalogue: &dyn Catalogue,
        id: &ServiceId,
    ) -> Result<Option<Service>, Error> {
        match self.offers.service(id).await? {
            Some(known) if known.value.is_active => Ok(Some(known.value.clone())),
            _ => Ok(catalogue.service(id).await?.filter(|service| service.is_active)),
        }
    }

    /// Who offers it; asked of the store if not known here.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn provider(
        &self,
        catalogue: &dyn Catalogue,
        id: &ProviderId,
    ) -> Result<Option<Provider>, Error> {
        match self.offers.provider(id).await? {
            Some(known) => Ok(Some(known.value.clone())),
            None => catalogue.provider(id).await,
        }
    }

    /// A use case changed slots of this service: nothing is shown again without that.
    pub fn slots_changed(&self, service: &ServiceId) {
        self.windows.expect_change(service);
    }

    /// A use case changed what is offered: nothing is shown again without that.
    pub async fn offers_changed(&self) {
        self.offers.expect_change().await;
    }
}
