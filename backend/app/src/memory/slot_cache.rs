//! Caches slots in windows: one live cache for each service and month, up to a limit.

use super::live_cache::{CacheContext, CacheItem, LiveCache};
use super::lookup_budget::WindowOpenings;
use crate::ports::{BookingCommit, Sources, Versioned};
use crate::{Error, Range};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use futures::future::try_join_all;
use moka::future::Cache;
use slotbook_contract::{ServiceId, WallTime};
use slotbook_domain::{Slot, SlotRef};
use std::sync::Arc;
use std::time::Duration;

/// A window that nobody reads for this long closes.
const IDLE: Duration = Duration::from_mins(30);

impl CacheItem for Slot {
    type Key = (NaiveDate, WallTime);

    fn key(&self) -> Self::Key {
        (self.reference.date, self.reference.time)
    }

    fn document_id(&self) -> String {
        self.reference.document_id()
    }

    /// A booking is final, because there is no cancelling.
    fn is_final(&self) -> bool {
        self.flags.is_booked
    }
}

/// A month by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Month(NaiveDate);

impl Month {
    fn of(date: NaiveDate) -> Self {
        Self(date.with_day(1).unwrap_or(date))
    }

    fn next(self) -> Option<Self> {
        self.0.checked_add_months(Months::new(1)).map(Self)
    }

    fn last_day(self) -> NaiveDate {
        let next = self.next().and_then(|next| next.0.checked_sub_days(Days::new(1)));
        next.unwrap_or(NaiveDate::MAX)
    }

    /// The months that a range touches.
    fn touching(range: Range) -> impl Iterator<Item = Self> {
        let first = Some(Self::of(range.from));
        std::iter::successors(first, |month| month.next())
            .take_while(move |month| month.0 <= range.to)
    }
}

/// The open windows. When there are too many, the least read one is closed with its listener
/// (`TinyLFU`). So a stranger who opens one window after the other closes none that people look at.
pub struct SlotCache {
    open: Cache<(ServiceId, Month), Arc<LiveCache<Slot>>>,
    openings: WindowOpenings,
    sources: Arc<dyn Sources>,
    context: Arc<CacheContext>,
}

impl SlotCache {
    /// No window open, and at most `most` of them later.
    pub fn new(
        most: u64,
        openings: WindowOpenings,
        sources: Arc<dyn Sources>,
        context: Arc<CacheContext>,
    ) -> Self {
        let open = Cache::builder().max_capacity(most).time_to_idle(IDLE).build();
        Self { open, openings, sources, context }
    }

    /// How many windows reading a range would open.
    pub fn count_closed(&self, service: &ServiceId, range: Range) -> usize {
        let is_closed = |month: &Month| !self.open.contains_key(&(service.clone(), *month));
        Month::touching(range).filter(is_closed).count()
    }

