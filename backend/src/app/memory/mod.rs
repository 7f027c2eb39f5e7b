//! What an instance remembers between requests, so that a crowd asks the store once.
//!
//! Nothing here decides who gets a slot: that does the commit, whatever is remembered. Everything
//! is bounded, and what can change is forgotten soon.

mod schedule;
mod shared_reads;
mod turns;

use super::Error;
use super::ports::{Catalogue, SlotsRead};
use crate::domain::{Booking, Service, SlotRef};
use chrono::NaiveDate;
use moka::sync::Cache;
use schedule::Schedule;
use shared_reads::SharedReads;
use slotbook_contract::{ProviderId, ServiceId};
use std::sync::Arc;
use std::time::Duration;
use turns::Turns;

/// How many booked slots are remembered at most.
const MAX_BOOKED: u64 = 50_000;
/// How many services are remembered at most.
const MAX_SERVICES: u64 = 10_000;
/// How many providers are remembered at most.
const MAX_PROVIDERS: u64 = 10_000;
/// For how long a service is taken for what it was: so long a service that was switched off may
/// still be booked through another instance.
const SERVICES_KEPT: Duration = Duration::from_secs(5);

/// The memory of one instance.
pub struct Memory {
    /// Bookings are final, so this is never wrong.
    booked: Cache<SlotRef, Arc<Booking>>,
    services: moka::future::Cache<ServiceId, Option<Service>>,
    /// Who asks for a slot, one at a time.
    pub(super) turns: Turns<SlotRef>,
    /// The slots around a wanted one, read once for all who wait for them.
    pub(super) around: SharedReads<(ServiceId, NaiveDate, NaiveDate), SlotsRead>,
    /// Whose hours are being published, one call at a time.
    pub(super) publishing: Turns<ServiceId>,
    /// Providers whose profile and contact are known to be there.
    pub(super) introduced: Cache<ProviderId, ()>,
    /// When the slots of a provider's services are.
    pub(super) schedule: Schedule,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            booked: Cache::new(MAX_BOOKED),
            services: moka::future::Cache::builder()
                .max_capacity(MAX_SERVICES)
                .time_to_live(SERVICES_KEPT)
                .build(),
            turns: Turns::default(),
            around: SharedReads::default(),
            publishing: Turns::default(),
            introduced: Cache::new(MAX_PROVIDERS),
            schedule: Schedule::default(),
        }
    }
}

impl Memory {
    /// The booking that holds this slot, if this instance has seen it.
    pub fn booking_of(&self, slot: &SlotRef) -> Option<Arc<Booking>> {
        self.booked.get(slot)
    }

    /// Remembers who holds a slot.
    pub fn remember(&self, booking: &Booking) {
        self.booked.insert(booking.slot.clone(), Arc::new(booking.clone()));
    }

    /// A service, as it was a few seconds ago at most.
    ///
    /// # Errors
    /// If it must be read and the store is out of reach.
    pub async fn service(
        &self,
        catalogue: &dyn Catalogue,
        id: &ServiceId,
    ) -> Result<Option<Service>, Error> {
        let read = self.services.try_get_with(id.clone(), catalogue.service(id));
        read.await.map_err(Error::shared)
    }

    /// Forgets a service that has just been changed through this instance.
    pub async fn forget_service(&self, id: &ServiceId) {
        self.services.invalidate(id).await;
    }
}
