//! Reads Google's APIs. It uses gcloud's own environment variables for endpoints and tokens, so
//! that it reads the cloud that gcloud changes.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, bail};
use futures::future::try_join_all;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use tokio::process::Command;

use crate::desired_state::DesiredState;
use crate::observed::{ObservedState, Read};
use crate::plan::{plan, project_read};

const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Parts of the errors that Google's APIs answer if a service was never switched on or set up.
const NOT_IN_USE: &[&str] = &[
    "SERVICE_DISABLED",
    "accessNotConfigured",
    "has not been used in project",
    "CONFIGURATION_NOT_FOUND",
];

/// The services that charge a person's calls to the project. Calls of the other services are
/// charged to gcloud's own project, so they work before the service is switched on in ours.
const CHARGED: &[&str] = &["billingbudgets.", "firebase", "identitytoolkit."];

/// Access to Google's APIs.
pub struct Google {
    client: Client,
    token: String,
    project: String,
}

impl Google {
    /// Access with gcloud's credentials.
    ///
    /// # Errors
    /// If gcloud is not installed, or nobody is signed in.
    pub async fn sign_in(project: &str) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(TIME_LIMIT).build().context("no HTTP client")?;
        Ok(Self { client, token: token().await?, project: project.to_owned() })
    }

    /// The access token for reading and pushing.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The id of the project.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// Makes all reads that the plan needs, and those that follow from their answers.
    ///
    /// # Errors
    /// If a read fails for another reason than that something does not exist.
    pub async fn observe(&self, desired: &DesiredState) -> anyhow::Result<ObservedState> {
        let mut observed = ObservedState::default();
        let project = project_read(desired);
        let answer = self.answer(&project).await?;
        let is_there = answer.is_some();
        observed.note(project, answer);
        if !is_there {
            return Ok(observed);
        }
        loop {
            let reads: BTreeSet<Read> =
                plan(desired, &observed).into_iter().flat_map(|it| it.reads).collect();
            let unknown: Vec<Read> = reads.into_iter().filter(|it| !observed.knows(it)).collect();
            if unknown.is_empty() {
                return Ok(observed);
            }
            let answers = try_join_all(unknown.iter().map(|it| self.answer(it))).await?;
            for (read, answer) in unknown.into_iter().zip(answers) {
                observed.note(read, answer);
            }
        }
    }

    /// Makes one read; `None` if what it asks for does not exist.
    ///
    /// # Errors
    /// If it fails for another reason.
    pub async fn answer(&self, read: &Read) -> anyhow::Result<Option<Value>> {
        let url = format!("{}{}", origin(&read.host), read.path);
        let request = match &read.body {
            Some(body) => self.client.post(&url).body(body.clone()),
            None => self.client.get(&url),
        };
        let request = request.bearer_auth(&self.token);
        let mut request = request.header("content-type", "application/json");
        if CHARGED.iter().any(|it| read.host.starts_with(it)) {
            request = request.header("x-goog-user-project", &self.project);
        }
        let answer = request.send().await.with_context(|| format!("no answer from {url}"))?;
        self.understood(read, &url, answer).await
    }

    async fn understood(
        &self,
        read: &Read,
        url: &str,
        answer: Response,
    ) -> anyhow::Result<Option<Value>> {
        let status = answer.status();
        let text = answer.text().await.with_context(|| format!("half an answer from {url}"))?;
        if status.is_success() {
            return serde_json::from_str(&text)
                .map(Some)
                .with_context(|| format!("no JSON from {url}"));
        }
        // Google answers the same for a project that does not exist and for one of somebody else.
        let is_project = read.path == format!("v1/projects/{}", self.project)
            && read.host.starts_with("cloudresourcemanager");
        let is_absent = status == StatusCode::NOT_FOUND
            || NOT_IN_USE.iter().any(|it| text.contains(it))
            || (is_project && status == StatusCode::FORBIDDEN);
        if is_absent {
            return Ok(None);
        }
        let message = serde_json::from_str::<Value>(&text).unwrap_or_default();
        let message = message["error"]["message"].as_str().unwrap_or(text.trim()).to_owned();
        bail!("{url} was answered with {status}: {message}")
    }
}

/// The variable that gcloud reads, such as `CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN`. Cloud Run's host
/// begins with the region.
pub fn origin(host: &str) -> String {
    let name = host.trim_end_matches(".googleapis.com");
    let (region, api) = match name.rsplit_once('-') {
        Some((region, api)) => (format!("{region}-"), api),
        None => (String::new(), name),
    };
    let variable = format!("CLOUDSDK_API_ENDPOINT_OVERRIDES_{}", api.to_uppercase());
    match std::env::var(variable) {
        Ok(other) if !region.is_empty() => other.replacen("://", &format!("://{region}"), 1),
        Ok(other) => other,
        Err(_) => format!("https://{host}/"),
    }
}

async fn token() -> anyhow::Result<String> {
    if let Ok(file) = std::env::var("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE") {
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
        return Ok(text.trim().to_owned());
    }
    let mut gcloud = Command::new("gcloud");
    gcloud.args(["auth", "print-access-token", "--quiet"]);
    let output = gcloud.output().await.context(
        "gcloud is not on the PATH: install the Google Cloud CLI, https://cloud.google.com/sdk/docs/install",
    )?;
    if !output.status.success() {
        bail!("nobody is signed in: run `gcloud auth login --update-adc`");
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
