//! Publishes an event after its commit, behind the answer to the person who booked.

use super::{Broker, BrokerError, TOPIC, envelope};
use crate::app::ports::{Announcer, BookingStore};
use crate::domain::SlotBooked;
use google_cloud_gax::retry_policy::{AlwaysRetry, RetryPolicyExt};
use google_cloud_pubsub::client;
use google_cloud_pubsub::model::Message;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::task::TaskTracker;

/// How long one event may take to reach the broker. What takes longer stays in the outbox.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Publishes events and empties the outbox of what the broker has.
#[derive(Clone)]
pub struct Publisher {
    client: client::Publisher,
    outbox: Arc<dyn BookingStore>,
    under_way: TaskTracker,
}

impl Publisher {
    /// A publisher on the broker's topic; a broker that is down is noticed only when publishing.
    ///
    /// # Errors
    /// If no client can be made.
    pub async fn new(broker: &Broker, outbox: Arc<dyn BookingStore>) -> Result<Self, BrokerError> {
        let builder = client::Publisher::builder(broker.topic(TOPIC))
            .set_message_count_threshold(1_u32)
            .with_retry_policy(AlwaysRetry.with_time_limit(TIME_LIMIT));
        let builder = match broker.emulator() {
            Some((endpoint, anonymous)) => {
                builder.with_endpoint(endpoint).with_credentials(anonymous)
            }
            None => builder,
        };
        Ok(Self { client: builder.build().await?, outbox, under_way: TaskTracker::new() })
    }

    /// Waits until everything announced so far has reached the broker or has given up.
    pub async fn finish(&self) {
        self.under_way.close();
        self.under_way.wait().await;
    }

    /// Publishes one event and removes it from the outbox once the broker has it.
    async fn publish(self, event: SlotBooked) {
        let message = Message::new()
            .set_data(envelope::write(&event))
            .set_attributes([("eventType", "SlotBooked")]);
        match self.client.publish(message).await {
            Ok(message_id) => {
                tracing::info!(event_id = %event.id, booking_id = %event.booking_id, message_id, "event published");
                self.forget(&event).await;
            }
            Err(cause) => {
                tracing::warn!(event_id = %event.id, %cause, "event not published; it stays in the outbox");
            }
        }
    }

    async fn forget(&self, event: &SlotBooked) {
        if let Err(cause) = self.outbox.forget_event(event.id).await {
            tracing::warn!(event_id = %event.id, ?cause, "published event still in the outbox");
        }
    }
}

impl Announcer for Publisher {
    fn announce(&self, event: SlotBooked) {
        self.under_way.spawn(self.clone().publish(event));
    }
}
