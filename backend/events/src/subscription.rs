//! Receiving: the notifier's subscriptions, pulled from as there is room for more.

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

/// The acknowledgement deadline: after this long the broker redelivers the messages of a killed
/// notifier. A running notifier extends it before it is over.
pub(super) const ACK_DEADLINE: Duration = Duration::from_secs(10);
/// How long the broker may take to hear what became of a message.
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// For which delivery a message counts where the broker does not count them.
const UNCOUNTED: u32 = 4;

type Client = GoogleApi<SubscriberClient<GoogleAuthMiddleware>>;

/// A subscription of the notifier's.
#[derive(Clone)]
pub struct Subscription {
    broker: Broker,
    name: String,
    retry_schedule: RetrySchedule,
    client: Arc<OnceCell<Client>>,
}

/// A message in hand. One that is dropped comes again, and so does one of a killed notifier.
pub struct PulledMessage {
    /// What it says.
    pub data: Vec<u8>,
    ack_id: String,
    delivery: u32,
    subscription: Subscription,
}

impl Subscription {
    /// The subscription of this name at this broker; one that is out of reach is noticed only
    /// when pulling.
    pub fn new(broker: Broker, name: &str, retry_schedule: RetrySchedule) -> Self {
        let name = broker.subscription(name);
        Self { broker, name, retry_schedule, client: Arc::default() }
    }

    /// Waits for messages, for about a minute, and takes at most so many. There may be none.
    ///
    /// # Errors
    /// If the broker is out of reach or refuses.
    pub async fn pull(&self, most: usize) -> Result<Vec<PulledMessage>, BrokerError> {
        let max_messages = i32::try_from(most).unwrap_or(i32::MAX);
        let subscription = self.name.clone();
        let request = PullRequest { subscription, max_messages, ..PullRequest::default() };
        let received = match self.client().await?.get().pull(request).await {
            Ok(pulled) => pulled.into_inner().received_messages,
            // Nothing came for as long as the broker's front end waits.
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
                .unwrap_or(UNCOUNTED),
            subscription: self.clone(),
        })
    }

    async fn client(&self) -> Result<&Client, BrokerError> {
        let connect = || async {
            let (endpoint, credentials) = self.broker.entrance()?;
            let make = SubscriberClient::new;
            Ok(GoogleApi::from_function_with_credentials(make, endpoint, None, credentials).await?)
        };
        self.client.get_or_try_init(connect).await
    }
}

impl PulledMessage {
    /// Works on it; meanwhile the broker delivers it to nobody else.
    pub async fn extend_deadline_during<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::select! {
            worked = work => worked,
            never = self.keep() => match never {},
        }
    }

    /// It is dealt with; the broker forgets it.
    pub async fn ack(self) {
        let Self { ack_id, subscription, .. } = self;
        let request =
            AcknowledgeRequest { subscription: subscription.name.clone(), ack_ids: vec![ack_id] };
        let told = async {
            let mut client = subscription.client().await?.get();
            client.acknowledge(request).await?;
            Ok(())
        };
        report(timeout(TIME_LIMIT, told).await);
    }

    /// It is not dealt with; the broker delivers it again after a while, which gets longer with
    /// each delivery.
    pub async fn nack(self) {
        let wait = self.subscription.retry_schedule.wait_after(self.delivery);
        self.set_ack_deadline(wait.mul_f64(rand::random_range(0.5..1.0))).await;
    }

    async fn keep(&self) -> Infallible {
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
        let told = async {
            let mut client = self.subscription.client().await?.get();
            client.modify_ack_deadline(request).await?;
            Ok(())
        };
        report(timeout(TIME_LIMIT, told).await);
    }
}

/// A broker that did not hear what became of a message delivers it again, which is harmless.
fn report(told: Result<Result<(), BrokerError>, tokio::time::error::Elapsed>) {
    let told = told.unwrap_or_else(|_| Err(Status::deadline_exceeded("no answer in time").into()));
    if let Err(cause) = told {
        tracing::warn!(%cause, "the broker did not hear what became of a message; it comes again");
    }
}
