//! The worker's loop: pulls messages, handles a limited number at a time, and retries when the
//! broker fails.

use super::delivery::Notifier;
use super::message::{handle_dead_letter, handle_event};
use super::verdict::Verdict;
use slotbook_app::BackOff;
use slotbook_events::{BrokerError, PulledMessage, Subscription};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

/// How many messages one notifier handles at a time.
const MAX_CONCURRENT: usize = 32;
/// How long to wait before pulling again after the broker failed.
const BACK_OFF: BackOff = BackOff::new(Duration::from_secs(1), Duration::from_secs(30));

/// What the worker does with the messages of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Send their mails.
    Send,
    /// Record that their mails have failed.
    GiveUp,
}

/// Runs until the notifier is told to stop, then finishes the messages in progress.
pub async fn run(notifier: Notifier, subscription: Subscription, task: Task) {
    let permits = Arc::new(Semaphore::new(MAX_CONCURRENT));
    let in_progress = TaskTracker::new();
    let stop = notifier.stop.clone();
    let mut failures = 0_u32;
    while let Some(pulled) = stop.run_until_cancelled(pull(&subscription, &permits)).await {
        match pulled {
            Ok(messages) => {
                failures = 0;
                for (message, permit) in messages {
                    in_progress.spawn(process(notifier.clone(), task, message, permit));
                }
            }
            Err(cause) => {
                tracing::warn!(?cause, "pulling messages failed; retrying");
                failures = failures.saturating_add(1);
                let wait = BACK_OFF.pause(failures);
                let _ = stop.run_until_cancelled(wait).await;
            }
        }
    }
    in_progress.close();
    in_progress.wait().await;
}

/// Waits for messages, at most as many as there are free permits, and assigns a permit to each.
async fn pull(
    subscription: &Subscription,
    permits: &Arc<Semaphore>,
) -> Result<Vec<(PulledMessage, OwnedSemaphorePermit)>, BrokerError> {
    // Only this loop takes permits, so those that are free now are still free when the messages
    // arrive.
    drop(permits.acquire().await);
    let messages = subscription.pull(permits.available_permits()).await?;
    let admitted = messages.into_iter().map_while(|message| {
        let permit = permits.clone().try_acquire_owned().ok()?;
        Some((message, permit))
    });
    Ok(admitted.collect())
}

async fn process(
    notifier: Notifier,
    task: Task,
    message: PulledMessage,
    _permit: OwnedSemaphorePermit,
) {
    let handling = Box::pin(async {
        match task {
            Task::Send => handle_event(&notifier, &message.data).await,
            Task::GiveUp => handle_dead_letter(&notifier, &message.data).await,
        }
    });
    let verdict = message.extend_deadline_during(handling).await;
    count(task, verdict);
    match verdict {
        Verdict::Done => message.ack().await,
        Verdict::Retry => message.nack().await,
    }
}

fn count(task: Task, verdict: Verdict) {
    let task = match task {
        Task::Send => "send",
        Task::GiveUp => "give_up",
    };
    let verdict = match verdict {
        Verdict::Done => "done",
        Verdict::Retry => "again",
    };
    metrics::counter!("notifier_messages_total", "task" => task, "verdict" => verdict).increment(1);
}
