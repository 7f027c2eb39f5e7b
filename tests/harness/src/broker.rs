//! Access of the tests to the broker.

use crate::environment::emulator;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use google_cloud_auth::credentials::anonymous;
use google_cloud_pubsub::client::Publisher;
use google_cloud_pubsub::model::Message;
use reqwest::Client;
use serde_json::{Value, json};
use slotbook_events::TOPIC;

/// How many messages one pull asks for.
const BATCH: u32 = 1_000;

/// Publishes bytes to the project's topic of bookings.
pub async fn publish(project_id: &str, data: Vec<u8>) {
    let publisher = Publisher::builder(format!("projects/{project_id}/topics/{TOPIC}"))
        .with_endpoint(format!("http://{}", emulator("PUBSUB_EMULATOR_HOST")))
        .with_credentials(anonymous::Builder::new().build())
        .build()
        .await
        .expect("the emulator takes clients");
    publisher.publish(Message::new().set_data(data)).await.expect("the emulator takes messages");
}

/// A subscription that records every message of a topic from its creation on.
pub struct TopicObserver {
    client: Client,
    url: String,
}

impl TopicObserver {
    /// Subscribes to a topic.
    pub(crate) async fn of(client: &Client, project_id: &str, topic: &str) -> Self {
        let witness = Self::at(client, project_id, &format!("witness-of-{topic}"));
        let body = json!({ "topic": format!("projects/{project_id}/topics/{topic}") });
        let made = client.put(&witness.url).json(&body).send().await.expect("the emulator answers");
        made.error_for_status().expect("the emulator takes a subscription");
        witness
    }

    /// Reads an existing subscription.
    pub(crate) fn at(client: &Client, project_id: &str, subscription: &str) -> Self {
        let host = emulator("PUBSUB_EMULATOR_HOST");
        let url = format!("http://{host}/v1/projects/{project_id}/subscriptions/{subscription}");
        Self { client: client.clone(), url }
    }

    /// The events since the last call; an event that was published twice occurs twice.
    ///
    /// # Panics
    /// If the broker does not answer correctly.
    pub async fn messages(&self) -> Vec<Value> {
        let mut seen = Vec::new();
        loop {
            let body = json!({ "maxMessages": BATCH, "returnImmediately": true });
            let pulled: Value = self.ask("pull", &body).await;
            let Some(messages) = pulled["receivedMessages"].as_array() else { return seen };
            seen.extend(messages.iter().map(event));
            let ids: Vec<_> = messages.iter().map(|message| &message["ackId"]).collect();
            self.ask("acknowledge", &json!({ "ackIds": ids })).await;
        }
    }

    async fn ask(&self, what: &str, body: &Value) -> Value {
        let request = self.client.post(format!("{}:{what}", self.url)).json(body);
        let answer = request.send().await.expect("the emulator answers");
        answer.json().await.expect("the emulator answers JSON")
    }
}

fn event(received: &Value) -> Value {
    let data = received["message"]["data"].as_str().expect("a message has data");
    let data = BASE64_STANDARD.decode(data).expect("data travels as base64");
    serde_json::from_slice(&data).expect("an event is JSON")
}
