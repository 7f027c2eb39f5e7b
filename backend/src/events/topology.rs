//! The topics and the subscription, made where they are missing.

use super::{Broker, BrokerError, DEAD_LETTER_TOPIC, NOTIFIER, TOPIC};
use google_cloud_gax::error::rpc::Code;
use google_cloud_pubsub::client::{SubscriptionAdmin, TopicAdmin};
use google_cloud_pubsub::model::{DeadLetterPolicy, RetryPolicy};
use google_cloud_wkt::Duration;

/// The least and the most seconds between two deliveries of a message.
const BACKOFF_SECONDS: (i64, i64) = (1, 60);
/// How often a message is delivered before it becomes a dead letter; the broker allows 5 to 100.
const MAX_DELIVERIES: i32 = 20;
/// How long the broker waits for an answer before it delivers again, in seconds.
const ACK_DEADLINE_SECONDS: i32 = 60;

/// Makes the topics and the notifier's subscription; what is there stays as it is.
///
/// # Errors
/// If the broker is out of reach or refuses.
pub async fn set_up(broker: &Broker) -> Result<(), BrokerError> {
    let topics = match broker.emulator() {
        Some((endpoint, anonymous)) => {
            TopicAdmin::builder().with_endpoint(endpoint).with_credentials(anonymous)
        }
        None => TopicAdmin::builder(),
    };
    let topics = topics.build().await?;
    for name in [TOPIC, DEAD_LETTER_TOPIC] {
        let made = topics.create_topic().set_name(broker.topic(name)).send().await;
        exists_now(made)?;
    }
    subscribe(broker).await
}

async fn subscribe(broker: &Broker) -> Result<(), BrokerError> {
    let subscriptions = match broker.emulator() {
        Some((endpoint, anonymous)) => {
            SubscriptionAdmin::builder().with_endpoint(endpoint).with_credentials(anonymous)
        }
        None => SubscriptionAdmin::builder(),
    };
    let (least, most) = BACKOFF_SECONDS;
    let made = subscriptions
        .build()
        .await?
        .create_subscription()
        .set_name(broker.subscription(NOTIFIER))
        .set_topic(broker.topic(TOPIC))
        .set_ack_deadline_seconds(ACK_DEADLINE_SECONDS)
        .set_retry_policy(
            RetryPolicy::new()
                .set_minimum_backoff(Duration::clamp(least, 0))
                .set_maximum_backoff(Duration::clamp(most, 0)),
        )
        .set_dead_letter_policy(
            DeadLetterPolicy::new()
                .set_dead_letter_topic(broker.topic(DEAD_LETTER_TOPIC))
                .set_max_delivery_attempts(MAX_DELIVERIES),
        )
        .send()
        .await;
    exists_now(made)
}

fn exists_now<T>(made: google_cloud_pubsub::Result<T>) -> Result<(), BrokerError> {
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.status().is_some_and(|s| s.code == Code::AlreadyExists) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
