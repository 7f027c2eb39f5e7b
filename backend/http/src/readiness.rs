//! Whether the process can serve. Its dependency is asked at most once a second, however often the
//! readiness is asked for.

use slotbook_app::ports::Probe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long the dependency may take to answer before the process counts as not ready.
const PROBE_LIMIT: Duration = Duration::from_secs(3);
/// For how long an answer is reused.
const HOLDS_FOR: Duration = Duration::from_secs(1);

/// The readiness of a process that depends on one thing.
pub struct Readiness {
    dependency: Arc<dyn Probe>,
    /// When it was last looked up, and how that ended.
    last: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    /// A readiness that was not looked up yet.
    pub fn of(dependency: Arc<dyn Probe>) -> Self {
        Self { dependency, last: Mutex::default() }
    }

    /// Whether the dependency answers, as found at most a second before `now`. Callers that ask
    /// while the dependency is being asked wait for that answer.
    pub async fn is_ready(&self, now: Instant) -> bool {
        let mut last = self.last.lock().await;
        if let Some((_, is_ready)) =
            last.filter(|(at, _)| now.saturating_duration_since(*at) < HOLDS_FOR)
        {
            return is_ready;
        }
        let is_ready = self.look_up().await;
        *last = Some((now, is_ready));
        is_ready
    }

    async fn look_up(&self) -> bool {
        match tokio::time::timeout(PROBE_LIMIT, self.dependency.probe()).await {
            Ok(Ok(())) => true,
            Ok(Err(cause)) => {
                tracing::error!(cause = cause.chain(), "not ready");
                false
            }
            Err(_) => {
                tracing::error!("not ready: no answer in time");
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use slotbook_app::Error;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    #[derive(Default)]
    struct Dependency {
        asked: AtomicUsize,
        is_broken: AtomicBool,
    }

    #[async_trait]
    impl Probe for Dependency {
        async fn probe(&self) -> Result<(), Error> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let is_broken = self.is_broken.load(Ordering::SeqCst);
            if is_broken { Err(Error::unavailable("it is away")) } else { Ok(()) }
        }
    }

    #[tokio::test]
    async fn readiness_is_looked_up_at_most_once_a_second_and_then_anew() {
        let dependency = Arc::new(Dependency::default());
        let readiness = Readiness::of(dependency.clone());
        let (begin, millis) = (Instant::now(), Duration::from_millis);

        for offset in [0, 1, 500, 999] {
            assert!(readiness.is_ready(begin + millis(offset)).await);
        }
        assert_eq!(dependency.asked.load(Ordering::SeqCst), 1);

        dependency.is_broken.store(true, Ordering::SeqCst);
        assert!(readiness.is_ready(begin + millis(999)).await);
        assert!(!readiness.is_ready(begin + millis(1000)).await);
        assert!(!readiness.is_ready(begin + millis(1999)).await);
        assert_eq!(dependency.asked.load(Ordering::SeqCst), 2);

        dependency.is_broken.store(false, Ordering::SeqCst);
        assert!(readiness.is_ready(begin + millis(2000)).await);
    }
}
