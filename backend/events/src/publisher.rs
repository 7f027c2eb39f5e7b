//! Publishes an event after its commit, behind the answer to the person who booked.

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

/// How long one event may take to reach the broker. What takes longer is left to the relay, which
/// takes only what is older, so the two do not announce the same event.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(4);
/// How many events may be on their way behind the answers. What comes on top while the broker is
/// slow is left to the relay rather than kept in memory.
const MOST_UNDER_WAY: usize = 1_000;

/// Publishes events and empties the outbox of what the broker has.
#[derive(Clone)]
pub struct Publisher {
    client: client::Publisher,
    outbox: Arc<dyn Outbox>,
    clock: Arc<dyn Clock>,
    under_way: TaskTracker,
    room: Arc<Semaphore>,
    left_over: Arc<Notify>,
}

impl Publisher {
    /// A publisher on the broker's topic; a broker that is down is noticed only when publishing.
    ///
    /// # Errors
    /// If no client can be made.
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
            under_way: TaskTracker::new(),
            room: Arc::new(Semaphore::new(MOST_UNDER_WAY)),
            left_over: Arc::default(),
        })
    }

    /// Waits until everything announced so far has reached the broker or has given up.
    pub async fn finish(&self) {
        self.under_way.close();
        self.under_way.wait().await;
    }

    /// Resolves when an event was left in the outbox.
    pub(super) async fn left_over_event(&self) {
        self.left_over.notified().await;
    }

    /// Publishes one event; `true` once the broker has it.
    pub(super) async fn publish(&self, event: &SlotBooked, by: &'static str) -> bool {
        let message = Message::new()
            .set_data(envelope::write(event))
            .set_attributes([("eventType", "SlotBooked")]);
        // The client's own limit does not cut an attempt that hangs.
        let published = tokio::time::timeout(TIME_LIMIT, self.client.publish(message)).await;
        let trace_id = event.trace.map(Trace::id);
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
            self.left_over.notify_one();
        } else if let Err(cause) = self.outbox.delete(&[event.id]).await {
            tracing::warn!(event_id = %event.id, ?cause, "published event still in the outbox");
        }
    }
}

impl Announcer for Publisher {
    fn announce(&self, event: SlotBooked) {
        let Ok(room) = self.room.clone().try_acquire_owned() else {
            tracing::warn!(event_id = %event.id, "too many events on their way; left to the relay");
            self.left_over.notify_one();
            return;
        };
        let publishing = self.clone().publish_and_delete(event);
        let publishing = async move {
            publishing.await;
            drop(room);
        };
        self.under_way.spawn(publishing.in_current_span());
    }
}
