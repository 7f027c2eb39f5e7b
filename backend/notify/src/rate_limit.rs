//! How fast mails may go out: providers of mail servers set limits, and cut off who exceeds them.

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::Arc;

/// The pace of one notifier; several together send that many times as fast.
#[derive(Clone)]
pub struct RateLimit(Option<Arc<DefaultDirectRateLimiter>>);

impl RateLimit {
    /// At most so many mails a second; `None` for as many as the mail server takes.
    pub fn of(mails_per_second: Option<NonZeroU32>) -> Self {
        // No burst: a limit is a limit from the first second on.
        let one_by_one = |rate| Quota::per_second(rate).allow_burst(NonZeroU32::MIN);
        Self(mails_per_second.map(|rate| Arc::new(RateLimiter::direct(one_by_one(rate)))))
    }

    /// Whether nobody ever waits.
    pub fn is_unbounded(&self) -> bool {
        self.0.is_none()
    }

    /// Resolves when one more mail may go out.
    pub async fn acquire(&self) {
        if let Some(limiter) = &self.0 {
            limiter.until_ready().await;
        }
    }
}
