//! The bare side: publish, pull, and two mails sent by lettre one after the other.

use crate::emulators;
use crate::sink::Sink;
use anyhow::Context;
use futures::{StreamExt, TryStreamExt, stream};
use google_cloud_auth::credentials::anonymous;
use google_cloud_pubsub::client::{Publisher, Subscriber, SubscriptionAdmin, TopicAdmin};
use google_cloud_pubsub::model::Message as Event;
use google_cloud_pubsub::subscriber::MessageStream;
use lettre::message::MultiPart;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use slotbook_mail::RenderedMail;
use std::time::Instant;
use tokio::task::AbortHandle;

/// The same number of connections as the notifier.
const CONNECTIONS: u32 = 8;
const TOPIC: &str = "bare";
/// Padding that makes a bare event as long as a real one.
const PADDING: usize = 600;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// A topic, a subscriber that pulls from it, and a pool of connections to the mail server.
pub struct BareBroker {
    publisher: Publisher,
    transport: Transport,
    mails: [RenderedMail; 2],
    puller: AbortHandle,
}

impl BareBroker {
    /// Sets it up, with these mails to send for each event.
    ///
    /// # Errors
    /// If the emulator is unreachable.
    pub async fn set_up(
        project_id: &str,
        sink: &Sink,
        mails: [RenderedMail; 2],
    ) -> anyhow::Result<Self> {
        let endpoint = format!("http://{}", emulators::address("PUBSUB_EMULATOR_HOST")?);
        let nobody = || anonymous::Builder::new().build();
        let topic = format!("projects/{project_id}/topics/{TOPIC}");
        let subscription = format!("projects/{project_id}/subscriptions/{TOPIC}");
        let topics = TopicAdmin::builder().with_endpoint(&endpoint).with_credentials(nobody());
        topics.build().await?.create_topic().set_name(&topic).send().await?;
        let admin =
            SubscriptionAdmin::builder().with_endpoint(&endpoint).with_credentials(nobody());
        let admin = admin.build().await?;
        admin.create_subscription().set_name(&subscription).set_topic(&topic).send().await?;
        let subscriber = Subscriber::builder()
            .with_endpoint(&endpoint)
            .with_credentials(nobody())
            .build()
            .await?;
        let publisher = Publisher::builder(&topic)
            .set_message_count_threshold(1_u32)
            .with_endpoint(&endpoint)
            .with_credentials(nobody())
            .build()
            .await?;
        let pool = PoolConfig::new().max_size(CONNECTIONS);
        let transport = Transport::from_url(&sink.url)?.pool_config(pool).build();
        let messages = subscriber.subscribe(subscription).build();
        let puller = tokio::spawn(pull(messages, transport.clone(), mails.clone())).abort_handle();
        Ok(Self { publisher, transport, mails, puller })
    }

    /// Publishes the event with this number and waits for its mails; returns when it began and when
    /// the second mail was accepted.
    ///
    /// # Errors
    /// If the mails do not arrive.
    pub async fn announce(&self, number: usize, sink: &Sink) -> anyhow::Result<(Instant, Instant)> {
        let began = Instant::now();
        let event = Event::new().set_data(format!("{number} {}", "x".repeat(PADDING)));
        let publishing = self.publisher.publish(event);
        let accepted = sink.accepted(&[name(number, 0), name(number, 1)]).await?;
        publishing.await.context("not published")?;
        Ok((began, accepted))
    }

    /// Sends the mails of this many events, as many at a time as the pool has connections.
    ///
    /// # Errors
    /// If one is not accepted.
    pub async fn send_all(&self, events: usize) -> anyhow::Result<()> {
        let mails = (0..events).flat_map(|number| [(number, 0), (number, 1)]);
        let sends = mails.map(|(number, which)| send(&self.transport, &self.mails, number, which));
        stream::iter(sends).buffer_unordered(CONNECTIONS as usize).try_collect().await
    }
}

impl Drop for BareBroker {
    fn drop(&mut self) {
        self.puller.abort();
    }
}

async fn pull(
    mut messages: MessageStream,
    transport: Transport,
    mails: [RenderedMail; 2],
) -> anyhow::Result<()> {
    while let Some(message) = messages.next().await {
        let (event, handler) = message?;
        let number = std::str::from_utf8(&event.data)?;
        let number = number.split(' ').next().unwrap_or_default().parse()?;
        for which in 0..2 {
            send(&transport, &mails, number, which).await?;
        }
        handler.ack();
    }
    Ok(())
}

async fn send(
    transport: &Transport,
    mails: &[RenderedMail; 2],
    number: usize,
    which: usize,
) -> anyhow::Result<()> {
    let content = mails[which].clone();
    let message = Message::builder()
        .message_id(Some(format!("<{}@bench.test>", name(number, which))))
        .from("Slotbook <no-reply@bench.test>".parse()?)
        .to("Somebody <somebody@bench.test>".parse()?)
        .reply_to("Somebody Else <else@bench.test>".parse()?)
        .subject(content.subject)
        .multipart(MultiPart::alternative_plain_html(content.text, content.html))?;
    transport.send(message).await?;
    Ok(())
}

fn name(number: usize, which: usize) -> String {
    format!("bare-{number}-{which}")
}
