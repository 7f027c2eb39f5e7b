//! The broker, seen from the tests.

use crate::environment::emulator;
use google_cloud_auth::credentials::anonymous;
use google_cloud_pubsub::client::Publisher;
use google_cloud_pubsub::model::Message;
use slotbook::events::TOPIC;

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
