//! Publishes events in the background, after the commit and without delaying the answer to the
//! person who booked.

use super::{Broker, BrokerError, TOPIC, envelope};
use google_cloud_gax::retry_policy::{AlwaysRetry, RetryPolicyExt};
use google_cloud_pubsub::client;
use google_cloud_pubsub::model::Message;
use slotbook_app::Clock;
use slotbook_app::ports::{Announcer, Outbox};
use slotbook_domain::{SlotBooked, Trace};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use tokio_util::task::TaskTracker;
use tracing::Instrument;

/// How long publishing one event may take. The relay takes over after that; it takes only events
/// that are older, so the two do not publish the same event at the same time.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(4);
/// How many events may be in flight. If the broker is so slow that there are more, they are left to
/// the relay instead of filling the memory.
const MAX_IN_FLIGHT: usize = 1_000;

/// Publishes events and deletes them from the outbox once the broker has them.
#[derive(Clone)]
pub struct Publisher {
    client: client::Publisher,
    outbox: Arc<dyn Outbox>,
    clock: Arc<dyn Clock>,
    in_flight: TaskTracker,
    permits: Arc<Semaphore>,
    unpublished: Arc<Notify>,
}

impl Publisher {
    /// A publisher on the broker's topic; a broker that is down is noticed only when publishing.
    ///
    /// # Errors
    /// If no client can be created.
    pub async fn new(
        broker: &Broker,
        outbox: Arc<dyn Outbox>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BrokerError> {
        let builder = client::Publisher::builder(broker.topic(TOPIC))
            .set_message_count_threshold(1_u32)
            .with_retry_policy(AlwaysRetry.with_time_limit(TIME_LIMIT));
        let builder = match broker.emulator() {
            Some((endpoint, anonymous)) => {
                builder.with_endpoint(endpoint).with_credentials(anonymous)
            }
            None => builder,
        };
        Ok(Self {
            client: builder.build().await?,
            outbox,
            clock,
            in_flight: TaskTracker::new(),
            permits: Arc::new(Semaphore::new(MAX_IN_FLIGHT)),
            unpublished: Arc::default(),
        })
    }

    /// Waits until every event announced so far was published or left in the outbox.
    pub async fn finish(&self) {
        self.in_flight.close();
        self.in_flight.wait().await;
    }

    /// Waits until an event was left in the outbox.
    pub(super) async fn unpublished_event(&self) {
        self.unpublished.notified().await;
    }

    /// Publishes one event; `true` once the broker has it.
    pub(super) async fn publish(&self, event: &SlotBooked, by: &'static str) -> bool {
        let message = Message::new()
            .set_data(envelope::write(event))
            .set_attributes([("eventType", "SlotBooked")]);
        // The client's own time limit does not interrupt an attempt that hangs.
        let published = tokio::time::timeout(TIME_LIMIT, self.client.publish(message));
        let (trace_id, parent_span_id) =
            (event.trace.map(Trace::id), event.trace.map(Trace::step_id));
        let span = tracing::debug_span!("publish", trace_id, parent_span_id, by);
        let published = published.instrument(span).await;
        let (event_id, booking_id) = (event.id, event.booking_id);
        match published {
            Ok(Ok(message_id)) => {
                tracing::info!(%event_id, %booking_id, trace_id, message_id, by, "event published");
                self.count(event, by);
                return true;
            }
            Ok(Err(cause)) => {
                tracing::warn!(%event_id, %booking_id, trace_id, by, %cause, "event not published; it stays in the outbox");
            }
            Err(_) => {
                tracing::warn!(%event_id, %booking_id, trace_id, by, "event not published in time; it stays in the outbox");
            }
        }
        metrics::counter!("event_publish_failures_total", "by" => by).increment(1);
        false
    }

    fn count(&self, event: &SlotBooked, by: &'static str) {
        let lag = (self.clock.now() - event.occurred_at).to_std().unwrap_or_default();
        metrics::counter!("events_published_total", "by" => by).increment(1);
        metrics::histogram!("event_publish_lag_seconds", "by" => by).record(lag);
    }

    /// Publishes one event and removes it from the outbox once the broker has it.
    async fn publish_and_delete(self, event: SlotBooked) {
        if !self.publish(&event, "publisher").await {
            self.unpublished.notify_one();
        } else if let Err(cause) = self.outbox.delete(&[event.id]).await {
            tracing::warn!(event_id = %event.id, ?cause, "published event still in the outbox");
        }
    }
}

impl Announcer for Publisher {
    fn announce(&self, event: SlotBooked) {
        let Ok(permit) = self.permits.clone().try_acquire_owned() else {
            tracing::warn!(event_id = %event.id, "too many events in flight; left to the relay");
            self.unpublished.notify_one();
            return;
        };
        let publishing = self.clone().publish_and_delete(event);
        let publishing = async move {
            publishing.await;
            drop(permit);
        };
        self.in_flight.spawn(publishing.in_current_span());
    }
}
