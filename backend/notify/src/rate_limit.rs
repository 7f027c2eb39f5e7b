//! The rate limit of outgoing mails: mail services limit how many they accept, and block senders
//! that exceed it.

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::Arc;

/// The rate of one notifier; several notifiers together send that many times as fast.
#[derive(Clone)]
pub struct RateLimit(Option<Arc<DefaultDirectRateLimiter>>);

impl RateLimit {
    /// At most this many mails a second; `None` for as many as the mail server accepts.
    pub fn of(mails_per_second: Option<NonZeroU32>) -> Self {
        // No burst, so that the limit is not exceeded even in the first second.
        let one_by_one = |rate| Quota::per_second(rate).allow_burst(NonZeroU32::MIN);
        Self(mails_per_second.map(|rate| Arc::new(RateLimiter::direct(one_by_one(rate)))))
    }

    /// Whether there is no limit.
    pub fn is_unbounded(&self) -> bool {
        self.0.is_none()
    }

    /// Waits until one more mail may be sent.
    pub async fn acquire(&self) {
        if let Some(limiter) = &self.0 {
            limiter.until_ready().await;
        }
    }
}
