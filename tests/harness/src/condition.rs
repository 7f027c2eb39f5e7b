//! Waiting for something to become true.

use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// Looks again and again until there is something to see.
///
/// # Panics
/// If there is nothing for 30 seconds.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, look: impl Fn() -> F) -> T {
    within(LIMIT, what, look).await
}

/// As [`eventually`], for what may take longer.
///
/// # Panics
/// If there is nothing for that long.
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
