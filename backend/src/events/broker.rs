//! Where the broker is and how one gets in.

use google_cloud_auth::credentials::{Credentials, anonymous};

/// The project's Pub/Sub.
#[derive(Clone, Debug)]
pub struct Broker {
    project_id: String,
    emulator: Option<String>,
}

/// The broker is out of reach or refuses.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// No client could be made.
    #[error("no connection to Pub/Sub could be prepared")]
    Connect(#[from] google_cloud_gax::client_builder::Error),
    /// A request failed.
    #[error("Pub/Sub did not do what it was asked")]
    Request(#[from] google_cloud_pubsub::Error),
}

impl Broker {
    /// The Pub/Sub of `project_id`; with `emulator` (`host:port`) the emulator there.
    pub fn new(project_id: impl Into<String>, emulator: Option<String>) -> Self {
        Self { project_id: project_id.into(), emulator }
    }

    /// The full name of a topic.
    pub(super) fn topic(&self, name: &str) -> String {
        format!("projects/{}/topics/{name}", self.project_id)
    }

    /// The full name of a subscription.
    pub(super) fn subscription(&self, name: &str) -> String {
        format!("projects/{}/subscriptions/{name}", self.project_id)
    }

    /// Where the emulator is and what it takes for credentials; `None` for the real one.
    pub(super) fn emulator(&self) -> Option<(String, Credentials)> {
        let host = self.emulator.as_ref()?;
        Some((format!("http://{host}"), anonymous::Builder::new().build()))
    }
}
