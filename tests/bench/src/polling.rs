//! Waiting for something to become true.

use anyhow::bail;
use std::time::{Duration, Instant};

/// How long to wait for a condition.
pub const LIMIT: Duration = Duration::from_mins(1);
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Evaluates a condition repeatedly until it is true.
///
/// # Errors
/// If it is not true within a minute.
pub async fn until<F: Future<Output = bool>>(
    what: &str,
    mut look: impl FnMut() -> F,
) -> anyhow::Result<()> {
    let began = Instant::now();
    while !look().await {
        if began.elapsed() > LIMIT {
            bail!("not seen within {LIMIT:?}: {what}");
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
    Ok(())
}
