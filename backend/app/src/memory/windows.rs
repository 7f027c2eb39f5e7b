//! The slots that are looked at: a mirror for each service and month, as many as there is room for.

use super::mirror::{Mirror, Mirrored, Surroundings};
use crate::ports::{BookingCommit, Sources, Versioned};
use crate::{Error, Range};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use futures::future::try_join_all;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use slotbook_contract::{ServiceId, WallTime};
use slotbook_domain::{Slot, SlotRef};
use std::sync::Arc;
use std::time::Duration;

/// After how long a window that nobody looks at closes.
const IDLE: Duration = Duration::from_mins(30);

impl Mirrored for Slot {
    type Key = (NaiveDate, WallTime);

    fn key(&self) -> Self::Key {
        (self.reference.date, self.reference.time)
    }

    /// Nothing cancels.
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

    /// The months that have a part in a range.
    fn touching(range: Range) -> impl Iterator<Item = Self> {
        let first = Some(Self::of(range.from));
        std::iter::successors(first, |month| month.next())
            .take_while(move |month| month.0 <= range.to)
    }
}

/// The windows that are open. Those looked at longest ago close first, their listeners with them.
pub struct Windows {
    open: Cache<(ServiceId, Month), Arc<Mirror<Slot>>>,
    sources: Arc<dyn Sources>,
    surroundings: Arc<Surroundings>,
}

impl Windows {
    /// None yet, and so many at most.
    pub fn new(most: u64, sources: Arc<dyn Sources>, surroundings: Arc<Surroundings>) -> Self {
        let open = Cache::builder()
            .max_capacity(most)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(IDLE)
            .build();
        Self { open, sources, surroundings }
    }

    /// The slots of a range, no older than they may be. What is not held is read; many who ask at
    /// once read it once.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn look(&self, service: &ServiceId, range: Range) -> Result<View, Error> {
        let windows = Month::touching(range).map(|month| self.window(service, month));
        let windows = try_join_all(windows).await?;
        try_join_all(windows.iter().map(|window| window.is_fresh())).await?;
        Ok(View { range, windows })
    }

    /// The slots of a range, if they are held already; how old they are nobody has looked.
    pub async fn glance(&self, service: &ServiceId, range: Range) -> Option<View> {
        let mut windows = Vec::new();
        for month in Month::touching(range) {
            windows.push(self.open.get(&(service.clone(), month)).await?);
        }
        Some(View { range, windows })
    }

    /// A slot, if it is held.
    pub async fn slot(&self, slot: &SlotRef) -> Option<Arc<Versioned<Slot>>> {
        let window = self.held(slot).await?;
        window.get(&(slot.date, slot.time))
    }

    /// Takes in how a slot was seen.
    pub async fn learn(&self, seen: &Versioned<Slot>) {
        if let Some(window) = self.held(&seen.value.reference).await {
            window.learn(seen.clone());
        }
    }

    /// A booking is done: from now on this shows.
    pub async fn booked(&self, done: &BookingCommit) {
        let slot = &done.booking.slot;
        if let Some(window) = self.held(slot).await {
            window.foresee(&(slot.date, slot.time), |slot| slot.flags.is_booked = true);
        }
        for slot in &done.overlapping {
            if let Some(window) = self.held(slot).await {
                window.foresee(&(slot.date, slot.time), |slot| slot.flags.is_busy = true);
            }
        }
    }

    /// Slots of a service were changed here: nothing is shown again without that.
    pub fn expect_change(&self, service: &ServiceId) {
        for (key, window) in &self.open {
            if key.0 == *service {
                window.expect_change();
            }
        }
    }

    async fn held(&self, slot: &SlotRef) -> Option<Arc<Mirror<Slot>>> {
        self.open.get(&(slot.service_id.clone(), Month::of(slot.date))).await
    }

    async fn window(&self, service: &ServiceId, month: Month) -> Result<Arc<Mirror<Slot>>, Error> {
        let key = (service.clone(), month);
        if let Some(window) = self.open.get(&key).await {
            return Ok(window);
        }
        let open = async {
            let source = self.sources.slots(service, month.0, month.last_day());
            Mirror::open(source, self.surroundings.clone()).await.map(Arc::new)
        };
        let window = self.open.try_get_with(key, open).await.map_err(Error::shared);
        // Whoever has to leave for the new one leaves now, not when somebody comes by.
        self.open.run_pending_tasks().await;
        window
    }
}

/// The slots of a range as they are known.
pub struct View {
    range: Range,
    windows: Vec<Arc<Mirror<Slot>>>,
}

impl View {
    /// A number that no other state of these slots has.
    pub fn state(&self) -> u64 {
        self.windows.iter().map(|window| window.state().0).max().unwrap_or_default()
    }

    /// The instant up to which nothing is missing, whatever is read after asking for it.
    pub fn as_of(&self) -> DateTime<Utc> {
        self.windows.iter().map(|window| window.state().1).min().unwrap_or_default()
    }

    /// In the order of date and time.
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