    /// The slots of a range, no older than `max_age`. Windows that are not open are read from the
    /// store, once for all tasks that wait for them.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn read(&self, service: &ServiceId, range: Range) -> Result<CachedSlots, Error> {
        let windows = Month::touching(range).map(|month| self.window(service, month));
        let windows = try_join_all(windows).await?;
        try_join_all(windows.iter().map(|window| window.ensure_fresh())).await?;
        Ok(CachedSlots { range, windows, no_windows_as_of: DateTime::default() })
    }

    /// The slots of a range if its windows are open; their age is not checked.
    pub async fn cached(&self, service: &ServiceId, range: Range) -> Option<CachedSlots> {
        let mut windows = Vec::new();
        for month in Month::touching(range) {
            windows.push(self.open.get(&(service.clone(), month)).await?);
        }
        Some(CachedSlots { range, windows, no_windows_as_of: DateTime::default() })
    }

    /// A slot, if its window is open.
    pub async fn slot(&self, slot: &SlotRef) -> Option<Arc<Versioned<Slot>>> {
        let window = self.window_of(slot).await?;
        window.get(&(slot.date, slot.time))
    }

    /// Applies a version of a slot that was read elsewhere.
    pub async fn apply(&self, seen: &Versioned<Slot>) {
        if let Some(window) = self.window_of(&seen.value.reference).await {
            window.apply(seen.clone());
        }
    }

    /// Applies a committed booking, before the listeners deliver it.
    pub async fn apply_booking(&self, done: &BookingCommit) {
        let slot = &done.booking.slot;
        if let Some(window) = self.window_of(slot).await {
            window.apply_local(&(slot.date, slot.time), |slot| slot.flags.is_booked = true);
        }
        for slot in &done.overlapping {
            if let Some(window) = self.window_of(slot).await {
                window.apply_local(&(slot.date, slot.time), |slot| slot.flags.is_busy = true);
            }
        }
    }

    /// Call after this instance changed slots of a service: its windows wait for the change.
    pub fn expect_change(&self, service: &ServiceId) {
        for (key, window) in &self.open {
            if key.0 == *service {
                window.expect_change();
            }
        }
    }

    async fn window_of(&self, slot: &SlotRef) -> Option<Arc<LiveCache<Slot>>> {
        self.open.get(&(slot.service_id.clone(), Month::of(slot.date))).await
    }

    async fn window(
        &self,
        service: &ServiceId,
        month: Month,
    ) -> Result<Arc<LiveCache<Slot>>, Error> {
        let key = (service.clone(), month);
        if let Some(window) = self.open.get(&key).await {
            return Ok(window);
        }
        let open = async {
            self.openings.take().map_err(|wait| {
                Error::unavailable(format!("too many windows are opened; the next one in {wait:?}"))
            })?;
            let source = self.sources.slots(service, month.0, month.last_day());
            LiveCache::open(source, self.context.clone()).await.map(Arc::new)
        };
        let window = self.open.try_get_with(key, open).await.map_err(Error::shared);
        // moka evicts lazily: without this the evicted window's listener would stay open.
        self.open.run_pending_tasks().await;
        window
    }
}

/// The cached slots of a range.
pub struct CachedSlots {
    range: Range,
    windows: Vec<Arc<LiveCache<Slot>>>,
    /// The state to answer with where there are no windows.
    no_windows_as_of: DateTime<Utc>,
}

impl CachedSlots {
    /// No slots, as is known at this instant.
    pub fn none(range: Range, as_of: DateTime<Utc>) -> Self {
        Self { range, windows: Vec::new(), no_windows_as_of: as_of }
    }

    /// A number that no other state of these slots has.
    pub fn state(&self) -> u64 {
        self.windows.iter().map(|window| window.state().0).max().unwrap_or_default()
    }

    /// The instant up to which nothing is missing, whatever is read after asking for it.
    pub fn as_of(&self) -> DateTime<Utc> {
        let oldest = self.windows.iter().map(|window| window.state().1).min();
        oldest.unwrap_or(self.no_windows_as_of)
    }

    /// The slots in the order of date and time.
    pub fn slots(&self) -> Vec<Arc<Versioned<Slot>>> {
        let Range { from, to } = self.range;
        let in_range = |slot: &Slot| (from..=to).contains(&slot.reference.date);
        self.windows.iter().flat_map(|window| window.find(in_range)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(from: &str, to: &str) -> Vec<String> {
        let range = Range { from: from.parse().unwrap(), to: to.parse().unwrap() };
        Month::touching(range).map(|month| format!("{} {}", month.0, month.last_day())).collect()
    }

    #[test]
    fn a_range_is_seen_through_the_months_it_touches() {
        assert_eq!(months("2026-12-01", "2026-12-31"), ["2026-12-01 2026-12-31"]);
        assert_eq!(
            months("2027-01-31", "2027-04-01"),
            [
                "2027-01-01 2027-01-31",
                "2027-02-01 2027-02-28",
                "2027-03-01 2027-03-31",
                "2027-04-01 2027-04-30"
            ]
        );
    }

    #[test]
    fn the_last_days_of_the_calendar_have_months_too() {
        let last = NaiveDate::MAX.to_string();
        assert_eq!(months(&last, &last).len(), 1);
    }
}
