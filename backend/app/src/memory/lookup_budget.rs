//! Bounds what may be read for strangers: anybody can ask for services that do not exist, and for
//! calendars that nobody looks at.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;
use slotbook_contract::ServiceId;
use std::num::NonZeroU32;
use std::time::Duration;

/// For how long a service that was not found is not looked up again.
const ABSENT_FOR: Duration = Duration::from_secs(2);
/// How many such services are remembered at most.
const MAX_ABSENT: u64 = 10_000;
/// How many services that are not known here may be looked up in a burst; one more each second.
const LOOKUPS_AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
const ONE: NonZeroU32 = NonZeroU32::MIN;

/// Decides whether a service that the catalogue's listener has not delivered is looked up.
pub struct ServiceLookups {
    absent: Cache<ServiceId, ()>,
    limiter: DefaultDirectRateLimiter,
}

impl Default for ServiceLookups {
    fn default() -> Self {
        let quota = Quota::per_second(ONE).allow_burst(LOOKUPS_AT_ONCE);
        Self {
            absent: Cache::builder().max_capacity(MAX_ABSENT).time_to_live(ABSENT_FOR).build(),
            limiter: RateLimiter::direct(quota),
        }
    }
}

impl ServiceLookups {
    /// Whether the service may be looked up now.
    pub fn admit(&self, id: &ServiceId) -> bool {
        !self.absent.contains_key(id) && self.limiter.check().is_ok()
    }

    /// Remembers that it was not found.
    pub fn note_absent(&self, id: &ServiceId) {
        self.absent.insert(id.clone(), ());
    }
}

/// How many windows may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningLimit {
    /// Per minute, on average.
    pub per_minute: NonZeroU32,
    /// In one burst.
    pub burst: NonZeroU32,
}

impl OpeningLimit {
    /// The limit as governor has it.
    pub fn quota(self) -> Quota {
        Quota::per_minute(self.per_minute).allow_burst(self.burst)
    }
}

/// Decides whether one more window may be opened by this instance.
pub struct WindowOpenings(DefaultDirectRateLimiter);

impl WindowOpenings {
    /// As many as the limit says.
    pub fn new(limit: OpeningLimit) -> Self {
        Self(RateLimiter::direct(limit.quota()))
    }

    /// Takes one.
    ///
    /// # Errors
    /// If there are none left; how long it takes until there is one again.
    pub fn take(&self) -> Result<(), Duration> {
        let refused =
            |until: governor::NotUntil<_>| until.wait_time_from(DefaultClock::default().now());
        self.0.check().map_err(refused)
    }
}
