//! Keeps background tasks alive: one that ends or panics is started again, after a wait that grows,
//! and counted.

use crate::BackOff;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// A task that has run for this long counts as alive, however often it ended before.
const ALIVE_AFTER: Duration = Duration::from_secs(10);
/// After this many ends in a row a task counts as one that cannot be kept alive.
const MANY: u32 = 5;
/// How long to wait before a task is started again.
const BACK_OFF: BackOff = BackOff::new(Duration::from_millis(100), Duration::from_secs(15));

/// Keeps the background tasks of a process.
#[derive(Clone, Debug, Default)]
pub struct Supervisor {
    failing: FailingTasks,
}

/// How many tasks of each name cannot be kept alive. Several tasks share a name: every window of
/// slots has a listener of its own.
type FailingTasks = Arc<Mutex<BTreeMap<&'static str, usize>>>;

impl Supervisor {
    /// Runs the task that `start` makes, and starts it again whenever it ends before `stop` is
    /// cancelled. Once `stop` is cancelled, waits for the task to end.
    pub async fn keep<F: Future<Output = ()> + Send + 'static>(
        &self,
        task: &'static str,
        stop: &CancellationToken,
        start: impl Fn() -> F,
    ) {
        let (mut ends_in_a_row, mut failing) = (0, None);
        loop {
            let mut running = AbortOnDropHandle::new(tokio::spawn(start()));
            let ended = if let Ok(ended) = timeout(ALIVE_AFTER, &mut running).await {
                ended
            } else {
                (ends_in_a_row, failing) = (0, None);
                running.await
            };
            if stop.is_cancelled() {
                return;
            }
            ends_in_a_row += 1;
            if ends_in_a_row >= MANY && failing.is_none() {
                failing = Some(FailingTask::noted(task, &self.failing));
            }
            let why = ended.err().map_or_else(|| "it ended".to_owned(), |panic| panic.to_string());
            tracing::error!(task, why, "a background task ended; it is started again");
            metrics::counter!("background_task_restarts_total", "task" => task).increment(1);
            stop.run_until_cancelled(BACK_OFF.pause(ends_in_a_row)).await;
            if stop.is_cancelled() {
                return;
            }
        }
    }

    /// The names of the tasks that cannot be kept alive.
    pub fn failing(&self) -> Vec<&'static str> {
        locked(&self.failing).keys().copied().collect()
    }
}

/// Marks a task that cannot be kept alive; dropped when the task runs again or is stopped.
struct FailingTask {
    task: &'static str,
    all: FailingTasks,
}

impl FailingTask {
    fn noted(task: &'static str, all: &FailingTasks) -> Self {
        *locked(all).entry(task).or_default() += 1;
        Self { task, all: all.clone() }
    }
}

impl Drop for FailingTask {
    fn drop(&mut self) {
        let mut all = locked(&self.all);
        if let Some(count) = all.get_mut(self.task) {
            *count -= 1;
            if *count == 0 {
                all.remove(self.task);
            }
        }
    }
}

fn locked(failing: &FailingTasks) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, usize>> {
    failing.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::time::sleep;

    #[tokio::test]
    async fn a_task_that_ends_or_panics_is_started_again_until_it_is_told_to_stop() {
        let (supervisor, stop) = (Supervisor::default(), CancellationToken::new());
        let begun = Arc::new(AtomicU32::new(0));
        let start = || {
            let (stop, begun) = (stop.clone(), begun.clone());
            async move {
                let count = begun.fetch_add(1, Ordering::SeqCst) + 1;
                if count == 4 {
                    stop.cancel();
                }
                assert!(count % 2 == 0, "a task breaks down");
            }
        };

        supervisor.keep("test", &stop, start).await;

        assert_eq!(begun.load(Ordering::SeqCst), 4);
        assert_eq!(supervisor.failing(), Vec::<&str>::new());
    }

    /// Keeps a task of this name that does what is asked until it is stopped.
    fn keeps(
        supervisor: &Supervisor,
        stop: &CancellationToken,
        start: impl Fn() -> futures::future::BoxFuture<'static, ()> + Send + 'static,
    ) -> tokio::task::JoinHandle<()> {
        let (supervisor, stop) = (supervisor.clone(), stop.clone());
        tokio::spawn(async move { supervisor.keep("test", &stop, start).await })
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_cannot_be_kept_alive_is_named_until_it_is_not_wanted_any_more() {
        let supervisor = Supervisor::default();
        let [broken, well] = [CancellationToken::new(), CancellationToken::new()];
        let failing = keeps(&supervisor, &broken, || Box::pin(async {}));
        let alive = keeps(&supervisor, &well, || Box::pin(std::future::pending()));

        sleep(ALIVE_AFTER * 2).await;

        assert_eq!(supervisor.failing(), ["test"], "another of its name is alive");
        broken.cancel();
        failing.await.unwrap();
        assert_eq!(supervisor.failing(), Vec::<&str>::new());
        alive.abort();
    }
}
