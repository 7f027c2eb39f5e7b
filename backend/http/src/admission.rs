//! Who is let in when there are too many: limits per address and per person, and a bound on how
//! many requests are under way at all.

use super::error::Failure;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use percent_encoding::percent_decode_str;
use slotbook_contract::UserId;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many bytes of headers a request may have.
const MAX_HEADER_BYTES: usize = 16 * 1024;
/// Above so many known addresses or persons those that have been quiet are forgotten.
const SWEEP_ABOVE: usize = 10_000;

/// How much is let in.
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
    /// Requests under way at all, before more are turned away.
    pub under_way: usize,
    /// How many proxies in front of us add to `x-forwarded-for`. What a proxy of ours has added
    /// can be trusted; what came with the request cannot.
    pub proxies: usize,
}

/// The door.
#[derive(Clone)]
pub struct Admission {
    limits: Limits,
    addresses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    persons: Arc<DefaultKeyedRateLimiter<UserId>>,
    under_way: Arc<Semaphore>,
}

impl Admission {
    /// A door with these limits.
    pub fn new(limits: Limits) -> Self {
        let address = Quota::per_second(limits.per_address).allow_burst(limits.burst_per_address);
        let person = Quota::per_second(limits.per_person).allow_burst(limits.burst_per_person);
        Self {
            addresses: Arc::new(RateLimiter::keyed(address)),
            persons: Arc::new(RateLimiter::keyed(person)),
            under_way: Arc::new(Semaphore::new(limits.under_way)),
            limits,
        }
    }

    /// Lets one more booking request of this person in.
    ///
    /// # Errors
    /// If they have sent too many.
    pub fn admit_person(&self, user: &UserId) -> Result<(), Failure> {
        check(&self.persons, user, "person")
    }

    fn admit_address(&self, address: IpAddr) -> Result<(), Failure> {
        check(&self.addresses, &address, "address")
    }
}

/// Lets a request in, or answers 429 or 503 at once. What operators ask is always let in.
///
/// # Errors
/// If the request is not let in.
pub async fn admit(
    State(admission): State<Admission>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    if !request.uri().path().starts_with("/api/") {
        return Ok(next.run(request).await);
    }
    // No address of ours has such a part, and the router would answer it without a problem body.
    if percent_decode_str(request.uri().path()).decode_utf8().is_err() {
        return Err(Failure::NoSuchAddress);
    }
    let headers = request.headers();
    let header_bytes: usize =
        headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if header_bytes > MAX_HEADER_BYTES {
        return Err(Failure::HeadersTooLarge);
    }
    admission.admit_address(address(&request, admission.limits.proxies))?;
    let Ok(_place) = admission.under_way.try_acquire() else {
        metrics::counter!("requests_turned_away_total", "why" => "overload").increment(1);
        return Err(Failure::TooBusy);
    };
    Ok(next.run(request).await)
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

/// The address a request comes from: what the outermost proxy of ours has seen.
fn address(request: &Request, proxies: usize) -> IpAddr {
    let forwarded = request.headers().get_all("x-forwarded-for");
    let listed: Vec<&str> = forwarded
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let seen = listed.len().checked_sub(proxies).filter(|_| proxies > 0);
    let seen = seen.and_then(|at| listed.get(at)).and_then(|text| text.parse().ok());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    seen.or_else(|| peer.map(|peer| peer.0.ip())).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(forwarded: &str) -> Request {
        let peer = ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1234)));
        let request = Request::builder().header("x-forwarded-for", forwarded);
        request.extension(peer).body(Body::empty()).unwrap()
    }

    #[test]
    fn an_address_that_the_sender_made_up_does_not_count() {
        let seen = |proxies| address(&request("1.1.1.1, 2.2.2.2"), proxies).to_string();
        assert_eq!(seen(0), "10.0.0.1");
        assert_eq!(seen(1), "2.2.2.2");
        assert_eq!(seen(2), "1.1.1.1");
        assert_eq!(seen(3), "10.0.0.1");
    }

    #[test]
    fn a_person_who_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up() {
        let one = NonZeroU32::MIN;
        let admission = Admission::new(Limits {
            per_address: one,
            burst_per_address: one,
            per_person: one,
            burst_per_person: NonZeroU32::new(2).unwrap(),
            under_way: 1,
            proxies: 0,
        });
        let (carol, dave) = (UserId::new("carol"), UserId::new("dave"));
        assert!(admission.admit_person(&carol).is_ok());
        assert!(admission.admit_person(&carol).is_ok());
        let refused = admission.admit_person(&carol);
        assert!(matches!(refused, Err(Failure::TooMany { retry_after_seconds: 1 })), "{refused:?}");
        assert!(admission.admit_person(&dave).is_ok());
    }
}
