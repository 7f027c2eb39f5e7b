//! Keeps background tasks alive: one that ends or panics is started again, after a wait that grows,
//! and counted.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// A task that has run for so long is alive, whatever was before.
const ALIVE_AFTER: Duration = Duration::from_secs(10);
/// After so many ends in a row a task counts as one that cannot be kept alive.
const MANY: u32 = 5;
/// How long to wait after the first end, and at most; the wait doubles each time.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(15));

/// Keeps the background tasks of a process.
#[derive(Clone, Debug, Default)]
pub struct Supervisor {
    failing: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Supervisor {
    /// Runs what `start` makes, and again whenever it ends before `stop`; after it, waits for the end.
    pub async fn keep<F: Future<Output = ()> + Send + 'static>(
        &self,
        task: &'static str,
        stop: &CancellationToken,
        start: impl Fn() -> F,
    ) {
        let mut ends_in_a_row = 0;
        loop {
            let mut running = AbortOnDropHandle::new(tokio::spawn(start()));
            let ended = if let Ok(ended) = timeout(ALIVE_AFTER, &mut running).await {
                ended
            } else {
                ends_in_a_row = 0;
                self.note(task, false);
                running.await
            };
            if stop.is_cancelled() {
                return;
            }
            ends_in_a_row += 1;
            self.note(task, ends_in_a_row >= MANY);
            let why = ended.err().map_or_else(|| "it ended".to_owned(), |panic| panic.to_string());
            tracing::error!(task, why, "a background task ended; it is started again");
            metrics::counter!("background_task_restarts_total", "task" => task).increment(1);
            stop.run_until_cancelled(sleep(back_off(ends_in_a_row))).await;
        }
    }

    /// The tasks that cannot be kept alive.
    pub fn failing(&self) -> Vec<&'static str> {
        let failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        failing.iter().copied().collect()
    }

    fn note(&self, task: &'static str, is_failing: bool) {
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        if is_failing {
            failing.insert(task);
        } else {
            failing.remove(task);
        }
    }
}

/// Doubles with each end in a row, and is jittered.
fn back_off(ends_in_a_row: u32) -> Duration {
    let (first, longest) = BACK_OFF;
    let wait = longest.min(first * 2_u32.saturating_pow(ends_in_a_row.saturating_sub(1)));
    wait.mul_f64(rand::random_range(0.5..1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A task that ends, by a panic every second time, until it has begun so often; then it stops
    /// the others and ends for good.
    async fn runs_until(begins: u32, supervisor: &Supervisor) -> u32 {
        let (stop, begun) = (CancellationToken::new(), Arc::new(AtomicU32::new(0)));
        let start = || {
            let (stop, begun) = (stop.clone(), begun.clone());
            async move {
                let count = begun.fetch_add(1, Ordering::SeqCst) + 1;
                if count == begins {
                    stop.cancel();
                }
                assert!(count % 2 == 0 || count == begins, "a task breaks down");
            }
        };
        supervisor.keep("test", &stop, start).await;
        begun.load(Ordering::SeqCst)
    }

    #[tokio::test]
    async fn a_task_that_ends_or_panics_is_started_again_until_it_is_told_to_stop() {
        let supervisor = Supervisor::default();
        assert_eq!(runs_until(4, &supervisor).await, 4);
        assert_eq!(supervisor.failing(), Vec::<&str>::new());
    }

    #[tokio::test]
    async fn a_task_that_ends_again_and_again_is_told() {
        let supervisor = Supervisor::default();
        runs_until(MANY + 1, &supervisor).await;
        assert_eq!(supervisor.failing(), ["test"]);
    }
}
