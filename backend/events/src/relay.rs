//! Publishes the events that their publisher could not, because its process was killed or the
//! broker was unavailable.
//!
//! Every API and every notifier runs a relay. Relays do not coordinate, because publishing an event
//! twice is harmless. It is also rare: each relay runs at random intervals, and starts at a random
//! id when there are many events; the others find the events deleted by the time they get there.

use super::Publisher;
use futures::future::join_all;
use slotbook_app::ports::Outbox;
use slotbook_app::{Clock, Error};
use slotbook_contract::EventId;
use slotbook_domain::SlotBooked;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// After this time, the publisher of an event has stopped trying.
const ABANDONED_AFTER: Duration = Duration::from_secs(5);
/// How many events one read returns.
const PAGE: u32 = 100;
/// The shortest wait before the next pass after a pass has failed.
const FIRST_RETRY: Duration = Duration::from_secs(1);

/// Publishes the events left in the outbox.
pub struct Relay {
    /// The outbox with the events.
    pub outbox: Arc<dyn Outbox>,
    /// Publishes them.
    pub publisher: Publisher,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes random ids.
    pub random: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// How long to wait between two passes while the outbox is empty.
    pub idle: Duration,
}

/// The outcome of a pass over the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PassOutcome {
    /// The outbox is empty.
    Empty,
    /// Only recent events, which their publishers are still publishing.
    OnlyRecent,
    /// Abandoned events, which are published now.
    Announced,
}

/// Why a pass ended early.
#[derive(Debug, thiserror::Error)]
enum PassError {
    #[error("the outbox is out of reach")]
    Outbox(#[from] Error),
    #[error("the broker did not take everything")]
    Broker,
}

/// The counts of one pass over the outbox: what it published, and what is still in the outbox.
#[derive(Default)]
struct PassCounts {
    oldest: Duration,
    recent: usize,
    announced: usize,
}

impl Relay {
    /// Passes over the outbox repeatedly, until `stop` is cancelled.
    pub async fn run(&self, stop: CancellationToken) {
        let mut retry = FIRST_RETRY;
        let mut wait = jittered(self.idle.min(ABANDONED_AFTER));
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
                () = self.unpublished_event_due(), if retry == FIRST_RETRY => {}
            }
            wait = match self.pass().await {
                Ok(found) => {
                    retry = FIRST_RETRY;
                    jittered(if found == PassOutcome::Empty { self.idle } else { ABANDONED_AFTER })
                }
                Err(cause) => {
                    tracing::warn!(?cause, "the outbox could not be emptied; retrying later");
                    retry = (retry * 2).min(self.idle.max(FIRST_RETRY));
                    jittered(retry)
                }
            };
        }
    }

    /// Resolves a few seconds after this process's own publisher left an event in the outbox.
    async fn unpublished_event_due(&self) {
        self.publisher.unpublished_event().await;
        tokio::time::sleep(jittered(ABANDONED_AFTER)).await;
    }

    /// Publishes all events left in the outbox. If they fit on one page, they are read from the
    /// beginning; otherwise the pass goes round once, starting at a random id.
    async fn pass(&self) -> Result<PassOutcome, PassError> {
        let mut tally = PassCounts::default();
        let passed = match self.outbox.waiting(EventId(Uuid::nil()), PAGE).await {
            Ok(all) if all.len() < PAGE as usize => self.announce(all, &mut tally).await,
            Ok(_) => self.go_round(&mut tally).await,
            Err(cause) => return Err(cause.into()),
        };
        metrics::gauge!("outbox_oldest_seconds").set(tally.oldest.as_secs_f64());
        passed.map(|()| match tally {
            PassCounts { announced: 1.., .. } => PassOutcome::Announced,
            PassCounts { recent: 1.., .. } => PassOutcome::OnlyRecent,
            _ => PassOutcome::Empty,
        })
    }

    async fn go_round(&self, tally: &mut PassCounts) -> Result<(), PassError> {
        let begin = EventId((self.random)());
        for (from, until) in [(begin, EventId(Uuid::max())), (EventId(Uuid::nil()), begin)] {
            let mut from = from;
            loop {
                let mut page = self.outbox.waiting(from, PAGE).await?;
                let is_last = page.len() < PAGE as usize;
                page.retain(|event| event.id < until);
                let Some(last) = page.last().map(|event| event.id) else { break };
                self.announce(page, tally).await?;
                if is_last {
                    break;
                }
                from = EventId(Uuid::from_u128(last.0.as_u128().saturating_add(1)));
            }
        }
        Ok(())
    }

    /// Publishes the events of a page that are old enough, and deletes those that the broker has.
    async fn announce(
        &self,
        page: Vec<SlotBooked>,
        tally: &mut PassCounts,
    ) -> Result<(), PassError> {
        let now = self.clock.now();
        let age = |event: &SlotBooked| (now - event.occurred_at).to_std().unwrap_or_default();
        let (abandoned, recent): (Vec<_>, Vec<_>) =
            page.into_iter().partition(|event| age(event) >= ABANDONED_AFTER);
        let published =
            join_all(abandoned.iter().map(|event| self.publisher.publish(event, "relay")));
        let published: Vec<_> = abandoned.iter().zip(published.await).collect();
        let (done, failed): (Vec<_>, Vec<_>) = published.into_iter().partition(|(_, done)| *done);
        let waiting = recent.iter().chain(failed.iter().map(|(event, _)| *event));
        tally.oldest = waiting.map(age).fold(tally.oldest, Duration::max);
        tally.recent += recent.len();
        tally.announced += done.len();
        if !done.is_empty() {
            let done: Vec<_> = done.iter().map(|(event, _)| event.id).collect();
            self.outbox.delete(&done).await?;
        }
        if failed.is_empty() { Ok(()) } else { Err(PassError::Broker) }
    }
}

/// A random time between 0.5 and 1.5 times `wait`.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(rand::random_range(0.5..1.5))
}
