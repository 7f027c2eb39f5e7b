//! Accounts of the Auth emulator, through its REST interface.

use crate::demo::{DemoAccount, PASSWORD};
use anyhow::{Context, bail};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use std::time::Duration;

const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The accounts of one project.
pub struct Accounts {
    client: Client,
    url: String,
}

impl Accounts {
    /// The accounts of `project_id` on the Auth emulator at `host`.
    ///
    /// # Errors
    /// If no HTTP client can be created.
    pub fn new(host: &str, project_id: &str) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(TIME_LIMIT).build()?;
        let url = format!(
            "http://{host}/identitytoolkit.googleapis.com/v1/projects/{project_id}/accounts"
        );
        Ok(Self { client, url })
    }

    /// Creates an account; false if it existed already.
    ///
    /// # Errors
    /// If the emulator refuses for another reason.
    pub async fn create(&self, account: &DemoAccount) -> anyhow::Result<bool> {
        let body = json!({
            "localId": account.user_id,
            "email": account.email,
            "password": PASSWORD,
            "displayName": account.name,
            "emailVerified": true,
        });
        let response = self.post(&self.url, &body).await?;
        if response.status().is_success() {
            return Ok(true);
        }
        let told = response.text().await?;
        if told.contains("EMAIL_EXISTS") || told.contains("DUPLICATE_LOCAL_ID") {
            return Ok(false);
        }
        bail!("The Auth emulator did not create {}: {told}", account.email)
    }

    /// Gives an account the role of a provider.
    ///
    /// # Errors
    /// If the emulator refuses.
    pub async fn make_provider(&self, user_id: &str) -> anyhow::Result<()> {
        let claims = json!({ "role": "provider" }).to_string();
        let body = json!({ "localId": user_id, "customAttributes": claims });
        self.post(&format!("{}:update", self.url), &body).await?.error_for_status()?;
        Ok(())
    }

    async fn post(&self, url: &str, body: &Value) -> anyhow::Result<Response> {
        // The emulator's fixed token for the project's owner.
        let request = self.client.post(url).bearer_auth("owner").json(body);
        request.send().await.context("The Auth emulator does not answer.")
    }
}
