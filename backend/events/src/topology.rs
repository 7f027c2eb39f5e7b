//! The topics and the subscriptions, which are created if they are missing.

use super::subscription::ACK_DEADLINE;
use super::{
    Broker, BrokerError, DEAD_LETTER_TOPIC, DEAD_LETTERS, NOTIFIER, NOTIFIER_DEAD_LETTERS,
    RetrySchedule, TOPIC,
};
use google_cloud_gax::error::rpc::Code;
use google_cloud_pubsub::client::{SubscriptionAdmin, TopicAdmin};
use google_cloud_pubsub::model::{DeadLetterPolicy, ExpirationPolicy, Subscription};
use google_cloud_wkt::{Duration, FieldMask};

/// How long the broker keeps messages that nobody acknowledged, in seconds: a week.
const RETENTION_SECONDS: i64 = 7 * 24 * 60 * 60;

/// Creates the topics and subscriptions; existing subscriptions get this retry schedule.
///
/// # Errors
/// If the broker is unreachable or refuses.
pub async fn set_up(broker: &Broker, retry_schedule: RetrySchedule) -> Result<(), BrokerError> {
    let topics = match broker.emulator() {
        Some((endpoint, anonymous)) => {
            TopicAdmin::builder().with_endpoint(endpoint).with_credentials(anonymous)
        }
        None => TopicAdmin::builder(),
    };
    let topics = topics.build().await?;
    for name in [TOPIC, DEAD_LETTER_TOPIC] {
        let created = topics.create_topic().set_name(broker.topic(name)).send().await;
        is_new(created)?;
    }
    let subscriptions = match broker.emulator() {
        Some((endpoint, anonymous)) => {
            SubscriptionAdmin::builder().with_endpoint(endpoint).with_credentials(anonymous)
        }
        None => SubscriptionAdmin::builder(),
    };
    let subscriptions = subscriptions.build().await?;
    // These subscriptions must exist before the first dead letter is published, or it would be
    // lost.
    subscribe(&subscriptions, permanent_subscription(broker, DEAD_LETTERS, DEAD_LETTER_TOPIC))
        .await?;
    subscribe(
        &subscriptions,
        permanent_subscription(broker, NOTIFIER_DEAD_LETTERS, DEAD_LETTER_TOPIC),
    )
    .await?;
    let notifier = permanent_subscription(broker, NOTIFIER, TOPIC).set_dead_letter_policy(
        DeadLetterPolicy::new()
            .set_dead_letter_topic(broker.topic(DEAD_LETTER_TOPIC))
            .set_max_delivery_attempts(
                i32::try_from(retry_schedule.deliveries).unwrap_or(i32::MAX),
            ),
    );
    subscribe(&subscriptions, notifier).await
}

/// A subscription that does not expire if nobody pulls from it.
fn permanent_subscription(broker: &Broker, name: &str, topic: &str) -> Subscription {
    let ack_deadline = i32::try_from(ACK_DEADLINE.as_secs()).unwrap_or(i32::MAX);
    Subscription::new()
        .set_name(broker.subscription(name))
        .set_topic(broker.topic(topic))
        .set_ack_deadline_seconds(ack_deadline)
        .set_message_retention_duration(Duration::clamp(RETENTION_SECONDS, 0))
        .set_expiration_policy(ExpirationPolicy::new())
}

async fn subscribe(
    subscriptions: &SubscriptionAdmin,
    subscription: Subscription,
) -> Result<(), BrokerError> {
    let created =
        subscriptions.create_subscription().with_request(subscription.clone()).send().await;
    if is_new(created)? {
        return Ok(());
    }
    let changes = FieldMask::default().set_paths([
        "ack_deadline_seconds",
        "retry_policy",
        "dead_letter_policy",
        "expiration_policy",
    ]);
    subscriptions
        .update_subscription()
        .set_subscription(subscription)
        .set_update_mask(changes)
        .send()
        .await?;
    Ok(())
}

/// Whether it was created; `false` if it existed already.
fn is_new<T>(created: google_cloud_pubsub::Result<T>) -> Result<bool, BrokerError> {
    match created {
        Ok(_) => Ok(true),
        Err(error) if error.status().is_some_and(|s| s.code == Code::AlreadyExists) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
