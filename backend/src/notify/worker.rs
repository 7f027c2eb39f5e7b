//! The loop around [`step`]: pulls, keeps a bounded number of messages in hand, and outlives
//! every end of the stream.

use super::step::{Notifier, Verdict, step};
use crate::events::{Received, Subscription};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How many messages one notifier works on at a time.
const IN_HAND: i64 = 32;
/// How long to wait before opening another stream after one ended by itself.
const REOPEN_AFTER: Duration = Duration::from_secs(1);

/// Works until `stop` is cancelled, then finishes what is in hand.
pub async fn run(notifier: Notifier, subscription: Subscription, stop: CancellationToken) {
    while !stop.is_cancelled() {
        pull(&notifier, &subscription, &stop).await;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(REOPEN_AFTER) => {}
        }
    }
}

/// Works on one stream until it ends or `stop` is cancelled.
async fn pull(notifier: &Notifier, subscription: &Subscription, stop: &CancellationToken) {
    let mut stream = subscription.open(IN_HAND);
    let in_hand = TaskTracker::new();
    loop {
        let next = tokio::select! {
            () = stop.cancelled() => None,
            next = stream.next() => next,
        };
        match next {
            Some(Ok(message)) => {
                in_hand.spawn(work(notifier.clone(), message));
            }
            Some(Err(cause)) => {
                tracing::warn!(%cause, "subscription ended; it is opened again");
                break;
            }
            None => break,
        }
    }
    in_hand.close();
    in_hand.wait().await;
    stream.shut_down().await;
}

async fn work(notifier: Notifier, message: Received) {
    match step(&notifier, &message.data).await {
        Verdict::Done => message.done(),
        Verdict::Retry => message.give_back(),
    }
}
