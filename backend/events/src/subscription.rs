//! Receives messages: the notifier's subscriptions, pulled when there is capacity.

use super::{Broker, BrokerError, RetrySchedule};
use gcloud_sdk::google::pubsub::v1::subscriber_client::SubscriberClient;
use gcloud_sdk::google::pubsub::v1::{
    AcknowledgeRequest, ModifyAckDeadlineRequest, PullRequest, ReceivedMessage,
};
use gcloud_sdk::tonic::{Code, Status};
use gcloud_sdk::{GoogleApi, GoogleAuthMiddleware};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::{sleep, timeout};

/// The acknowledgement deadline: after this time the broker redelivers the messages of a killed
/// notifier. A running notifier extends it in time.
pub(super) const ACK_DEADLINE: Duration = Duration::from_secs(10);
/// How long the broker may take to answer a request about a message.
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// The delivery count assumed for a message if the broker does not report one.
const DEFAULT_DELIVERY: u32 = 4;

type Client = GoogleApi<SubscriberClient<GoogleAuthMiddleware>>;

/// One of the notifier's subscriptions.
#[derive(Clone)]
pub struct Subscription {
    broker: Broker,
    name: String,
    retry_schedule: RetrySchedule,
    client: Arc<OnceCell<Client>>,
}

/// A message that was pulled. If it is dropped or its notifier is killed, the broker redelivers it.
pub struct PulledMessage {
    /// The content.
    pub data: Vec<u8>,
    ack_id: String,
    delivery: u32,
    subscription: Subscription,
}

impl Subscription {
    /// The subscription of this name. That the broker is unreachable is noticed only when pulling.
    pub fn new(broker: Broker, name: &str, retry_schedule: RetrySchedule) -> Self {
        let name = broker.subscription(name);
        Self { broker, name, retry_schedule, client: Arc::default() }
    }

    /// Waits about a minute for messages, and returns at most `most`. There may be none.
    ///
    /// # Errors
    /// If the broker is unreachable or refuses.
    pub async fn pull(&self, most: usize) -> Result<Vec<PulledMessage>, BrokerError> {
        let max_messages = i32::try_from(most).unwrap_or(i32::MAX);
        let subscription = self.name.clone();
        let request = PullRequest { subscription, max_messages, ..PullRequest::default() };
        let received = match self.client().await?.get().pull(request).await {
            Ok(pulled) => pulled.into_inner().received_messages,
            // No message arrived during the time for which the broker's front end waits.
            Err(status) if status.code() == Code::DeadlineExceeded => Vec::new(),
            Err(status) => return Err(status.into()),
        };
        Ok(received.into_iter().filter_map(|message| self.received(message)).collect())
    }

    fn received(&self, received: ReceivedMessage) -> Option<PulledMessage> {
        Some(PulledMessage {
            data: received.message?.data,
            ack_id: received.ack_id,
            delivery: u32::try_from(received.delivery_attempt)
                .ok()
                .filter(|delivery| *delivery > 0)
                .unwrap_or(DEFAULT_DELIVERY),
            subscription: self.clone(),
        })
    }

    async fn client(&self) -> Result<&Client, BrokerError> {
        let connect = || async {
            let (endpoint, credentials) = self.broker.endpoint()?;
            let make = SubscriberClient::new;
            Ok(GoogleApi::from_function_with_credentials(make, endpoint, None, credentials).await?)
        };
        self.client.get_or_try_init(connect).await
    }
}

impl PulledMessage {
    /// Runs `work` and extends the acknowledgement deadline meanwhile, so that the broker does not
    /// redeliver the message.
    pub async fn extend_deadline_during<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::select! {
            output = work => output,
            never = self.extend_deadline() => match never {},
        }
    }

    /// Acknowledges the message; the broker deletes it.
    pub async fn ack(self) {
        let Self { ack_id, subscription, .. } = self;
        let request =
            AcknowledgeRequest { subscription: subscription.name.clone(), ack_ids: vec![ack_id] };
        let result = async {
            let mut client = subscription.client().await?.get();
            client.acknowledge(request).await?;
            Ok(())
        };
        report(timeout(TIME_LIMIT, result).await);
    }

    /// Returns the message; the broker redelivers it after a wait that grows with each delivery.
    pub async fn nack(self) {
        let wait = self.subscription.retry_schedule.wait_after(self.delivery);
        self.set_ack_deadline(wait.mul_f64(rand::random_range(0.5..1.0))).await;
    }

    async fn extend_deadline(&self) -> Infallible {
        loop {
            sleep(ACK_DEADLINE / 2).await;
            self.set_ack_deadline(ACK_DEADLINE).await;
        }
    }

    async fn set_ack_deadline(&self, wait: Duration) {
        let request = ModifyAckDeadlineRequest {
            subscription: self.subscription.name.clone(),
            ack_ids: vec![self.ack_id.clone()],
            ack_deadline_seconds: i32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(0),
        };
        let result = async {
            let mut client = self.subscription.client().await?.get();
            client.modify_ack_deadline(request).await?;
            Ok(())
        };
        report(timeout(TIME_LIMIT, result).await);
    }
}

/// Logs a failed request. The broker then redelivers the message, which is harmless.
fn report(result: Result<Result<(), BrokerError>, tokio::time::error::Elapsed>) {
    let result =
        result.unwrap_or_else(|_| Err(Status::deadline_exceeded("no answer in time").into()));
    if let Err(cause) = result {
        tracing::warn!(%cause, "the broker did not answer a request about a message; it will redeliver it");
    }
}
