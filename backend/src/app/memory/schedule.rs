//! When the slots of a provider's services are.
//!
//! None is deleted, and one's instants change only if its zone's rules do, so what is remembered
//! stays true; only slots published since, through another instance, are missing. Those are found after a few seconds, and until then the
//! claims, which are the truth about a provider's time, refuse what would overlap.

use crate::app::Error;
use crate::app::ports::SlotStore;
use crate::domain::{Slot, SlotRef};
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use moka::future::Cache;
use slotbook_contract::ProviderId;
use std::sync::Arc;
use std::time::Duration as StdDuration;

/// How many days of providers are remembered at most.
const MAX_DAYS: u64 = 5_000;
/// For how long newly published slots may be missing.
const KEPT: StdDuration = StdDuration::from_secs(10);

/// The slots that share an instant with a day of a provider, UTC.
pub struct Schedule {
    days: Cache<(ProviderId, NaiveDate), Arc<Vec<Slot>>>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { days: Cache::builder().max_capacity(MAX_DAYS).time_to_live(KEPT).build() }
    }
}

impl Schedule {
    /// The provider's slots that share an instant with this one, itself left out.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn overlapping(
        &self,
        store: &dyn SlotStore,
        slot: &Slot,
    ) -> Result<Vec<SlotRef>, Error> {
        let mut overlapping = Vec::new();
        // A slot that ends at midnight has no part of the day that begins then.
        let last_second = slot.ends_at - Duration::seconds(1);
        let (first, last) = (slot.starts_at.date_naive(), last_second.date_naive());
        for date in first.iter_days().take_while(|date| *date <= last) {
            let known = self.day(store, &slot.provider_id, date).await?;
            for other in known.iter().filter(|other| other.overlaps(slot.starts_at, slot.ends_at)) {
                if other.reference != slot.reference && !overlapping.contains(&other.reference) {
                    overlapping.push(other.reference.clone());
                }
            }
        }
        Ok(overlapping)
    }

    /// Forgets everything, because slots were published through this instance.
    pub fn forget(&self) {
        self.days.invalidate_all();
    }

    async fn day(
        &self,
        store: &dyn SlotStore,
        provider: &ProviderId,
        date: NaiveDate,
    ) -> Result<Arc<Vec<Slot>>, Error> {
        let (begins, ends) = day_of(date);
        let read = async { store.overlapping(provider, begins, ends).await.map(Arc::new) };
        let known = self.days.try_get_with((provider.clone(), date), read);
        known.await.map_err(Error::shared)
    }
}

fn day_of(date: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let begins = date.and_time(NaiveTime::MIN).and_utc();
    (begins, begins.checked_add_days(Days::new(1)).unwrap_or(begins))
}
