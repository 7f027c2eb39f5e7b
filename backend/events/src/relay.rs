//! Announces what the publisher could not: its process was killed, or the broker was away.
//!
//! Every API and every notifier runs a relay. They need not know of each other: publishing twice
//! is harmless, and rare, because each looks at moments of its own (jitter), and with much to do
//! begins at a place of its own; where two meet, the events are gone from the outbox already.

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

/// An event of this age is no longer being published by its own publisher.
const ABANDONED_AFTER: Duration = Duration::from_secs(5);
/// How many events one look takes.
const PAGE: u32 = 100;
/// How long to wait before the second look at what could not be announced, at least.
const FIRST_RETRY: Duration = Duration::from_secs(1);

/// Empties the outbox of what was left there.
pub struct Relay {
    /// Where events wait.
    pub outbox: Arc<dyn Outbox>,
    /// Announces them.
    pub publisher: Publisher,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes random ids.
    pub random: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// How long to wait between two looks while there is nothing to do.
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

/// Why a pass ended before all was announced.
#[derive(Debug, thiserror::Error)]
enum PassError {
    #[error("the outbox is out of reach")]
    Outbox(#[from] Error),
    #[error("the broker did not take everything")]
    Broker,
}

/// How one pass over the outbox went: what it announced, and what is still not announced.
#[derive(Default)]
struct PassCounts {
    oldest: Duration,
    recent: usize,
    announced: usize,
}

impl Relay {
    /// Looks again and again, until `stop` is cancelled.
    pub async fn run(self, stop: CancellationToken) {
        let mut retry = FIRST_RETRY;
        let mut wait = jittered(self.idle.min(ABANDONED_AFTER));
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
                () = self.leftovers_due(), if retry == FIRST_RETRY => {}
            }
            wait = match self.pass().await {
                Ok(found) => {
                    retry = FIRST_RETRY;
                    jittered(if found == PassOutcome::Empty { self.idle } else { ABANDONED_AFTER })
                }
                Err(cause) => {
                    tracing::warn!(?cause, "the outbox could not be emptied; tried again later");
                    retry = (retry * 2).min(self.idle.max(FIRST_RETRY));
                    jittered(retry)
                }
            };
        }
    }

    /// Resolves soon after this process's own publisher left something.
    async fn leftovers_due(&self) {
        self.publisher.left_over_event().await;
        tokio::time::sleep(jittered(ABANDONED_AFTER)).await;
    }

    /// Announces all that is left. Few events are seen at one look from the beginning; when there
    /// are more, the pass goes round once from a random place.
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

    /// Announces those of a page that are old enough, and forgets what the broker has.
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

/// Between half and one and a half times as long.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(rand::random_range(0.5..1.5))
}
