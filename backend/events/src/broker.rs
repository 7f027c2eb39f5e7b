//! The address of the broker and its credentials.

use google_cloud_auth::credentials::{Builder, Credentials, anonymous};

const PRODUCTION: &str = "https://pubsub.googleapis.com";

/// The project's Pub/Sub.
#[derive(Clone, Debug)]
pub struct Broker {
    project_id: String,
    emulator: Option<String>,
}

/// The broker is unreachable, or refused a request.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// No client could be created.
    #[error("no connection to Pub/Sub could be prepared")]
    Connect(#[from] google_cloud_gax::client_builder::Error),
    /// No credentials were found.
    #[error("there are no credentials for Pub/Sub")]
    Credentials(#[from] google_cloud_auth::build_errors::Error),
    /// No connection could be made.
    #[error("Pub/Sub is out of reach")]
    Reach(#[from] gcloud_sdk::error::Error),
    /// A request about messages failed.
    #[error("Pub/Sub did not answer as it should")]
    Messages(#[from] gcloud_sdk::tonic::Status),
    /// A request about a topic or subscription failed.
    #[error("Pub/Sub did not do what it was asked")]
    Request(#[from] google_cloud_pubsub::Error),
}

impl Broker {
    /// The Pub/Sub of `project_id`, or the emulator at `emulator` (`host:port`).
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

    /// The address and the credentials of the broker.
    pub(super) fn endpoint(&self) -> Result<(String, Credentials), BrokerError> {
        match self.emulator() {
            Some(emulator) => Ok(emulator),
            None => Ok((PRODUCTION.to_owned(), Builder::default().build()?)),
        }
    }

    /// The address and the credentials of the emulator; `None` in production.
    pub(super) fn emulator(&self) -> Option<(String, Credentials)> {
        let host = self.emulator.as_ref()?;
        Some((format!("http://{host}"), anonymous::Builder::new().build()))
    }
}
