//! The worker's loop: pulls messages, works on a bounded number at a time, and retries when the
//! broker fails.

use super::delivery::Notifier;
use super::step::{handle_dead_letter, step};
use super::verdict::Verdict;
use slotbook_events::{BrokerError, PulledMessage, Subscription};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

/// How many messages one notifier works on at a time.
const IN_HAND: usize = 32;
/// How long to wait before asking again after the broker failed; twice as long each time in a row,
/// up to the second.
const ASK_AGAIN_AFTER: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// What is done with the messages of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Their mails are sent.
    Send,
    /// Their mails are given up.
    GiveUp,
}

/// Works until the notifier is told to end, then finishes what is in hand.
pub async fn run(notifier: Notifier, subscription: Subscription, task: Task) {
    let room = Arc::new(Semaphore::new(IN_HAND));
    let in_hand = TaskTracker::new();
    let stop = notifier.stop.clone();
    let (first, longest) = ASK_AGAIN_AFTER;
    let mut wait = first;
    while let Some(pulled) = stop.run_until_cancelled(pull(&subscription, &room)).await {
        match pulled {
            Ok(messages) => {
                wait = first;
                for (message, place) in messages {
                    in_hand.spawn(work(notifier.clone(), task, message, place));
                }
            }
            Err(cause) => {
                tracing::warn!(?cause, "no messages can be had; asked again later");
                let jittered = wait.mul_f64(rand::random_range(0.5..1.0));
                let _ = stop.run_until_cancelled(tokio::time::sleep(jittered)).await;
                wait = (wait * 2).min(longest);
            }
        }
    }
    in_hand.close();
    in_hand.wait().await;
}

/// Waits for messages, no more than there is room for, and gives each its place.
async fn pull(
    subscription: &Subscription,
    room: &Arc<Semaphore>,
) -> Result<Vec<(PulledMessage, OwnedSemaphorePermit)>, BrokerError> {
    // Nobody else takes room, so what is free now is still free when the messages are there.
    drop(room.acquire().await);
    let messages = subscription.pull(room.available_permits()).await?;
    let placed = messages.into_iter().map_while(|message| {
        let place = room.clone().try_acquire_owned().ok()?;
        Some((message, place))
    });
    Ok(placed.collect())
}

async fn work(
    notifier: Notifier,
    task: Task,
    message: PulledMessage,
    _place: OwnedSemaphorePermit,
) {
    let step = Box::pin(async {
        match task {
            Task::Send => step(&notifier, &message.data).await,
            Task::GiveUp => handle_dead_letter(&notifier, &message.data).await,
        }
    });
    let verdict = message.extend_deadline_during(step).await;
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
