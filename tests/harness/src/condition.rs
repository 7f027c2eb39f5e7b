//! Waiting for something to become true.

use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// Calls `look` repeatedly until it returns something.
///
/// # Panics
/// If it returns nothing for 30 seconds.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, look: impl Fn() -> F) -> T {
    within(LIMIT, what, look).await
}

/// Like [`eventually`], with another limit.
///
/// # Panics
/// If `look` returns nothing within the limit.
pub async fn within<T, F: Future<Output = Option<T>>>(
    limit: Duration,
    what: &str,
    look: impl Fn() -> F,
) -> T {
    let begin = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(begin.elapsed() < limit, "not seen within {limit:?}: {what}");
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}
