//! The loop around a step: pulls, keeps a bounded number of messages in hand, and outlives every
//! end of the stream.

use super::delivery::Notifier;
use super::step::{Verdict, bury, step};
use crate::events::{Received, Subscription};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

/// How many messages one notifier works on at a time.
const IN_HAND: u16 = 32;
/// How long to wait before opening another stream after one ended by itself; twice as long each
/// time in a row, up to the second.
const REOPEN_AFTER: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// Messages that cannot be settled are kept up to this long before they are given back, so that
/// those that failed together do not come again together; meanwhile they take room, which keeps
/// the pace down while the mail server is away.
const GIVE_BACK_WITHIN: Duration = Duration::from_secs(1);

/// What is done with the messages of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Their mails are sent.
    Send,
    /// Their mails are given up.
    Bury,
}

/// Works until the notifier is told to end, then finishes what is in hand.
pub async fn run(notifier: Notifier, subscription: Subscription, task: Task) {
    let room = Arc::new(Semaphore::new(IN_HAND.into()));
    let in_hand = TaskTracker::new();
    let stop = notifier.stop.clone();
    let (first, longest) = REOPEN_AFTER;
    let mut wait = first;
    while !stop.is_cancelled() {
        let received = pull(&notifier, &subscription, task, &room, &in_hand).await;
        wait = if received > 0 { first } else { (wait * 2).min(longest) };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(wait.mul_f64(rand::random_range(0.5..1.0))) => {}
        }
    }
    in_hand.close();
    in_hand.wait().await;
}

/// Works on one stream until it ends or the notifier is told to end; how many messages came.
async fn pull(
    notifier: &Notifier,
    subscription: &Subscription,
    task: Task,
    room: &Arc<Semaphore>,
    in_hand: &TaskTracker,
) -> usize {
    let mut stream = subscription.open(IN_HAND.into());
    let mut received = 0;
    while let Some(next) = notifier.stop.run_until_cancelled(stream.next()).await.flatten() {
        match next {
            Ok(message) => {
                received += 1;
                // The stream that was before may still have messages in hand.
                let room = room.clone().acquire_owned().await;
                let work = work(notifier.clone(), task, message);
                in_hand.spawn(async move {
                    work.await;
                    drop(room);
                });
            }
            Err(cause) => {
                tracing::warn!(%cause, "subscription ended; it is opened again");
                return received;
            }
        }
    }
    // Told to end: what is in hand is finished, the rest goes back to the broker.
    in_hand.close();
    in_hand.wait().await;
    stream.shut_down().await;
    received
}

async fn work(notifier: Notifier, task: Task, message: Received) {
    let verdict = match task {
        Task::Send => step(&notifier, &message.data).await,
        Task::Bury => bury(&notifier, &message.data).await,
    };
    count(task, verdict);
    match verdict {
        Verdict::Done => message.done(),
        Verdict::Retry => {
            let wait = GIVE_BACK_WITHIN.mul_f64(rand::random_range(0.0..1.0));
            tokio::select! {
                () = notifier.stop.cancelled() => {}
                () = tokio::time::sleep(wait) => {}
            }
            message.give_back();
        }
    }
}

fn count(task: Task, verdict: Verdict) {
    let task = match task {
        Task::Send => "send",
        Task::Bury => "bury",
    };
    let verdict = match verdict {
        Verdict::Done => "done",
        Verdict::Retry => "again",
    };
    metrics::counter!("notifier_messages_total", "task" => task, "verdict" => verdict).increment(1);
}
