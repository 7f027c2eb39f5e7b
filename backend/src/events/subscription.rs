//! Receiving: the notifier's pull subscriptions.

use super::{Broker, BrokerError};
use google_cloud_pubsub::client::Subscriber;
use google_cloud_pubsub::subscriber::MessageStream;
use google_cloud_pubsub::subscriber::ShutdownBehavior;
use google_cloud_pubsub::subscriber::handler::Handler;
use std::time::Duration;

/// After how long the broker delivers again what a killed notifier had in hand. The client extends
/// it as long as it lives.
const AGAIN_AFTER: Duration = Duration::from_secs(10);

/// A subscription of the notifier's.
#[derive(Clone)]
pub struct Subscription {
    client: Subscriber,
    name: String,
}

/// A message in hand: dropping it gives it back to the broker.
pub struct Received {
    /// What it says.
    pub data: Vec<u8>,
    handler: Handler,
}

impl Received {
    /// It is dealt with; the broker forgets it.
    pub fn done(self) {
        self.handler.ack();
    }

    /// It is not dealt with; the broker delivers it again after a while.
    pub fn give_back(self) {
        self.handler.nack();
    }
}

impl Subscription {
    /// The subscription of this name at this broker.
    ///
    /// # Errors
    /// If no client can be made.
    pub async fn new(broker: &Broker, name: &str) -> Result<Self, BrokerError> {
        let builder = match broker.emulator() {
            Some((endpoint, anonymous)) => {
                Subscriber::builder().with_endpoint(endpoint).with_credentials(anonymous)
            }
            None => Subscriber::builder(),
        };
        Ok(Self { client: builder.build().await?, name: broker.subscription(name) })
    }

    /// Opens a stream of messages, at most `in_hand` of them at a time. It ends with an error the
    /// client does not retry by itself; whoever reads it opens another one then.
    pub fn open(&self, in_hand: i64) -> Stream {
        let inner = self
            .client
            .subscribe(self.name.clone())
            .set_max_outstanding_messages(in_hand)
            .set_max_lease_extension(AGAIN_AFTER)
            .set_shutdown_behavior(ShutdownBehavior::WaitForProcessing)
            .build();
        Stream { inner }
    }
}

/// Messages as they come.
pub struct Stream {
    inner: MessageStream,
}

impl Stream {
    /// The next message; `None` once the stream was shut down.
    ///
    /// # Errors
    /// If the stream ended.
    pub async fn next(&mut self) -> Option<Result<Received, BrokerError>> {
        let next = self.inner.next().await?;
        Some(match next {
            Ok((message, handler)) => Ok(Received { data: message.data.to_vec(), handler }),
            Err(cause) => Err(cause.into()),
        })
    }

    /// Ends the stream; done when the broker knows what became of everything handed out.
    pub async fn shut_down(self) {
        self.inner.shutdown_token().shutdown().await;
    }
}
