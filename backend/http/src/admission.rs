//! Decides which requests are let in: limits per address and per person, and a bound on the
//! requests in progress.

use super::error::Failure;
use super::front_ends::FrontEnds;
use super::request_size;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use slotbook_app::OpeningLimit;
use slotbook_contract::UserId;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Above this number of known addresses or persons, those without recent requests are forgotten.
const SWEEP_ABOVE: usize = 10_000;

/// The limits on requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests a second from one address, over time.
    pub per_address: NonZeroU32,
    /// Requests at once from one address.
    pub burst_per_address: NonZeroU32,
    /// Booking requests a second from one person, over time.
    pub per_person: NonZeroU32,
    /// Booking requests at once from one person.
    pub burst_per_person: NonZeroU32,
    /// Reading requests a second from one person, over time.
    pub reads_per_person: NonZeroU32,
    /// Reading requests at once from one person.
    pub burst_reads_per_person: NonZeroU32,
    /// Windows of slots that are opened for one address.
    pub openings: OpeningLimit,
    /// Requests in progress, above which further ones are refused.
    pub under_way: usize,
}

/// The address that a request is counted by, for the handlers.
#[derive(Clone, Copy)]
pub struct CallerAddress(pub IpAddr);

/// Lets requests in or refuses them.
#[derive(Clone)]
pub struct Admission {
    front_ends: Arc<FrontEnds>,
    addresses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    persons: Arc<DefaultKeyedRateLimiter<UserId>>,
    readers: Arc<DefaultKeyedRateLimiter<UserId>>,
    openings: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    under_way: Arc<Semaphore>,
}

impl Admission {
    /// An admission with these limits, behind these front ends.
    pub fn new(limits: Limits, front_ends: FrontEnds) -> Self {
        let address = Quota::per_second(limits.per_address).allow_burst(limits.burst_per_address);
        let person = Quota::per_second(limits.per_person).allow_burst(limits.burst_per_person);
        let reader =
            Quota::per_second(limits.reads_per_person).allow_burst(limits.burst_reads_per_person);
        Self {
            addresses: Arc::new(RateLimiter::keyed(address)),
            persons: Arc::new(RateLimiter::keyed(person)),
            readers: Arc::new(RateLimiter::keyed(reader)),
            openings: Arc::new(RateLimiter::keyed(limits.openings.quota())),
            under_way: Arc::new(Semaphore::new(limits.under_way)),
            front_ends: Arc::new(front_ends),
        }
    }

    /// Lets one more booking request of this person in.
    ///
    /// # Errors
    /// If they have sent too many.
    pub fn admit_person(&self, user: &UserId) -> Result<(), Failure> {
        check(&self.persons, user, "person")
    }

    /// Lets one more reading request of this person in.
    ///
    /// # Errors
    /// If they have sent too many.
    pub fn admit_reader(&self, user: &UserId) -> Result<(), Failure> {
        check(&self.readers, user, "reader")
    }

    /// Lets this many windows be opened for this address.
    ///
    /// # Errors
    /// If too many were opened.
    pub fn admit_openings(&self, address: IpAddr, windows: usize) -> Result<(), Failure> {
        (0..windows).try_for_each(|_| check(&self.openings, &address, "openings"))
    }

    /// The address that the request is counted by, and its place among those in progress.
    fn decide(&self, request: &Request) -> Result<(IpAddr, Place), Failure> {
        request_size::check(request)?;
        let address = self.front_ends.caller(request);
        self.admit_address(address)?;
        let Ok(permit) = self.under_way.clone().try_acquire_owned() else {
            metrics::counter!("requests_turned_away_total", "why" => "overload").increment(1);
            return Err(Failure::TooBusy);
        };
        Ok((address, Place::of(permit)))
    }

    fn admit_address(&self, address: IpAddr) -> Result<(), Failure> {
        check(&self.addresses, &address, "address")
    }
}

/// Lets a request in, or refuses it at once, before its body is read.
///
/// # Errors
/// If the request is not let in.
pub async fn admit(
    State(admission): State<Admission>,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let decide = || admission.decide(&request);
    let (address, place) = tracing::debug_span!("admission").in_scope(decide)?;
    request.extensions_mut().insert(CallerAddress(address));
    request.extensions_mut().insert(place.clone());
    let response = next.run(request).await;
    drop(place);
    Ok(response)
}

/// A place among the requests in progress. It is given back when its last clone is dropped, so work
/// that continues after the answer keeps its place.
#[derive(Clone)]
pub struct Place(#[expect(dead_code, reason = "it is held, not looked at")] Arc<Counted>);

/// A permit that a metric counts.
struct Counted {
    _permit: OwnedSemaphorePermit,
}

impl Place {
    fn of(permit: OwnedSemaphorePermit) -> Self {
        metrics::gauge!("http_requests_under_way").increment(1);
        Self(Arc::new(Counted { _permit: permit }))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("http_requests_under_way").decrement(1);
    }
}

fn check<K: Clone + Eq + std::hash::Hash>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
    whose: &'static str,
) -> Result<(), Failure> {
    if limiter.len() > SWEEP_ABOVE {
        limiter.retain_recent();
    }
    limiter.check_key(key).map_err(|until| {
        metrics::counter!("requests_turned_away_total", "why" => whose).increment(1);
        let wait = until.wait_time_from(DefaultClock::default().now());
        Failure::TooMany { retry_after_seconds: wait.as_secs() + 1 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_who_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up() {
        let one = NonZeroU32::MIN;
        let limits = Limits {
            per_address: one,
            burst_per_address: one,
            per_person: one,
            burst_per_person: NonZeroU32::new(2).unwrap(),
            reads_per_person: one,
            burst_reads_per_person: one,
            openings: OpeningLimit { per_minute: one, burst: one },
            under_way: 1,
        };
        let admission = Admission::new(limits, FrontEnds::default());
        let (carol, dave) = (UserId::new("carol"), UserId::new("dave"));
        assert!(admission.admit_person(&carol).is_ok());
        assert!(admission.admit_person(&carol).is_ok());
        let refused = admission.admit_person(&carol);
        assert!(matches!(refused, Err(Failure::TooMany { retry_after_seconds: 1 })), "{refused:?}");
        assert!(admission.admit_person(&dave).is_ok());
    }
}
